"""The questions to TED: the notices of local authorities of one day after another, each day page by page.

A POST of JSON, without a key. Pages follow each other by a token (ITERATION: the other mode stops at 15,000).
The token does not end with the records: a day is whole when as many rows came as it was said to have.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request

# Local authorities' notices (BT-11 of eForms: "la") of the contract's countries, published on one day, for
# the services a town learns most from another's: engineering and planning, computing, research,
# administration, consulting, schools, health and care, waste and environment, culture and sport. Not supplies
# and works, which say little of what a town does differently. SORT BY makes the order of the pages certain.
QUERY: Final = (
    "buyer-legal-type = la AND ({countries}) AND ({divisions}) AND publication-date = {day:%Y%m%d}"
    " SORT BY publication-number DESC"
)
DIVISIONS: Final = ("71", "72", "73", "75", "79", "80", "85", "90", "92")
FIELDS: Final = (
    "publication-number",
    "publication-date",
    "notice-type",
    "notice-title",
    "buyer-name",
    "buyer-country",
    "buyer-city",
    "buyer-identifier",
    "classification-cpv",
    "deadline-receipt-tender-date-lot",
    "total-value",
    "total-value-cur",
    "links",
)


class _Answer(msgspec.Struct):
    notices: list[dict[str, Any]]
    totalNoticeCount: int  # noqa: N815  the source's own name
    iterationNextToken: str | None = None  # noqa: N815  the source's own name
    timedOut: bool = False  # noqa: N815  the source's own name


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the notices since ``reach.since``, day by day; see `antena.sources.pages.Connector`."""
    day, last = reach.since, reach.at.date()
    while day <= last:
        yield from _of_day(ask, contract, day, left=(last - day).days)
        day += timedelta(days=1)


def _of_day(ask: Ask, contract: Contract, day: date, *, left: int) -> Iterator[Page]:
    """Ask until as many rows came as there are; an empty page before that is a missing one."""
    come, number, token = 0, 1, ""
    while True:
        page = ask(_search(contract, day, number, token))
        if page.failure is not None:
            yield page
            return
        answer = msgspec.json.decode(page.body, type=_Answer)
        come += len(answer.notices)
        more = come < answer.totalNoticeCount
        if more and not (answer.notices and answer.iterationNextToken):
            detail = f"{come} < {answer.totalNoticeCount}"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=left)
        if page.failure is not None or not more:
            return
        number, token = number + 1, answer.iterationNextToken or ""


def _search(contract: Contract, day: date, number: int, token: str) -> Request:
    countries = " OR ".join(f"buyer-country = {code}" for code in contract.words["countries"].split())
    divisions = " OR ".join(f"classification-cpv = {division}*" for division in DIVISIONS)
    body: dict[str, Any] = {
        "query": QUERY.format(countries=countries, divisions=divisions, day=day),
        "fields": FIELDS,
        "limit": min(250, contract.options["page_size"]),
        "scope": "ALL",
        "paginationMode": "ITERATION",
        "onlyLatestVersions": True,
        "checkQuerySyntax": False,
    }
    if token:
        body["iterationNextToken"] = token
    return Request(
        key=f"notices.{day}.{number:03}",
        url=contract.api["search"],
        method="POST",
        json=body,
        headers={"Accept": "application/json"},
        expects=_Answer,
        check=_timed_out,
    )


def _timed_out(page: Page) -> str:
    """Say that a search broke off; what is no answer at all is seen by its type."""
    try:
        broke_off = msgspec.json.decode(page.body, type=_Answer).timedOut
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return "the search timed out: some of its notices are missing" if broke_off else ""
