"""Where a signal stands, from its dates. Pure: what time it is comes in as an argument."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from antena.lib.dates import BRUSSELS
from antena.signals.enums import Kind, Status

# Kinds that one can be too late for: their status follows from their dates.
DATED_KINDS = frozenset({Kind.CALL, Kind.CONSULTATION, Kind.EVENT, Kind.PARTNER_REQUEST})

# What a person may correct, after which no source and no reader overwrites it.
CORRECTABLE_FIELDS = frozenset(
    {
        "kind",
        "document_type",
        "programme",
        "published_on",
        "opens_on",
        "stated_status",
        "deadlines",
        "impact",
        "budget_total_eur",
        "grant_min_eur",
        "grant_max_eur",
        "expected_grants",
        "countries",
        "themes",
        "rules",
    }
)


class CutOff(NamedTuple):
    """An aware moment by which something must be done; ``day_only``: only its day, in Brussels, is known."""

    at: datetime
    day_only: bool = True


@lru_cache(maxsize=4096)
def last_moment(cut_off: CutOff) -> datetime:
    """The last second in which one is in time: the stated hour, or the end of that day in Brussels."""
    if not cut_off.day_only:
        return cut_off.at
    day = cut_off.at.astimezone(BRUSSELS).date()
    return datetime.combine(day, time(23, 59, 59), tzinfo=BRUSSELS)


def next_deadline(cut_offs: Sequence[CutOff], *, at: datetime) -> datetime | None:
    """The last moment of the first cut-off not passed ``at``; None when all have, or there is none."""
    return min((moment for moment in map(last_moment, cut_offs) if moment >= at), default=None)


def status_of(
    *, kind: str, opens_on: date | None, cut_offs: Sequence[CutOff], stated: str, at: datetime
) -> Status:
    """Where a signal stands at the aware moment ``at``.

    Dates win over what the source states: a portal goes on saying "open" for weeks after the last cut-off.
    The statement counts only where the dates are silent.
    """
    if kind in DATED_KINDS:
        return _status_of_dated(opens_on, cut_offs, stated, at)
    if kind in {Kind.PROPOSAL, Kind.PROCEDURE}:
        return Status.CLOSED if stated == Status.CLOSED else Status.UNDER_WAY
    if stated in {Status.IN_FORCE, Status.NO_LONGER_IN_FORCE}:
        return Status(stated)
    if kind == Kind.ACT and opens_on is not None and _day(at) < opens_on:
        return Status.FORTHCOMING
    return Status.UNKNOWN


def _status_of_dated(opens_on: date | None, cut_offs: Sequence[CutOff], stated: str, at: datetime) -> Status:
    if cut_offs and next_deadline(cut_offs, at=at) is None:
        return Status.CLOSED
    if opens_on is not None and _day(at) < opens_on:
        return Status.FORTHCOMING
    if opens_on is None and stated == Status.FORTHCOMING:
        return Status.FORTHCOMING
    if cut_offs:
        return Status.OPEN
    if stated == Status.CLOSED:
        return Status.CLOSED
    return Status.OPEN if stated in {Status.OPEN, Status.FORTHCOMING} else Status.UNKNOWN


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()
