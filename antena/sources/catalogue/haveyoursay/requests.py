"""The questions to Have your say: the list of all initiatives, those that move, and who answered them.

Filters of the list are ignored in silence when their name is wrong, and the one that works shows only what is
open: so the whole list is asked for, some 42 pages, and chosen from here. Every page must be as long as the
list says, for the server stumbles in the middle of good runs.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from antena.lib.dates import parse_day
from antena.sources.catalogue.haveyoursay.feedback import AnswerPage
from antena.sources.catalogue.haveyoursay.listing import listed, number_of
from antena.sources.catalogue.haveyoursay.periods import OPEN, UPCOMING
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request
from antena.sources.reading import entries


class _Publication(msgspec.Struct):
    id: float | str = ""
    totalFeedback: float | None = None  # noqa: N815  the source's own name
    receivingFeedbackStatus: str | None = None  # noqa: N815  the source's own name


class _Initiative(msgspec.Struct):
    shortTitle: str | None  # noqa: N815  the source's own name
    publications: list[_Publication] | None = None


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for every initiative that moved since ``reach.since``; see `antena.sources.pages.Connector`."""
    size = min(100, contract.options["page_size"])
    first = ask(_search(contract, 0, size))
    if first.failure is not None:
        yield first
        return
    total = _rows(first)[1]
    last = max(1, -(-total // size))
    for number in range(last):
        page = first if number == 0 else ask(_search(contract, number, size))
        due = min(size, total - number * size)
        if page.failure is None and len(_rows(page)[0]) < due:
            detail = f"{len(_rows(page)[0])} < {due}"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=last - number)
        if page.failure is None:
            for row in entries(_rows(page)[0]):
                name = number_of(row.get("id"))
                if name and _moves(row, reach.since):
                    yield from _initiative(ask, contract, page.key, name)


def _initiative(ask: Ask, contract: Contract, key: str, number: str) -> Iterator[Page]:
    page = ask(
        Request(
            key=f"{key}.{number}",
            url=f"{contract.api['details']}{number}",
            headers={"Accept": "application/json"},
            expects=_Initiative,
        )
    )
    yield page
    if page.failure is not None or not contract.options["feedback_pages"]:
        return
    for publication in msgspec.json.decode(page.body, type=_Initiative).publications or []:
        waits = publication.receivingFeedbackStatus == OPEN and not contract.options["feedback_while_open"]
        if publication.totalFeedback and not waits and number_of(publication.id):
            yield from _feedback(ask, contract, page.key, number_of(publication.id))


def _feedback(ask: Ask, contract: Contract, key: str, publication: str) -> Iterator[Page]:
    """Ask for the newest answers; their pages are kept without the names of persons (`parser.scrub`)."""
    for number in range(contract.options["feedback_pages"]):
        page = ask(
            Request(
                key=f"{key}.{publication}.{number + 1:02}",
                url=contract.api["feedback"],
                params={
                    "publicationId": publication,
                    "language": "EN",
                    "page": str(number),
                    "size": str(min(100, contract.options["page_size"])),
                    "sort": "dateFeedback,DESC",
                },
                headers={"Accept": "application/json"},
                expects=AnswerPage,
            )
        )
        yield page
        if page.failure is not None or msgspec.json.decode(page.body, type=AnswerPage).last:
            return


def _search(contract: Contract, number: int, size: int) -> Request:
    return Request(
        key=f"initiatives.{number + 1:04}",
        url=contract.api["search"],
        params={"text": "", "language": "EN", "size": str(size), "page": str(number)},
        headers={"Accept": "application/json"},
        check=_unlisted,
    )


def _moves(row: dict[str, Any], since: date) -> bool:
    return any(_period_moves(period, since) for period in entries(row.get("currentStatuses")))


def _period_moves(period: dict[str, Any], since: date) -> bool:
    """Whether a period runs, is to come or was lately. Its end says so better than its status."""
    end, start = (_day(period.get(name)) for name in ("feedbackEndDate", "feedbackStartDate"))
    if end is not None:
        return end >= since
    if start is not None and start >= since:
        return True
    return period.get("receivingFeedbackStatus") in {OPEN, UPCOMING}


def _day(text: object) -> date | None:
    try:
        return parse_day(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _unlisted(page: Page) -> str:
    """Say why an answer is no list of initiatives, "" where it is one."""
    try:
        return "" if listed(msgspec.json.decode(page.body)) else "no list of initiatives"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)


def _rows(page: Page) -> tuple[list[Any], int]:
    return listed(msgspec.json.decode(page.body)) or ([], 0)
