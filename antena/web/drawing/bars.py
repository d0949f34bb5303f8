"""Small bars for a few numbers in a row, such as the records of a source's last runs."""

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar in a box ``HEIGHT`` high: where it stands, how high it is, and its value."""

    x: int
    y: int
    height: int
    value: int


HEIGHT = 28
STEP = 9


def bars(values: Sequence[int]) -> list[Bar]:
    """One bar a value, ``STEP`` apart; the highest fills the box, and any value above zero is seen."""
    top = max(values, default=0)
    drawn = []
    for index, value in enumerate(values):
        height = max(1, round(HEIGHT * value / top)) if value else 0
        drawn.append(Bar(index * STEP, HEIGHT - height, height, value))
    return drawn
