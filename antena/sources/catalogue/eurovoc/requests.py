"""The question to the Publications Office: the archive of the thesaurus, whole."""

from collections.abc import Iterator
from typing import Final

import msgspec

from antena.sources import archives
from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request

MEMBER: Final = ".rdf"


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  bulk files have no reach
    """Ask for every archive of the contract, which is one; see `Connector`."""
    for name, url in sorted(contract.api.items()):
        page = ask(Request(key=name, url=url, as_file=True, check=_check))
        yield msgspec.structs.replace(page, of=len(contract.api))


def _check(page: Page) -> str:
    return archives.missing(page.file, MEMBER)
