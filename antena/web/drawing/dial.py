"""The dial: the days ahead as a tuner's scale, with every deadline standing on its day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 1000
SPOT = 14  # the side of the square a spot is drawn in
ROWS = 9  # spots that fit above one day; the last place says how many more
AXIS = 30 + SPOT * ROWS  # y of the line when a day is full
BELOW = 52  # room for ticks, days and months under the line


@dataclass(frozen=True)
class Spot:
    """One thing with a day. ``tone`` is a bucket or "": it gives shape and colour."""

    day: date
    label: str
    address: str
    tone: str = ""


@dataclass(frozen=True)
class Placed:
    """A spot where it is drawn: top left corner."""

    x: int
    y: int
    spot: Spot


@dataclass(frozen=True)
class Dial:
    """A drawing ``WIDTH`` wide.

    The marks are path data, hanging from the axis. ``weeks`` are (x, Monday), ``months`` (x, first of the
    month), ``more`` (x, y, how many are not drawn).
    """

    height: int
    axis: int
    spots: tuple[Placed, ...]
    day_marks: str
    week_marks: str
    month_marks: str
    weeks: tuple[tuple[int, date], ...]
    months: tuple[tuple[int, date], ...]
    more: tuple[tuple[int, int, int], ...]
    width: int = WIDTH
    spot_size: int = SPOT


def dial(spots: Sequence[Spot], *, today: date, days: int = 90) -> Dial:
    """Place the spots of the next ``days`` days, leave out the others. Height follows the fullest day."""
    last = today + timedelta(days=days)
    inside = sorted((spot for spot in spots if today <= spot.day <= last), key=lambda spot: spot.day)
    heights = Counter(spot.day for spot in inside)
    rows = min(max(heights.values(), default=1), ROWS)
    axis = 30 + SPOT * rows
    placed, level = [], Counter[date]()
    for spot in inside:
        if level[spot.day] < ROWS:
            y = axis - SPOT * (level[spot.day] + 1) - 4
            placed.append(Placed(x=_x(spot.day, today, days) - SPOT // 2, y=y, spot=spot))
        level[spot.day] += 1
    more = tuple(
        (_x(day, today, days), axis - SPOT * ROWS - 10, count - ROWS)
        for day, count in level.items()
        if count > ROWS
    )
    ahead = [today + timedelta(days=n) for n in range(days + 1)]
    weeks = tuple((_x(day, today, days), day) for day in ahead if day.isoweekday() == 1)
    months = tuple((_x(day, today, days), day) for day in ahead if day.day == 1)
    return Dial(
        height=axis + BELOW,
        axis=axis,
        spots=tuple(placed),
        day_marks=_marks(((_x(day, today, days), day) for day in ahead), axis, length=5),
        week_marks=_marks(weeks, axis, length=10),
        month_marks=_marks(months, axis, length=18),
        weeks=weeks,
        months=months,
        more=more,
    )


def _x(day: date, today: date, days: int) -> int:
    margin = 16
    return margin + round((day - today).days * (WIDTH - 2 * margin) / days)


def _marks(days: Iterable[tuple[int, date]], axis: int, *, length: int) -> str:
    return "".join(f"M{x} {axis}v{length}" for x, _day in days)
