"""Where a signal stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.dates import BRUSSELS
from antena.signals.enums import Kind, Status
from antena.signals.rules import DATED_KINDS, CutOff, last_moment, next_deadline, status_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
cut_offs = st.lists(st.builds(CutOff, at=moments, day_only=st.booleans()), max_size=4)
statements = st.sampled_from(["", "open", "forthcoming", "closed", "in_force", "nonsense"])


def status(kind=Kind.CALL, opens_on=None, dates=(), stated="", at=NOW):
    return status_of(kind=kind, opens_on=opens_on, cut_offs=dates, stated=stated, at=at)


@pytest.mark.parametrize(
    ("opens_on", "dates", "stated", "expected"),
    [
        (date(2026, 11, 1), [CutOff(NOW + DAY)], "open", Status.OPEN),
        (date(2026, 11, 23), [CutOff(NOW + DAY)], "open", Status.FORTHCOMING),
        (None, [CutOff(NOW - DAY)], "open", Status.CLOSED),
        (None, [CutOff(NOW - DAY), CutOff(NOW + DAY)], "closed", Status.OPEN),
        (None, [CutOff(NOW + DAY)], "forthcoming", Status.FORTHCOMING),
        (None, [CutOff(NOW - DAY)], "forthcoming", Status.CLOSED),
        (None, [], "open", Status.OPEN),
        (None, [], "closed", Status.CLOSED),
        (date(2026, 11, 1), [], "forthcoming", Status.OPEN),
        (None, [], "forthcoming", Status.FORTHCOMING),
        (None, [], "", Status.UNKNOWN),
        # opening after the deadline makes no sense; being too late is the safe reading
        (date(2027, 1, 1), [CutOff(NOW - DAY)], "open", Status.CLOSED),
    ],
)
def test_a_call_stands_where_its_dates_say(opens_on, dates, stated, expected):
    assert status(opens_on=opens_on, dates=dates, stated=stated) is expected


@pytest.mark.parametrize(
    ("kind", "opens_on", "stated", "expected"),
    [
        (Kind.ACT, None, "in_force", Status.IN_FORCE),
        (Kind.ACT, None, "no_longer_in_force", Status.NO_LONGER_IN_FORCE),
        (Kind.ACT, date(2027, 1, 1), "", Status.FORTHCOMING),
        (Kind.ACT, date(2020, 1, 1), "", Status.UNKNOWN),
        (Kind.ACT, None, "", Status.UNKNOWN),
        (Kind.PROPOSAL, None, "", Status.UNDER_WAY),
        (Kind.PROPOSAL, None, "closed", Status.CLOSED),
        (Kind.PRACTICE, None, "open", Status.UNKNOWN),
    ],
)
def test_what_has_no_deadline_stands_where_its_source_says(kind, opens_on, stated, expected):
    assert status(kind, opens_on=opens_on, stated=stated) is expected


def test_a_day_lasts_until_midnight_in_brussels():
    day = CutOff(datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
    assert last_moment(day) == datetime(2026, 11, 22, 23, 59, 59, tzinfo=BRUSSELS)
    assert status(dates=[day], at=datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) is Status.OPEN
    assert status(dates=[day], at=datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) is Status.CLOSED


def test_a_stated_hour_is_kept():
    hour = CutOff(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), day_only=False)
    assert status(dates=[hour], at=datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) is Status.OPEN
    assert status(dates=[hour], at=datetime(2026, 11, 22, 16, 0, 1, tzinfo=UTC)) is Status.CLOSED


@given(
    dates=cut_offs,
    at=moments,
    stated=statements,
    opens_on=st.none() | st.dates(date(2020, 1, 1), date(2032, 1, 1)),
)
def test_dated_kinds_follow_their_dates(dates, at, stated, opens_on):
    today = at.astimezone(BRUSSELS).date()
    for kind in DATED_KINDS:
        found = status(kind, opens_on, dates, stated, at)
        passed = bool(dates) and all(last_moment(cut_off) < at for cut_off in dates)
        assert (found is Status.CLOSED) == (
            passed or (not dates and stated == "closed" and found is Status.CLOSED)
        )
        if found is Status.OPEN:
            assert opens_on is None or opens_on <= today
        if found is Status.FORTHCOMING:
            assert opens_on is None or opens_on > today


@given(dates=cut_offs, at=moments)
def test_the_next_deadline_is_the_first_not_passed(dates, at):
    found = next_deadline(dates, at=at)
    ahead = sorted(last_moment(cut_off) for cut_off in dates if last_moment(cut_off) >= at)
    assert found == (ahead[0] if ahead else None)


@given(dates=cut_offs, at=moments, stated=statements, kind=st.sampled_from(Kind.values))
def test_time_never_reopens(dates, at, stated, kind):
    if status(kind, None, dates, stated, at) is Status.CLOSED:
        assert status(kind, None, dates, stated, at + 30 * DAY) is Status.CLOSED
