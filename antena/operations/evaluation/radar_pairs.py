"""Pairs of towns and signals judged by hand: is this worth reading for that town hall?

The definition and how the pairs were drawn are in ``docs/developer/judgements-radar.md``. Beside the code are
only places (the code of the national register), signals (their number at their source) and grades: "useful",
"perhaps", "not". What the engine says of a pair is read from the signals of this installation, as of the
day of the replayed answers; nothing is written.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from antena.matching.actions.reading import read_signals
from antena.matching.engine import facts
from antena.matching.engine.algorithm import Algorithm, bucket_of
from antena.matching.engine.explaining import reasons_of
from antena.matching.models import Profile
from antena.matching.queries import facts as reading
from antena.operations.datasets.reading import NoDataError
from antena.signals import standing
from antena.signals.models import Signal

# The day the replayed calls were asked for: what was open then is open here.
AT: Final = datetime(2026, 8, 12, 10, tzinfo=UTC)
_HOW: Final = (
    "judged signals are not in this installation: run `antena sync sedia --from {data}/replay/sedia` first,"
    " and the same for cellar"
)


class Grade(NamedTuple):
    """One judgement as it is stored; ``again`` is the second pass, "" where there was none."""

    place: str
    source: str
    signal: str
    grade: str
    again: str


class Judged(NamedTuple):
    """A pair with what was said of it. ``town`` and ``signal`` are facts of `AT`."""

    town: facts.Town
    signal: facts.Signal
    grade: str
    place: str
    external_id: str

    @property
    def is_worth(self) -> bool:
        """Useful, or perhaps: somebody of the town hall should read it."""
        return self.grade != "not"


def grades() -> list[Grade]:
    """Every judgement, both passes."""
    file = resources.files("antena.operations.evaluation.judged") / "radar.csv"
    return [Grade(**row) for row in csv.DictReader(file.read_text("utf-8").splitlines())]


def judged(data: Path) -> list[Judged]:
    """The judged pairs with their facts. Raises `NoDataError` where the signals are not in the database."""
    rows = grades()
    with transaction.atomic():
        towns, signals = _facts(rows)
        # statuses of another day were only looked at
        transaction.set_rollback(True)
    missing = {row for row in rows if row.place not in towns or (row.source, row.signal) not in signals}
    if missing:
        raise NoDataError(f"{len(missing)} of {len(rows)} {_HOW.format(data=data)}")
    return [
        Judged(towns[row.place], signals[row.source, row.signal], row.grade, row.place, row.signal)
        for row in rows
    ]


def _facts(
    rows: Sequence[Grade],
) -> tuple[Mapping[str, facts.Town], Mapping[tuple[str, str], facts.Signal]]:
    chosen = Signal.objects.filter(external_id__in={row.signal for row in rows})
    names = {pk: (source, id_) for pk, source, id_ in chosen.values_list("pk", "source", "external_id")}
    standing.restate(list(names), at=AT)
    read_signals(chosen.exclude(read_hash=""))
    model = reading.embedding_model()
    profiles = Profile.objects.filter(place__lau_code__in={row.place for row in rows}, place__is_member=True)
    codes = dict(profiles.values_list("pk", "place__lau_code"))
    towns = {codes[town.id]: town for town in reading.towns(profiles, model=model)}
    return towns, {names[one.id]: one for one in reading.signals(chosen, at=AT, model=model)}


class Scored(NamedTuple):
    """Judged pairs as arrays: features (n, k) with NaN where one abstained, one value a pair of the rest."""

    features: NDArray[np.float64]
    scores: NDArray[np.float64]
    buckets: NDArray[np.str_]
    worth: NDArray[np.bool_]
    towns: NDArray[np.str_]
    signals: NDArray[np.str_]


def scored(pairs: Sequence[Judged], algorithm: Algorithm) -> Scored:
    """What an algorithm says of judged pairs."""
    found = [reasons_of(pair.town, pair.signal, algorithm) for pair in pairs]
    by_name = [{reason.feature: reason.score for reason in reasons} for _, reasons in found]
    return Scored(
        np.array([[one.get(name, np.nan) for name in algorithm.weights] for one in by_name]),
        np.array([score for score, _ in found]),
        np.array([bucket_of(pair.signal) for pair in pairs]),
        np.array([pair.is_worth for pair in pairs]),
        np.array([pair.place for pair in pairs]),
        np.array([pair.external_id for pair in pairs]),
    )
