"""The rule under the masthead: the year in weeks and months, with a needle at today."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

UNIT = 3  # units of the drawing for one day


@dataclass(frozen=True)
class Year:
    """SVG path data for the marks of the weeks (Mondays), of the months and for the needle."""

    width: int
    weeks: str
    months: str
    needle: str


@lru_cache(maxsize=2)
def year(today: date) -> Year:
    """The year ``today`` is in."""
    first = date(today.year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(today.year + 1, 1, 1) - first).days)]
    x = {day: n * UNIT for n, day in enumerate(days)}
    return Year(
        width=len(days) * UNIT,
        weeks="".join(f"M{x[day]} 0v4" for day in days if day.isoweekday() == 1),
        months="".join(f"M{x[day]} 0v9" for day in days if day.day == 1 and day != first),
        needle=f"M{x[today]} 0v12",
    )
