"""Which places to propose to a town as twins: the best of all, not all alike, each with its reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antena.matching.twins.features import FEATURES, Case, Setting
from antena.matching.twins.model import Model, chance, knowledge_of, levels_of
from antena.matching.twins.saying import Said, say
from antena.matching.twins.world import Floats, Ints, bands_of

# Of one country at most this share of a list, and of one region.
OF_COUNTRY, OF_REGION = 0.25, 0.1
_FEWEST_OF_COUNTRY, _FEWEST_OF_REGION = 3, 2
# How much openness counts for the order beside fit; chosen on towns that are learned from, between finding
# real twins (which large cities have many of) and proposing towns as large as real twins are.
OPENNESS_COUNTS = 0.5
# Of the odds of fit: what is likelier by chance than as a twin comes after all that is not.
_EVEN = 0.0
_AFTER = 100.0
# What adds less than this to the log-odds is not worth a sentence.
SMALLEST = 0.05


@dataclass(frozen=True)
class Found:
    """A place proposed, by its position. ``base`` and all contributions add up to the log-odds of the score;
    those of features not worth a sentence are ``rest``. The strongest come first, on either side.

    ``openness`` is how open the place is to any twin, against the middle of places that have one: it counts
    for the order, not for the score.
    """

    place: int
    score: float
    base: float
    rest: float
    openness: Said
    reasons: tuple[Said, ...]
    against: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is looked for. ``countries`` are numbers of countries, None for any but the town's own;
    ``places`` positions to choose among, None for all; ``population`` from and to, both included.
    """

    most: int = 20
    countries: frozenset[int] | None = None
    places: Ints | None = None
    population: tuple[int, int] | None = None

    @property
    def anywhere(self) -> bool:
        """Whether the whole world is looked through."""
        return self.countries is None and self.places is None


def find(
    setting: Setting, model: Model, town: int, wish: Wish, *, excluded: Sequence[int] | Ints = ()
) -> tuple[Found, ...]:
    """The places that suit ``town`` best and are most open to a twin, at most ``wish.most``, best first.

    Left out are the town itself and ``excluded``. Where nobody said which countries, what fits worse than
    chance comes after all that does not, however open it is: a village is not helped by a list of capitals.
    Of one country come at most a quarter of the list and of
    one region a tenth (but three and two in any case), unless there are not enough others.
    """
    others = _candidates(setting, town, wish, excluded)
    if not len(others) or wish.most <= 0:
        return ()
    of_country = knowledge_of(setting, town)
    case = Case(setting, town, others)
    knowledge = of_country[case.countries]
    fit = model.log_odds(case, knowledge)
    value = worth(model, case, knowledge, fit)
    if wish.anywhere:
        value = np.where(fit < _EVEN, value - _AFTER, value).astype(np.float32)
    chosen = diverse(setting, others, value, wish)
    best = Case(setting, town, others[chosen])
    return explain(model, best, of_country)


def worth(model: Model, case: Case, knowledge: NDArray[np.uint8], fit: Floats) -> Floats:
    """What places are ordered by, (n,): how well they ``fit`` and, for half as much, how open they are."""
    openness = model.openness_of(case.setting, case.others, knowledge)
    return np.asarray(fit + OPENNESS_COUNTS * openness, dtype=np.float32)


def explain(model: Model, case: Case, of_country: NDArray[np.uint8]) -> tuple[Found, ...]:
    """Score and reasons of every pair of a case, in its order."""
    levels = levels_of(case)
    knowledge = of_country[case.countries]
    parts = model.contributions(levels, knowledge)
    bases = model.base[knowledge]
    scores = chance(bases + parts.sum(axis=1))
    openness = model.openness_of(case.setting, case.others, knowledge).tolist()
    return tuple(
        _found(
            case,
            number,
            base=float(bases[number]),
            score=float(scores[number]),
            openness=openness[number],
            parts=parts[number],
        )
        for number in range(len(case.others))
    )


def _found(
    case: Case, number: int, *, base: float, score: float, openness: float, parts: NDArray[np.float32]
) -> Found:
    added: Counter[str] = Counter()
    for feature, part in zip(FEATURES, parts.tolist(), strict=True):
        added[feature.topic] += part
    spoken = [say(case, number, topic, part) for topic, part in added.items() if abs(part) >= SMALLEST]
    spoken.sort(key=lambda said: -abs(said.contribution))
    return Found(
        place=int(case.others[number]),
        score=score,
        base=base,
        rest=sum(part for part in added.values() if abs(part) < SMALLEST),
        openness=say(case, number, "openness", openness),
        reasons=tuple(said for said in spoken if said.contribution > 0),
        against=tuple(said for said in spoken if said.contribution < 0),
    )


def _candidates(setting: Setting, town: int, wish: Wish, excluded: Sequence[int] | Ints) -> Ints:
    world = setting.world
    stay = np.ones(len(world), dtype=np.bool_)
    if wish.places is not None:
        stay[:] = False
        stay[wish.places] = True
    if wish.countries is not None:
        stay &= np.isin(world.country, list(wish.countries))
    elif wish.places is None:
        stay &= world.country != world.country[town]
    if wish.population is not None:
        low, high = wish.population
        stay &= (world.population >= low) & (world.population <= high) & (bands_of(world.population) > 0)
    stay[np.asarray(excluded, dtype=np.int64)] = False
    stay[town] = False
    return np.flatnonzero(stay)


def diverse(setting: Setting, others: Ints, worth: NDArray[np.float32], wish: Wish) -> Ints:
    """Places of ``others`` (their numbers) in order of ``worth``, few of one country and of one region.

    Where the countries were chosen by whoever asks, only regions are held apart.
    """
    world, most = setting.world, wish.most
    limits = (
        max(_FEWEST_OF_COUNTRY, int(most * OF_COUNTRY)) if wish.anywhere else most,
        max(_FEWEST_OF_REGION, int(most * OF_REGION)) if wish.places is None else most,
    )
    # Enough of the best for any limits to be met, in a stable order.
    reach = min(len(others), max(2_000, 50 * most))
    nearest = np.argpartition(-worth, reach - 1)[:reach]
    order = nearest[np.lexsort((world.ids[others[nearest]], -worth[nearest]))]
    countries: Counter[int] = Counter()
    regions: Counter[int] = Counter()
    chosen: list[int] = []
    passed: list[int] = []
    for number in order.tolist():
        if len(chosen) == most:
            break
        country, region = int(world.country[others[number]]), int(world.region[others[number]])
        if countries[country] >= limits[0] or regions[region] >= limits[1]:
            passed.append(number)
            continue
        countries[country] += 1
        regions[region] += 1
        chosen.append(number)
    chosen += passed[: most - len(chosen)]
    return np.array(sorted(chosen, key=lambda number: -worth[number]), dtype=np.int64)
