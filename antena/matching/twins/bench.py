"""How long one town against every place takes, on an invented world of the real one's size."""

from collections.abc import Callable
from statistics import median
from time import process_time

import msgspec
import numpy as np

from antena.matching.twins import finding
from antena.matching.twins.features import FEATURES, Setting
from antena.matching.twins.graph import Graph
from antena.matching.twins.model import Model, setting_of, shipped
from antena.matching.twins.world import Nation, Row, World, build

_COUNTRIES, _REGIONS, _TOWNS = 240, 16, 15


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of one processor for one town, median.

    ``product_ms`` is a matrix of as many numbers as features by a vector; ``build_ms`` is making the arrays
    of rows that were read.
    """

    places: int
    build_ms: float
    find_ms: float
    product_ms: float


def run(*, places: int = 235_000, twinnings: int = 17_500) -> Bench:
    """Measure on one core what `finding.find` takes, twenty proposals with their reasons."""
    chance = np.random.default_rng(1)
    since = process_time()
    world = _world(places, chance)
    built = (process_time() - since) * 1_000
    linked = chance.choice(places, min(places, 12_000), replace=False)
    setting, model = _setting(world, chance.choice(linked, (twinnings, 2))), shipped()
    towns = chance.choice(linked, _TOWNS)
    table = chance.random((places, len(FEATURES)), dtype=np.float32)
    vector = chance.random(len(FEATURES), dtype=np.float32)
    finding.find(setting, model, int(towns[0]), finding.Wish())
    return Bench(
        places=places,
        build_ms=built,
        find_ms=_median([_one(setting, model, int(town)) for town in towns]),
        product_ms=_median([lambda: table @ vector] * _TOWNS),
    )


def _one(setting: Setting, model: Model, town: int) -> Callable[[], object]:
    return lambda: finding.find(setting, model, town, finding.Wish())


def _median(calls: list[Callable[[], object]]) -> float:
    taken = []
    for call in calls:
        since = process_time()
        call()
        taken.append((process_time() - since) * 1_000)
    return median(taken)


def _setting(world: World, pairs: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Setting:
    return setting_of(world, Graph(world, pairs), shipped())


def _world(places: int, chance: np.random.Generator) -> World:
    """Places of 240 countries scattered over the sphere, their sizes as uneven as real ones."""
    nations = [
        Nation(code=code, continent="EU", in_eu=number % 8 == 0, languages=("xx",))
        for number, code in enumerate(shipped().countries[:_COUNTRIES])
    ]
    country = chance.integers(0, len(nations), places).tolist()
    region = chance.integers(0, _REGIONS, places).tolist()
    latitude = np.degrees(np.arcsin(chance.uniform(-0.7, 0.95, places))).tolist()
    longitude = chance.uniform(-180, 180, places).tolist()
    population = (500 * (1 + chance.pareto(1.1, places))).astype(np.int64).tolist()
    rows = [
        Row(n, f"name{n % 150_000}", nations[country[n]].code, str(region[n]), latitude[n], longitude[n],
            population[n])
        for n in range(places)
    ]  # fmt: skip
    return build(rows, nations, {})
