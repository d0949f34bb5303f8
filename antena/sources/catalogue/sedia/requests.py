"""The questions to the search interface of the Funding & Tenders Portal.

A POST of multipart JSON parts (any other shape answers 500), one question per type of call, pages of 100 in
the order of a key unique within the type (ties would swap rows between pages). More than 10,000 records are
split by date. Undocumented officially; compiled from public clients, see docs/operator/sources.md.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote

import msgspec

from antena.sources.catalogue.sedia.codes import ASKED, ASKED_STATUSES, CASCADE, GRANT, PROSPECT
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request

# type → our name for its listing, and the field that is unique within it
_LISTINGS: Final = {
    GRANT: ("grants", "identifier"),
    PROSPECT: ("prospects", "callIdentifier"),
    CASCADE: ("cascade", "callccm2Id"),
}
# Nothing the portal lists was sorted before this day.
_FIRST_DAY: Final = date(2014, 1, 1)


class _Row(msgspec.Struct):
    metadata: dict[str, Any] = {}


class _Answer(msgspec.Struct):
    """As much of an answer as planning the next question needs."""

    results: list[_Row]
    totalResults: int  # noqa: N815  the source's own name


class _Topic(msgspec.Struct):
    TopicDetails: dict[str, Any]


class _Span(msgspec.Struct, frozen=True):
    """Days of ``es_SortDate``, the last one excluded."""

    low: date
    high: date

    @property
    def name(self) -> str:
        return f"-{self.low:%Y%m%d}-{self.high:%Y%m%d}"

    def halves(self) -> tuple["_Span", "_Span"]:
        middle = self.low + (self.high - self.low) // 2
        return _Span(self.low, middle), _Span(middle, self.high)


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for every call that is open or coming, page by page; see `antena.sources.pages.Connector`."""
    done = 0
    for kind in _LISTINGS:
        for page in _listing(ask, contract, reach, kind, None):
            done += "." in page.key and page.key.count(".") == 1
            yield msgspec.structs.replace(page, of=done + page.of)


def _listing(ask: Ask, contract: Contract, reach: Reach, kind: str, span: _Span | None) -> Iterator[Page]:
    first = ask(_search(contract, reach, kind, span, 1))
    if first.failure is not None:
        yield first
        return
    total = _answer(first).totalResults
    whole = span or _Span(_FIRST_DAY, reach.at.date() + timedelta(days=1))
    if total > contract.options["window"] and (whole.high - whole.low).days > 1:
        for half in whole.halves():
            yield from _listing(ask, contract, reach, kind, half)
        return
    size = contract.options["page_size"]
    last = max(1, -(-total // size))
    yield from _with_topics(ask, contract, kind, msgspec.structs.replace(first, of=last - 1))
    for number in range(2, last + 1):
        page = ask(_search(contract, reach, kind, span, number))
        if page.failure is None and not _answer(page).results:
            detail = f"{total} > {(number - 1) * size}"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield from _with_topics(ask, contract, kind, msgspec.structs.replace(page, of=last - number))


def _with_topics(ask: Ask, contract: Contract, kind: str, page: Page) -> Iterator[Page]:
    """Yield a page, then the details of each topic on it that came without its description."""
    yield page
    if page.failure is not None or kind != GRANT or not contract.options["complete_topics"]:
        return
    for row in _answer(page).results:
        name = _first(row.metadata.get("identifier")).lower()
        described = _first(row.metadata.get("descriptionByte"))
        if described or not 0 < len(name) <= 120 or not name.isprintable():
            continue
        url = f"{contract.api['details']}{quote(name, safe='')}.json"
        topic = ask(Request(key=f"{page.key}.{name}", url=url, expects=_Topic))
        # 404: nobody described this topic, and what the search said stands.
        if topic.status != 404:
            yield msgspec.structs.replace(topic, of=page.of)


def _search(contract: Contract, reach: Reach, kind: str, span: _Span | None, number: int) -> Request:
    listing, key = _LISTINGS[kind]
    today = f"{reach.at:%Y-%m-%d}T00:00:00.000+0000"
    must: list[dict[str, Any]] = [
        {"terms": {"type": [kind]}},
        {"terms": {"status": ASKED_STATUSES}},
        {"terms": {"DATASOURCE": ["SEDIA"]}},
        {"range": {"deadlineDate": {"gte": today}}},
    ]
    if span is not None:
        days = {"gte": f"{span.low}T00:00:00.000+0000", "lt": f"{span.high}T00:00:00.000+0000"}
        must.append({"range": {"es_SortDate": days}})
    return Request(
        key=f"{listing}{span.name if span else ''}.{number:04}",
        url=contract.api["search"],
        method="POST",
        params={
            "apiKey": "SEDIA",
            "text": "***",
            "pageSize": str(contract.options["page_size"]),
            "pageNumber": str(number),
        },
        parts={
            "query": {"bool": {"must": must}},
            "languages": ["en"],
            "sort": {"field": key, "order": "ASC"},
            "displayFields": ASKED,
        },
        expects=_Answer,
    )


def _answer(page: Page) -> _Answer:
    return msgspec.json.decode(page.body, type=_Answer)


def _first(value: object) -> str:
    """Return the first of a list of strings as the interface writes them, "" for anything else."""
    first = value[0] if isinstance(value, list) and value else value
    return first.strip() if isinstance(first, str) else ""
