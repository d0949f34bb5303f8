"""The questions to keep.eu: the projects of each programming period, with the key of the installation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from antena.sources import documents
from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request

# Programming periods of the Union last seven years.
_YEARS: Final = 7
LISTS: Final = ("projects", "results", "data", "programmes")


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for every period that has begun; see `Connector`."""
    first = contract.options["first_period"]
    periods = [f"{year}-{year + _YEARS - 1}" for year in range(first, reach.at.year + 1, _YEARS)]
    for period in periods:
        page = ask(
            Request(
                key=f"projects-{period}",
                url=contract.api["open_data"],
                params={"period": period},
                secrets={"key": contract.keys["api"]},
                as_file=True,
                check=_check,
            )
        )
        yield msgspec.structs.replace(page, of=len(periods))


def _check(page: Page) -> str:
    with Path(page.file).open("rb") as file:
        return documents.complete(file, LISTS)
