"""Adopted priorities: those in force, as the engine takes them, and what one would change if adopted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import numpy as np
from django.db.models import Q, QuerySet

from antena.lib.dates import day_of
from antena.matching.engine import facts, priorities
from antena.matching.engine.algorithm import bucket_of
from antena.matching.engine.choosing import choose
from antena.matching.engine.programmes import family
from antena.matching.engine.scoring import Panel
from antena.matching.enums import Answer, PriorityKind
from antena.matching.models import Priority, Profile
from antena.matching.queries import facts as reading
from antena.matching.queries.verdicts import answered
from antena.matching.queries.weights import in_force as weights_in_force
from antena.signals.models import Signal
from antena.themes.models import Theme

# How many pairs of each kind a preview names.
EXAMPLES = 5


def listed() -> QuerySet[Priority]:
    """Every priority that was ever adopted, the newest first."""
    return Priority.objects.select_related("entered_by").order_by("-adopted_on", "-pk")


def in_force(day: date) -> QuerySet[Priority]:
    """The priorities that count on ``day``, the oldest first."""
    lasts = Q(ends_on=None) | Q(ends_on__gte=day)
    return Priority.objects.filter(lasts, withdrawn_at=None, starts_on__lte=day).order_by("pk")


def for_engine(rows: Iterable[Priority]) -> list[priorities.Priority]:
    """Priorities as the engine takes them. A field stands for all its themes; a programme for its family."""
    rows = list(rows)
    fields = [row.code for row in rows if row.kind == PriorityKind.THEME]
    children: dict[str, list[str]] = {}
    if fields:
        found = Theme.objects.filter(parent__code__in=fields).order_by("code")
        for parent, code in found.values_list("parent__code", "code"):
            children.setdefault(parent, []).append(code)
    return [
        priorities.Priority(
            kind=row.kind,
            codes=_codes(row, children.get(row.code, ())),
            factor=row.factor,
            values={
                "id": row.pk,
                "priority": row.title,
                "body": row.body,
                "adopted": row.adopted_on.isoformat(),
            },
        )
        for row in rows
    ]


def _codes(row: Priority, children: Sequence[str]) -> tuple[str, ...]:
    if row.kind == PriorityKind.PROGRAMME:
        return (programme_code(row.code),)
    return (row.code, *children)


def programme_code(name: str) -> str:
    """What a programme is told by: its family, or its name where we know none."""
    return family(name) or name.casefold().strip()


def signals(chosen: QuerySet[Signal], *, at: datetime, model: str) -> list[facts.Signal]:
    """`facts.signals` with what the priorities in force ``at`` do to each; one query more, or two."""
    adopted = for_engine(in_force(day_of(at)))
    return [moved_by(one, adopted) for one in reading.signals(chosen, at=at, model=model)]


def moved_by(signal: facts.Signal, adopted: Sequence[priorities.Priority]) -> facts.Signal:
    """The signal with what the adopted priorities do to it."""
    if not adopted:
        return signal
    belongs: dict[str, Mapping[str, float]] = {
        PriorityKind.THEME: signal.themes,
        PriorityKind.GOAL: {str(goal): score for goal, score in signal.goals.items()},
        PriorityKind.PROGRAMME: {programme_code(signal.programme): 1.0} if signal.programme else {},
    }
    return msgspec.structs.replace(signal, touches=priorities.touches(adopted, belongs))


@dataclass(frozen=True)
class Example:
    """One match a priority would bring or take away."""

    town: str
    signal: Signal
    enters: bool


@dataclass(frozen=True)
class Effect:
    """What a priority would change. ``towns`` would see a change, of ``of``; ``signals`` are touched by it.

    ``moved`` are matches that stay in another place of their list.
    """

    signals: int
    towns: int
    of: int
    entering: int
    leaving: int
    moved: int
    examples: tuple[Example, ...]


def effect_of(draft: Priority, *, at: datetime) -> Effect:
    """Choose for all towns with ``draft`` and without it, with what they answered; nothing is stored."""
    model = reading.embedding_model()
    towns = reading.towns(Profile.objects.all(), model=model)
    adopted = for_engine(in_force(day_of(at)))
    plain = reading.signals(reading.standing(), at=at, model=model)
    without, with_it = (
        [moved_by(one, some) for one in plain] for some in (adopted, [*adopted, *for_engine([draft])])
    )
    away = answered(towns, plain, Answer.NOT_FOR_US, Answer.DONE)
    pinned = answered(towns, plain, Answer.RELEVANT)
    before, after = (_chosen(towns, some, away, pinned) for some in (without, with_it))
    changed = sum(one.touches != other.touches for one, other in zip(without, with_it, strict=True))
    return _compare(towns, plain, before, after, changed)


_Choice = Sequence[Mapping[int, tuple[str, int]]]


_Places = Mapping[int, frozenset[int]]


def _chosen(
    towns: Sequence[facts.Town], signals: Sequence[facts.Signal], away: _Places, pinned: _Places
) -> _Choice:
    """For each town: place of a signal → its bucket and rank; 0 is that of what the town pinned alone."""
    named, known = weights_in_force()
    panel = Panel(towns, signals, named)
    chosen = choose(panel, panel.candidates(), put_away=away, calibration=known)
    return [
        {place: (bucket_of(signals[place]), 0) for place in pinned.get(town, ())}
        | {match.signal: (match.bucket, match.rank) for match in matches}
        for town, matches in enumerate(chosen)
    ]


def _compare(
    towns: Sequence[facts.Town],
    signals: Sequence[facts.Signal],
    before: _Choice,
    after: _Choice,
    touches: int,
) -> Effect:
    counts: Counter[str] = Counter()
    pairs: list[tuple[int, int, bool]] = []
    for town, (was, will) in enumerate(zip(before, after, strict=True)):
        entering, leaving = sorted(will.keys() - was.keys()), sorted(was.keys() - will.keys())
        moved = sum(was[place] != will[place] for place in was.keys() & will.keys())
        counts.update(entering=len(entering), leaving=len(leaving), moved=moved, towns=was != will)
        pairs += [(town, place, True) for place in entering] + [(town, place, False) for place in leaving]
    return Effect(
        signals=touches,
        towns=counts["towns"],
        of=len(towns),
        entering=counts["entering"],
        leaving=counts["leaving"],
        moved=counts["moved"],
        examples=_examples(towns, signals, pairs),
    )


def _examples(
    towns: Sequence[facts.Town], signals: Sequence[facts.Signal], pairs: Sequence[tuple[int, int, bool]]
) -> tuple[Example, ...]:
    """A few pairs that enter and a few that leave, spread over the towns."""
    picked = []
    for enters in (True, False):
        of_kind = [pair for pair in pairs if pair[2] is enters]
        spread = np.linspace(0, len(of_kind) - 1, min(EXAMPLES, len(of_kind))).astype(int)
        picked += [of_kind[place] for place in dict.fromkeys(spread.tolist())]
    names = dict(
        Profile.objects.filter(pk__in=[towns[town].id for town, _, _ in picked]).values_list(
            "pk", "place__name"
        )
    )
    wanted = Signal.objects.filter(pk__in=[signals[place].id for _, place, _ in picked])
    known: dict[int, Any] = {signal.pk: signal for signal in wanted.prefetch_related("texts")}
    return tuple(
        Example(names[towns[town].id], known[signals[place].id], enters) for town, place, enters in picked
    )
