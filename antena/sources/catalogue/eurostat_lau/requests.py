"""The question to Eurostat: the whole workbook, or each of them where an installation names several."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  it asks for all
    """Ask for every workbook of the contract; see `antena.sources.pages.Connector`."""
    for left, (name, url) in zip(
        range(len(contract.api) - 1, -1, -1), sorted(contract.api.items()), strict=True
    ):
        page = ask(Request(key=name, url=url, as_file=True, check=_broken))
        yield msgspec.structs.replace(page, of=left)


def _broken(page: Page) -> str:
    """Say why a file is no workbook, "" where it is one: a zip, whose list of parts comes last."""
    try:
        with zipfile.ZipFile(Path(page.file)) as parts:
            return "" if "xl/workbook.xml" in parts.namelist() else "a zip file without a workbook"
    except (OSError, zipfile.BadZipFile) as error:
        return str(error)
