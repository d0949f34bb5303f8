"""What is compared between a town and each of the others: one function a feature, each giving a level.

A level is a small whole number; level 0 is always "not known", and then the feature says nothing. What each
level weighs is learned (`model`). A feature's docstring is what the public reads of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antena.matching.twins import languages
from antena.matching.twins.graph import Graph
from antena.matching.twins.world import BANDS, Floats, Ints, Levels, World, cosine_of

DISTANCES = (25.0, 75.0, 150.0, 300.0, 600.0, 1_000.0, 1_500.0, 2_500.0, 5_000.0, 9_000.0)
AROUND_KM = (1.0, 25.0, 60.0, 120.0, 250.0, 500.0, 1_000.0)
# How far from a town others count as around it, and how many of them are looked at, the nearest first.
REACH_KM, REACHED = 100.0, 40
_RATIOS = (0.15, 0.4, 0.7, 1.0, 1.4, 1.9, 2.5, 3.3, 4.5)
_FRIENDS = (0.01, 0.25, 0.5, 0.8, 1.2, 2.0, 3.5)
_LIFTS = (-2.0, -1.2, -0.6, -0.2, 0.2, 0.6, 1.0, 1.5, 2.0, 2.7, 3.5)
_REGION_LIFTS = (-1.5, -0.8, -0.35, -0.05, 0.05, 0.35, 0.7, 1.1, 1.6, 2.2)


@dataclass(frozen=True, eq=False)
class History:
    """What is counted of twinnings between countries. ``lift`` (c, c): log of how many times more than
    expected; ``counts`` (c, c): twinnings.
    """

    lift: Floats
    counts: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Setting:
    """All that does not depend on who asks: the places, the twinnings known, and history."""

    world: World
    graph: Graph
    history: History

    @cached_property
    def tongues(self) -> Levels:
        """What each two countries' languages have in common."""
        return languages.table(tuple(self.world.nations))

    @cached_property
    def past(self) -> Levels:
        """The level of history between each two countries, (c, c)."""
        return banded(self.history.lift, _LIFTS)

    @cached_property
    def funding(self) -> Levels:
        """Whether a pair of countries can have money of the Union for meeting, (c, c)."""
        in_eu = np.array([nation.in_eu for nation in self.world.nations])
        found = np.where(in_eu[:, None] & in_eu, 3, np.where(in_eu[:, None] | in_eu, 2, 1))
        np.fill_diagonal(found, 1)
        return found.astype(np.uint8)

    @cached_property
    def continents(self) -> Levels:
        """1 on different continents, 2 on the same, 3 with a border between them, 4 one country; (c, c)."""
        nations = self.world.nations
        places = np.array([nation.continent for nation in nations])
        found = np.where(places[:, None] == places, 2, 1)
        number = self.world.number_of
        for row, nation in enumerate(nations):
            for column in [number[code] for code in nation.neighbours if code in number]:
                found[row, column] = found[column, row] = 3
        np.fill_diagonal(found, 4)
        return found.astype(np.uint8)


@dataclass(frozen=True, eq=False)
class Case:
    """One town and the places it is compared with; positions of the world."""

    setting: Setting
    town: int
    others: Ints

    @cached_property
    def closeness(self) -> Floats:
        """The cosine of the angle between the town and each of the others."""
        world = self.setting.world
        return np.asarray(world.xyz[self.others] @ world.xyz[self.town], dtype=np.float32)

    @cached_property
    def country(self) -> int:
        return int(self.setting.world.country[self.town])

    @cached_property
    def countries(self) -> NDArray[np.int32]:
        return self.setting.world.country[self.others]

    @cached_property
    def twins(self) -> Ints:
        return self.setting.graph.twins_of(self.town)

    @cached_property
    def around(self) -> Ints:
        """The twins of the towns around this one."""
        return self.setting.graph.twins_around(self.town, cosine_of(REACH_KM), REACHED)


def banded(values: NDArray[Any], edges: tuple[float, ...]) -> Levels:
    """1 + how many of ``edges`` each value has reached."""
    return (np.searchsorted(np.asarray(edges), values, side="right") + 1).astype(np.uint8)


_COSINES = tuple(cosine_of(km) for km in reversed(DISTANCES))
_AROUND_COSINES = tuple(cosine_of(km) for km in reversed(AROUND_KM))


def _of_countries(table: Levels, case: Case) -> Levels:
    """What a table of countries says of the town's and each of the others'."""
    return np.asarray(table[case.country][case.countries], dtype=np.uint8)


def size(case: Case) -> Levels:
    """It is about as large as your town.

    The inhabitants of both are set against each other as a ratio. Towns of a like size have like means, and
    like matters to talk about.
    """
    world = case.setting.world
    apart = np.abs(world.log_population[case.others] - world.log_population[case.town])
    counted = (world.population[case.others] > 0) & (world.population[case.town] > 0)
    return np.where(counted, banded(apart, _RATIOS), 0).astype(np.uint8)


def sizes(case: Case) -> Levels:
    """Towns of your size do twin with towns of its size.

    How often real twinnings join a town of the one size with a town of the other.
    """
    world = case.setting.world
    own = int(world.band[case.town])
    found = 1 + (own - 1) * (len(BANDS) - 1) + (world.band[case.others].astype(np.int64) - 1)
    return np.where((world.band[case.others] > 0) & (own > 0), found, 0).astype(np.uint8)


def distance(case: Case) -> Levels:
    """How far away it is.

    Kilometres in a straight line: near enough to meet often, or so far that the journey is the point.
    """
    return (len(DISTANCES) + 2 - banded(case.closeness, _COSINES)).astype(np.uint8)


def language(case: Case) -> Levels:
    """What the languages of the two countries have in common.

    The same language, one that is second in one of them, a related one, or only the script.
    """
    return _of_countries(case.setting.tongues, case)


def continent(case: Case) -> Levels:
    """Whether the two countries are neighbours, or of the same continent."""
    return _of_countries(case.setting.continents, case)


def history(case: Case) -> Levels:
    """Your two countries twin more, or less, than others.

    The twinnings between the two countries that are known in the world are set against what would be expected
    of how many twins each of them has.
    """
    return _of_countries(case.setting.past, case)


def funding(case: Case) -> Levels:
    """The Union can pay for your meetings.

    Town twinning of the programme CERV asks for towns of two countries that take part in it, one of them at
    least in the European Union.
    """
    return _of_countries(case.setting.funding, case)


def regions(case: Case) -> Levels:
    """Towns of your region are twinned with towns of its region.

    The known twinnings between the two regions are set against what would be expected of the two countries.
    """
    setting, graph = case.setting, case.setting.graph
    world = setting.world
    if not len(graph.pairs):
        return np.zeros(len(case.others), dtype=np.uint8)
    # All regions once for many places, or those of the places where they are few.
    few = len(case.others) < len(world.region_country)
    every = np.arange(len(world.region_country), dtype=np.int32)
    asked = world.region[case.others] if few else every
    own = int(world.region[case.town])
    found = graph.between_regions(np.full_like(asked, own), asked)
    expected = graph.countries[case.country][world.region_country[asked]]
    expected = expected * graph.region_share[asked] * graph.region_share[own]
    # Where nothing would be expected and nothing is, nothing is said.
    says = (found > 0) | (expected > 0.05)
    levels = np.where(says, banded(np.log((found + 0.5) / (expected + 0.5)), _REGION_LIFTS), 0)
    return np.asarray(levels if few else levels[world.region[case.others]], dtype=np.uint8)


def around(case: Case) -> Levels:
    """Towns near yours are twinned with it, or with towns near it.

    Of the twins of the towns within 100 km of yours, how far the nearest is from it.
    """
    if not len(case.around):
        return np.zeros(len(case.others), dtype=np.uint8)
    world = case.setting.world
    points = np.unique(case.around)
    best = np.full(len(case.others), -1.0, dtype=np.float32)
    for start in range(0, len(case.others), 4096):
        chunk = world.xyz[case.others[start : start + 4096]] @ world.xyz[points].T
        best[start : start + 4096] = chunk.max(axis=1)
    return (len(AROUND_KM) + 2 - banded(best, _AROUND_COSINES)).astype(np.uint8)


def friends(case: Case) -> Levels:
    """You have twins in common.

    Each shared twin counts, and counts for less the more twins it has itself (Adamic and Adar's measure).
    """
    if not len(case.twins):
        return np.zeros(len(case.others), dtype=np.uint8)
    share = np.zeros(len(case.setting.world), dtype=np.float32)
    places, values = case.setting.graph.friends_of(case.town)
    share[places] = values
    return banded(share[case.others], _FRIENDS)


def again(case: Case) -> Levels:
    """You have twins in its country already, or have not.

    A second twin in a country is easier in some cases and superfluous in others: what towns do is learned.
    """
    if not len(case.twins):
        return np.zeros(len(case.others), dtype=np.uint8)
    world = case.setting.world
    mine = np.bincount(world.country[case.twins], minlength=len(world.nations))
    return (1 + np.minimum(mine, 2))[case.countries].astype(np.uint8)


def standing(case: Case) -> Levels:
    """It is in its country what your town is in yours.

    Capitals twin with capitals, and the first towns of regions with each other.
    """
    kinds = case.setting.world.standing
    return np.asarray(1 + 4 * kinds[case.town] + kinds[case.others], dtype=np.uint8)


def name(case: Case) -> Levels:
    """Its name is like yours.

    Towns that share a rare name, or a rare word of it, find each other by it.
    """
    world = case.setting.world
    same = world.name[case.others] == world.name[case.town]
    found = np.ones(len(case.others), dtype=np.uint8)
    for mine in world.words[case.town]:
        if mine >= 0:
            found[(world.words[case.others] == mine).any(axis=1)] = 2
    found[same] = 3 if world.name_count[case.town] > 12 else 4
    return found


@dataclass(frozen=True)
class Feature:
    """A feature by name: what gives its levels, and how many there are with that of "not known".

    Features of one ``topic`` are told of in one sentence, with what they add together.
    """

    name: str
    topic: str
    read: Callable[[Case], Levels]
    levels: int

    @property
    def explanation(self) -> str:
        """What a reader of "how this works" is told."""
        return cleandoc(self.read.__doc__ or "")


FEATURES: tuple[Feature, ...] = (
    Feature("size", "size", size, len(_RATIOS) + 2),
    Feature("sizes", "size", sizes, (len(BANDS) - 1) ** 2 + 1),
    Feature("distance", "distance", distance, len(DISTANCES) + 2),
    Feature("language", "language", language, languages.MAIN + 1),
    Feature("continent", "distance", continent, 5),
    Feature("history", "history", history, len(_LIFTS) + 2),
    Feature("funding", "funding", funding, 4),
    Feature("regions", "regions", regions, len(_REGION_LIFTS) + 2),
    Feature("around", "around", around, len(AROUND_KM) + 2),
    Feature("friends", "friends", friends, len(_FRIENDS) + 2),
    Feature("again", "again", again, 4),
    Feature("standing", "standing", standing, 17),
    Feature("name", "name", name, 5),
)
