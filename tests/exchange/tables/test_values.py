"""Each kind of cell: what is meant, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.exchange.tables import values
from antena.exchange.tables.problems import Problem, ValueProblem
from antena.lib.dates import long_date

APRIL = date(2027, 4, 15)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-04-15", "15/04/2027", "15.4.2027", "15 d'abril de 2027", "15 d’abril del 2027", "15 abr. 2027",
        "15 de abril de 2027", "April 15, 2027", "15 April 2027", "15 avril 2027", "2027 abril 15",
        "2027-04-15 10:00", "1807740000000",
    ],
)  # fmt: skip
def test_days_in_many_spellings(cell: str) -> None:
    assert values.day(cell) == APRIL


@pytest.mark.parametrize(
    "cell", ["soon", "31/02/2027", "04/15/2027", "abril 2027", "15 abril maig 2027", "9999-12-31"]
)
def test_what_is_no_day(cell: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        values.day(cell)
    assert caught.value.problem == Problem.BAD_DAY


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["ca", "es", "en", "fr"]))
def test_every_day_we_write_is_read(day: date, language: str) -> None:
    assert values.day(long_date(day, language)) == day


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2027-04-15T17:00+02:00", datetime(2027, 4, 15, 15, tzinfo=UTC)),
        ("2027-04-15 17:00", datetime(2027, 4, 15, 15, tzinfo=UTC)),
        ("15/04/2027 17:00", datetime(2027, 4, 15, 15, tzinfo=UTC)),
        ("15 d'abril de 2027 a les 17.00 h", datetime(2027, 4, 15, 15, tzinfo=UTC)),
        ("15/04/2027", APRIL),
    ],
)
def test_moments(cell: str, expected: object) -> None:
    assert values.moment(cell) == expected


@pytest.mark.parametrize(
    ("read", "cell", "expected"),
    [
        (values.money, "12.500 €", 12_500),
        (values.money, "EUR 12,500.00", 12_500),
        (values.money, "1,2 M€", 1_200_000),
        (values.money, "12500", 12_500),
        (values.number, "1.234", 1234),
        (values.number, "1 234 567", 1_234_567),
        (values.country, "Països Baixos", "NL"),
        (values.country, "allemagne", "DE"),
        (values.country, "EL", "GR"),
        (values.country, "FRA", "FR"),
        (values.language, "català", "ca"),
        (values.language, "EN", "en"),
        (values.url, "www.example.org/a", "http://www.example.org/a"),
        (values.url, "https://example.org", "https://example.org"),
        (values.email, "mailto:info@example.org", "info@example.org"),
        (values.email, "barcelona.consular@example.org", "barcelona.consular@example.org"),
        (values.yes_no, "Sí", True),
        (values.yes_no, "no", False),
        (values.zone, "Europe/Brussels", "Europe/Brussels"),
        (values.listed, "a; b;a ;; c, d", ["a", "b", "c, d"]),
        (values.listed, "a, b", ["a", "b"]),
        (values.text, " a  b \r\n c ", "a b\nc"),
    ],
)
def test_what_a_cell_means(read: Callable[[str], Any], cell: str, expected: object) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("read", "cell", "problem"),
    [
        (values.money, "5 $", Problem.OTHER_CURRENCY),
        (values.money, "-5", Problem.BAD_AMOUNT),
        (values.money, "between 5 and 10 €", Problem.BAD_AMOUNT),
        (values.number, "1.5", Problem.BAD_NUMBER),
        (values.number, "-1", Problem.BAD_NUMBER),
        (values.country, "Atlantis", Problem.UNKNOWN_COUNTRY),
        (values.language, "Klingonish", Problem.UNKNOWN_LANGUAGE),
        (values.url, "javascript:alert(1)", Problem.BAD_ADDRESS),
        (values.url, "info@example.org", Problem.BAD_ADDRESS),
        (values.url, "nowhere", Problem.BAD_ADDRESS),
        (values.email, "info@", Problem.BAD_EMAIL),
        (values.email, "anna.puig@example.org", Problem.PERSONAL_EMAIL),
        (values.email, "a.puig@example.org", Problem.PERSONAL_EMAIL),
        (values.yes_no, "perhaps", Problem.BAD_YES_NO),
        (values.zone, "Mars/Base", Problem.UNKNOWN_ZONE),
        (values.code, "a" * 101, Problem.BAD_CODE),
    ],
)
def test_what_a_cell_is_not(read: Callable[[str], Any], cell: str, problem: Problem) -> None:
    with pytest.raises(ValueProblem) as caught:
        read(cell)
    assert caught.value.problem == problem


def test_a_label_may_hold_a_comma() -> None:
    codes = values.keyed([("Climate, energy", "climate"), ("Water", "water")])
    assert values.themes("climate, energy", codes) == ["climate"]
    assert values.themes("Water; Climate, energy", codes) == ["water", "climate"]
    with pytest.raises(ValueProblem) as caught:
        values.themes("Water; Fire", codes)
    assert (caught.value.problem, caught.value.detail) == (Problem.UNKNOWN_THEME, "Fire")


READERS = [
    values.day, values.moment, values.money, values.number, values.country, values.language, values.url,
    values.email, values.yes_no, values.listed, values.text, values.code, values.zone,
]  # fmt: skip


@given(st.sampled_from(READERS), st.text(max_size=60))
def test_no_text_breaks_a_reader(read: Callable[[str], Any], cell: str) -> None:
    try:
        read(cell)
    except ValueProblem as error:
        assert error.problem in Problem


@given(st.sampled_from(READERS), st.from_regex(r"[\d/.,:€ \-TZ+eEd']{1,25}", fullmatch=True))
def test_no_figures_break_a_reader(read: Callable[[str], Any], cell: str) -> None:
    try:
        read(cell)
    except ValueProblem as error:
        assert error.problem in Problem
