"""The indicators that figures are values of: unit, goals and names, from the TOML files beside this module.

A table of a file is an indicator; its name, dots included, is its code. Plain Python.

    [idescat.f171]
    unit = "persones"
    goals = [11]
    higher_is_better = true
    names.ca = "Població"
    names.en = "Population"
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

FOLDER: Final = Path(__file__).resolve().parent


class IndicatorError(ValueError):
    """A file of indicators says something it may not; the message names file and key."""


# Of these a larger place has more whatever it does: beside the middle of others they tell its size alone.
_COUNTED: Final = frozenset({"persons", "births", "dwellings", "cars", "facilities"})


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a figure is a value of.

    ``unit`` is as the publisher writes it ("%", "€", "persones"…); ``units`` is language → unit where it is a
    word. ``goals`` are numbers of the SDGs, the one it says most of first. ``names`` is language → name.
    ``higher_is_better`` is None where neither is.
    """

    code: str
    unit: str
    names: dict[str, str]
    units: dict[str, str] = {}
    goals: tuple[int, ...] = ()
    higher_is_better: bool | None = None
    url: str = ""

    @property
    def is_count(self) -> bool:
        """Whether it counts things, so that only towns of one size can be set beside each other."""
        return self.unit in _COUNTED


@cache
def indicators(folder: Path = FOLDER) -> Mapping[str, Indicator]:
    """Every indicator by its code, in the order of the files. Raises `IndicatorError`."""
    found: dict[str, Indicator] = {}
    for file in sorted(folder.glob("*.toml")):
        for code, table in _tables(_read(file), ""):
            if code in found:
                raise IndicatorError(f"{file.name}: {code} is there twice")
            found[code] = _indicator(file, code, table)
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IndicatorError(f"{file.name}: {error}") from error


def _tables(tables: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    """Tables that hold only tables are the first part of a code."""
    for name, table in tables.items():
        code = f"{above}{name}"
        if isinstance(table, dict) and table and all(isinstance(part, dict) for part in table.values()):
            yield from _tables(table, f"{code}.")
        else:
            yield code, table


def _indicator(file: Path, code: str, table: Any) -> Indicator:
    if not isinstance(table, dict):
        raise IndicatorError(f"{file.name}: {code}: not a table")
    try:
        made = msgspec.convert({**table, "code": code}, Indicator)
    except msgspec.ValidationError as error:
        raise IndicatorError(f"{file.name}: {code}: {error}") from error
    wrong = [goal for goal in made.goals if not 1 <= goal <= 17]
    if wrong or not made.names:
        raise IndicatorError(f"{file.name}: {code}: {f'goals: {wrong}' if wrong else 'names: empty'}")
    return made
