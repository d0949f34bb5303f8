"""Verdicts as data: what the engine said when they were given, and whether there are enough to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antena.matching.engine import facts
from antena.matching.engine.explaining import explain
from antena.matching.enums import Answer
from antena.matching.models import Profile, Verdict
from antena.matching.queries import facts as reading
from antena.matching.queries.weights import in_force
from antena.signals.models import Signal

# Of fewer verdicts nothing is learned: in all, of each answer, and from how many towns.
LEAST, LEAST_EACH, LEAST_TOWNS = 80, 20, 10
# What somebody kept or already did was worth reading.
WORTH = (Answer.RELEVANT, Answer.DONE)


def seen(*, profile_id: int, signal_id: int, at: datetime) -> dict[str, Any]:
    """What the engine says of a pair now, to be kept with a verdict: algorithm, score, bucket, features."""
    model = reading.embedding_model()
    (town,) = reading.towns(Profile.objects.filter(pk=profile_id), model=model)
    (fact,) = reading.signals(Signal.objects.filter(pk=signal_id), at=at, model=model)
    named, known = in_force()
    found = explain(town, fact, named)
    share = (
        None if known is None or found.bucket not in known.curves else known.share(found.score, found.bucket)
    )
    return {
        "algorithm": named.name,
        "score": found.score,
        "bucket": found.bucket,
        "share": None if share is None else round(share, 3),
        "features": {reason.feature: reason.score for reason in found.reasons if reason.weight},
    }


def answered(
    towns: Sequence[facts.Town], signals: Sequence[facts.Signal], *answers: Answer
) -> dict[int, frozenset[int]]:
    """Place of a town → places of the signals to which it gave one of ``answers``. One query."""
    town_of = {town.id: place for place, town in enumerate(towns)}
    signal_of = {signal.id: place for place, signal in enumerate(signals)}
    found: dict[int, set[int]] = {}
    rows = Verdict.objects.filter(answer__in=answers).values_list("profile_id", "signal_id")
    for profile, signal in rows:
        if profile in town_of and signal in signal_of:
            found.setdefault(town_of[profile], set()).add(signal_of[signal])
    return {town: frozenset(places) for town, places in found.items()}


@dataclass(frozen=True)
class Given:
    """One verdict that can be learned from. ``share`` is what the calibration said then, None without one."""

    town: int
    signal: int
    source: str
    worth: bool
    at: datetime
    bucket: str
    share: float | None
    features: dict[str, float]


def given() -> list[Given]:
    """Every verdict that kept what the engine said, the oldest first. One query."""
    rows = Verdict.objects.exclude(seen={}).order_by("at", "pk")
    return [
        Given(
            town=town,
            signal=signal,
            source=source,
            worth=answer in WORTH,
            at=at,
            bucket=said["bucket"],
            share=said.get("share"),
            features=said["features"],
        )
        for town, signal, source, answer, at, said in rows.values_list(
            "profile_id", "signal_id", "signal__source", "answer", "at", "seen"
        )
    ]


@dataclass(frozen=True)
class Missing:
    """How many more verdicts are needed: in all, worth reading, not for the town, and towns that gave any."""

    verdicts: int
    worth: int
    not_worth: int
    towns: int

    @property
    def any(self) -> bool:
        return bool(self.verdicts or self.worth or self.not_worth or self.towns)


def missing(rows: Sequence[Given]) -> Missing:
    """What is missing before anything can be learned from ``rows``."""
    worth = sum(row.worth for row in rows)
    return Missing(
        verdicts=max(0, LEAST - len(rows)),
        worth=max(0, LEAST_EACH - worth),
        not_worth=max(0, LEAST_EACH - (len(rows) - worth)),
        towns=max(0, LEAST_TOWNS - len({row.town for row in rows})),
    )
