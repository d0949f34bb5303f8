"""The members of the association, from its register: joined to GeoNames, with borders where there are."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
import shapely
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from antena.lib.association import Association
from antena.lib.text import normalise, sort_key
from antena.places import earth, geonames, joining, register
from antena.places.actions import settling
from antena.places.coast import Coast
from antena.places.enums import PlaceKind, RegionKind
from antena.places.models import Border, Country, Load, Place, PlaceName, Region
from antena.places.naming import bare, slugs, weight
from antena.places.register import Division, Member, Register

MEMBERS: Final = "members"

_OF_REGISTER: Final = [
    "kind", "lau_code", "is_member", "name", "slug", "sort_key", "latitude", "longitude", "population",
    "population_year", "county", "province", "is_coastal", "area_km2",
]  # fmt: skip


class WorldNotLoadedError(Exception):
    """The association's country is not in the database yet: load the world first."""


class MembersLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """How many members there are, and how each was found; ``joins`` by code, for those joined in this run."""

    members: int
    with_geonames: int
    with_border: int
    joins: dict[str, joining.Join]


def members_are_loaded(*, association: Association) -> bool:
    """Whether this register, on this version of the world, is in the database. One query.

    Raises `RegisterError` where a file is missing.
    """
    return Load.objects.filter(name=MEMBERS, version=_version(association)).exists()


@transaction.atomic
def load_members(*, association: Association) -> MembersLoaded:
    """Make the places of ``association.country`` say what its register says, keeping every id.

    A member that left stays a municipality and is no longer marked. Raises `RegisterError` and
    `WorldNotLoadedError`.
    """
    if not Country.objects.filter(code=association.country).exists():
        raise WorldNotLoadedError(
            f"country {association.country} is not loaded: run antena load-places first"
        )
    book = register.read(association, packages=settings.NODE_MODULES)
    regions = _store_regions(association.country, book.regions)
    places = {
        place.lau_code: place
        for place in Place.objects.filter(country_id=association.country).exclude(lau_code="")
    }
    joins = _join(association.country, book, places)
    joined = Place.objects.in_bulk([one.key for one in joins.values()])
    places |= {code: joined[one.key] for code, one in joins.items()}
    members = _store_members(association.country, book, regions, places)
    _store_names(book, members)
    _store_borders(book, members)
    Load.objects.update_or_create(
        name=MEMBERS,
        defaults={"version": _version(association), "rows": len(members), "loaded_at": timezone.now()},
    )
    with connection.cursor() as cursor:
        settling.settle_after_load(cursor, at=timezone.now())
        # Without it the planner takes members' names for the rarest thing in the world.
        cursor.execute("ANALYZE places_place, places_placename")
    return MembersLoaded(
        members=len(members),
        with_geonames=sum(1 for place in members.values() if place.geonames_id),
        with_border=Border.objects.filter(place__in=members.values()).count(),
        joins=joins,
    )


def _version(association: Association) -> str:
    return f"{register.version(association, packages=settings.NODE_MODULES)} on {geonames.version()}"


def _store_regions(country: str, regions: register.Regions) -> dict[tuple[str, str], Region]:
    def rows(kind: RegionKind, divisions: Iterable[Division]) -> list[Region]:
        return [
            Region(
                country_id=country,
                kind=kind,
                code=one.code,
                name=one.name,
                sort_key=sort_key(one.name),
                is_mountain=one.mountain,
                capital_codes=one.capitals,
            )
            for one in divisions
        ]

    Region.objects.bulk_create(
        rows(RegionKind.COUNTY, regions.counties) + rows(RegionKind.PROVINCE, regions.provinces),
        update_conflicts=True,
        unique_fields=["country", "kind", "code"],
        update_fields=["name", "sort_key", "is_mountain", "capital_codes"],
    )
    return {(one.kind, one.code): one for one in Region.objects.filter(country_id=country)}


def _join(country: str, book: Register, known: Mapping[str, Place]) -> dict[str, joining.Join]:
    wanted = [_wanted(book, member) for member in book.members if member.code not in known]
    if not wanted:
        return {}
    settlements = Place.objects.filter(country_id=country, kind=PlaceKind.SETTLEMENT)
    if book.regions.geonames_admin1:
        settlements = settlements.filter(admin1__in=book.regions.geonames_admin1)
    candidates = [
        joining.Settlement(
            place.pk,
            frozenset(name.text for name in place.names.all()),
            (place.longitude, place.latitude),
            place.population or 0,
        )
        for place in settlements.prefetch_related("names")
    ]
    return joining.join(wanted, candidates)


def _wanted(book: Register, member: Member) -> joining.Wanted:
    at = None
    if member.longitude is not None and member.latitude is not None:
        at = (member.longitude, member.latitude)
    elif book.borders and member.code in book.borders.shapes:
        at = book.borders.centre(member.code)
    return joining.Wanted(
        member.code,
        _search_names(book.names[member.code]),
        member.population,
        _outline(book, member.code),
        at,
    )


def _search_names(names: Iterable[str]) -> list[str]:
    """Official first: as written, and without the article, as people look for it."""
    return list(dict.fromkeys(form for name in names for form in (normalise(name), bare(name))))


def _outline(book: Register, code: str) -> list[earth.Polygon]:
    return book.borders.outline(code) if book.borders and code in book.borders.shapes else []


def _store_members(
    country: str, book: Register, regions: Mapping[tuple[str, str], Region], places: Mapping[str, Place]
) -> dict[str, Place]:
    addresses = slugs((member.code, book.names[member.code][0]) for member in book.members)
    coastal = _coastal(book)
    members = {}
    for member in book.members:
        place = places.get(member.code) or Place(country_id=country)
        name = book.names[member.code][0]
        outline = _outline(book, member.code)
        place.kind, place.is_member, place.lau_code = PlaceKind.MUNICIPALITY, True, member.code
        place.name, place.slug, place.sort_key = name, addresses[member.code], sort_key(name)
        place.population, place.population_year = member.population, member.population_year
        place.county = regions[RegionKind.COUNTY, member.county]
        place.province = regions.get((RegionKind.PROVINCE, book.province_of(member.code)))
        place.is_coastal = member.code in coastal
        place.area_km2 = round(earth.area_km2(outline), 2) if outline else None
        place.longitude, place.latitude = _point(book, member, place)
        members[member.code] = place
    # Addresses are free first: another member may have had the one that now belongs here.
    Place.objects.filter(is_member=True).update(slug="")
    Place.objects.filter(is_member=True).exclude(lau_code__in=members).update(is_member=False)
    Place.objects.bulk_create([place for place in members.values() if place.pk is None])
    Place.objects.bulk_create(
        members.values(), update_conflicts=True, unique_fields=["id"], update_fields=_OF_REGISTER
    )
    return members


def _coastal(book: Register) -> set[str]:
    if not book.borders or not book.land:
        return set()
    codes = [member.code for member in book.members if member.code in book.borders.shapes]
    edges = {code: book.borders.outer_edges(code) for code in codes}
    coast = Coast(book.land, (edge for found in edges.values() for edge in found))
    return {code for code, found in edges.items() if coast.touches(found)}


def _point(book: Register, member: Member, place: Place) -> earth.Point:
    """Where the register says, else GeoNames, else inside the outline."""
    if member.longitude is not None and member.latitude is not None:
        return member.longitude, member.latitude
    if place.geonames_id is not None:
        return place.longitude, place.latitude
    outline = _outline(book, member.code)
    if outline:
        inside = shapely.MultiPolygon([shapely.Polygon(rings[0]) for rings in outline]).buffer(0)
        point = inside.representative_point()
        return round(point.x, 5), round(point.y, 5)
    if book.borders and member.code in book.borders.shapes:
        return book.borders.centre(member.code)
    raise register.RegisterError(
        f"member {member.code}: nobody says where it is: give latitude and longitude"
    )


def _store_names(book: Register, members: Mapping[str, Place]) -> None:
    known = PlaceName.objects.filter(place__in=members.values()).values_list("place_id", "text")
    names = {(place_id, text) for place_id, text in known}
    for code, place in members.items():
        names |= {(place.pk, text) for text in _search_names(book.names[code])}
    weights = {place.pk: weight(place.population) for place in members.values()}
    PlaceName.objects.filter(is_member=True).exclude(place__in=members.values()).update(is_member=False)
    PlaceName.objects.bulk_create(
        [
            PlaceName(place_id=place_id, text=text, is_member=True, weight=weights[place_id])
            for place_id, text in sorted(names)
        ],
        update_conflicts=True,
        unique_fields=["place", "text"],
        update_fields=["is_member", "weight"],
    )


def _store_borders(book: Register, members: Mapping[str, Place]) -> None:
    if not book.borders:
        return
    shapes = book.borders
    drawn = {code: place for code, place in members.items() if code in shapes.shapes}
    rows = []
    for code, place in drawn.items():
        outline = _rounded(shapes.outline(code))
        box = earth.bounds(outline) if outline else (*shapes.centre(code), *shapes.centre(code))
        rows.append(Border(place=place, rings=outline, bounds=[round(edge, 5) for edge in box]))
    Border.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["place"], update_fields=["rings", "bounds"]
    )
    beside = Border.neighbours.through
    beside.objects.filter(border_id__in=[place.pk for place in drawn.values()]).delete()
    beside.objects.bulk_create(
        beside(border_id=place.pk, place_id=drawn[other].pk)
        for code, place in drawn.items()
        for other in sorted(shapes.neighbours(code) & drawn.keys())
    )


def _rounded(outline: Iterable[earth.Polygon]) -> list[earth.Polygon]:
    """Five decimals are a metre: shared corners stay shared."""
    return [[[(round(x, 5), round(y, 5)) for x, y in ring] for ring in rings] for rings in outline]
