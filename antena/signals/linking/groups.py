"""Which signals are the same thing, and which of them leads: by official number and by what people said.

What comes out depends on what is known, never on the order in which it came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

Pair = tuple[int, int]


class Told(NamedTuple):
    """A signal as far as sameness goes. ``numbers`` are its own; ``authority`` is its source's, 0 to 100."""

    id: int
    source: str
    external_id: str
    kind: str
    numbers: frozenset[tuple[str, str]]
    authority: int
    is_listed: bool
    first_seen: datetime

    @property
    def name(self) -> tuple[str, str]:
        """What orders signals whoever stored them first."""
        return self.source, self.external_id


def leaders(
    told: Iterable[Told], *, same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> dict[int, int]:
    """Id of a signal → id of the one that leads it, itself where it leads.

    Two sources that give the same number to a thing of the same kind tell of the same thing. A number that
    one source gives to two of its records identifies neither. ``same`` and ``different`` are pairs that
    people decided on: theirs come first, and no chain of others joins what they parted.
    """
    by_id = {one.id: one for one in told}
    apart = {frozenset(pair) for pair in different}
    groups = {id_: {id_} for id_ in by_id}
    for first, second in (*_known(same, by_id), *_by_number(by_id.values())):
        one, other = groups[first], groups[second]
        if one is other or any(frozenset((a, b)) in apart for a in one for b in other):
            continue
        one |= other
        for id_ in other:
            groups[id_] = one
    found: dict[int, int] = {}
    for id_, group in groups.items():
        if id_ not in found:
            leader = min((by_id[member] for member in group), key=_rank).id
            found |= dict.fromkeys(group, leader)
    return found


def _rank(one: Told) -> tuple[bool, int, datetime, tuple[str, str]]:
    """The first leads: what is still listed, then authority, then age."""
    return not one.is_listed, -one.authority, one.first_seen, one.name


def _known(pairs: Iterable[Pair], by_id: Mapping[int, Told]) -> list[Pair]:
    return _sorted((pair for pair in pairs if pair[0] in by_id and pair[1] in by_id), by_id.__getitem__)


def _by_number(told: Iterable[Told]) -> list[Pair]:
    holders: dict[tuple[str, tuple[str, str]], list[Told]] = defaultdict(list)
    by_id = {}
    for one in told:
        by_id[one.id] = one
        for number in one.numbers:
            holders[one.kind, number].append(one)
    pairs = {
        (first.id, second.id)
        for having in holders.values()
        for first, second in combinations(having, 2)
        if len({one.source for one in having}) == len(having)
    }
    return _sorted(pairs, by_id.__getitem__)


def _sorted(pairs: Iterable[Pair], told: Callable[[int], Told]) -> list[Pair]:
    """The pairs in an order that does not depend on ids: joining stops at what people parted."""
    named = [tuple(sorted(pair, key=lambda id_: told(id_).name)) for pair in pairs]
    return sorted({(a, b) for a, b in named}, key=lambda pair: (told(pair[0]).name, told(pair[1]).name))
