"""From an official name to the place it is the municipality of."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

from antena.places.earth import distance_km
from antena.records.linking.index import Atlas, CountryIndex, PlaceRow
from antena.records.linking.judging import FAR_KM, NEAR_KM, Candidate, City, How, Judged, judge
from antena.records.linking.keys import key
from antena.records.linking.reading import Reading, Segment, cores, read
from antena.records.linking.types import Found, Link, Wanted
from antena.records.linking.vocabulary import Vocabulary, countries, country_code, vocabulary

_MOST_OTHERS: Final = 4
_MOST_FORMS: Final = 200
# A spelling, a case or a beginning of fewer letters than these says nothing.
_ENOUGH_TO_SPELL: Final = 5
_ENOUGH_TO_BEGIN: Final = 4
_LONGEST_ENDING: Final = 3
_NUTS_LETTERS: Final = 4
_DIGITS: Final = re.compile(r"\w*\d\w*")


class Linker:
    """Finds the municipality an official name speaks of, in the places of an `Atlas`."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def find(self, wanted: Wanted) -> Found:
        """Say what ``wanted`` is and, for a municipality, which place; never raises on odd text."""
        country = country_code(wanted.country) or country_code(wanted.nuts[:2])
        words = vocabulary(country)
        reading = read(wanted.name, words)
        if reading.kind in ("other_public", "other") or not (reading.segments or reading.generic):
            return Found(reading.kind)
        codes = [country] if country else self._countries(reading, words)
        judged: list[Judged] = []
        for code in codes:
            search = _Search(self._atlas.country(code), vocabulary(code), wanted, code)
            is_bare = reading.kind == "unknown"
            judged += judge(search.candidates(reading), is_bare=is_bare, abroad=len(codes) > 1)
        if not judged:
            return Found(reading.kind)
        judged.sort(key=lambda one: (-one.confidence, -one.candidate.place.population))
        best, *others = [
            Link(one.candidate.place.place_id, one.confidence, (*_said(reading), *one.evidence))
            for one in judged
        ]
        return Found("municipality", best, tuple(others[:_MOST_OTHERS]))

    def _countries(self, reading: Reading, words: Vocabulary) -> Sequence[str]:
        runs = [" ".join(core) for one in reading.segments for core in cores(one, words)]
        return self._atlas.countries_with(runs)


class _Search:
    """One look for one name in one country."""

    def __init__(self, index: CountryIndex, words: Vocabulary, wanted: Wanted, country: str) -> None:
        self._index = index
        self._words = words
        self._wanted = wanted
        self._country = country
        self._city = _city_words(wanted.city, words)
        self._city_at = self._find_city()

    def candidates(self, reading: Reading) -> list[Candidate]:
        if reading.kind == "unknown":
            return self._bare(reading.segments[0])
        for how, look in self._ways():
            for segment in reading.segments:
                found = look(segment)
                if found:
                    return [self._weighed(at, how) for at in found]
        if not reading.segments:
            return [self._weighed(at, "city") for at in self._city_at]
        return []

    def _ways(self) -> Iterator[tuple[How, Callable[[Segment], tuple[int, ...]]]]:
        yield "exact", self._whole
        yield "declined", self._declined
        yield "like", self._like_the_city
        yield "spelt", self._spelt
        yield "part", self._part
        yield "part", self._part_declined

    def _bare(self, segment: Segment) -> list[Candidate]:
        """A name that is a place's and nothing more counts only where the address says the same."""
        found = self._index.named(" ".join(segment.words))
        return [self._weighed(at, "exact") for at in found if self._agrees(at) == "same"]

    def _whole(self, segment: Segment) -> tuple[int, ...]:
        for core in self._whole_cores(segment):
            found = self._index.named(" ".join(core))
            if found:
                return found
        return ()

    def _declined(self, segment: Segment) -> tuple[int, ...]:
        return self._first_declined(self._whole_cores(segment))

    def _spelt(self, segment: Segment) -> tuple[int, ...]:
        for core in self._whole_cores(segment):
            name = " ".join(core)
            found = self._index.sounding(name) if len(name) >= _ENOUGH_TO_SPELL else ()
            if found:
                return found
        return ()

    def _like_the_city(self, segment: Segment) -> tuple[int, ...]:
        """The place of the address, where its name begins as the name does: "athinaion" and "athina"."""
        for core in self._whole_cores(segment):
            name = " ".join(core)
            close = tuple(
                at for at in self._city_at if any(_same_stem(name, one) for one in self._index.names_of(at))
            )
            if close:
                return close
        return ()

    def _part(self, segment: Segment) -> tuple[int, ...]:
        for core in cores(segment, self._words):
            found = self._index.named(" ".join(core)) if len(core[0]) > 2 or len(core) > 1 else ()
            if found:
                return found
        return ()

    def _part_declined(self, segment: Segment) -> tuple[int, ...]:
        return self._first_declined(cores(segment, self._words))

    def _first_declined(self, runs: Iterator[tuple[str, ...]]) -> tuple[int, ...]:
        for core in runs:
            for name in _first_cases(core, self._words.endings):
                found = self._index.named(name)
                if found:
                    return found
        return ()

    def _whole_cores(self, segment: Segment) -> Iterator[tuple[str, ...]]:
        """All the words of the segment, with and without the particles at its edges."""
        particles = self._words.particles
        words = segment.words
        yield words
        first, last = 0, len(words)
        while first < last - 1 and words[first] in particles:
            first += 1
            yield words[first:]
        while last - 1 > first and words[last - 1] in particles:
            last -= 1
            yield words[first:last]

    def _weighed(self, at: int, how: How) -> Candidate:
        place, wanted = self._index.places[at], self._wanted
        km = None
        if wanted.latitude is not None and wanted.longitude is not None:
            km = distance_km((place.longitude, place.latitude), (wanted.longitude, wanted.latitude))
        city = self._agrees(at)
        return Candidate(
            position=at,
            place=place,
            how=how,
            city=city,
            city_km=self._city_km(at) if city not in ("", "same") else None,
            km=km,
            postcode=_same_beginning(
                place.lau, wanted.postcode, countries().postcode_begins_as_lau.get(self._country, 0)
            ),
            nuts=_same_beginning(place.nuts, wanted.nuts.upper(), _NUTS_LETTERS),
        )

    def _agrees(self, at: int) -> City:
        if not self._city:
            return ""
        if at in self._city_at or self._is_within_the_city_words(at):
            return "same"
        km = self._city_km(at)
        if km is None:
            return ""
        return "near" if km <= NEAR_KM else "away" if km <= FAR_KM else "far"

    def _city_km(self, at: int) -> float | None:
        if not self._city_at:
            return None
        here = self._index.places[at]
        there = [self._index.places[one] for one in self._city_at]
        point = (here.longitude, here.latitude)
        return min(distance_km(point, (one.longitude, one.latitude)) for one in there)

    def _is_within_the_city_words(self, at: int) -> bool:
        """Whether the address names the place among others: "Izmir Bornova"."""
        padded = f" {self._city} "
        return any(f" {name} " in padded for name in self._index.names_of(at) if len(name) > 2)

    def _find_city(self) -> tuple[int, ...]:
        """The places the address may mean: by name, in another spelling, or its last or first words."""
        if not self._city:
            return ()
        found = self._index.named(self._city)
        if not found and len(self._city) >= _ENOUGH_TO_SPELL:
            found = self._index.sounding(self._city)
        words = self._city.split()
        for size in range(len(words) - 1, 0, -1):
            found = found or self._index.named(" ".join(words[:size]))
            found = found or self._index.named(" ".join(words[-size:]))
        return _plausible([self._index.places[at] for at in found], found)


def _plausible(places: Sequence[PlaceRow], positions: Sequence[int]) -> tuple[int, ...]:
    """Of places of one name those a letter may be sent to: not a hundredth of the largest of them."""
    most = max((place.population for place in places), default=0)
    return tuple(
        at
        for place, at in zip(places, positions, strict=True)
        if place.population * 100 >= most or place.is_member
    )


def _said(reading: Reading) -> tuple[str, ...]:
    return (f"generic:{reading.generic}",) if reading.generic else ("bare",)


def _city_words(city: str, words: Vocabulary) -> str:
    """The name of the city without postcodes, numbers of post offices and the like."""
    spoken = [words.short.get(word, word) for word in key(_DIGITS.sub(" ", city)).split()]
    return " ".join(word for word in spoken if word not in countries().after_a_city)


def _first_cases(core: tuple[str, ...], endings: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The names ``core`` may be another case of, at most `_MOST_FORMS`; never ``core`` itself."""
    choices = [[word, *_undeclined(word, endings)] for word in core]
    for number, chosen in enumerate(product(*choices)):
        if number >= _MOST_FORMS:
            return
        if number:
            yield " ".join(chosen)


def _undeclined(word: str, endings: Sequence[tuple[str, str]]) -> list[str]:
    return [
        word.removesuffix(ending) + base
        for ending, base in endings
        if word.endswith(ending) and len(word) - len(ending) >= 2
    ]


def _same_stem(one: str, other: str) -> bool:
    common = 0
    for letter, facing in zip(one, other, strict=False):
        if letter != facing:
            break
        common += 1
    rest = max(len(one), len(other)) - common
    return common >= _ENOUGH_TO_BEGIN and rest <= _LONGEST_ENDING


def _same_beginning(one: str, other: str, letters: int) -> bool | None:
    """Whether two codes begin alike; None where there is nothing to compare."""
    if not letters or len(one) < letters or len(other) < letters:
        return None
    return one[:letters] == other[:letters]
