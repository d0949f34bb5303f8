"""Twin towns: are real pairs told from pairs of chance, and are the twins of a town nobody knew found?"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from antena.matching.twins import finding
from antena.matching.twins.features import Case, Setting
from antena.matching.twins.graph import Graph
from antena.matching.twins.model import BOTH, NOTHING, Model, chance, setting_of
from antena.matching.twins.world import Floats, Ints, World
from antena.operations.datasets import twin_wikipedia
from antena.operations.evaluation import measures
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.learning import twins as learning

HELD_OUT: Final = 0.2
FIRST: Final = 50
# Of the towns held out, how many are ranked, and how many of them against the whole world.
_ASKED, _ASKED_WORLD = 800, 120
_VILLAGE: Final = 3_000
_BANDS: Final = (
    ("under 5,000", 1, 5_000),
    ("of 5,000 to 20,000", 5_000, 20_000),
    ("of 20,000 to 100,000", 20_000, 100_000),
    ("over 100,000", 100_000, 10**9),
)
_Scores = Mapping[str, Floats]


def run(bench: Bench) -> Sequence[Row]:
    """Measure by pair and by town. Raises `NoDataError`."""
    known = twin_wikipedia.places()
    twins = twin_wikipedia.read(bench.data)
    graph = Graph(known.world, twin_wikipedia.joined(twins, known))
    return [
        *_by_pair(graph, bench.generator()),
        *_by_town(graph, bench.generator()),
        _joined(len(graph.pairs), len(twins)),
    ]


def _joined(found: int, of: int) -> Row:
    return Row(
        what="distinct pairs both ends of which were joined to places",
        metric="share",
        ours=measures.share(np.arange(of) < found),
        note="pairs with an end that is no place of 500 inhabitants, or has another name there, are left out",
    )


def _by_pair(graph: Graph, generator: np.random.Generator) -> list[Row]:
    """A fifth of the pairs is held out; everything that is counted is counted without them."""
    held = generator.random(len(graph.pairs)) < HELD_OUT
    rest, pairs = graph.only(~held), graph.pairs[held]
    model = learning.fit(rest, generator, (NOTHING, BOTH))
    boosted = _boosted(rest, generator)
    rows = []
    for what, made in (
        (
            "pairs held out, ends of the same pairs put together anew",
            learning.by_chance(pairs, graph, generator),
        ),
        ("pairs held out, ends drawn by their number of twins", _drawn(graph, len(pairs), generator)),
    ):
        every = np.r_[pairs, made]
        real = np.arange(len(every)) < len(pairs)
        scores = _pair_scores(rest, model, boosted, every)
        said = {name: measures.auc(real, score) for name, score in scores.items()}
        rows.append(
            Row(what=what, metric="AUC", ours=said.pop("ours"), baselines=said, goal=Goal(value=0.92))
        )
        if len(rows) == 1:
            rows.append(_calibration(real, scores["ours"]))
            rows.append(_without_graph(rest, model, every, real))
    return rows


def _calibration(real: NDArray[np.bool_], log_odds: Floats) -> Row:
    return Row(
        what="pairs held out, the score as a chance",
        metric="ECE",
        ours=measures.ece(real, chance(log_odds)),
        baselines={"always one half": measures.ece(real, np.full(len(real), 0.5, dtype=np.float32))},
        goal=Goal(value=0.05, at_most=True),
        note="one real pair to one of chance, as in learning",
    )


def _without_graph(rest: Graph, model: Model, every: Ints, real: NDArray[np.bool_]) -> Row:
    return Row(
        what="pairs held out, no twinning known but countries' history",
        metric="AUC",
        ours=measures.auc(real, _both_ways(rest, model, every, NOTHING)),
    )


def _drawn(graph: Graph, size: int, generator: np.random.Generator) -> Ints:
    """Pairs whose ends are drawn by how many twins they have in the whole graph, none of them twinned."""
    made = generator.choice(graph.pairs.ravel(), (2 * size, 2))
    apart = (made[:, 0] != made[:, 1]) & ~graph.holds(made[:, 0], made[:, 1])
    return np.asarray(made[apart][:size], dtype=np.int64)


def _boosted(rest: Graph, generator: np.random.Generator) -> HistGradientBoostingClassifier:
    """A model that may combine features as it likes: how much an additive one gives away."""
    parts = list(learning.examples(rest, BOTH, generator))
    levels = np.concatenate([part.levels for part in parts])
    real = np.concatenate([part.real for part in parts])
    seed = int(generator.integers(0, 2**31))
    return HistGradientBoostingClassifier(max_iter=300, learning_rate=0.06, random_state=seed).fit(
        levels, real
    )


def _pair_scores(rest: Graph, model: Model, boosted: HistGradientBoostingClassifier, every: Ints) -> _Scores:
    world = rest.world
    one, other = every[:, 0], every[:, 1]
    ways = [learning.read_levels(rest, BOTH, way) for way in (every, every[:, ::-1])]
    return {
        "ours": _both_ways(rest, model, every, BOTH),
        "country pair": rest.countries[world.country[one], world.country[other]].astype(np.float32),
        "distance": np.einsum("ij,ij->i", world.xyz[one], world.xyz[other]),
        "common neighbours": np.array(
            [len(np.intersect1d(rest.twins_of(a), rest.twins_of(b))) for a, b in every.tolist()],
            dtype=np.float32,
        ),
        "degree alone": np.log1p(rest.degree[one]) + np.log1p(rest.degree[other]),
        "boosted trees, same features": sum(boosted.decision_function(way) for way in ways) / 2,
    }


def _both_ways(rest: Graph, model: Model, every: Ints, knowledge: int) -> Floats:
    """The log-odds of pairs, the middle of what is said from either end."""
    found = np.zeros(len(every), dtype=np.float32)
    state = np.full(len(every), knowledge, dtype=np.uint8)
    for way in (every, every[:, ::-1]):
        levels = learning.read_levels(rest, knowledge, way)
        found += (model.base[knowledge] + model.contributions(levels, state).sum(axis=1)) / 2
    return found


class _Asked(msgspec.Struct, frozen=True):
    """One town held out and one of its real twins: the ranks from 1 that ours and the baseline give it."""

    town: int
    twin: int
    ours: int
    baseline: int


def _by_town(graph: Graph, generator: np.random.Generator) -> list[Row]:
    """All pairs of a fifth of the towns are held out; their twins are looked for among all places."""
    world = graph.world
    towns = generator.permutation(graph.linked)
    held = np.zeros(len(world), dtype=np.bool_)
    held[towns[: int(len(towns) * HELD_OUT)]] = True
    rest = graph.only(np.asarray(~held[graph.pairs].any(axis=1)))
    model = learning.fit(rest, generator, (BOTH,))
    setting = setting_of(world, rest, model)
    asked = towns[: min(_ASKED, int(held.sum()))]
    in_country = [one for town in asked for one in _ranks(setting, model, graph, int(town), of_country=True)]
    anywhere = [
        one
        for town in asked[:_ASKED_WORLD]
        for one in _ranks(setting, model, graph, int(town), of_country=False)
    ]
    goal = Goal(value=3.0, times=_BASE)
    return [
        _hits("a town without twins, among all places of the twin's country", in_country, goal),
        _hits("the same, among all places of the world", anywhere, None),
        *(
            _hits(
                f"the same country, towns of {low:,} and more", _of_band(in_country, world, low, high), None
            )
            for said, low, high in _BANDS
        ),
        _popularity(setting, model, graph, asked),
    ]


_BASE: Final = "distance and size"


def _ranks(setting: Setting, model: Model, graph: Graph, town: int, *, of_country: bool) -> list[_Asked]:
    world = setting.world
    found = []
    every = np.flatnonzero(np.arange(len(world)) != town)
    for twin in graph.twins_of(town).tolist():
        others = every[world.country[every] == world.country[twin]] if of_country else every
        case = Case(setting, town, others)
        knowledge = np.full(len(others), BOTH, dtype=np.uint8)
        ours = finding.worth(model, case, knowledge, model.log_odds(case, knowledge))
        plain = _plain(case)
        at = int(np.searchsorted(others, twin))
        found.append(_Asked(town, twin, int((ours >= ours[at]).sum()), int((plain >= plain[at]).sum())))
    return found


def _plain(case: Case) -> Floats:
    """The baseline: thousands of kilometres and the logarithm of how many times larger, added up."""
    world = case.setting.world
    km = 6.371 * np.arccos(np.clip(case.closeness, -1.0, 1.0))
    apart = np.abs(world.log_population[case.others] - world.log_population[case.town])
    return np.asarray(-km - apart, dtype=np.float32)


def _hits(what: str, asked: Sequence[_Asked], goal: Goal | None) -> Row:
    groups = [one.town for one in asked]

    def share(ranks: list[int]) -> Figure:
        return measures.mean((np.array(ranks) <= FIRST).astype(np.float64), groups=groups)

    return Row(
        what=what,
        metric=f"Hits@{FIRST}",
        ours=share([one.ours for one in asked]),
        baselines={_BASE: share([one.baseline for one in asked])},
        goal=goal,
    )


def _of_band(asked: Sequence[_Asked], world: World, low: int, high: int) -> list[_Asked]:
    return [one for one in asked if low <= world.population[one.town] < high]


def _popularity(setting: Setting, model: Model, graph: Graph, asked: Ints) -> Row:
    """Whether villages are given villages: the inhabitants of what is proposed beside those of real twins."""
    population = setting.world.population
    villages = [int(town) for town in asked if 0 < population[town] < _VILLAGE][:100]
    given = [
        float(population[one.place])
        for town in villages
        for one in finding.find(setting, model, town, finding.Wish(most=20))
    ]
    real = [float(population[twin]) for town in villages for twin in graph.twins_of(town)]
    return Row(
        what=f"villages under {_VILLAGE:,}: inhabitants of the 20 proposed",
        metric="median",
        ours=_median(given),
        baselines={"real twins": _median(real)},
        note="a list of well-known cities would be no help to a village",
    )


def _median(values: Sequence[float]) -> Figure:
    array = np.array(values)
    return measures.drawn(lambda places: float(np.median(array[places])), len(array))


TASK = Task(
    name="twins",
    title="Twin towns",
    data="20,743 pairs of twin towns from lists of Wikipedia (CC BY-SA), joined to places of GeoNames",
    split="by pair: a fifth of the pairs held out; by town: all pairs of a fifth of the towns held out. "
    "History between countries, regions, twins in common and openness are counted without them",
    run=run,
)
