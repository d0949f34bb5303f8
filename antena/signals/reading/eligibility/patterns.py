"""The patterns of one language, compiled from its TOML file.

Marks in a pattern: ``<number>`` a number in words or digits, perhaps with the digits in brackets after it;
``<percent>`` a percentage; ``<span_of_time>`` "24 months", "24 to 36 months", "two years"; ``<inhabitants>``
a number of inhabitants.
"""

import re
import tomllib
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

_FOLDER = Path(__file__).parent
_FLAGS = re.IGNORECASE | re.UNICODE
_INHABITANTS = r"(?P<inhabitants>\d{1,3}(?:[., ]?\d{3})*) ?(?:inhabitants|habitantes|habitants|residents)"
_PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d{1,2})?) ?%"


class RulePattern(msgspec.Struct, frozen=True):
    """One way of stating a condition. ``value``: a number it implies.

    ``required``: of one partner, and others may be too; ``welcome``: only wished for.
    """

    kind: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    only: re.Pattern[str] | None
    confidence: float
    required: bool
    welcome: bool
    value: int | None


class Language(msgspec.Struct, frozen=True):
    """What a language's file says. ``numbers`` and ``units`` (months each) are by lower-case word."""

    code: str
    applying: re.Pattern[str]
    numbers: dict[str, int]
    units: dict[str, int]
    bodies: tuple[tuple[str, re.Pattern[str]], ...]
    groups: tuple[tuple[str, re.Pattern[str]], ...]
    rules: tuple[RulePattern, ...]


@cache
def languages() -> frozenset[str]:
    """The languages there are patterns for."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def load(code: str) -> Language:
    """The patterns of a language of `languages`. Raises KeyError or re.error where its file is wrong."""
    with (_FOLDER / f"{code}.toml").open("rb") as file:
        values = tomllib.load(file)
    marks = _marks(values["numbers"], values["units"])
    return Language(
        code=code,
        applying=re.compile(values["applying"], _FLAGS),
        numbers=values["numbers"],
        units=values["units"],
        bodies=tuple((name, _any_of(words)) for name, words in values["bodies"].items()),
        groups=tuple((name, _any_of(words)) for name, words in values["groups"].items()),
        rules=tuple(_rule(rule, marks) for rule in values["rules"]),
    )


def _rule(rule: dict[str, Any], marks: dict[str, str]) -> RulePattern:
    pattern = rule["pattern"]
    for mark, meaning in marks.items():
        pattern = pattern.replace(mark, meaning)
    # the same mark may stand in several alternatives, and the spaces of a flat text may be of any kind
    again = count()
    pattern = re.sub(r"\(\?P<percent>", lambda _: f"(?P<percent_{next(again)}>", pattern).replace(" ", r"\s")
    return RulePattern(
        kind=rule["kind"],
        pattern=re.compile(pattern, _FLAGS),
        unless=re.compile(rule["unless"], _FLAGS) if "unless" in rule else None,
        only=re.compile(rule["only"], _FLAGS) if "only" in rule else None,
        confidence=rule["confidence"],
        required=rule.get("required", False),
        welcome=rule.get("welcome", False),
        value=rule.get("value"),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", _FLAGS)


def _marks(numbers: dict[str, int], units: dict[str, int]) -> dict[str, str]:
    number = rf"(?:\d{{1,3}}|{'|'.join(sorted(numbers, key=len, reverse=True))})"
    unit = "|".join(sorted(units, key=len, reverse=True))
    return {
        "<number>": rf"(?P<number>{number})(?![\w.,]*\d)(?: \(\w+\))?",
        "<percent>": _PERCENT,
        "<inhabitants>": _INHABITANTS,
        "<span_of_time>": (
            rf"(?:(?P<low>{number})(?: (?:to|and|y|i|et|a|à|fins a|hasta) |[-–—])(?P<high>{number})"
            rf"[ -]?(?P<unit>{unit})(?!\w)|(?P<only>{number})[ -]?(?P<unit_>{unit})(?!\w))"
        ),
    }
