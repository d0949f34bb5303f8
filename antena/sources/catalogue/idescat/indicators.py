"""What is asked of Idescat: sets of indicators, read from indicators.toml, which explains each key."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

Field = Literal["", "population", "area_km2", "altitude_m", "latitude", "longitude"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An indicator of Idescat: the words its name must have, and the fact or figure it becomes."""

    says: str
    field: Field = ""
    indicator: str = ""
    unverified: bool = False

    def is_named(self, name: str) -> bool:
        """Whether ``name``, in lower case and without accents, is that of this indicator."""
        return re.search(self.says, name) is not None


@cache
def sets() -> dict[str, dict[str, Wanted]]:
    """The sets by name: the number of each indicator, and what it is."""
    with (Path(__file__).parent / "indicators.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[str, dict[str, Wanted]])


@cache
def wanted() -> dict[str, Wanted]:
    """Every indicator by its number."""
    return {number: one for members in sets().values() for number, one in members.items()}
