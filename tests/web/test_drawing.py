"""What is drawn from the data: whole numbers, in bounds, saying what the data says."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.web.drawing.dial import ROWS, WIDTH, Spot, dial
from antena.web.drawing.world import HEIGHT as WORLD_HEIGHT
from antena.web.drawing.world import WIDTH as WORLD_WIDTH
from antena.web.drawing.world import globe
from antena.web.drawing.year import year

TODAY = date(2026, 11, 22)
LAND = Path(__file__).parents[2] / "node_modules" / "world-atlas" / "land-110m.json"


def spots(*days: int) -> list[Spot]:
    return [Spot(TODAY + timedelta(days=n), f"in {n}", "/", "act") for n in days]


@given(st.lists(st.integers(-400, 400), max_size=60))
def test_every_spot_of_the_days_ahead_is_drawn_or_counted(days: list[int]) -> None:
    drawn = dial(spots(*days), today=TODAY, days=90)
    inside = [n for n in days if 0 <= n <= 90]
    assert len(drawn.spots) + sum(count for _x, _y, count in drawn.more) == len(inside)
    assert all(0 <= placed.x <= WIDTH and 0 <= placed.y < drawn.axis for placed in drawn.spots)


def test_spots_of_one_day_stand_on_each_other() -> None:
    drawn = dial(spots(*[9] * (ROWS + 3)), today=TODAY)
    assert len({placed.x for placed in drawn.spots}) == 1
    assert len({placed.y for placed in drawn.spots}) == ROWS
    assert [count for _x, _y, count in drawn.more] == [3]


def test_the_scale_has_a_tick_a_day_and_names_its_mondays_and_months() -> None:
    drawn = dial([], today=TODAY, days=90)
    assert drawn.day_marks.count("M") == 91
    assert drawn.week_marks.count("M") == 13
    assert [day for _x, day in drawn.months] == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert drawn.weeks[0][1] == date(2026, 11, 23)
    assert sorted(x for x, _day in drawn.weeks) == [x for x, _day in drawn.weeks]


def test_the_needle_of_the_year_stands_on_the_day() -> None:
    assert year(date(2026, 1, 1)).needle.startswith("M0 ")
    assert year(date(2026, 12, 31)).needle.startswith(f"M{364 * 3} ")
    assert year(date(2028, 1, 1)).width == 366 * 3
    assert year(TODAY).months.count("M") == 11


@pytest.mark.skipif(not LAND.exists(), reason="the map packages are not installed")
def test_the_world_has_land_where_there_is_land() -> None:
    drawn = globe(latitude=42.12, longitude=2.77, land=LAND)
    dots = [tuple(map(int, dot[:-3].split())) for dot in drawn.dots.split("M")[1:]]
    assert 1_500 < len(dots) < 4_000
    # no line of dots across the Pacific: the islets on the date line are left out
    pacific = [(x, y) for x, y in dots if 40 < x < 200 and 300 < y < 420]
    assert len(pacific) < 5
    assert 0 < drawn.x < WORLD_WIDTH
    assert 0 < drawn.y < WORLD_HEIGHT


@pytest.mark.skipif(not LAND.exists(), reason="the map packages are not installed")
def test_a_place_beyond_the_frame_is_drawn_on_its_edge() -> None:
    assert globe(latitude=-90, longitude=0, land=LAND).y == WORLD_HEIGHT
