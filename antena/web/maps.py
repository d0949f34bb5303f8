"""Maps of the association: every town, tinted by a number.

That of the first page counts what a town has to act on within a month. The engine fills the places of every
radar, so the number of all things to act on says little of a town; how many of them close soon does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from antena.places import drawing
from antena.web import queries

# Units across: small enough for the whole map to travel in 25 kB, fine enough for the eye.
WIDTH = 400
# A town is tinted by the last of these it reaches.
STEPS = (0, 1, 2, 3, 5)


class Layer(NamedTuple):
    """The towns of one tint; the key of a shape is the town's slug."""

    tint: int
    shapes: list[drawing.Shape]


@dataclass(frozen=True)
class AssociationMap:
    """All towns by tint. ``ranges`` are (tint, what it means)."""

    width: int
    height: int
    layers: list[Layer]
    ranges: list[tuple[int, str]]


def association(*, at: datetime) -> AssociationMap | None:
    """The map of the first page; None for an association without towns."""
    return tinted(queries.closing_counts(at=at))


def tinted(counts: Mapping[str, int], steps: Sequence[int] = STEPS) -> AssociationMap | None:
    """Every town tinted by its count, by slug, 0 where it has none; None for an association without towns.

    ``steps`` are five rising counts from 0: a town gets the tint of the last it reaches.
    """
    drawn = _drawn(queries.borders_version())
    if not drawn.shapes:
        return None
    layers: dict[int, list[drawing.Shape]] = {}
    for shape in drawn.shapes:
        layers.setdefault(tint(counts.get(shape.key, 0), steps), []).append(shape)
    return AssociationMap(
        drawn.width, drawn.height, [Layer(*layer) for layer in sorted(layers.items())], ranges(steps)
    )


def tint(count: int, steps: Sequence[int] = STEPS) -> int:
    """The tint of a town with ``count`` things."""
    return max(n for n, least in enumerate(steps) if count >= least)


def ranges(steps: Sequence[int] = STEPS) -> list[tuple[int, str]]:
    """What each tint means."""
    spans = pairwise(steps)
    named = [f"{least}–{limit - 1}" if limit - 1 > least else str(least) for least, limit in spans]
    return list(enumerate([_("none"), *named[1:], _("%(n)s or more") % {"n": steps[-1]}]))


@lru_cache(maxsize=2)
def _drawn(_version: str) -> drawing.Drawing:
    outlines = [
        drawing.Outline(place.slug, place.name, rings, (place.longitude, place.latitude))
        for place, rings in queries.member_outlines()
    ]
    if not outlines:
        return drawing.Drawing(WIDTH, WIDTH, ())
    return drawing.draw(outlines, drawing.Frame(drawing.bounds_of(outlines), width=WIDTH))
