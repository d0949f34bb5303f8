"""Synthetic towns and signals, and the timing of a pass against what the machine can do at all."""

import resource
import time
from collections.abc import Callable, Sequence
from functools import cache, partial

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import BUCKETS, algorithm
from antena.matching.engine.choosing import choose
from antena.matching.engine.facts import Rule, Signal, Town, Vector
from antena.matching.engine.features.effort import DAYS_NEEDED
from antena.matching.engine.scoring import BLOCK_BYTES, Candidates, Floats, Indices, Panel
from antena.matching.engine.traits import PlaceFacts, traits_of
from antena.matching.engine.vocabulary import ASSETS, AUDIENCES, TERRITORIES

DIMENSIONS = 384
# The side of the square product that tells what the machine can do at all.
PEAK_SIZE = 2_048
# Towns of the world that are held at once.
WORLD_BLOCK = 10_000
THEMES = tuple(f"theme-{number}" for number in range(52))
KINDS = ("call", "act", "proposal", "practice", "consultation")
IMPACTS = ("duty", "money", "service", "opportunity", "none")
BODIES = (["municipality"], ["public_body"], ["university"], ["any_legal_entity"], ["local_authority", "sme"])


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass over synthetic pairs took.

    Seconds are the best of a few runs. ``peak_share`` is the share of the machine's matrix product rate
    reached by the bulk pass (product, gates and selection); ``width`` how many dimensions a pair is compared
    in; ``recall`` how many of the matches chosen out of all pairs scored exactly are among those chosen out
    of the candidates, over a sample of towns.
    """

    towns: int
    signals: int
    width: int
    prepare_seconds: float
    bulk_seconds: float
    product_seconds: float
    choose_seconds: float
    peak_gflops: float
    peak_share: float
    recall: float


class WorldTiming(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass over more towns than fit in memory at once took, block by block.

    ``prepare_seconds`` makes the rows of towns and signals, ``bulk_seconds`` scores and chooses candidates,
    ``product_seconds`` is the matrix product alone; ``rss_mb`` the most memory the process ever held.
    """

    prepare_seconds: float
    bulk_seconds: float
    product_seconds: float
    peak_share: float
    product_share: float
    rss_mb: float


def synthetic_towns(count: int, *, seed: int = 1) -> list[Town]:
    """``count`` towns of all sizes, each with needs, themes, goals and assets."""
    random = np.random.default_rng(seed)
    return [_town(number, random) for number in range(count)]


def _town(number: int, random: np.random.Generator) -> Town:
    population = int(np.exp(random.normal(7.0, 1.6))) + 20
    themes = {str(code): float(random.uniform(0.3, 1)) for code in random.choice(THEMES, 8)}
    facts = PlaceFacts(
        population=population,
        area_km2=float(random.uniform(3, 150)),
        longitude=2.0,
        latitude=41.5,
        is_coastal=bool(random.random() < 0.08),
        in_mountain_county=bool(random.random() < 0.25),
    )
    return Town(
        id=number,
        country="ES",
        in_eu=True,
        population=population,
        traits=traits_of(facts),
        assets=frozenset(random.choice(list(ASSETS), 3).tolist()),
        themes=themes,
        goals=frozenset(random.integers(1, 18, 3).tolist()),
        capacity=str(random.choice(list(DAYS_NEEDED))),
        needs=_meaning(list(themes)[:3], random),
    )


def synthetic_signals(count: int, *, seed: int = 2) -> list[Signal]:
    """``count`` signals of all kinds with themes, rules, amounts, subjects and vectors."""
    random = np.random.default_rng(seed)
    return [_signal(number, random) for number in range(count)]


def _signal(number: int, random: np.random.Generator) -> Signal:
    kind = str(random.choice(KINDS, p=(0.45, 0.3, 0.1, 0.1, 0.05)))
    answerable = kind in ("call", "consultation")
    status = str(random.choice(("open", "forthcoming", "closed"))) if answerable else "in_force"
    themes = {str(code): float(random.uniform(0.2, 0.95)) for code in random.choice(THEMES, 3)}
    rules: tuple[Rule, ...] = ()
    if kind == "call":
        rules = (
            Rule(kind="who", value={"bodies": BODIES[random.integers(len(BODIES))]}, confidence=0.9),
            Rule(kind="partners", value={"min": int(random.integers(1, 8))}, confidence=0.8),
        )
        if random.random() < 0.05:
            limit = int(random.choice((5_000, 20_000, 50_000)))
            rules += (Rule(kind="size", value={"min_inhabitants": limit}, confidence=0.8),)
    return Signal(
        id=number,
        kind=kind,
        status=status,
        family=f"family-{number // 4}",
        programme=f"programme-{random.integers(20)}",
        impact=str(random.choice(IMPACTS)),
        impact_confidence=float(random.uniform(0.4, 1)),
        days_left=int(random.integers(1, 500)) if answerable and status != "closed" else None,
        days_old=int(random.integers(0, 900)),
        amount_eur=int(np.exp(random.normal(14, 1.5))) if kind == "call" else None,
        themes=themes,
        goals={int(goal): float(random.uniform(0.2, 0.9)) for goal in random.integers(1, 18, 2)},
        rules=rules,
        subjects=_subjects(random),
        vector=_meaning(list(themes), random),
    )


def _subjects(random: np.random.Generator) -> frozenset[str]:
    known = [*TERRITORIES, *AUDIENCES, *ASSETS]
    return frozenset(random.choice(known, int(random.integers(0, 5))).tolist())


def _meaning(themes: Sequence[str], random: np.random.Generator) -> Vector:
    """The unit vector of a text about ``themes``: what each is about, and as much that is its own."""
    centres = _centres()
    own = random.normal(size=DIMENSIONS) / np.sqrt(DIMENSIONS)
    mixed = sum((centres[THEMES.index(theme)] for theme in themes), own * np.sqrt(len(themes)))
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


@cache
def _centres() -> NDArray[np.float64]:
    centres = np.random.default_rng(0).normal(size=(len(THEMES), DIMENSIONS))
    return np.asarray(centres / np.linalg.norm(centres, axis=1, keepdims=True))


def run(*, towns: int = 947, signals: int = 10_000, runs: int = 5) -> Timing:
    """Time a pass over synthetic pairs. The peak is measured in turn with it."""
    of_towns, of_signals = synthetic_towns(towns), synthetic_signals(signals)
    started = time.perf_counter()
    panel = Panel(of_towns, of_signals, algorithm())
    groups = panel.groups
    prepared = time.perf_counter() - started
    square = np.random.default_rng(3).normal(size=(PEAK_SIZE, PEAK_SIZE)).astype(np.float32)
    peak, product, bulk = _best_of(
        runs,
        lambda: square @ square,
        lambda: [rows @ columns.T for _, rows, columns in groups],
        panel.candidates,
    )
    candidates = panel.candidates()
    (chosen,) = _best_of(1, lambda: choose(panel, candidates))
    peak_gflops = 2.0 * PEAK_SIZE**3 / 1e9 / peak
    work = 2.0 * sum(len(rows) * columns.size for _, rows, columns in groups) / 1e9
    return Timing(
        towns=towns,
        signals=signals,
        width=max((columns.shape[1] for _, _, columns in groups), default=0),
        prepare_seconds=prepared,
        bulk_seconds=bulk,
        product_seconds=product,
        choose_seconds=chosen,
        peak_gflops=peak_gflops,
        peak_share=work / bulk / peak_gflops,
        recall=recall(panel, candidates, sample=40),
    )


def run_world(*, towns: int = 250_000, signals: int = 2_000, best: int = 20) -> WorldTiming:
    """Time a pass of ``signals`` over the towns of the world, the ``best`` of each bucket for every town.

    Towns come in blocks, as they would from a database. The machine's peak is measured before each block.
    """
    of_signals = synthetic_signals(signals)
    named = msgspec.structs.replace(algorithm(), candidates=dict.fromkeys(BUCKETS, best))
    square = np.random.default_rng(3).normal(size=(PEAK_SIZE, PEAK_SIZE)).astype(np.float32)
    prepare = bulk = product = work = 0.0
    peak = float("inf")
    for block, start in enumerate(range(0, towns, WORLD_BLOCK)):
        of_towns = synthetic_towns(min(WORLD_BLOCK, towns - start), seed=block)
        begun = time.perf_counter()
        panel = Panel(of_towns, of_signals, named)
        groups = panel.groups
        prepare += time.perf_counter() - begun
        seconds = _best_of(1, lambda: square @ square, partial(_products, groups), panel.candidates)
        peak = min(peak, seconds[0])
        product, bulk = product + seconds[1], bulk + seconds[2]
        work += 2.0 * sum(len(rows) * columns.size for _, rows, columns in groups)
    rate = 2.0 * PEAK_SIZE**3 / peak
    return WorldTiming(
        prepare_seconds=prepare,
        bulk_seconds=bulk,
        product_seconds=product,
        peak_share=work / bulk / rate,
        product_share=work / product / rate,
        rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _products(groups: Sequence[tuple[Indices, Floats, Floats]]) -> None:
    """The matrix products of a pass alone, in blocks of the same size."""
    for _, rows, columns in groups:
        step = max(1, BLOCK_BYTES // (4 * len(columns)))
        for start in range(0, len(rows), step):
            np.matmul(rows[start : start + step], columns.T)


def recall(panel: Panel, candidates: Candidates, *, sample: int) -> float:
    """The share of the matches chosen with every signal a candidate that the candidates also give."""
    rows = slice(0, sample)
    few = Panel(panel.towns[rows], panel.signals, panel.algorithm)
    every = msgspec.structs.replace(
        panel.algorithm, candidates=dict.fromkeys(panel.algorithm.candidates, len(panel.signals))
    )
    every_one = Panel(few.towns, few.signals, every)
    best = choose(every_one, every_one.candidates())
    given = choose(
        few,
        Candidates(
            {name: places[rows] for name, places in candidates.places.items()},
            {name: scores[rows] for name, scores in candidates.scores.items()},
        ),
    )
    wanted = [{match.signal for match in town} for town in best]
    got = [{match.signal for match in town} for town in given]
    return sum(len(want & have) for want, have in zip(wanted, got, strict=True)) / max(
        1, sum(map(len, wanted))
    )


def _best_of(runs: int, *works: Callable[[], object]) -> list[float]:
    """The shortest time of each of ``works``, in seconds.

    They take turns, so that whatever else the machine does disturbs them alike.
    """
    best = [float("inf")] * len(works)
    for _ in range(runs):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - started)
    return best
