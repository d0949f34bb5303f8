"""Days and moments as sources write them, and dates as readers expect them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.dates import BRUSSELS, day_of, days_between, long_date, parse_day, parse_moment, short_date

CATALAN_YEAR = [
    "1 de gener de 2027",
    "1 de febrer de 2027",
    "1 de març de 2027",
    "1 d'abril de 2027",
    "1 de maig de 2027",
    "1 de juny de 2027",
    "1 de juliol de 2027",
    "1 d'agost de 2027",
    "1 de setembre de 2027",
    "1 d'octubre de 2027",
    "1 de novembre de 2027",
    "1 de desembre de 2027",
]


def test_every_catalan_month() -> None:
    assert [long_date(date(2027, month, 1), "ca") for month in range(1, 13)] == CATALAN_YEAR


@pytest.mark.parametrize(
    ("language", "long", "first", "short"),
    [
        ("ca", "15 d'abril de 2027", "1 d'abril de 2027", "15/4/2027"),
        ("ca-ES", "15 d'abril de 2027", "1 d'abril de 2027", "15/4/2027"),
        ("es", "15 de abril de 2027", "1 de abril de 2027", "15/4/2027"),
        ("en", "15 April 2027", "1 April 2027", "15 Apr 2027"),
        ("fr", "15 avril 2027", "1er avril 2027", "15/04/2027"),
        ("de", "15. April 2027", "1. April 2027", "15.04.2027"),
        ("zz-nobody", "2027-04-15", "2027-04-01", "2027-04-15"),
        ("", "2027-04-15", "2027-04-01", "2027-04-15"),
    ],
)
def test_dates_in_words(language: str, long: str, first: str, short: str) -> None:
    assert long_date(date(2027, 4, 15), language) == long
    assert long_date(date(2027, 4, 1), language) == first
    assert short_date(date(2027, 4, 15), language) == short


def test_an_instant_is_written_as_its_day_in_brussels() -> None:
    late = datetime(2027, 4, 14, 22, 30, tzinfo=UTC)
    assert day_of(late) == date(2027, 4, 15)
    assert day_of(datetime(2027, 4, 14, 22, 30)) == date(2027, 4, 14)
    assert long_date(late, "en") == "15 April 2027"
    assert short_date(late, "ca") == "15/4/2027"
    assert days_between(date(2027, 4, 1), late) == 14
    assert days_between(late, date(2027, 4, 1)) == -14


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-07",
        " 2026-05-07 ",
        "2026-05-07+02:00",
        "2026-05-07Z",
        "2026-05-07T23:00:00.000+0000",
        "2026/05/07 00:00:00",
        "20260507",
        "07/05/2026",
        "7/5/2026",
        "07.05.2026",
        "7-5-2026",
    ],
)
def test_days_are_read_as_written(text: str) -> None:
    assert parse_day(text) == date(2026, 5, 7)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "31/02/2026", "9999-12-31", "0001-01-01", "2026-05", "05/07/26", "2026-05/07"],
)
def test_what_is_no_day_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a day|no such year") as caught:
        parse_day(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-17T15:00:00.000+0000",
        "2026-09-17T15:00:00Z",
        "2026-09-17T17:00:00+02:00",
        "2026-09-17 17:00:00",
        "2026/09/17 17:00:00",
        "2026-09-17T17:00",
        "2026-09-17 17:00:00 +0200",
        "Thu, 17 Sep 2026 15:00:00 GMT",
        "1789657200000",
    ],
)
def test_moments_are_instants_in_utc(text: str) -> None:
    found = parse_moment(text)
    assert found == datetime(2026, 9, 17, 15, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_moment_without_offset_is_said_in_the_given_zone() -> None:
    assert parse_moment("2026-09-17 17:00:00", zone=UTC) == datetime(2026, 9, 17, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-09-17",
        "20260917",
        "17/09/2026",
        "9999-12-31T00:00:00Z",
        "tomorrow at 5 o'clock",
        "1789657200",
    ],
)
def test_what_is_no_moment_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a moment|no such year") as caught:
        parse_moment(text)
    assert repr(text) in str(caught.value)


days = st.dates(date(1800, 1, 2), date(2200, 12, 30))


@given(days)
def test_days_survive_the_round_trip(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(day.strftime("%d/%m/") + str(day.year)) == day
    assert parse_day(f"{day.year}{day.month:02}{day.day:02}") == day


@given(st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_instants_survive_the_round_trip(naive: datetime, offset: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(str(int(moment.timestamp() * 1000))) == moment
    assert parse_moment(moment.astimezone(BRUSSELS).isoformat()) == moment


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (parse_day, parse_moment):
        try:
            assert 1800 <= read(text).year <= 2200
        except ValueError as error:
            assert repr(text) in str(error)


@given(days, st.sampled_from(["ca", "es", "en", "fr", "de", "pl", "el", "ar", "zh"]))
def test_every_day_has_words(day: date, language: str) -> None:
    assert long_date(day, language)
    assert short_date(day, language)
