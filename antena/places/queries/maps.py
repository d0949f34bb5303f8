"""Maps of the association, drawn once per version of its data and kept in the process."""

from collections import defaultdict
from functools import lru_cache
from typing import Final

import msgspec

from antena.places import drawing
from antena.places.drawing import Bounds, Drawing, Outline
from antena.places.earth import Polygon
from antena.places.models import Load, Place
from antena.places.queries.municipalities import members, neighbours

_NOTHING: Final = Drawing(1000, 1000, ())
# The town is drawn last, over the others' edges.
_ROLES: Final = ("around", "county", "neighbour", "town")


class _Drawn(msgspec.Struct, frozen=True):
    """A member ready to draw, with what decides its role on a map."""

    pk: int
    county: str
    county_name: str
    outline: Outline
    bounds: Bounds


def association_map() -> Drawing:
    """Every member; ``key`` is its slug. A dot stands for one without an outline. One query when kept."""
    return _association_map(_version())


def county_map() -> Drawing:
    """Every county that has members with borders, as one shape; ``key`` is its code. One query when kept."""
    return _county_map(_version())


def locator(place: Place) -> Drawing | None:
    """A member in its surroundings: ``role`` is "town", "neighbour", "county" (its own) or "around".

    None where no member of its county has a border, or it is no member. One query when kept.
    """
    return _locator(place.pk, _version())


def _version() -> str:
    loads = Load.objects.order_by("name").values_list("version", "loaded_at")
    return " ".join(f"{version} {loaded_at.isoformat()}" for version, loaded_at in loads)


@lru_cache(maxsize=2)
def _drawn(version: str) -> tuple[_Drawn, ...]:  # noqa: ARG001  it is the key of what is kept
    return tuple(_ready(place) for place in members().select_related("border"))


def _ready(place: Place) -> _Drawn:
    rings = place.border.rings if hasattr(place, "border") else []
    outline = Outline(place.slug, place.name, rings, (place.longitude, place.latitude))
    county = place.county
    return _Drawn(
        place.pk,
        county.code if county else "",
        county.name if county else "",
        outline,
        drawing.bounds_of([outline]),
    )


@lru_cache(maxsize=2)
def _association_map(version: str) -> Drawing:
    return _whole([drawn.outline for drawn in _drawn(version)])


@lru_cache(maxsize=2)
def _county_map(version: str) -> Drawing:
    parts: defaultdict[str, list[list[Polygon]]] = defaultdict(list)
    names: dict[str, str] = {}
    for drawn in _drawn(version):
        if drawn.outline.polygons:
            parts[drawn.county].append(list(drawn.outline.polygons))
            names[drawn.county] = drawn.county_name
    counties = drawing.dissolve(parts)
    return _whole(
        [
            Outline(code, names[code], polygons, drawing.middle(polygons))
            for code, polygons in sorted(counties.items())
        ]
    )


@lru_cache(maxsize=1024)
def _locator(place_id: int, version: str) -> Drawing | None:
    everyone = {drawn.pk: drawn for drawn in _drawn(version)}
    town = everyone.get(place_id)
    if town is None:
        return None
    beside = {neighbour.pk for neighbour in neighbours(Place(pk=place_id))}

    def role(other: _Drawn) -> str:
        if other is town:
            return "town"
        if other.pk in beside:
            return "neighbour"
        return "county" if other.county == town.county else "around"

    roles = {pk: role(drawn) for pk, drawn in everyone.items()}
    near = [drawn.outline for pk, drawn in everyone.items() if roles[pk] != "around"]
    if not any(outline.polygons for outline in near):
        return None
    frame = drawing.bounds_of(near, margin=0.03)
    shown = [drawn for drawn in everyone.values() if _overlap(drawn.bounds, frame)]
    shown.sort(key=lambda drawn: _ROLES.index(roles[drawn.pk]))
    outlines = [msgspec.structs.replace(drawn.outline, role=roles[drawn.pk]) for drawn in shown]
    return drawing.draw(outlines, drawing.Frame(frame, width=600))


def _whole(outlines: list[Outline]) -> Drawing:
    if not outlines:
        return _NOTHING
    return drawing.draw(outlines, drawing.Frame(drawing.bounds_of(outlines)))


def _overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
