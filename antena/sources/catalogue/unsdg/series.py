"""The series that are asked for, read from series.toml."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class Series(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One series of an indicator of the global framework (such as "11.6.2").

    ``indicator`` is ours, defined in antena/places/indicators/unsdg.toml. ``dimensions`` are the categories
    that stand for what is wanted, where it is not the total.
    """

    of: str
    indicator: str
    dimensions: dict[str, str] = {}


@cache
def series() -> dict[str, Series]:
    """Every series by its code."""
    with (Path(__file__).parent / "series.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[str, Series])


@cache
def of_indicators() -> dict[str, tuple[str, ...]]:
    """The codes of the series that are wanted of each indicator of the framework."""
    found: dict[str, tuple[str, ...]] = {}
    for code, one in series().items():
        found[one.of] = (*found.get(one.of, ()), code)
    return found
