"""The places of a country by the forms of their names: what candidates are found in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Protocol

import msgspec

from antena.records.linking.keys import key_of_normalised, loose
from antena.records.linking.vocabulary import countries

_NONE: Final[tuple[int, ...]] = ()


class PlaceRow(msgspec.Struct, frozen=True, gc=False):
    """A place as linking knows it. Degrees WGS 84; ``population`` 0 where nobody says.

    ``name`` is its own, in the form of `keys.key`; ``lau`` the code of its local administrative unit.
    """

    place_id: int
    name: str
    latitude: float
    longitude: float
    population: int = 0
    is_municipality: bool = False
    is_member: bool = False
    lau: str = ""
    nuts: str = ""


class CountryIndex:
    """The places of one country, found by name. Positions are those in `places`."""

    def __init__(self, places: Iterable[PlaceRow], names: Iterable[tuple[int, str]]) -> None:
        """``names`` are pairs of a place's id and one of its names, normalised."""
        self.places: Sequence[PlaceRow] = list(places)
        self._at = {place.place_id: at for at, place in enumerate(self.places)}
        self._named: dict[str, tuple[int, ...]] = {}
        articles = frozenset(countries().articles)
        for place_id, text in names:
            self._add(key_of_normalised(text), self._at[place_id], articles)
        for at, place in enumerate(self.places):
            self._add(place.name, at, articles)

    def __len__(self) -> int:
        return len(self.places)

    def named(self, name: str) -> tuple[int, ...]:
        """Positions of the places that have ``name`` (a `keys.key`) among their names."""
        return self._named.get(name, _NONE)

    def sounding(self, name: str) -> tuple[int, ...]:
        """Positions of the places one of whose names may be ``name`` in another spelling."""
        return self._sounding.get(loose(name), _NONE)

    def beginning(self, letters: str) -> tuple[int, ...]:
        """Positions of the places one of whose names begins with these four letters."""
        return self._beginning.get(letters[:4], _NONE)

    def names_of(self, position: int) -> tuple[str, ...]:
        """Every name of the place at ``position``."""
        return self._names_of[position]

    def _add(self, name: str, at: int, articles: frozenset[str]) -> None:
        if not name:
            return
        self._put(name, at)
        first, _, rest = name.partition(" ")
        if rest and first in articles:
            self._put(rest, at)

    def _put(self, name: str, at: int) -> None:
        known = self._named.get(name, _NONE)
        if at not in known:
            self._named[name] = (*known, at)

    @cached_property
    def _sounding(self) -> Mapping[str, tuple[int, ...]]:
        return _grouped((loose(name), at) for name, group in self._named.items() for at in group)

    @cached_property
    def _beginning(self) -> Mapping[str, tuple[int, ...]]:
        return _grouped((name[:4], at) for name, group in self._named.items() for at in group)

    @cached_property
    def _names_of(self) -> Sequence[tuple[str, ...]]:
        names: list[list[str]] = [[] for _ in self.places]
        for name, group in self._named.items():
            for at in group:
                names[at].append(name)
        return list(map(tuple, names))


class Atlas(Protocol):
    """Where a `Linker` gets its places: one index a country, and which countries know a name."""

    def country(self, code: str) -> CountryIndex:
        """The places of the country; an empty index where it has none."""
        ...

    def countries_with(self, names: Sequence[str]) -> Sequence[str]:
        """The countries that have a place of one of ``names`` (each a `keys.key`)."""
        ...


def _grouped(pairs: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    groups: dict[str, dict[int, None]] = {}
    for name, at in pairs:
        groups.setdefault(name, {})[at] = None
    return {name: tuple(group) for name, group in groups.items()}
