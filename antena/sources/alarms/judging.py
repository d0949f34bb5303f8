"""What is wrong with a source, judged from its past runs. Plain rules; each says what it compares."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

import msgspec

from antena.sources.contracts import Contract
from antena.sources.enums import RunState, Trouble
from antena.sources.rules import GRACE

# How many past runs are looked at. What changed longer ago than that is how the source is.
RECENT = 30
# A usual volume is spoken of from this many whole runs on.
VOLUME_RUNS = 8
# A value further from the median than this many standard deviations is an outlier (Iglewicz and Hoaglin,
# "How to Detect and Handle Outliers", 1993); 1.4826 makes the median absolute deviation one of a normal.
OUTLIER = 3.5
SCALE = 1.4826
# The band is never narrower than this share of the median, nor than this many records: a source that brought
# 50, 50, 50 and then 51 is well, and a quiet week of three records says nothing.
NARROWEST = 0.25
FEWEST = 10
# A field is missing when fewer than a third came of what its rarest run leads us to expect, where that is at
# least this many records.
FIELD_RUNS = 3
FIELD_RECORDS = 10
FIELD_SHARE = 1 / 3
# Coverage falls when it is this far below the median of the runs before.
COVERAGE_RUNS = 3
COVERAGE_FALL = 0.05


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """A finished live run, as the rules need it. ``days`` is how many days its window covered.

    ``coverage`` is listed / publisher's total; None where nobody says. ``fields`` as in `models.Run`.
    """

    run_id: int
    at: datetime
    state: str
    rows: int = 0
    days: int = 1
    failed_pages: int = 0
    pages: int = 0
    problem: str = ""
    error: str = ""
    coverage: float | None = None
    unknown: frozenset[str] = frozenset()
    fields: Mapping[str, int] = {}


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a source ``at`` a moment. ``passes`` are its last runs, the newest first.

    ``sampled`` are the unknown fields its samples have. ``opened`` says from which run on an open alarm sees
    its trouble: the runs before it stay the measure, or a change would be the usual after one run.
    ``accepted`` says from which run on a person calls it the usual.
    """

    contract: Contract
    at: datetime
    passes: Sequence[Pass] = ()
    first_run: datetime | None = None
    last_run: datetime | None = None
    last_good: datetime | None = None
    last_new: datetime | None = None
    sampled: frozenset[str] = frozenset()
    opened: Mapping[str, datetime] = {}
    accepted: Mapping[str, datetime] = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One trouble: the values of its sentence, and the run that shows it, None where there is no such run."""

    trouble: Trouble
    detail: dict[str, str | int | float | list[str]] = {}
    run_id: int | None = None


def findings(past: Past) -> list[Finding]:
    """Return what is wrong with a source, the gravest first."""
    if past.contract.missing_keys:
        return [Finding(trouble=Trouble.KEY_MISSING, detail={"keys": list(past.contract.missing_keys)})]
    return [found for look in _LOOKS if (found := look(past)) is not None]


def late(past: Past) -> Finding | None:
    """No run for one and a half rhythms, or no whole one for three."""
    if past.first_run is None or past.last_run is None:
        return None
    overdue = timedelta(hours=past.contract.rhythm.run_hours * GRACE)
    good = past.last_good or past.first_run
    if past.at - past.last_run <= overdue and past.at - good <= 2 * overdue:
        return None
    hours = past.contract.rhythm.run_hours
    return Finding(
        trouble=Trouble.LATE,
        detail={"last": past.last_good.isoformat() if past.last_good else "", "hours": hours},
    )


def silent(past: Past) -> Finding | None:
    """Runs come, new items do not, for longer than the contract expects."""
    last = past.last_new or past.first_run
    hours = past.contract.rhythm.item_hours
    if last is None or past.at - last <= timedelta(hours=hours):
        return None
    return Finding(
        trouble=Trouble.SILENT,
        detail={"last": past.last_new.isoformat() if past.last_new else "", "hours": hours},
    )


def failing(past: Past) -> Finding | None:
    """The newest run brought nothing, or three in a row were not whole."""
    newest = next(iter(past.passes), None)
    if newest is None:
        return None
    not_whole = [one.state != RunState.DONE for one in past.passes[:3]]
    if newest.state != RunState.FAILED and not (len(not_whole) == 3 and all(not_whole)):
        return None
    if newest.state == RunState.REFUSED:
        return None
    return Finding(
        trouble=Trouble.FAILING,
        run_id=newest.run_id,
        detail={
            "problem": newest.problem,
            "error": newest.error,
            "failed": newest.failed_pages,
            "pages": newest.pages,
        },
    )


def refused(past: Past) -> Finding | None:
    """The newest run brought so little that nothing of it was believed."""
    newest = next(iter(past.passes), None)
    if newest is None or newest.state != RunState.REFUSED:
        return None
    detail: dict[str, str | int | float | list[str]] = {"problem": newest.problem, "error": newest.error}
    return Finding(trouble=Trouble.REFUSED, run_id=newest.run_id, detail=detail)


def volume(past: Past) -> Finding | None:
    """The newest whole run brought far more or far fewer records than whole runs usually do, day for day."""
    whole = [one for one in past.passes if one.state == RunState.DONE]
    if not whole:
        return None
    newest, before = whole[0], _before(past, Trouble.VOLUME, whole)
    if len(before) < VOLUME_RUNS:
        return None
    low, high = band([one.rows * newest.days / one.days for one in before])
    if low <= newest.rows <= high:
        return None
    detail: dict[str, str | int | float | list[str]] = {
        "rows": newest.rows,
        "low": round(low),
        "high": round(high),
        "runs": len(before),
    }
    return Finding(trouble=Trouble.VOLUME, run_id=newest.run_id, detail=detail)


def band(values: Sequence[float]) -> tuple[float, float]:
    """The usual band of some counts: median ± 3.5 scaled median absolute deviations, never too narrow."""
    middle = median(values)
    spread = median(abs(value - middle) for value in values)
    half = max(OUTLIER * SCALE * spread, NARROWEST * middle, FEWEST)
    return max(0.0, middle - half), middle + half


def new_fields(past: Past) -> Finding | None:
    """The newest run with records has fields that neither the samples nor the runs before it had."""
    brought = [one for one in past.passes if one.rows]
    if not brought:
        return None
    newest, before = brought[0], _before(past, Trouble.NEW_FIELDS, brought)
    if Trouble.NEW_FIELDS in past.accepted and not before:
        return None
    known = past.sampled.union(*(one.unknown for one in before))
    fields = sorted(newest.unknown - known)
    if not fields:
        return None
    return Finding(trouble=Trouble.NEW_FIELDS, run_id=newest.run_id, detail={"fields": list(fields)})


def lost_fields(past: Past) -> Finding | None:
    """Fields that came with records in every run before are missing in the newest."""
    told = [one for one in past.passes if one.fields]
    if not told:
        return None
    newest, before = told[0], _before(past, Trouble.LOST_FIELDS, told)
    if len(before) < FIELD_RUNS:
        return None
    names = set().union(*(one.fields for one in before))
    lost = sorted(name for name in names if "." in name and _is_lost(name, newest, before))
    if not lost:
        return None
    return Finding(trouble=Trouble.LOST_FIELDS, run_id=newest.run_id, detail={"fields": list(lost)})


def _is_lost(name: str, newest: Pass, before: Sequence[Pass]) -> bool:
    kind = name.partition(".")[0]
    shares = [one.fields.get(name, 0) / drafts for one in before if (drafts := one.fields.get(kind, 0))]
    if len(shares) < FIELD_RUNS:
        return False
    wanted = min(shares) * newest.fields.get(kind, 0)
    return wanted >= FIELD_RECORDS and newest.fields.get(name, 0) < FIELD_SHARE * wanted


def coverage(past: Past) -> Finding | None:
    """Less of the publisher's own total is stored than after the runs before."""
    told = [one for one in past.passes if one.coverage is not None]
    if not told:
        return None
    newest, before = told[0], _before(past, Trouble.COVERAGE, told)
    if len(before) < COVERAGE_RUNS:
        return None
    usual = median(one.coverage or 0.0 for one in before)
    share = newest.coverage or 0.0
    if share >= usual - COVERAGE_FALL:
        return None
    return Finding(
        trouble=Trouble.COVERAGE, run_id=newest.run_id, detail={"share": share, "usual": min(1.0, usual)}
    )


def _before(past: Past, trouble: Trouble, passes: Sequence[Pass]) -> list[Pass]:
    """The runs the newest of ``passes`` is measured by."""
    end = min(passes[0].at, past.opened.get(trouble, passes[0].at))
    start = past.accepted.get(trouble)
    return [one for one in passes if one.at < end and (start is None or one.at >= start)]


_LOOKS: tuple[Callable[[Past], Finding | None], ...] = (
    failing,
    refused,
    silent,
    late,
    lost_fields,
    coverage,
    volume,
    new_fields,
)


def calm(contract: Contract) -> timedelta:
    """How long a trouble must not have been seen before its alarm is cleared: one and a half rhythms.

    So a source that fails every other time has one alarm, not one a day. At least three hours, at most a day
    and a half.
    """
    return timedelta(hours=min(36.0, max(3.0, GRACE * contract.rhythm.run_hours)))
