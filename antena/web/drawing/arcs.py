"""Bows from a town to its twins, over the dots of Europe or, where one lies beyond, of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path

from antena.web.drawing.world import EUROPE, WORLD, dots

BEND = 0.22  # the height of a bow as a share of its length


@dataclass(frozen=True)
class End:
    """A twin on the map, in degrees; ``tone`` is a class of the bow: "confirmed", "told"."""

    name: str
    latitude: float
    longitude: float
    tone: str


@dataclass(frozen=True)
class Arc:
    """The path data of a bow and the point where it ends."""

    path: str
    x: int
    y: int
    name: str
    tone: str


@dataclass(frozen=True)
class Arcs:
    """A drawing: ``dots`` is path data of the land, ``x`` and ``y`` the town the bows come from."""

    dots: str
    arcs: tuple[Arc, ...]
    x: int
    y: int
    width: int
    height: int


def arcs(here: tuple[float, float], ends: Sequence[End], *, land: Path) -> Arcs | None:
    """Draw the twins of the town at ``here`` (latitude, longitude); None where there is none to draw."""
    if not ends:
        return None
    points = [here, *((end.latitude, end.longitude) for end in ends)]
    view = EUROPE if all(EUROPE.holds(*point) for point in points) else WORLD
    x, y = view.position(*here)
    bows = []
    for end in ends:
        to_x, to_y = view.position(end.latitude, end.longitude)
        bows.append(Arc(_bow(x, y, to_x, to_y), to_x, to_y, end.name, end.tone))
    return Arcs(dots(land, view), tuple(bows), x, y, view.width, view.height)


def _bow(x: int, y: int, to_x: int, to_y: int) -> str:
    """A curve that rises towards the north, so that bows from one town part like a fountain."""
    rise = hypot(to_x - x, to_y - y) * BEND * 2
    return f"M{x} {y}Q{round((x + to_x) / 2)} {round((y + to_y) / 2 - rise)} {to_x} {to_y}"
