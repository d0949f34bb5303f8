"""The questions to Kohesio: the table of each country and period of the contract, whole."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from antena.sources import tables
from antena.sources.catalogue.kohesio import privacy
from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  bulk files have no reach
    """Ask for every table; see `antena.sources.pages.Connector`."""
    for name, url in sorted(contract.api.items()):
        page = ask(Request(key=name, url=url, as_file=True, check=_check))
        yield msgspec.structs.replace(page, of=len(contract.api))


def _check(page: Page) -> str:
    with Path(page.file).open("rb") as lines:
        header = tables.header_of(lines.readline(), privacy.DELIMITER)
        if "Operation_Unique_Identifier" not in header:
            return "there is no column Operation_Unique_Identifier"
        lines.seek(0)
        return tables.complete(lines, privacy.DELIMITER)
