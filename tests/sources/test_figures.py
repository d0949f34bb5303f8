"""Numbers, years and coordinates as publishers write them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.sources.figures import degrees, iso_country, number, point, whole, year

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)


@settings(max_examples=20, deadline=None)
@given(value=ANYTHING)
def test_nothing_raises(value: object) -> None:
    found = number(value)
    assert found is None or (math.isfinite(found) and abs(found) < 1e18)
    assert whole(value) in {None, found}
    assert year(value) is None or 1800 <= (year(value) or 0) <= 2099
    assert degrees(value, value) is None or found is not None


@settings(max_examples=20, deadline=None)
@given(value=st.floats(-1e15, 1e15, allow_nan=False).map(lambda value: round(value, 6)))
def test_a_number_written_out_is_read_again(value: float) -> None:
    assert number(f"{value:f}") == float(f"{value:f}")


@pytest.mark.parametrize(
    ("value", "found"),
    [("12.5", 12.5), (" 7 ", 7.0), ("1e3", 1000.0), ("1,5", None), ("NaN", None), (True, None), ("", None)],
)
def test_numbers(value: object, found: float | None) -> None:
    assert number(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2025", 2025),
        ("curs 2024/25", 2024),
        ("01/01/2023", 2023),
        (2022.0, 2022),
        ("12025", None),
        ("", None),
    ],
)
def test_years(value: object, found: int | None) -> None:
    assert year(value) == found


def test_a_point_says_longitude_first() -> None:
    assert point("Point(2.17 41.38)") == (41.38, 2.17)
    assert point("<http://www.wikidata.org/entity/Q405> Point(2.17 41.38)") is None
    assert point("Point(200 41)") is None


def test_nowhere_is_not_in_the_gulf_of_guinea() -> None:
    assert degrees("0", 0) is None
    assert degrees("0", "0.1") == (0.0, 0.1)


def test_countries_of_eurostat() -> None:
    assert [iso_country(code) for code in ("EL", "UK", "ES")] == ["GR", "GB", "ES"]
