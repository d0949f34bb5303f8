"""The questions to the European Parliament: procedures by year and type, each in detail, and older changes.

Lists carry no titles. Details are asked for many at once; where that is refused, one by one. Status 204, an
answer without a body, means nothing. The feed of changes is known to fail with 404: the lists of years do
without it, and only changes of procedures older than them wait until it works.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request

_ID: Final = re.compile(r"(?P<year>\d{4})-[0-9A-Z]{1,8}(?:\([A-Z]{1,3}\))?")


class _Row(msgspec.Struct):
    process_id: str = ""
    process_type: str = ""


class _Meta(msgspec.Struct):
    total: int | None = None


class _Answer(msgspec.Struct):
    data: list[_Row]
    meta: _Meta | None = None


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the procedures of the last years, then for older ones that changed; see `Connector`."""
    details = _Details(ask, contract)
    newest = reach.at.year
    oldest = newest - contract.options["years"] + 1
    for year in range(newest, oldest - 1, -1):
        for kind in contract.words["types"].split():
            yield from _listing(ask, contract, details, year, kind)
    yield from _changes(ask, contract, details, reach, before=oldest)


def _listing(ask: Ask, contract: Contract, details: "_Details", year: int, kind: str) -> Iterator[Page]:
    """Ask page after page until as many rows came as there are, or, where nobody says, until a short page."""
    size, come, number = contract.options["page_size"], 0, 1
    while True:
        params = {"year": str(year), "process-type": kind, "limit": str(size), "offset": str(come)}
        page = ask(_request(contract, f"procedures.{year}-{kind}.{number:04}", "procedures", params))
        if page.failure is not None:
            yield page
            return
        answer = _read(page)
        come += len(answer.data)
        total = answer.meta.total if answer.meta else None
        more = come < total if total is not None else len(answer.data) == size
        if total is not None and more and not answer.data:
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=f"{come} < {total}")
        yield page
        if page.failure is None:
            yield from details.of(page.key, [row.process_id for row in answer.data])
        if page.failure is not None or not more:
            return
        number += 1


def _changes(
    ask: Ask, contract: Contract, details: "_Details", reach: Reach, *, before: int
) -> Iterator[Page]:
    params = {"timeframe": "custom", "start-date": reach.since.isoformat()}
    page = ask(_request(contract, f"changes.{reach.since:%Y%m%d}.0001", "procedures/feed", params))
    if page.status == 404:
        return
    yield page
    if page.failure is not None:
        return
    kinds = set(contract.words["types"].split())
    wanted = [
        row.process_id
        for row in _read(page).data
        if (match := _ID.fullmatch(row.process_id)) and int(match["year"]) < before
        # Where the feed does not say of which type it is, its details do.
        if not row.process_type or row.process_type.rpartition("/")[2] in kinds
    ]
    yield from details.of(page.key, wanted)


class _Details:
    """Asks for details of many procedures at once, until that is refused."""

    def __init__(self, ask: Ask, contract: Contract) -> None:
        self._ask = ask
        self._contract = contract
        self._joined = True

    def of(self, key: str, ids: Sequence[str]) -> Iterator[Page]:
        """Yield the pages with the details of ``ids``, named after ``key``."""
        known = list(dict.fromkeys(name for name in ids if _ID.fullmatch(name)))
        size = self._contract.options["batch"]
        for number, start in enumerate(range(0, len(known), size), 1):
            yield from self._batch(key, number, known[start : start + size])

    def _batch(self, key: str, number: int, batch: list[str]) -> Iterator[Page]:
        missing = batch
        if self._joined and len(batch) > 1:
            page = self._ask(self._request(f"{key}.batch{number:02}", ",".join(batch)))
            if not (page.failure is not None and 400 <= page.status < 429):
                yield page
                if page.failure is not None:
                    return
                come = {row.process_id for row in _read(page).data}
                missing = [name for name in batch if name not in come]
            else:
                self._joined = False
        for name in missing:
            page = self._ask(self._request(f"{key}.{name}", name))
            # 404: nobody described this procedure.
            if page.status != 404:
                yield page

    def _request(self, key: str, ids: str) -> Request:
        return _request(self._contract, key, f"procedures/{ids}", {})


def _request(contract: Contract, key: str, path: str, params: dict[str, str]) -> Request:
    return Request(
        key=key,
        url=contract.api["base"] + path,
        params={"format": "application/ld+json", **params},
        headers={"Accept": "application/ld+json"},
        expects=_Answer,
        may_be_empty=True,
    )


def _read(page: Page) -> _Answer:
    return msgspec.json.decode(page.body, type=_Answer) if page.body else _Answer(data=[])
