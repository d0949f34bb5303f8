"""Shares of the years side by side: a column a year, the narrow share standing in the broad one."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, STEP, HEIGHT = 28, 44, 200


class Column(NamedTuple):
    """A year in a box ``HEIGHT`` high, which is 100 %: where it stands and how high both parts are."""

    year: int
    x: int
    middle: int
    broad_y: int
    broad: int
    narrow_y: int
    narrow: int


def columns(shares: Sequence[tuple[int, float, float]]) -> list[Column]:
    """One column for each (year, broad, narrow), shares in [0, 1], in the order given."""
    drawn = []
    for index, (year, broad, narrow) in enumerate(shares):
        high, low = round(HEIGHT * broad), round(HEIGHT * min(narrow, broad))
        x = index * STEP + (STEP - WIDTH) // 2
        drawn.append(Column(year, x, index * STEP + STEP // 2, HEIGHT - high, high, HEIGHT - low, low))
    return drawn


def width_of(drawn: Sequence[Column]) -> int:
    """How wide the box is."""
    return max(1, len(drawn) * STEP)
