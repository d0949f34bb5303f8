"""The datasets that are asked for, read from datasets.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec


class Dataset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure of every country or region: the dataset, the ``filters`` that leave one series a place.

    ``indicator`` is defined in antena/places/indicators/eurostat.toml, with its unit and its SDG goals.
    """

    dataset: str
    level: Literal["country", "nuts2", "nuts3"]
    indicator: str
    filters: dict[str, str]


@cache
def datasets() -> dict[str, Dataset]:
    """Every question by its name, which is the key of its answer."""
    with (Path(__file__).parent / "datasets.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[str, Dataset])
