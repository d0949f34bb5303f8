"""The places of the world as arrays, one entry a place, for comparing one town with all of them at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Levels = NDArray[np.uint8]
Indexes = NDArray[np.int32]

# Inhabitants from which each band of population begins; the first is of places nobody has counted.
BANDS: tuple[float, ...] = (-inf, 1, 1_000, 2_500, 5_000, 10_000, 20_000, 50_000, 100_000, 300_000, 1_000_000)
# How many places of the world may share a name, or a word of one, for it to say anything.
RARE_NAME, RARE_WORD = 12, 25
_SHORTEST_WORD = 4
_EARTH_KM = 6371.0088

# What a place is in its country.
ORDINARY, SECOND, FIRST_OF_REGION, CAPITAL = 0, 1, 2, 3


class Nation(msgspec.Struct, frozen=True, kw_only=True):
    """A country: ISO 3166-1 code, GeoNames' continent, BCP 47 languages (most spoken first), neighbours."""

    code: str
    continent: str
    in_eu: bool
    languages: tuple[str, ...] = ()
    neighbours: frozenset[str] = frozenset()


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A place as it is read. ``name`` is normalised, without its article; degrees are WGS 84.

    ``population`` is 0 where nobody says; ``region`` is the first division of its country, "" if unknown.
    """

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, eq=False)
class World:
    """Places as arrays of one length; a place is meant by its position in them.

    ``xyz`` are points of the unit sphere (n, 3); ``country`` and ``region`` number `nations` and
    ``region_country``; ``name`` and ``words`` (n, 2) number names and rare words, negative where there is
    none; ``standing`` is what a place is in its country.
    """

    ids: Ints
    xyz: Floats
    population: Ints
    country: Indexes
    region: Indexes
    name: Indexes
    words: Indexes
    name_count: Indexes
    standing: Levels
    nations: Sequence[Nation]
    region_country: Indexes

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def band(self) -> Levels:
        """The band of population of each place, an index of `BANDS`."""
        return bands_of(self.population)

    @cached_property
    def log_population(self) -> Floats:
        """Natural logarithm of the inhabitants; of one where nobody says."""
        return np.log(np.maximum(self.population, 1)).astype(np.float32)

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self.ids)

    def positions(self, ids: Sequence[int] | Ints) -> Ints:
        """The position of each place by its id; −1 for one that is not here."""
        wanted = np.asarray(ids, dtype=np.int64)
        if not len(self):
            return np.full(wanted.shape, -1, dtype=np.int64)
        found = self._order[np.minimum(np.searchsorted(self.ids, wanted, sorter=self._order), len(self) - 1)]
        return np.where(self.ids[found] == wanted, found, -1)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Country code → its number."""
        return {nation.code: number for number, nation in enumerate(self.nations)}


def bands_of(population: Ints) -> Levels:
    """The index of `BANDS` of numbers of inhabitants."""
    return (np.searchsorted(np.asarray(BANDS), population, side="right") - 1).astype(np.uint8)


def unit_vectors(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Floats:
    """Points on the unit sphere (n, 3) of degrees."""
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1).astype(
        np.float32
    )


def cosine_of(km: float) -> float:
    """The cosine of the angle at the Earth's centre between two places ``km`` apart."""
    return float(np.cos(min(km / _EARTH_KM, np.pi)))


def km_of(cosine: float) -> float:
    """Kilometres along the great circle between unit vectors of that product."""
    return float(_EARTH_KM * np.arccos(np.clip(cosine, -1.0, 1.0)))


def build(rows: Sequence[Row], nations: Sequence[Nation], capitals: Mapping[str, str]) -> World:
    """The world of ``rows``. ``capitals`` is country code → normalised name of its capital.

    Raises `KeyError` for a row of a country that is not in ``nations``.
    """
    number = {nation.code: position for position, nation in enumerate(nations)}
    country = np.array([number[row.country] for row in rows], dtype=np.int32)
    region, region_country = _regions(rows, number)
    population = np.array([row.population for row in rows], dtype=np.int64)
    name, name_count = _names(rows)
    return World(
        ids=np.array([row.id for row in rows], dtype=np.int64),
        xyz=unit_vectors(
            np.array([row.latitude for row in rows], dtype=np.float64),
            np.array([row.longitude for row in rows], dtype=np.float64),
        ),
        population=population,
        country=country,
        region=region,
        name=name,
        words=_words(rows),
        name_count=name_count,
        standing=_standing(rows, region, population, capitals),
        nations=tuple(nations),
        region_country=region_country,
    )


def _regions(rows: Sequence[Row], number: Mapping[str, int]) -> tuple[Indexes, Indexes]:
    known: dict[tuple[str, str], int] = {}
    region = np.array(
        [known.setdefault((row.country, row.region), len(known)) for row in rows], dtype=np.int32
    )
    return region, np.array([number[country] for country, _ in known], dtype=np.int32)


def _names(rows: Sequence[Row]) -> tuple[Indexes, Indexes]:
    known: dict[str, int] = {}
    name = np.array([known.setdefault(row.name, len(known)) for row in rows], dtype=np.int32)
    return name, np.bincount(name, minlength=len(known)).astype(np.int32)[name] if len(rows) else name


def _words(rows: Sequence[Row]) -> Indexes:
    """The two rarest words of each name that few others have."""
    split = [[word for word in row.name.split() if len(word) >= _SHORTEST_WORD] for row in rows]
    counts = Counter(word for words in split for word in set(words))
    number = {word: position for position, word in enumerate(counts)}
    found = np.full((len(rows), 2), -1, dtype=np.int32)
    for position, words in enumerate(split):
        rare = sorted({word for word in words if counts[word] <= RARE_WORD}, key=lambda w: (counts[w], w))
        for column, word in enumerate(rare[:2]):
            found[position, column] = number[word]
    return found


def _standing(rows: Sequence[Row], region: Indexes, population: Ints, capitals: Mapping[str, str]) -> Levels:
    """What each place is in its country: its capital, the largest of its region, the next four, or none."""
    standing = np.zeros(len(rows), dtype=np.uint8)
    if not len(rows):
        return standing
    order = np.lexsort((-population, region))
    begins = np.r_[True, region[order][1:] != region[order][:-1]]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(rows)), 0))
    rank = np.arange(len(rows)) - first
    standing[order[(rank > 0) & (rank < 5)]] = SECOND
    standing[order[rank == 0]] = FIRST_OF_REGION
    best: dict[str, int] = {}
    for position, row in enumerate(rows):
        if capitals.get(row.country) == row.name and (
            row.country not in best or row.population > rows[best[row.country]].population
        ):
            best[row.country] = position
    standing[list(best.values())] = CAPITAL
    return standing
