"""Where a practice was done: the place its title names, in the countries its source states."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from antena.lib.text import normalise
from antena.matching.models import Profile
from antena.matching.practices.conditions import Ground
from antena.places.models import Place, PlaceName

# Runs of words that begin with a capital, as a name does, small words of names between them.
_SMALL = r"(?:(?:de|del|d'|la|les|el|los|las|le|sur|an|am|of|i|y|et)[ '])*"
_NAME = re.compile(rf"[^\W\d_][\w'’·-]*(?:[ -]{_SMALL}[A-ZÀ-ÖØ-Þ][\w'’·-]*)*")
_LONGEST = 4  # words of a name
# A name that stands first and alone ("Vienna: planning…") is the place; one further on must be a town of some
# size, for titles begin every word with a capital.
_LEADING = re.compile(r"^([^:–—]{2,60}?)\s*[:–—]\s")
_KNOWN = 15_000


class Named(NamedTuple):
    """A practice as its place is looked for: its id, title and the countries (ISO codes) it is of."""

    signal: int
    title: str
    countries: tuple[str, ...]


def done_in(practices: Sequence[Named]) -> Mapping[int, Ground]:
    """Signal → the place it was done in, those nobody can tell left out. One query."""
    candidates = {practice.signal: _candidates(practice.title) for practice in practices}
    wanted = {name for found in candidates.values() for name, _ in found}
    if not wanted:
        return {}
    rows: dict[str, list[Place]] = {}
    for name in PlaceName.objects.filter(text__in=wanted).select_related("place"):
        rows.setdefault(name.text, []).append(name.place)
    found = ((one, _best(candidates[one.signal], rows, one.countries)) for one in practices)
    return {one.signal: ground(place) for one, place in found if place is not None}


def ground(place: Place, profile: Profile | None = None) -> Ground:
    """A place as conditions see it; its traits and capacity where it has a profile."""
    return Ground(
        place=place.pk,
        name=place.name,
        population=place.population,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        traits=frozenset(profile.traits) if profile else frozenset(),
        capacity=profile.capacity if profile else "none",
    )


def _candidates(title: str) -> list[tuple[str, bool]]:
    """Normalised names a title may hold, the longest first, and whether each stands first and alone."""
    leading = _LEADING.match(title)
    found = {normalise(leading[1]): True} if leading else {}
    for match in _NAME.finditer(title):
        words = match[0].split()
        for length in range(min(_LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                if words[start][:1].isupper():
                    found.setdefault(normalise(" ".join(words[start : start + length])), False)
    return sorted(((name, first) for name, first in found.items() if len(name) > 2), key=_rank)


def _rank(candidate: tuple[str, bool]) -> tuple[bool, int, str]:
    name, first = candidate
    return not first, -len(name.split()), name


def _best(
    candidates: Iterable[tuple[str, bool]], rows: Mapping[str, list[Place]], countries: Sequence[str]
) -> Place | None:
    for name, first in candidates:
        here = [place for place in rows.get(name, ()) if not countries or place.country_id in countries]
        largest = max(here, key=lambda place: (place.population or 0, -place.pk), default=None)
        if largest is not None and (first or (largest.population or 0) >= _KNOWN):
            return largest
    return None
