"""Whether the small are served: who has something worth reading that is new, by size and by county.

A match counts as worth reading where the town said so, never where it said the opposite, and elsewhere by
the share of such matches that were judged so (`engine.calibration`). Without a calibration every match to act
on or to follow counts half.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from antena.matching.engine.vocabulary import SIZES
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile, Verdict
from antena.matching.queries.verdicts import WORTH
from antena.matching.queries.weights import in_force

WINDOW = timedelta(days=30)
# Towns of these sizes are looked after: fewer than 1,000 inhabitants.
SMALL = ("village_under_500", "under_1000")
# A town is served where what came in the window is expected to hold one thing worth reading, or more.
ENOUGH = 1.0
_UNKNOWN = {Bucket.ACT: 0.5, Bucket.FOLLOW: 0.5, Bucket.INSPIRE: 0.0}


@dataclass(frozen=True)
class Group:
    """Towns of one size or county: how many are served, and how much each may expect (a mean)."""

    label: str
    towns: int
    served: int
    expected: float

    @property
    def percent(self) -> int:
        return round(100 * self.served / self.towns) if self.towns else 0


@dataclass(frozen=True)
class Fairness:
    """Who is served. ``unserved`` are the names of small towns that are not, in order."""

    small: Group
    by_size: tuple[Group, ...]
    by_county: tuple[Group, ...]
    unserved: tuple[str, ...]


def fairness(*, at: datetime) -> Fairness:
    """Who got something worth reading in the `WINDOW` before ``at``. Four queries."""
    expected = _expected(at)
    rows = [
        (_size(traits), county or "", name, expected.get(pk, 0.0))
        for pk, traits, county, name in Profile.objects.order_by("place__sort_key").values_list(
            "pk", "traits", "place__county__name", "place__name"
        )
    ]
    small = [row for row in rows if row[0] in SMALL]
    counties = sorted({county for _, county, _, _ in rows if county})
    return Fairness(
        small=_group(gettext("Fewer than 1,000 inhabitants"), [row[3] for row in small]),
        by_size=tuple(
            _group(gettext(label), own)
            for code, label in SIZES.items()
            if (own := [row[3] for row in rows if row[0] == code])
        ),
        by_county=tuple(_group(county, [row[3] for row in rows if row[1] == county]) for county in counties),
        unserved=tuple(name for _, _, name, much in small if much < ENOUGH),
    )


def _expected(at: datetime) -> dict[int, float]:
    """Profile → how many things worth reading came in the window, as far as anybody knows."""
    _, known = in_force()
    answers = dict(
        ((profile, signal), answer in WORTH)
        for profile, signal, answer in Verdict.objects.values_list("profile_id", "signal_id", "answer")
    )
    found: dict[int, float] = defaultdict(float)
    recent = Match.objects.filter(since__gt=at - WINDOW, since__lte=at)
    for profile, signal, score, bucket in recent.values_list("profile_id", "signal_id", "score", "bucket"):
        said = answers.get((profile, signal))
        if said is not None:
            found[profile] += float(said)
        elif known is not None and bucket in known.curves:
            found[profile] += known.share(score, bucket)
        else:
            found[profile] += _UNKNOWN[Bucket(bucket)]
    return found


def _size(traits: list[str]) -> str:
    return next((code for code in traits if code in SIZES), "")


def _group(label: str, values: list[float]) -> Group:
    served = sum(value >= ENOUGH for value in values)
    return Group(label, len(values), served, sum(values) / len(values) if values else 0.0)
