"""Drafts of what a source says of places: facts, figures, twin towns."""

from datetime import date
from typing import Any, Literal

import msgspec

# How a source names a place: by the code of its local administrative unit, by a number of Wikidata or
# GeoNames, by a NUTS code, by the country itself, or only by its name.
Scheme = Literal["lau", "wikidata", "geonames", "nuts", "country", "name"]


class PlaceRef(msgspec.Struct, frozen=True, kw_only=True):
    """A place as a source names it. ``country`` is ISO 3166-1 alpha-2, "" where nobody says.

    ``code`` is in ``scheme``, "" for ``name``; ``name``, ``city`` and the coordinates (degrees, WGS 84) help
    to find it where the code does not.
    """

    scheme: Scheme
    country: str = ""
    code: str = ""
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


class DraftFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One value of an indicator (a code of `antena.places.indicators`) in a period such as "2025".

    ``status`` is the publisher's remark: "" final, "provisional", "estimated".
    """

    indicator: str
    period: str
    value: float
    status: str = ""


class FactDraft(msgspec.Struct, frozen=True, kw_only=True, tag="fact", tag_field="draft"):
    """What a source says of one place; what it does not say is None, "" or empty and changes nothing.

    ``names`` is language → name; ``codes`` is scheme → code ("wikidata", "idescat", "nuts3", "gisco"…).
    ``email`` is a generic mailbox, never a person's. Area in km², altitude in metres, coordinates in degrees.
    ``details`` holds what only this source says.
    """

    source: str
    external_id: str
    place: PlaceRef
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    website: str = ""
    email: str = ""
    population: int | None = None
    population_year: int | None = None
    area_km2: float | None = None
    altitude_m: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    figures: tuple[DraftFigure, ...] = ()
    url: str = ""
    licence: str = ""
    attribution: str = ""
    details: dict[str, Any] = {}


class TwinDraft(msgspec.Struct, frozen=True, kw_only=True, tag="twin", tag_field="draft"):
    """A twinning a source knows of. ``until`` is set where it ended; dates only where they are stated."""

    source: str
    external_id: str
    place: PlaceRef
    twin: PlaceRef
    since: date | None = None
    until: date | None = None
    url: str = ""
    licence: str = ""
    attribution: str = ""
