"""Periods in which an initiative takes answers, and which of them counts.

What a period says of itself is often stale: OPEN with a past end is closed, UPCOMING with a past window never
ran, a start may lie after its end. Times are Brussels time without a zone.
"""

from datetime import date, datetime, time
from typing import Any, Final

import msgspec

from antena.lib.dates import BRUSSELS, parse_day, parse_moment
from antena.sources.drafts import DraftDeadline, Problem
from antena.sources.reading import Fields, entries

OPEN: Final = "OPEN"
UPCOMING: Final = "UPCOMING"
CLOSED: Final = "CLOSED"
_DISABLED: Final = "DISABLED"
_STATES: Final = {OPEN: "open", UPCOMING: "forthcoming", CLOSED: "closed"}
_LAST_SECOND: Final = time(23, 59, 59)
_IGNORED: Final = frozenset({"isCurrent", "id", "publicationId"})


class Period(msgspec.Struct, frozen=True):
    """When answers are taken. ``end`` is its last moment."""

    status: str
    stage: str = ""
    start: date | None = None
    end: datetime | None = None
    day_only: bool = True


class Choice(msgspec.Struct, frozen=True):
    """The periods that count, as a draft says them."""

    stage: str = ""
    opens_on: date | None = None
    deadlines: tuple[DraftDeadline, ...] = ()
    stated_status: str = ""


def read(fields: Fields, value: Any) -> list[Period]:
    """Read ``currentStatuses`` of an initiative."""
    found = []
    for entry in entries(value):
        one = Fields(entry, fields.record)
        status = one.text("receivingFeedbackStatus")
        if status and status not in {*_STATES, _DISABLED}:
            one.refuse("receivingFeedbackStatus", Problem.UNKNOWN_CODE, status)
        end, day_only = last_moment(one, "feedbackEndDate")
        start = one.day("feedbackStartDate")
        if start is not None and end is not None and start > end.date():
            one.refuse("feedbackStartDate", Problem.BAD_DATE, f"{start} > {end.date()}")
            start = None
        found.append(Period(status, one.text("frontEndStage"), start, end, day_only))
        fields.refusals += one.refusals
        for name in one.rest(_IGNORED):
            fields.refuse(f"currentStatuses.{name}", Problem.UNKNOWN_CODE, name)
    return found


def chosen(periods: list[Period]) -> Choice:
    """Choose what is open, else what comes first, else what was last.

    What ends before another that is closed is over itself, whatever it says.
    """
    periods = sorted(periods, key=_order)
    closed = max((one.end for one in periods if one.status == CLOSED and one.end), default=None)
    alive = [one for one in periods if one.end is None or closed is None or one.end > closed]
    running = [one for one in alive if one.status == OPEN]
    coming = sorted((one for one in alive if one.status == UPCOMING), key=_first)
    over = sorted((one for one in periods if one.end is not None), key=_last)
    counted = running or coming[:1] or over[-1:] or [one for one in periods if one.status == CLOSED][:1]
    if not counted:
        return Choice(stage=min((one.stage for one in periods if one.stage), default=""))
    ends = {one.end: one.day_only for one in counted if one.end is not None}
    return Choice(
        stage=min((one.stage for one in counted if one.stage), default=""),
        opens_on=min((one.start for one in counted if one.start is not None), default=None),
        deadlines=tuple(DraftDeadline(at=end, day_only=ends[end]) for end in sorted(ends)),
        stated_status=_STATES.get(counted[0].status, ""),
    )


def _order(one: Period) -> tuple[str, str, date, str, bool]:
    """An order of all periods, so that ties below fall the same way however they came."""
    return one.status, one.stage, one.start or date.max, str(one.end or ""), one.day_only


def _first(one: Period) -> tuple[date, str]:
    return one.start or date.max, one.stage


def _last(one: Period) -> tuple[datetime, str]:
    assert one.end is not None, "asked only of periods with an end"
    return one.end, one.stage


def last_moment(fields: Fields, field: str) -> tuple[datetime | None, bool]:
    """Take the end of a period, and whether only its day is known: midnight and 23:59 mean that day."""
    text = fields.text(field)
    if not text:
        return None, True
    try:
        day = parse_day(text)
        moment = parse_moment(text).astimezone(BRUSSELS) if len(text) > 10 else None
    except ValueError:
        fields.refuse(field, Problem.BAD_DATE, text)
        return None, True
    if moment is None or moment.time() == time() or moment.time() >= time(23, 59):
        return datetime.combine(day, _LAST_SECOND, BRUSSELS), True
    return moment, False
