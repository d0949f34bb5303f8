"""The words of one language that tell what a practice rests on, compiled from its TOML file.

Every list holds regular expressions without capital letters; a blank stands for any white space.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

_FOLDER = Path(__file__).parent
_FLAGS = re.IGNORECASE | re.UNICODE
_NUMBER = r"(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d{1,2})?)"


class Language(msgspec.Struct, frozen=True):
    """What a language's file says.

    ``size`` finds a number of inhabitants in its groups "number" and "scale", or "word" and "scale";
    ``numbers`` are number words and ``scales`` what "thousand" or "million" multiply by. ``bounds`` are words
    that make of a number a limit or a rate and ``settled`` those that name a settlement. ``levels`` are who
    acts, from the municipality to the state; ``acting`` what they do. ``cost`` announces an amount that was
    spent; ``not_cost`` says that the amount is another. ``span`` finds a time in "low" and "high" (years)
    or "number" or "word" with "unit"; ``lasting`` and ``not_lasting`` are words beside it.
    """

    size: tuple[re.Pattern[str], ...]
    bounds: re.Pattern[str]
    settled: re.Pattern[str]
    numbers: dict[str, int]
    scales: dict[str, int]
    units: dict[str, int]
    territories: dict[str, re.Pattern[str]]
    levels: dict[str, re.Pattern[str]]
    acting: re.Pattern[str]
    cost: re.Pattern[str]
    total: re.Pattern[str]
    not_cost: re.Pattern[str]
    span: re.Pattern[str]
    lasting: re.Pattern[str]
    not_lasting: re.Pattern[str]


@cache
def languages() -> frozenset[str]:
    """The languages there are words for."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def load(code: str) -> Language:
    """The words of a language of `languages`. Raises KeyError or re.error where its file is wrong."""
    with (_FOLDER / f"{code}.toml").open("rb") as file:
        values = tomllib.load(file)
    marks = {
        "<number>": rf"(?P<number>{_NUMBER})",
        "<word>": rf"(?P<word>{_either(values['numbers'])})",
        "<scale>": rf"(?P<scale>{_either(values['scales'])})",
        "<unit>": rf"(?P<unit>{_either(values['units'])})",
    }
    return Language(
        size=tuple(_compiled(pattern, marks) for pattern in values["size"]),
        numbers=values["numbers"],
        scales=values["scales"],
        units=values["units"],
        span=_compiled(
            rf"(?<![\d/.-])(?P<low>(?:19|20)\d\d) ?(?:[-–—/]|{_either(values['until'])}) ?"
            rf"(?P<high>(?:19|20)\d\d)(?![\d/-])|(?<!\w)(?:<number>|<word>)[ -]?<unit>(?!\w)",
            marks,
        ),
        territories={code: _any_of(words) for code, words in values["territories"].items()},
        levels={code: _any_of(words) for code, words in values["levels"].items()},
        **{name: _any_of(values[name]) for name in _LISTS},
    )


_LISTS = ("bounds", "settled", "acting", "cost", "total", "not_cost", "lasting", "not_lasting")


def _either(words: Any) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _compiled(pattern: str, marks: dict[str, str]) -> re.Pattern[str]:
    for mark, meaning in marks.items():
        pattern = pattern.replace(mark, meaning)
    return re.compile(_blanks(pattern), _FLAGS)


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(_blanks(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"), _FLAGS)


def _blanks(pattern: str) -> str:
    # inside a class of characters a blank is one of the class and stays
    return re.sub(r"\[[^\]]*\]| ", lambda found: found[0] if found[0] != " " else r"\s", pattern)
