"""The places of the database as linking wants them: one country at a time, kept for the process."""

from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from antena.places.models import Load, Place, PlaceCode, PlaceName
from antena.records.linking import CountryIndex, Linker, PlaceRow
from antena.records.linking.keys import key

_Version = tuple[tuple[str, str, datetime], ...]


class DatabaseAtlas:
    """An `antena.records.linking.Atlas` over the table of places; countries are read when first asked for."""

    def __init__(self) -> None:
        self._countries: dict[str, CountryIndex] = {}
        self._lock = Lock()

    def country(self, code: str) -> CountryIndex:
        """The places of the country. Three queries the first time, none afterwards."""
        with self._lock:
            if code not in self._countries:
                self._countries[code] = _read(code)
            return self._countries[code]

    def countries_with(self, names: Sequence[str]) -> Sequence[str]:
        """The countries with a place of one of ``names``. One query."""
        found = PlaceName.objects.filter(text__in=list(names)).values_list("place__country_id", flat=True)
        return sorted(found.distinct())


class _Kept:
    """The linker of this process, and what was loaded when it was made."""

    version: _Version | None = None
    linker: Linker | None = None


def linker() -> Linker:
    """The linker over the places of the database, made anew once places were loaded anew. One query."""
    version = tuple(Load.objects.order_by("name").values_list("name", "version", "loaded_at"))
    if _Kept.linker is None or _Kept.version != version:
        _Kept.linker, _Kept.version = Linker(DatabaseAtlas()), version
    return _Kept.linker


def _read(country: str) -> CountryIndex:
    fields = ("pk", "name", "latitude", "longitude", "population", "kind", "is_member", "lau_code")
    regions = PlaceCode.objects.filter(country_id=country, scheme="nuts3").values_list("place_id", "code")
    nuts = dict(regions)
    places = [
        PlaceRow(
            place_id=pk,
            name=key(name),
            latitude=latitude,
            longitude=longitude,
            population=population or 0,
            is_municipality=kind == "municipality",
            is_member=is_member,
            lau=lau,
            nuts=nuts.get(pk, ""),
        )
        for pk, name, latitude, longitude, population, kind, is_member, lau in Place.objects.filter(
            country_id=country
        ).values_list(*fields)
    ]
    names = PlaceName.objects.filter(place__country_id=country).values_list("place_id", "text")
    return CountryIndex(places, names.iterator(chunk_size=20_000))
