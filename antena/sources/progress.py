"""How far a run is, and how the last days went: what screens draw of runs."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import IO, Any

import msgspec
from django.db.models import Count
from django.db.models.functions import TruncDate

from antena.sources import raw
from antena.sources.enums import RunState
from antena.sources.models import QuarantinedRecord, RawAnswer, Run

# The strip of a source: so many days back.
DAYS = 30
# Where a day saw several runs, the gravest is shown.
_GRAVITY = (
    RunState.DONE,
    RunState.RUNNING,
    RunState.STOPPED,
    RunState.PARTIAL,
    RunState.REFUSED,
    RunState.FAILED,
)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is. ``of`` is 0 while nobody knows how many pages there will be.

    ``seconds_left`` is the estimate from the pace of this attempt, None where there is none.
    """

    run: Run
    done: int
    of: int
    seconds_left: int | None

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.of)) if self.of else 0


def progress(run: Run, *, at: datetime) -> Progress:
    """Return how far a run is; one query.

    The pace is that of the pages asked for since the run was last taken up: those it had before cost nothing.
    """
    done = sum(int(count) for count in run.pages.values())
    begun = run.attempt_at or run.started_at
    asked = run.answers.filter(fetched_at__gte=begun).count()
    left = None
    if run.state == RunState.RUNNING and asked and run.announced > done:
        left = round((run.announced - done) * (at - begun).total_seconds() / asked)
    return Progress(run=run, done=done, of=run.announced, seconds_left=left)


class Day(msgspec.Struct, frozen=True):
    """The gravest state of the runs that began on a day, "" where none did."""

    day: date
    state: str


def last_days(*, at: datetime, sources: Iterable[str]) -> dict[str, list[Day]]:
    """Return the last `DAYS` days of each source, the oldest first; one query."""
    today = at.date()
    first = today - timedelta(days=DAYS - 1)
    rows = (
        Run.objects.filter(source__in=list(sources), started_at__date__gte=first)
        .order_by()
        .annotate(day=TruncDate("started_at"))
        .values_list("source", "day", "state")
        .annotate(runs=Count("pk"))
    )
    seen: dict[tuple[str, date], str] = {}
    for source, day, state, _ in rows:
        before = seen.get((source, day))
        if before is None or _GRAVITY.index(RunState(state)) > _GRAVITY.index(RunState(before)):
            seen[source, day] = state
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return {source: [Day(day, seen.get((source, day), "")) for day in days] for source in sources}


def open_answer(*, run_id: int, answer_id: int) -> tuple[RawAnswer, IO[bytes]]:
    """Return a kept answer, unpacked while it is read. Raises `RawAnswer.DoesNotExist`, `raw.GoneError`."""
    answer = RawAnswer.objects.get(pk=answer_id, run_id=run_id)
    return answer, raw.opened(answer)


def set_aside(run_id: int) -> Iterator[QuarantinedRecord]:
    """Yield all a run set aside, whole records first."""
    rows = QuarantinedRecord.objects.filter(run_id=run_id).order_by("record_kept", "id")
    yield from rows.iterator(chunk_size=500)


def fields_of(row: QuarantinedRecord) -> list[Any]:
    """The columns of an export of what was set aside, but for the sentence."""
    return [row.record, row.field, row.problem, row.detail, row.excerpt, "yes" if row.record_kept else "no"]
