"""What the office reads of matches: to whom a signal matters, and whether the small are served."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext

from antena.matching.engine.vocabulary import SIZES
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile, Verdict
from antena.signals.models import Signal

# What a town can use: something to act on, or to follow.
USEFUL = (Bucket.ACT, Bucket.FOLLOW)
SMALLEST = ("village_under_500", "under_1000")


@dataclass(frozen=True)
class Share:
    """How many towns of a group have something, of how many there are."""

    label: str
    having: int
    towns: int

    @property
    def percent(self) -> int:
        return round(100 * self.having / self.towns) if self.towns else 0


@dataclass(frozen=True)
class TownsForSignal:
    """The towns a signal is suggested to: the best of them with their match, and how many of each group."""

    count: int
    top: tuple[Match, ...]
    by_size: tuple[Share, ...]
    by_county: tuple[Share, ...]
    # answer → how many towns gave it
    verdicts: dict[str, int]


def towns_for_signal(signal: Signal, *, limit: int = 20) -> TownsForSignal:
    """To whom ``signal`` matters. Matches in ``top`` have their profile and place at hand."""
    having = set(Match.objects.filter(signal=signal).values_list("profile_id", flat=True))
    top = (
        Match.objects.filter(signal=signal).select_related("profile__place__county").order_by("-score", "pk")
    )
    answers = Verdict.objects.filter(signal=signal).values_list("answer").annotate(towns=Count("pk"))
    rows = list(Profile.objects.values_list("pk", "traits", "place__county__name", "place__county__sort_key"))
    counties = sorted({(key or "", name or "") for _, _, name, key in rows})
    return TownsForSignal(
        count=len(having),
        top=tuple(top[:limit]),
        by_size=_by_size(((traits, pk in having) for pk, traits, _, _ in rows)),
        by_county=_shares(
            [(name, name) for _, name in counties], ((name or "", pk in having) for pk, _, name, _ in rows)
        ),
        verdicts=dict(answers.order_by()),
    )


@dataclass(frozen=True)
class Overview:
    """The state of matching. ``useful`` counts towns with something to act on or to follow, by size."""

    towns: int
    confirmed: int
    matches: dict[str, int]
    useful: tuple[Share, ...]
    useful_smallest: Share
    useful_all: Share
    computed_at: datetime | None


def overview() -> Overview:
    """How many matches there are in each bucket, and which sizes of town have something useful. Four
    queries.
    """
    counts = Match.objects.values_list("bucket").annotate(rows=Count("pk")).order_by()
    useful = set(Match.objects.filter(bucket__in=USEFUL).values_list("profile_id", flat=True).distinct())
    rows = list(Profile.objects.values_list("pk", "traits", "confirmed_at"))
    served = [(traits, pk in useful) for pk, traits, _ in rows]
    small = [has for traits, has in served if set(SMALLEST) & set(traits)]
    return Overview(
        towns=len(rows),
        confirmed=sum(confirmed is not None for _, _, confirmed in rows),
        matches={bucket.value: 0 for bucket in Bucket} | dict(counts),
        useful=_by_size(served),
        useful_smallest=Share(gettext("Fewer than 1,000 inhabitants"), sum(small), len(small)),
        useful_all=Share(gettext("All towns"), len(useful), len(rows)),
        computed_at=Match.objects.aggregate(last=Max("computed_at"))["last"],
    )


def _by_size(rows: Iterable[tuple[list[str], bool]]) -> tuple[Share, ...]:
    sizes = [(code, gettext(label)) for code, label in SIZES.items()]
    return _shares(
        sizes, ((next((code for code in traits if code in SIZES), ""), has) for traits, has in rows)
    )


def _shares(groups: Iterable[tuple[str, str]], rows: Iterable[tuple[str, bool]]) -> tuple[Share, ...]:
    """A share for each group (code, label) that has towns, in their order."""
    towns: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for code, has in rows:
        towns[code] += 1
        having[code] += has
    return tuple(Share(label, having[code], towns[code]) for code, label in groups if towns[code])
