"""The last days of a source as a strip: a mark a day, its colour and height the state of the day's runs."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, GAP, HEIGHT = 8, 2, 20

# How high the mark of a state stands: never colour alone. A day without a run is a line on the ground.
_HEIGHTS = {"done": 20, "running": 20, "stopped": 12, "partial": 12, "refused": 7, "failed": 7}


class Mark(NamedTuple):
    """A day: where its mark stands, how high it is, and the state it shows, "none" where nothing ran."""

    x: int
    y: int
    height: int
    state: str


def strip(states: Sequence[str]) -> list[Mark]:
    """One mark a state, the oldest first."""
    drawn = []
    for index, state in enumerate(states):
        height = _HEIGHTS.get(state, 2)
        drawn.append(Mark(index * (WIDTH + GAP), HEIGHT - height, height, state or "none"))
    return drawn


def width_of(marks: Sequence[Mark]) -> int:
    """How wide the box of a strip is."""
    return max(1, len(marks) * (WIDTH + GAP) - GAP)
