"""The rules of programmes, read from files: one programme a file, `programmes/<code>.toml`.

A file says how calls of the programme are recognised, which guide or regulation its rules rest on, and the
rules. An association adds files of its own in a folder that its configuration names; one with a code of ours
stands in its place.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from antena.matching.engine.eligibility.conditions import KINDS, Basis, Condition

_FOLDER = Path(__file__).parent / "programmes"
# How sure we are of a rule, as a reader of a text would be: only the first may exclude anybody. Certain is
# what somebody compared with what is published, on the day that ``source.checked`` names.
_CERTAINTY: Mapping[str, float] = {"certain": 0.95, "likely": 0.5}
# The values a condition of each kind may have; those in the first set it must.
_VALUES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "who": (frozenset({"bodies"}), frozenset()),
    "where": (frozenset(), frozenset({"countries", "group"})),
    "size": (frozenset(), frozenset({"min_inhabitants", "max_inhabitants"})),
    "partners": (frozenset(), frozenset({"min", "max"})),
    "countries": (frozenset({"min"}), frozenset()),
    "union": (frozenset({"min"}), frozenset()),
    "outside": (frozenset({"min"}), frozenset()),
    "mix": (frozenset({"bodies", "min"}), frozenset()),
    "budget": (frozenset(), frozenset({"min_eur", "max_eur"})),
    "lump_sum": (frozenset({"amounts"}), frozenset()),
    "rate": (frozenset({"percent"}), frozenset()),
    "duration": (frozenset(), frozenset({"min_months", "max_months"})),
}


class RulebookError(Exception):
    """A programme's file says something it may not; the message names the file."""


class _Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a call is recognised: regular expressions, all of those given must be found (case ignored)."""

    programme: str = ""
    identifier: str = ""
    action: str = ""
    unless: str = ""


class _Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    guide: str
    year: int
    checked: date | None = None
    address: str = ""


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    value: dict[str, Any]
    says: str
    certainty: Literal["certain", "likely"] = "likely"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    source: _Source
    family: str = ""
    language: str = "en"
    match: _Match = _Match()
    under: str = ""
    conditions: tuple[_Rule, ...] = ()


class Programme(msgspec.Struct, frozen=True):
    """A programme or a strand of it. ``family`` as in `engine.programmes`; ``under`` the code it belongs to.

    ``conditions`` are its own and, of the kinds it says nothing of, those of what it belongs to.
    """

    code: str
    name: str
    family: str
    under: str
    conditions: tuple[Condition, ...]
    match: _Match

    def is_of(self, *, programme: str, identifier: str, action: str) -> bool:
        """Whether a call is one of this programme's, by the words its source describes it with."""
        asked = (
            (self.match.programme, programme),
            (self.match.identifier, identifier),
            (self.match.action, action),
        )
        given = [(pattern, words) for pattern, words in asked if pattern]
        if self.match.unless and _found(self.match.unless, f"{programme} {identifier} {action}"):
            return False
        return bool(given) and all(_found(pattern, words) for pattern, words in given)


def _found(pattern: str, words: str) -> bool:
    return re.search(pattern, words, re.IGNORECASE) is not None


@cache
def rulebook(own: Path | None = None) -> Mapping[str, Programme]:
    """Every programme by code, those of the folder ``own`` among them. Raises `RulebookError`."""
    paths = {path.stem: path for folder in (_FOLDER, own) if folder for path in sorted(folder.glob("*.toml"))}
    files = {code: _read(path) for code, path in paths.items()}
    for code, file in files.items():
        if file.under and (file.under not in files or files[file.under].under):
            raise RulebookError(f"{paths[code]}: under: {file.under!r} is no programme of its own")
    return {
        code: Programme(
            code,
            file.name,
            file.family or (files[file.under].family if file.under else ""),
            file.under,
            _conditions(file, files.get(file.under)),
            file.match,
        )
        for code, file in files.items()
    }


def programme_of(
    book: Mapping[str, Programme], *, programme: str, identifier: str, action: str = ""
) -> Programme | None:
    """The programme a call is of, the narrowest; None where none of the book's is."""
    found = [
        one for one in book.values() if one.is_of(programme=programme, identifier=identifier, action=action)
    ]
    above = {one.under for one in found}
    return next((one for one in found if one.code not in above), None)


def _read(path: Path) -> _File:
    try:
        with path.open("rb") as opened:
            file = msgspec.convert(tomllib.load(opened), _File)
        for pattern in (file.match.programme, file.match.identifier, file.match.action, file.match.unless):
            re.compile(pattern)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as error:
        raise RulebookError(f"{path}: {error}") from error
    for number, rule in enumerate(file.conditions, start=1):
        _check(rule, where=f"{path}: conditions {number}")
        if rule.certainty == "certain" and file.source.checked is None:
            raise RulebookError(f"{path}: conditions {number}: certain, though source.checked names no day")
    return file


def _check(rule: _Rule, *, where: str) -> None:
    if rule.kind not in KINDS:
        raise RulebookError(f"{where}: kind: {rule.kind!r} is none of {', '.join(KINDS)}")
    needed, allowed = _VALUES[rule.kind]
    given = rule.value.keys()
    if not given or needed - given or given - needed - allowed:
        raise RulebookError(f"{where}: value: {rule.kind} takes {', '.join(sorted(needed | allowed))}")


def _conditions(file: _File, above: _File | None) -> tuple[Condition, ...]:
    own = [_condition(rule, file) for rule in file.conditions]
    said = {condition.kind for condition in own}
    rest = _conditions(above, None) if above else ()
    return tuple(sorted([*own, *_unsaid(rest, said)], key=lambda one: KINDS.index(one.kind)))


def _unsaid(conditions: Sequence[Condition], said: Iterable[str]) -> list[Condition]:
    said = {*said}
    if "lump_sum" in said:
        said |= {"budget", "rate"}
    return [condition for condition in conditions if condition.kind not in said]


def _condition(rule: _Rule, file: _File) -> Condition:
    basis = Basis(
        sentence=rule.says,
        language=file.language,
        confidence=_CERTAINTY[rule.certainty],
        guide=file.source.guide,
        year=file.source.year,
        address=file.source.address,
        checked=file.source.checked if rule.certainty == "certain" else None,
    )
    return Condition(kind=rule.kind, value=rule.value, basis=basis)
