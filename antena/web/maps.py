"""The maps the server draws: the whole association, and where one town lies in it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from shapely import MultiPolygon, Polygon, unary_union

from antena.places.models import Border, Place
from antena.web import queries
from antena.web.drawing.borders import Frame

MAP_WIDTH = 620
LOCATOR_WIDTH = 300
# A town is tinted by the last of these it reaches.
STEPS = (0, 1, 3, 6, 8)


class Shape(NamedTuple):
    """A municipality: its slug and its path data."""

    slug: str
    path: str


class Layer(NamedTuple):
    """The municipalities of one tint."""

    tint: int
    shapes: list[Shape]


@dataclass(frozen=True)
class AssociationMap:
    """All municipalities by tint. ``ranges`` are (tint, what it means)."""

    view_box: str
    layers: list[Layer]
    ranges: list[tuple[int, str]]


@dataclass(frozen=True)
class Locator:
    """A town within its association: silhouette, county, the town, and where its middle is."""

    view_box: str
    width: int
    height: int
    land: str
    county: str
    here: str
    x: int
    y: int


def association() -> AssociationMap | None:
    """The map of the first page; None for an association without borders."""
    shapes = _shapes(queries.borders_version())
    if not shapes:
        return None
    counts = queries.act_counts()
    layers: dict[int, list[Shape]] = {}
    for place_id, shape in shapes:
        layers.setdefault(tint(counts.get(place_id, 0)), []).append(shape)
    return AssociationMap(
        _frame(MAP_WIDTH).view_box, [Layer(*layer) for layer in sorted(layers.items())], ranges()
    )


def locator(town: Place) -> Locator | None:
    """Where a town lies; None where its border is not known."""
    border = Border.objects.filter(place=town).first()
    if border is None:
        return None
    frame = _frame(LOCATOR_WIDTH)
    x, y = frame.at(town.longitude, town.latitude)
    return Locator(
        view_box=frame.view_box,
        width=frame.width,
        height=frame.height,
        land=_silhouette(queries.borders_version(), None),
        county=_silhouette(queries.borders_version(), town.county_id) if town.county_id else "",
        here=frame.path(border.rings),
        x=x,
        y=y,
    )


def tint(count: int) -> int:
    """The tint of a town with ``count`` things to act on."""
    return max(n for n, least in enumerate(STEPS) if count >= least)


def ranges() -> list[tuple[int, str]]:
    """What each tint means."""
    spans = zip(STEPS, STEPS[1:], strict=False)
    named = [f"{least}–{limit - 1}" if limit - 1 > least else str(least) for least, limit in spans]
    return list(enumerate([_("none"), *named[1:], _("%(n)s or more") % {"n": STEPS[-1]}]))


def _frame(width: int) -> Frame:
    return Frame(*settings.ASSOCIATION.map_bounds, width=width)


@lru_cache(maxsize=2)
def _shapes(_version: str) -> list[tuple[int, Shape]]:
    frame = _frame(MAP_WIDTH)
    rows = [
        (border.place_id, Shape(border.place.slug, frame.path(border.rings)))
        for border in queries.member_borders()
    ]
    return [(place_id, shape) for place_id, shape in rows if shape.path]


@lru_cache(maxsize=128)
def _silhouette(_version: str, county: int | None) -> str:
    """The outline of all members, or of those of a county, without the lines between them."""
    frame = _frame(LOCATOR_WIDTH)
    outlines = [
        Polygon(outer, holes)
        for border in queries.member_borders(county=county)
        for outer, *holes in border.rings
    ]
    whole = unary_union([outline.buffer(0) for outline in outlines]).simplify(1 / LOCATOR_WIDTH)
    parts = whole.geoms if isinstance(whole, MultiPolygon) else [whole]
    return frame.path([[part.exterior.coords] for part in parts if isinstance(part, Polygon)])
