"""The questions to Eurostat: one figure of every place of a level, for the last years, one dataset at a time.

A question that would bring too much is answered with 413, or with a note that the answer is being made:
neither is a dataset, and both are failures.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from antena.sources.catalogue.eurostat.datasets import Dataset, datasets
from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request


class _Answer(msgspec.Struct):
    """As much of JSON-stat 2.0 as tells a dataset from anything else."""

    id: list[str]
    size: list[int]
    dimension: dict[str, Any]
    value: dict[str, Any] | list[Any]


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  it asks for all
    """Ask for every dataset; see `antena.sources.pages.Connector`."""
    known = datasets()
    for number, (name, dataset) in enumerate(known.items(), 1):
        yield msgspec.structs.replace(ask(_request(contract, name, dataset)), of=len(known) - number)


def _request(contract: Contract, name: str, dataset: Dataset) -> Request:
    asked = {"geoLevel": dataset.level, "lastTimePeriod": str(contract.options["periods"])}
    return Request(
        key=name,
        url=f"{contract.api['data']}{quote(dataset.dataset, safe='')}",
        params={"format": "JSON", "lang": "EN", **asked, **dataset.filters},
        expects=_Answer,
    )
