"""Each trouble is found when it is there, by the numbers the rule states, and not a moment earlier."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.sources import catalogue
from antena.sources.alarms import sentences
from antena.sources.alarms.judging import Pass, Past, band, calm, findings
from antena.sources.enums import RunState, Trouble

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# sedia: a run a day, something new every fortnight
CONTRACT = catalogue.connector("sedia").contract


def passes(*changes: dict[str, Any]) -> list[Pass]:
    """Runs a day apart, the newest first, each as it says."""
    return [
        Pass(**{"run_id": 100 - n, "at": AT - DAY * n, "state": RunState.DONE, "rows": 600, **change})
        for n, change in enumerate(changes)
    ]


def past(found: list[Pass], **more: Any) -> Past:
    values = {
        "first_run": AT - 90 * DAY,
        "last_run": AT - HOUR,
        "last_good": AT - HOUR,
        "last_new": AT - HOUR,
        **more,
    }
    return Past(contract=values.pop("contract", CONTRACT), at=AT, passes=found, **values)


def troubles(found: Past) -> dict[Trouble, dict[str, Any]]:
    return {finding.trouble: dict(finding.detail) for finding in findings(found)}


def test_a_source_that_is_well_has_no_trouble() -> None:
    assert findings(past(passes(*[{}] * 12))) == []
    assert findings(Past(contract=CONTRACT, at=AT)) == []


def test_late_after_one_and_a_half_rhythms_or_without_a_whole_run_for_three() -> None:
    assert Trouble.LATE not in troubles(past([], last_run=AT - 36 * HOUR))
    assert troubles(past([], last_run=AT - 36.1 * HOUR))[Trouble.LATE]["hours"] == 24
    assert Trouble.LATE not in troubles(past([], last_good=AT - 72 * HOUR))
    told = troubles(past([], last_good=AT - 73 * HOUR))[Trouble.LATE]
    assert told == {"last": (AT - 73 * HOUR).isoformat(), "hours": 24}
    assert troubles(past([], last_good=None))[Trouble.LATE]["last"] == ""
    assert Trouble.LATE not in troubles(past([], last_good=None, first_run=AT - 72 * HOUR))


def test_silent_after_the_rhythm_of_its_items() -> None:
    assert Trouble.SILENT not in troubles(past([], last_new=AT - 14 * DAY))
    told = troubles(past([], last_new=AT - 14 * DAY - HOUR))[Trouble.SILENT]
    assert told == {"last": (AT - 14 * DAY - HOUR).isoformat(), "hours": 336}
    # one from which nothing ever came is silent since it was first asked
    assert troubles(past([], last_new=None))[Trouble.SILENT]["last"] == ""
    assert Trouble.SILENT not in troubles(past([], last_new=None, first_run=AT - DAY))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["failed", "done", "done"], {Trouble.FAILING}),
        (["partial", "done", "done"], set()),
        (["partial", "partial", "done"], set()),
        (["partial", "partial", "partial"], {Trouble.FAILING}),
        (["partial", "refused", "failed"], {Trouble.FAILING}),
        (["refused", "done", "done"], {Trouble.REFUSED}),
        (["refused", "refused", "refused"], {Trouble.REFUSED}),
        (["done", "failed", "failed"], set()),
    ],
)
def test_failing_and_refused(states: list[str], expected: set[Trouble]) -> None:
    found = past(passes(*({"state": state} for state in states)))
    assert set(troubles(found)) == expected


def test_volume_is_judged_from_eight_whole_runs_on() -> None:
    assert Trouble.VOLUME not in troubles(past(passes({"rows": 5}, *[{}] * 7)))
    told = troubles(past(passes({"rows": 5}, *[{}] * 8)))[Trouble.VOLUME]
    assert told == {"rows": 5, "low": 450, "high": 750, "runs": 8}
    # runs that were not whole are no measure
    mixed = passes({"rows": 5}, *[{}, {"state": "partial", "rows": 1}] * 7)
    assert Trouble.VOLUME not in troubles(past(mixed))


def test_volume_is_compared_day_for_day() -> None:
    eight = [{"rows": 70, "days": 7}] * 8
    assert Trouble.VOLUME not in troubles(past(passes({"rows": 20, "days": 2}, *eight)))
    assert Trouble.VOLUME in troubles(past(passes({"rows": 70, "days": 2}, *eight)))


def test_an_unusual_volume_does_not_become_the_usual_by_being_seen() -> None:
    strange = passes({"rows": 5}, {"rows": 5}, *[{}] * 8)
    opened = {Trouble.VOLUME: AT - DAY}
    assert Trouble.VOLUME in troubles(past(strange, opened=opened))
    # unless a person says that it is: from then on there is nothing to compare with
    assert Trouble.VOLUME not in troubles(past(strange, accepted=opened))


def test_fields_nobody_sent_before() -> None:
    before = [{"unknown": frozenset({"old"})}] * 3
    told = troubles(
        past(
            passes({"unknown": frozenset({"old", "new", "sampled"})}, *before), sampled=frozenset({"sampled"})
        )
    )
    assert told == {Trouble.NEW_FIELDS: {"fields": ["new"]}}
    again = passes(*[{"unknown": frozenset({"new"})}] * 2, *before)
    assert troubles(past(again)) == {}
    assert Trouble.NEW_FIELDS in troubles(past(again, opened={Trouble.NEW_FIELDS: AT - DAY}))
    assert troubles(past(again, accepted={Trouble.NEW_FIELDS: AT - DAY})) == {}
    assert troubles(past(again[:1], accepted={Trouble.NEW_FIELDS: AT})) == {}
    # a run that brought nothing sends no fields, and proves nothing
    silent = passes({"rows": 0, "state": "failed"}, {"unknown": frozenset({"new"})}, *before)
    assert Trouble.NEW_FIELDS in troubles(past(silent))


def counted(of: int, **fields: int) -> dict[str, Any]:
    return {"fields": {"signal": of, **{f"signal.{name}": count for name, count in fields.items()}}}


@pytest.mark.parametrize(
    ("newest", "before", "lost"),
    [
        (counted(100), [counted(100, deadlines=100)] * 3, ["signal.deadlines"]),
        (counted(100, deadlines=33), [counted(100, deadlines=100)] * 3, ["signal.deadlines"]),
        (counted(100, deadlines=34), [counted(100, deadlines=100)] * 3, None),
        # a field of few records may be absent by chance
        (counted(100), [counted(100, deadlines=9)] * 3, None),
        (counted(100), [counted(100, deadlines=10)] * 3, ["signal.deadlines"]),
        # one that once was rare may be rare again
        (counted(100), [counted(100, deadlines=100), counted(100), counted(100, deadlines=100)], None),
        (counted(100), [counted(100, deadlines=100)] * 2, None),
        (counted(9), [counted(100, deadlines=100)] * 3, None),
        (counted(0), [counted(100, deadlines=100)] * 3, None),
    ],
)
def test_fields_that_always_came_and_do_not(
    newest: dict[str, Any], before: list[dict[str, Any]], lost: list[str] | None
) -> None:
    told = troubles(past(passes(newest, *before)))
    assert told.get(Trouble.LOST_FIELDS, {}).get("fields") == lost


def test_coverage_that_falls() -> None:
    before = [{"coverage": share} for share in (1.0, 0.98, 0.9)]
    assert Trouble.COVERAGE not in troubles(past(passes({"coverage": 0.93}, *before)))
    told = troubles(past(passes({"coverage": 0.92}, *before)))
    assert told == {Trouble.COVERAGE: {"share": 0.92, "usual": 0.98}}
    assert troubles(past(passes({"coverage": 0.1}, *before[:2]))) == {}


def test_a_source_that_waits_for_a_key_has_no_other_trouble() -> None:
    contract = msgspec.structs.replace(CONTRACT, needs=("api",))
    told = troubles(past(passes({"state": "failed"}), contract=contract, last_run=AT - 90 * DAY))
    assert told == {Trouble.KEY_MISSING: {"keys": ["api"]}}


counts = st.integers(0, 100_000)


@settings(max_examples=20, deadline=None)
@given(st.lists(counts, min_size=8, max_size=30))
def test_the_median_is_always_usual(values: list[int]) -> None:
    low, high = band([float(value) for value in values])
    middle = sorted(values)[len(values) // 2]
    assert 0 <= low <= middle <= high


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_one_outlier_does_not_widen_the_band(usual: int, outlier: int) -> None:
    assert band([float(usual)] * 8 + [float(outlier)]) == band([float(usual)] * 8)


@pytest.mark.parametrize(("hours", "expected"), [(1, 3.0), (6, 9.0), (24, 36.0), (168, 36.0)])
def test_how_long_calm_must_last(hours: int, expected: float) -> None:
    rhythm = msgspec.structs.replace(CONTRACT.rhythm, run_hours=hours)
    assert calm(msgspec.structs.replace(CONTRACT, rhythm=rhythm)) == timedelta(hours=expected)


def test_every_trouble_says_what_to_do() -> None:
    assert len({sentences.next_step(trouble) for trouble in Trouble}) == len(Trouble)
