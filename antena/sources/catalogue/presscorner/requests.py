"""The questions to the Press Corner: pages of a search by day, then each document in each language.

Dates are written DDMMYYYY. An empty body means that a document does not exist in that language.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request


class _Row(msgspec.Struct):
    refCode: str = ""  # noqa: N815  the source's own name


class _Answer(msgspec.Struct):
    docuLanguageListResources: list[_Row]  # noqa: N815  the source's own name
    totalNumber: int  # noqa: N815  the source's own name


class _Document(msgspec.Struct):
    docuLanguageResource: dict[str, Any] | None  # noqa: N815  the source's own name


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the news since ``reach.since``, each with its texts; see `antena.sources.pages.Connector`."""
    first = ask(_search(contract, reach, 1))
    if first.failure is not None:
        yield first
        return
    total, size = _answer(first).totalNumber, contract.options["page_size"]
    last = max(1, -(-total // size))
    for number in range(1, last + 1):
        page = first if number == 1 else ask(_search(contract, reach, number))
        if page.failure is None and total and not _answer(page).docuLanguageListResources:
            detail = f"{total} > {(number - 1) * size}"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield msgspec.structs.replace(page, of=last - number + 1)
        if page.failure is None:
            yield from _documents(ask, contract, reach, page)


def _documents(ask: Ask, contract: Contract, reach: Reach, page: Page) -> Iterator[Page]:
    """Ask for each document of a page in English, which the search lists, and in the reader's languages."""
    languages = [code for code in dict.fromkeys(("en", *reach.languages)) if code in contract.languages]
    for row in _answer(page).docuLanguageListResources:
        reference = row.refCode.strip()
        if not 0 < len(reference) <= 60 or not reference.isprintable():
            continue
        for language in languages:
            document = ask(
                Request(
                    key=f"{page.key}.{reference.lower().replace('/', '_')}.{language}",
                    url=contract.api["documents"],
                    params={"reference": reference, "language": language},
                    headers={"Accept": "application/json"},
                    expects=_Document,
                    may_be_empty=True,
                )
            )
            if document.status != 404:
                yield document


def _search(contract: Contract, reach: Reach, number: int) -> Request:
    return Request(
        # The days are part of the name: another run's page 1 is another answer.
        key=f"news.{reach.since:%Y%m%d}-{reach.at:%Y%m%d}.{number:04}",
        url=contract.api["search"],
        params={
            "language": "en",
            "pagesize": str(contract.options["page_size"]),
            "pagenumber": str(number),
            "datefrom": f"{reach.since:%d%m%Y}",
            "dateto": f"{reach.at:%d%m%Y}",
            "documentTypeCodes": contract.words["types"],
            "global": "",
        },
        headers={"Accept": "application/json"},
        expects=_Answer,
    )


def _answer(page: Page) -> _Answer:
    return msgspec.json.decode(page.body, type=_Answer)
