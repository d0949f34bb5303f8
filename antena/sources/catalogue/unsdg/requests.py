"""The questions to the UN's database: each indicator in all countries of the scope, page by page.

The interface has been seen to answer the first page whatever was asked, so the page an answer says it is must
be the one that was asked for, and all pages together must have as many rows as the first one promised.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec

from antena.sources.catalogue.unsdg.series import of_indicators
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request


class _Answer(msgspec.Struct):
    """As much of an answer as planning the next question needs."""

    totalElements: int  # noqa: N815  the source's own name
    totalPages: int  # noqa: N815  the source's own name
    pageNumber: int  # noqa: N815  the source's own name
    data: list[dict[str, Any]]


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  it asks for all
    """Ask for every indicator in every country of the scope; see `antena.sources.pages.Connector`."""
    wanted = of_indicators()
    for number, indicator in enumerate(wanted, 1):
        for page in _pages_of(ask, contract, indicator):
            yield msgspec.structs.replace(page, of=page.of + len(wanted) - number)


def _pages_of(ask: Ask, contract: Contract, indicator: str) -> Iterator[Page]:
    first = ask(_request(contract, indicator, 1))
    if first.failure is not None:
        yield first
        return
    answer = _answer(first)
    last, total, rows = max(1, answer.totalPages), answer.totalElements, 0
    for number in range(1, last + 1):
        page = first if number == 1 else ask(_request(contract, indicator, number))
        if page.failure is None:
            rows += len(_answer(page).data)
            if number == last and rows != total:
                detail = f"{rows} rows of {total}"
                page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=last - number)
        if page.failure is not None:
            # The series is not believed without this page, so the rest of it is left for the next attempt.
            return


def _request(contract: Contract, indicator: str, number: int) -> Request:
    # One name several times, once a country: so they stand in the address.
    asked = [("indicator", indicator)]
    asked += [("areaCode", area) for area in contract.scope["areas"].split()]
    asked += [("pageSize", str(contract.options["page_size"])), ("page", str(number))]
    return Request(
        key=f"{indicator}.{number:04}",
        url=f"{contract.api['data']}?{urlencode(asked)}",
        expects=_Answer,
        check=_is_page(number),
    )


def _is_page(number: int) -> Callable[[Page], str]:
    def check(page: Page) -> str:
        try:
            found = _answer(page).pageNumber
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            return str(error)
        return "" if found == number else f"page {found} came for page {number}"

    return check


def _answer(page: Page) -> _Answer:
    return msgspec.json.decode(page.body, type=_Answer)
