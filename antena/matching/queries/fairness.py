"""Whether the small are served: who has something useful that is new, by size and by county.

A match is useful where the town said so, never where it said the opposite, and elsewhere where the share of
such matches that were judged worth reading reaches a line (`engine.fairness.LINE`). It is new by the signal's
own date (`news.new_on`): an installation made today has read old things, not new ones. Without a calibration
nobody knows what is useful but the towns themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean

import numpy as np
from django.utils.translation import gettext

from antena.lib.dates import day_of
from antena.matching.engine.algorithm import BUCKETS
from antena.matching.engine.fairness import DAYS, KEY, LINE, SMALL, shares
from antena.matching.engine.vocabulary import SIZES
from antena.matching.models import Match, Profile, Verdict
from antena.matching.queries.news import new_on
from antena.matching.queries.verdicts import WORTH
from antena.matching.queries.weights import in_force
from antena.signals.models import Signal

# A town is served with one useful thing that is new; more than this many are told as "so many or more".
ENOUGH, MOST = 1, 4


@dataclass(frozen=True)
class Town:
    """A town with how many useful things of its radar are new; ``kept``: the place kept for it is taken."""

    slug: str
    name: str
    county: str
    size: str
    useful: int
    kept: bool

    @property
    def is_served(self) -> bool:
        return self.useful >= ENOUGH

    @property
    def is_small(self) -> bool:
        return self.size in SMALL


@dataclass(frozen=True)
class Group:
    """Towns of one size or county: how many are served, and how many have 0, 1, 2 … `MOST` or more."""

    label: str
    towns: int
    served: int
    spread: tuple[int, ...]
    mean: float

    @property
    def percent(self) -> int:
        return round(100 * self.served / self.towns) if self.towns else 0


@dataclass(frozen=True)
class Fairness:
    """Who is served. ``left_out`` are the small towns that are not, by name; ``kept`` how many have the place
    kept for them taken, by the best of what is new, useful or not. ``gini`` is of the useful counts of all
    towns, in [0, 1].
    """

    small: Group
    whole: Group
    by_size: tuple[Group, ...]
    by_county: tuple[Group, ...]
    towns: tuple[Town, ...]
    kept: int
    gini: float

    @property
    def left_out(self) -> tuple[Town, ...]:
        return tuple(town for town in self.towns if town.is_small and not town.is_served)


def fairness(*, at: datetime) -> Fairness:
    """Who has something useful that came in the `DAYS` before ``at``. Seven queries."""
    useful, kept = _useful(at)
    rows = Profile.objects.order_by("place__sort_key", "pk").values_list(
        "pk", "place__slug", "place__name", "place__county__name", "traits"
    )
    towns = tuple(
        Town(slug, name, county or "", _size(traits), useful[pk], pk in kept)
        for pk, slug, name, county, traits in rows
    )
    counties = sorted({town.county for town in towns if town.county})
    return Fairness(
        small=_group(gettext("Fewer than 1,000 inhabitants"), (town for town in towns if town.is_small)),
        whole=_group(gettext("All towns"), towns),
        by_size=tuple(
            _group(gettext(label), own)
            for code, label in SIZES.items()
            if (own := [town for town in towns if town.size == code])
        ),
        by_county=tuple(_group(name, (town for town in towns if town.county == name)) for name in counties),
        towns=towns,
        kept=sum(town.kept for town in towns),
        gini=gini([town.useful for town in towns]),
    )


def gini(counts: Iterable[int]) -> float:
    """Gini's coefficient: 0 where all have the same or nothing, near 1 where one has all."""
    values = np.sort(np.fromiter(counts, dtype=np.float64))
    if not values.sum():
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float(2 * (ranks * values).sum() / (len(values) * values.sum()) - (len(values) + 1) / len(values))


def _useful(at: datetime) -> tuple[Counter[int], set[int]]:
    """Profile → how many useful things came in the window; and the profiles whose kept place is taken."""
    today = day_of(at)
    of_matches = Signal.objects.filter(pk__in=Match.objects.values("signal"))
    since = today - timedelta(days=DAYS)
    news = {signal for signal, day in new_on(of_matches, today=today).items() if day >= since}
    _, known = in_force()
    answers = {
        (profile, signal): answer in WORTH
        for profile, signal, answer in Verdict.objects.values_list("profile_id", "signal_id", "answer")
    }
    rows = list(
        Match.objects.filter(signal__in=news)
        .order_by("pk")
        .values_list("profile_id", "signal_id", "score", "bucket", "reasons__0__key")
    )
    scores = np.array([row[2] for row in rows], dtype=np.float64)
    buckets = np.array([BUCKETS.index(row[3]) for row in rows], dtype=np.intp)
    worth = np.zeros(len(rows)) if known is None else shares(scores, buckets, known)
    useful: Counter[int] = Counter()
    kept = set()
    for (profile, signal, _, _, first), share in zip(rows, worth.tolist(), strict=True):
        useful[profile] += answers.get((profile, signal), share >= LINE)
        if first == KEY:
            kept.add(profile)
    return useful, kept


def _size(traits: list[str]) -> str:
    return next((code for code in traits if code in SIZES), "")


def _group(label: str, towns: Iterable[Town]) -> Group:
    counts = [town.useful for town in towns]
    spread = Counter(min(count, MOST) for count in counts)
    return Group(
        label=label,
        towns=len(counts),
        served=sum(count >= ENOUGH for count in counts),
        spread=tuple(spread[number] for number in range(MOST + 1)),
        mean=mean(counts) if counts else 0.0,
    )
