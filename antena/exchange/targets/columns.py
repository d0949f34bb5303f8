"""The columns of what can be brought: their kinds, the names files call them by, what they ask for."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from antena.exchange.tables.mapping import Names

Kind = Literal[
    "text",
    "code",
    "day",
    "moment",
    "money",
    "number",
    "country",
    "language",
    "url",
    "email",
    "list",
    "themes",
    "choice",
    "zone",
]

# What a column of a kind asks for, as the reader is told beside it and in each error.
EXPECTS: Final[dict[str, Promise]] = {
    "text": _("text"),
    "code": _("an identifier on one line"),
    "day": _("a day, such as 2027-04-15, 15/04/2027 or 15 April 2027"),
    "moment": _("a day, or a day and an hour, such as 2027-04-15 17:00"),
    "money": _("an amount in euros, such as 12,500 €"),
    "number": _("a whole number"),
    "country": _("a country, by its name or its code of two letters"),
    "language": _("a language, by its name or its code"),
    "url": _("a web address, such as https://example.org/page"),
    "email": _("a generic mailbox, such as info@example.org, never a person's"),
    "list": _("one or more values, apart by semicolons"),
    "themes": _("themes by their name or code, apart by semicolons"),
    "choice": _("one of the values listed"),
    "zone": _("a time zone, such as Europe/Brussels"),
}  # fmt: skip


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a target. ``choices`` is value → its label; ``longest`` counts signs.

    ``only_if_used``: templates leave it out, and exports too where no record fills it.
    """

    name: str
    kind: Kind
    hint: Promise | str = ""
    required: bool = False
    example: Promise | str = ""
    longest: int = 10_000
    choices: Mapping[str, Promise | str] = {}
    only_if_used: bool = False


def header(column: str, language: str | None = None) -> str:
    """What templates and exports call a column in a language, the reader's where none is given."""
    base, _, tongue = column.partition(":")
    names = _names().get(base, {})
    language = (language or get_language() or "en")[:2]
    found = (names.get(language) or names.get("en") or (base,))[0]
    return f"{found} ({tongue})" if tongue else found


def names_of(columns: Sequence[Column]) -> Names:
    """Every name, in every language, by which files call these columns."""
    return Names({column.name: _spellings(column.name) for column in columns})


def _spellings(column: str) -> list[str]:
    base, _, tongue = column.partition(":")
    known = [base, *(name for names in _names().get(base, {}).values() for name in names)]
    return [f"{name} {tongue}" for name in known] if tongue else known


@lru_cache
def _names() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "headers.toml").open("rb") as file:
        return tomllib.load(file)
