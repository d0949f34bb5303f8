"""The life of a dossier as a line: years marked, each moment on its day, a needle at today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 1000
AXIS = 44  # y of the line
HEIGHT = 72
MARGIN = 24
SPOT = 12  # side of the square a moment is drawn in
ROWS = 3  # moments drawn above one another where they fall together


@dataclass(frozen=True)
class Mark:
    """A moment where it is drawn: top left corner; ``is_ahead`` when it is still to come."""

    x: int
    y: int
    label: str
    is_ahead: bool


@dataclass(frozen=True)
class Timeline:
    """A drawing ``WIDTH`` wide. ``years`` are (x, year) of each 1 January; ``needle`` is x of today."""

    years: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    needle: int
    past: int
    width: int = WIDTH
    height: int = HEIGHT
    axis: int = AXIS
    spot: int = SPOT
    margin: int = MARGIN


def timeline(days: Iterable[tuple[date, str]], *, today: date) -> Timeline | None:
    """Place the days with their labels; None where there are none. Today is always on the line."""
    listed = sorted(days)
    if not listed:
        return None
    first, last = min(listed[0][0], today), max(listed[-1][0], today)
    span = max((last - first).days, 1)

    def x(day: date) -> int:
        return MARGIN + round((day - first).days * (WIDTH - 2 * MARGIN) / span)

    januaries = (date(year, 1, 1) for year in range(first.year + 1, last.year + 1))
    return Timeline(
        years=tuple(_spaced([(x(day), day.year) for day in januaries])),
        marks=tuple(_marks([(x(day), label, day > today) for day, label in listed])),
        needle=x(today),
        past=x(today) - MARGIN,
    )


def _spaced(years: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Every year, or every second, fifth or tenth where they would touch."""
    for step in (1, 2, 5, 10, 50):
        kept = [(x, year) for x, year in years if year % step == 0]
        if len(kept) <= WIDTH // 60:
            return kept
    return []


def _marks(places: Sequence[tuple[int, str, bool]]) -> list[Mark]:
    """One above the other where they fall together, up to `ROWS`; the list beside tells them all."""
    marks: list[Mark] = []
    for x, label, is_ahead in places:
        level = sum(abs(mark.x + SPOT // 2 - x) < SPOT for mark in marks[-ROWS:])
        if level < ROWS:
            marks.append(Mark(x - SPOT // 2, AXIS - (SPOT + 2) * (level + 1), label, is_ahead))
    return marks
