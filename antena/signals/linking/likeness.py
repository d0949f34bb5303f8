"""How alike two signals without a number in common are, and what that rests on. Precise before complete.

A publisher that numbers two things differently, or dates them differently, says that they are two. What
passes goes to a person; nothing is joined by likeness alone.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from antena.lib.text import normalise

# Kinds that may tell of the same thing.
FAMILIES: Final = {"event": "news", "partner_request": "call"}
# Least share of equal letter triples of two titles in one language; with equal address, or none in common.
TITLES: Final = 0.80
TITLES_AT_ONE_ADDRESS: Final = 0.50
# Least cosine of meanings where titles can be compared, and where they cannot.
MEANINGS: Final = 0.60
MEANINGS_ALONE: Final = 0.90
# Days between two publications of the same thing.
DAYS: Final = 5
_NUMBER: Final = re.compile(r"\d+")


class Told(NamedTuple):
    """A signal as far as likeness goes. ``titles`` by language; ``own`` its own numbers by scheme."""

    id: int
    source: str
    kind: str
    titles: Mapping[str, str]
    own: Mapping[str, frozenset[str]]
    named: frozenset[tuple[str, str]]
    addresses: frozenset[str]
    published_on: date | None
    deadlines: frozenset[date]


class Alike(NamedTuple):
    """``score`` in [0, 1]; ``evidence``: "title" and "meaning" in [0, 1] or None, "agrees" and "differs"."""

    score: float
    evidence: dict[str, Any]


def family(kind: str) -> str:
    """The kinds that may tell of the same thing have one."""
    return FAMILIES.get(kind, kind)


def alike(one: Told, other: Told, *, meaning: float | None) -> Alike | None:
    """How alike they are, or None where they are not alike enough to ask a person.

    ``meaning`` is the cosine of their vectors, None where either has none. Titles count in every language
    both speak; numbers in them must be the same.
    """
    if family(one.kind) != family(other.kind) or _are_told_apart(one, other):
        return None
    at_one_address = bool(one.addresses & other.addresses)
    title = _title(one, other)
    if not _titles_suffice(title, meaning, at_one_address) or not _numbers_agree(one, other):
        return None
    agrees, differs = _dates(one, other)
    if at_one_address:
        agrees.append("address")
    if differs or (not agrees and title != 1.0):
        return None
    parts = [value for value in (title, meaning) if value is not None]
    score = min(1.0, sum(parts) / len(parts) + 0.05 * len(agrees))
    evidence = {
        "title": None if title is None else round(title, 3),
        "meaning": None if meaning is None else round(meaning, 3),
        "agrees": agrees,
    }
    return Alike(round(score, 3), evidence)


def share(first: str, second: str) -> float:
    """The share of equal letter triples of two titles (Dice), in [0, 1]; accents and case do not count."""
    one, other = _triples(first), _triples(second)
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def _are_told_apart(one: Told, other: Told) -> bool:
    """Whether a publisher numbers them differently, or one names the other as something else."""
    for scheme in one.own.keys() & other.own.keys():
        if one.own[scheme].isdisjoint(other.own[scheme]):
            return True
    numbers = {(scheme, value) for scheme, values in one.own.items() for value in values}
    others = {(scheme, value) for scheme, values in other.own.items() for value in values}
    return bool(numbers & other.named or others & one.named)


def _title(one: Told, other: Told) -> float | None:
    """How alike the titles are in the language where they are most; None where no language is common."""
    common = one.titles.keys() & other.titles.keys()
    return max((share(one.titles[code], other.titles[code]) for code in common), default=None)


def _titles_suffice(title: float | None, meaning: float | None, at_one_address: bool) -> bool:
    if title is None:
        return meaning is not None and meaning >= MEANINGS_ALONE
    least = TITLES_AT_ONE_ADDRESS if at_one_address else TITLES
    return title >= least and (meaning is None or meaning >= MEANINGS)


def _numbers_agree(one: Told, other: Told) -> bool:
    """Whether the titles name the same numbers in the language they share, else in any they have."""
    common = one.titles.keys() & other.titles.keys()
    if common:
        return any(_numbers(one.titles[code]) == _numbers(other.titles[code]) for code in common)
    return any(
        _numbers(first) == _numbers(second)
        for first in one.titles.values()
        for second in other.titles.values()
    )


def _dates(one: Told, other: Told) -> tuple[list[str], list[str]]:
    """Which dates both state agree, and which do not."""
    agrees: list[str] = []
    differs: list[str] = []
    if one.published_on and other.published_on:
        near = abs((one.published_on - other.published_on).days) <= DAYS
        (agrees if near else differs).append("published_on")
    if one.deadlines and other.deadlines:
        (differs if one.deadlines.isdisjoint(other.deadlines) else agrees).append("deadlines")
    return agrees, differs


def _numbers(title: str) -> Counter[int]:
    return Counter(int(number) for number in _NUMBER.findall(title))


def _triples(title: str) -> Counter[str]:
    plain = f"  {' '.join(normalise(title).split())} "
    return (
        Counter(plain[place : place + 3] for place in range(len(plain) - 2)) if plain.strip() else Counter()
    )
