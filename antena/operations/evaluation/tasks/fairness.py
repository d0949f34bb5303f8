"""Do small towns get something useful that is new? Of the real calls and acts of this installation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from antena.lib.dates import day_of, days_between
from antena.matching.actions.reading import read_signals
from antena.matching.engine.algorithm import BUCKETS, Algorithm, algorithm, bucket_of
from antena.matching.engine.calibration import Calibration, calibration
from antena.matching.engine.choosing import choose
from antena.matching.engine.facts import Signal, Town
from antena.matching.engine.fairness import DAYS, LINE, is_small, new_ones, shares
from antena.matching.engine.scoring import Panel
from antena.matching.engine.vocabulary import SIZES
from antena.matching.models import Profile
from antena.matching.queries import facts as reading
from antena.matching.queries.fairness import gini
from antena.operations.datasets.reading import NoDataError
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.evaluation.measures import drawn, share
from antena.operations.evaluation.radar_pairs import AT
from antena.signals import standing
from antena.signals.models import Signal as Stored

Counts = NDArray[np.intp]
# The public set tells no day a call was opened: a call is taken to stand this long before its deadline.
_STANDS: Final = 120
_OURS: Final = "with the place kept"
_AT_ALL: Final = "at all"


def _run(bench: Bench) -> Sequence[Row]:
    towns, signals = _facts(bench.data)
    known = calibration(algorithm().name)
    if known is None:
        raise NoDataError(
            f"no calibration is shipped with {algorithm().name}: run `antena learn calibration`"
        )
    ages_aside = [msgspec.structs.replace(one, days_new=0) for one in signals]
    return [
        row
        for what, when, dated in (
            ("acts alone", f"of {DAYS} days", _acts(signals)),
            ("acts and calls", f"of {DAYS} days", _all(signals)),
            ("whatever its age", _AT_ALL, ages_aside),
        )
        for row in _rows(what, when, towns, dated, known)
    ]


def _facts(data: Path) -> tuple[list[Town], list[Signal]]:
    with transaction.atomic():
        standing.restate(list(Stored.objects.values_list("pk", flat=True)), at=AT)
        read_signals()
        model = reading.embedding_model()
        towns = reading.towns(Profile.objects.filter(place__is_member=True), model=model)
        signals = reading.signals(reading.standing(), at=AT, model=model)
        # statuses of another day were only looked at
        transaction.set_rollback(True)
    if not towns or not signals:
        raise NoDataError(
            f"no towns or signals: load members, then sync sedia and cellar --from {data}/replay"
        )
    return towns, signals


def _acts(signals: Sequence[Signal]) -> list[Signal]:
    """New are the acts of the `DAYS` before the newest of them, as if it were published today."""
    newest = max((one.published_on for one in signals if one.published_on is not None), default=None)
    return [
        msgspec.structs.replace(
            one,
            days_new=None
            if newest is None or one.published_on is None
            else days_between(one.published_on, newest),
        )
        for one in signals
    ]


def _all(signals: Sequence[Signal]) -> list[Signal]:
    """The same, and calls that opened before the day of the replay, `_STANDS` days before they close."""
    today = day_of(AT)
    result = []
    for one in _acts(signals):
        if one.kind == "call" and one.status == "open" and one.deadline is not None:
            days = days_between(one.deadline - timedelta(days=_STANDS), today)
            result.append(msgspec.structs.replace(one, days_new=days if days >= 0 else None))
        else:
            result.append(one)
    return result


def _rows(
    what: str, when: str, towns: list[Town], signals: list[Signal], known: Calibration
) -> Iterator[Row]:
    named = algorithm()
    kept, anything = _useful(towns, signals, named, known, keeps=True)
    plain, anything_plain = _useful(towns, signals, named, known, keeps=False)
    counts = {
        _OURS: kept,
        "without the place": plain,
        "the same list to all": _same_to_all(towns, signals, named, known),
    }
    news = int(new_ones(signals).sum())
    small = np.array([is_small(town) for town in towns])
    bands = {label: np.array([code in town.traits for town in towns]) for code, label in SIZES.items()}
    parts = {"fewer than 1,000 inhabitants": small, "all towns": np.ones(len(towns), dtype=np.bool_), **bands}
    note = (
        f"{news} of {len(signals)} signals are new; useful is said by our own calibration (a share of {LINE}"
        " or more), which no town hall has confirmed; the acts are a sample of what was published"
    )
    for label, own in parts.items():
        if own.any():
            yield Row(
                what=f"{what}, {label}",
                metric=f"have something useful {when}",
                ours=share(counts[_OURS][own] > 0),
                baselines={name: share(some[own] > 0) for name, some in counts.items() if name != _OURS},
                goal=Goal(value=1.0) if own is small and when != _AT_ALL else None,
                note=note,
            )
    yield Row(
        what=f"{what}, fewer than 1,000 inhabitants",
        metric=f"have anything {when}, useful or not",
        ours=share(anything[small] > 0),
        baselines={"without the place": share(anything_plain[small] > 0)},
    )
    yield Row(
        what=f"{what}, all towns",
        metric="Gini of useful counts",
        ours=_gini(counts[_OURS]),
        baselines={name: _gini(some) for name, some in counts.items() if name != _OURS},
        note="0 where all towns have the same number, also where all have none",
    )


def _gini(counts: Counts) -> Figure:
    return drawn(lambda places: gini(counts[places].tolist()), len(counts), draws=200)


def _useful(
    towns: list[Town], signals: list[Signal], named: Algorithm, known: Calibration, *, keeps: bool
) -> tuple[Counts, Counts]:
    """For each town how many of its choice are useful and new, and how many are new."""
    panel = Panel(towns, signals, named)
    new = new_ones(signals)
    chosen = choose(panel, panel.candidates(), calibration=known if keeps else None)
    fresh = [[one for one in own if new[one.signal]] for own in chosen]
    useful = [
        sum(known.share(one.score, one.bucket) >= LINE for one in own if one.bucket in known.curves)
        for own in fresh
    ]
    return np.array(useful, dtype=np.intp), np.array([len(own) for own in fresh], dtype=np.intp)


def _same_to_all(towns: list[Town], signals: list[Signal], named: Algorithm, known: Calibration) -> Counts:
    """What the towns would have of one list for all: the places of each bucket filled by the mean score.

    What a gate closes to a town is not useful to it.
    """
    whole: Mapping[str, int] = dict.fromkeys(BUCKETS, len(signals))
    panel = Panel(towns, signals, msgspec.structs.replace(named, candidates=whole))
    every = np.broadcast_to(np.arange(len(signals)), (len(towns), len(signals)))
    exact = panel.exact(np.arange(len(towns)), every).astype(np.float64)
    passes = np.zeros(exact.shape, dtype=np.bool_)
    places = panel.candidates().places
    for name in BUCKETS:
        rows, columns = np.nonzero(places[name] >= 0)
        passes[rows, places[name][rows, columns]] = True
    means = np.where(passes, exact, 0.0).mean(axis=0)
    buckets = np.array([BUCKETS.index(bucket_of(one)) for one in signals], dtype=np.intp)
    new = new_ones(signals)
    counts = np.zeros(len(towns), dtype=np.intp)
    for number, name in enumerate(BUCKETS):
        own = np.flatnonzero(buckets == number)
        for place in own[np.argsort(-means[own], kind="stable")[: named.places[name]]].tolist():
            if new[place]:
                worth = shares(exact[:, place], np.full(len(towns), number), known)
                counts += passes[:, place] & (worth >= LINE)
    return counts


TASK = Task(
    name="fairness",
    title="Do small towns get something useful that is new?",
    data="947 municipalities of Catalonia with the EU calls and acts of the replay",
    split="nothing is learned; acts are new in the 30 days before the newest of them, calls have no opening"
    f" date in the public set and are taken to open {_STANDS} days before they close",
    run=_run,
)
