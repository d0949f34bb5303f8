"""The questions to the register of grants: pages of a search by day of registration, then each call.

Errors come with status 200, as an object that says ``codigo`` and ``error``: an answer of another type than
expected, so it is asked for again and then counts as failed.
"""

from collections.abc import Iterator

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request


class _Row(msgspec.Struct):
    numeroConvocatoria: str | int = ""  # noqa: N815  the source's own name


class _Answer(msgspec.Struct):
    content: list[_Row]
    totalElements: int  # noqa: N815  the source's own name


class _Call(msgspec.Struct):
    codigoBDNS: str | int  # noqa: N815  the source's own name


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the calls registered since ``reach.since``; see `antena.sources.pages.Connector`."""
    for administration in contract.words["administrations"].split():
        yield from _listing(ask, contract, reach, administration)


def _listing(ask: Ask, contract: Contract, reach: Reach, administration: str) -> Iterator[Page]:
    first = ask(_search(contract, reach, administration, 0))
    if first.failure is not None:
        yield first
        return
    total, size = _answer(first).totalElements, contract.options["page_size"]
    last = max(1, -(-total // size))
    for number in range(last):
        page = ask(_search(contract, reach, administration, number)) if number else first
        if page.failure is None and total and not _answer(page).content:
            detail = f"{total} > {number * size}"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield page
        if page.failure is None:
            yield from _calls(ask, contract, page)


def _calls(ask: Ask, contract: Contract, page: Page) -> Iterator[Page]:
    for row in _answer(page).content:
        number = str(row.numeroConvocatoria)
        if not number.isascii() or not number.isdigit():
            continue
        call = ask(
            Request(
                key=f"{page.key}.{number}",
                url=contract.api["details"],
                params={"numConv": number, "vpd": "GE"},
                headers={"Accept": "application/json"},
                expects=_Call,
            )
        )
        # 404: nobody described this call, and what the search said stands.
        if call.status != 404:
            yield call


def _search(contract: Contract, reach: Reach, administration: str, number: int) -> Request:
    return Request(
        # The days are part of the name: another run's page 0 is another answer.
        key=f"{administration}.{reach.since:%Y%m%d}-{reach.at:%Y%m%d}.{number:04}",
        url=contract.api["search"],
        params={
            "page": str(number),
            "pageSize": str(contract.options["page_size"]),
            # The oldest first: what is registered meanwhile shifts no page.
            "order": "numeroConvocatoria",
            "direccion": "asc",
            "vpd": "GE",
            "fechaDesde": f"{reach.since:%d/%m/%Y}",
            "fechaHasta": f"{reach.at:%d/%m/%Y}",
            "tipoAdministracion": administration,
        },
        headers={"Accept": "application/json"},
        expects=_Answer,
    )


def _answer(page: Page) -> _Answer:
    return msgspec.json.decode(page.body, type=_Answer)
