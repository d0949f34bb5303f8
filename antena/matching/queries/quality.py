"""How good the matching is, as the town halls say: verdicts against what was expected, week by week."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from antena.lib.dates import day_of
from antena.matching.enums import Bucket
from antena.matching.models import Verdict
from antena.matching.queries.verdicts import Given, Missing, given, missing
from antena.signals.models import SignalTheme

# The calibration is set against verdicts in steps of a fifth.
STEPS = 5
# A signal is about a theme, and a feature speaks for a match, from this score on.
SURE = 0.5
Key = TypeVar("Key", str, date)


@dataclass(frozen=True)
class Said:
    """Verdicts of one group: how many there are, how many called it worth reading."""

    label: str
    verdicts: int
    worth: int

    @property
    def percent(self) -> int:
        return round(100 * self.worth / self.verdicts) if self.verdicts else 0


@dataclass(frozen=True)
class Step:
    """Verdicts of matches with a like share: what was said beforehand and what was found, in per cent."""

    expected: int
    found: int
    verdicts: int


@dataclass(frozen=True)
class Quality:
    """The state of what can be learned. ``unkept`` verdicts were given before anything was written beside."""

    verdicts: int
    unkept: int
    missing: Missing
    reliability: tuple[Step, ...]
    by_week: tuple[tuple[date, Said], ...]
    by_bucket: tuple[Said, ...]
    by_feature: tuple[Said, ...]
    by_source: tuple[Said, ...]
    by_theme: tuple[Said, ...]


def quality() -> Quality:
    """What people said, set against what was expected. Three queries."""
    rows = given()
    themes = _themes(rows)
    return Quality(
        verdicts=len(rows),
        unkept=Verdict.objects.filter(seen={}).count(),
        missing=missing(rows),
        reliability=_reliability(rows),
        by_week=tuple(
            (monday, Said(monday.isoformat(), len(some), sum(row.worth for row in some)))
            for monday, some in sorted(_grouped(rows, lambda row: [_monday(day_of(row.at))]).items())
        ),
        by_bucket=_shares(rows, lambda row: [str(Bucket(row.bucket).label)]),
        by_feature=_shares(rows, lambda row: [name for name, score in row.features.items() if score >= SURE]),
        by_source=_shares(rows, lambda row: [row.source]),
        by_theme=_shares(rows, lambda row: themes.get(row.signal, ())),
    )


def _themes(rows: Iterable[Given]) -> dict[int, list[str]]:
    """Signal → the codes of the themes it is surely about."""
    found: dict[int, list[str]] = defaultdict(list)
    about = SignalTheme.objects.filter(signal__in={row.signal for row in rows}, score__gte=SURE)
    for signal, code in about.order_by("theme__code").values_list("signal_id", "theme__code"):
        found[signal].append(code)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _reliability(rows: Iterable[Given]) -> tuple[Step, ...]:
    known = [(row.share, row.worth) for row in rows if row.share is not None]
    found = []
    for number in range(STEPS):
        own = [one for one in known if number == min(STEPS - 1, int(one[0] * STEPS))]
        if own:
            expected = round(100 * sum(share for share, _ in own) / len(own))
            found.append(Step(expected, round(100 * sum(worth for _, worth in own) / len(own)), len(own)))
    return tuple(found)


def _shares(rows: Iterable[Given], of: Callable[[Given], Iterable[str]]) -> tuple[Said, ...]:
    grouped = _grouped(rows, of)
    return tuple(
        Said(str(label), len(some), sum(row.worth for row in some)) for label, some in sorted(grouped.items())
    )


def _grouped(rows: Iterable[Given], of: Callable[[Given], Iterable[Key]]) -> dict[Key, list[Given]]:
    found: dict[Key, list[Given]] = defaultdict(list)
    for row in rows:
        for key in of(row):
            found[key].append(row)
    return found
