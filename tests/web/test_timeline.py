"""The line of a dossier: every day on it, within the drawing, today among them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from antena.web.drawing.timeline import AXIS, MARGIN, SPOT, WIDTH, timeline

TODAY = date(2026, 11, 22)


def test_nothing_to_draw_is_no_drawing() -> None:
    assert timeline([], today=TODAY) is None


def test_past_and_coming_stand_left_and_right_of_today() -> None:
    line = timeline([(date(2025, 11, 22), "opened"), (date(2027, 11, 22), "applies")], today=TODAY)
    assert line is not None
    assert [(mark.x, mark.is_ahead) for mark in line.marks] == [
        (MARGIN - SPOT // 2, False),
        (WIDTH - MARGIN - SPOT // 2, True),
    ]
    assert abs(line.needle - WIDTH // 2) <= 1
    assert [year for _x, year in line.years] == [2026, 2027]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-20_000, 20_000), min_size=1, max_size=40))
def test_any_days_are_drawn_inside(offsets: list[int]) -> None:
    line = timeline([(TODAY + timedelta(days=n), str(n)) for n in offsets], today=TODAY)
    assert line is not None
    assert MARGIN <= line.needle <= WIDTH - MARGIN
    for mark in line.marks:
        assert 0 <= mark.x <= WIDTH - SPOT
        assert 0 <= mark.y <= AXIS - SPOT
    xs = [x for x, _year in line.years]
    assert all(b - a >= 40 for a, b in pairwise(xs))
