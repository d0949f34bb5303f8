"""What somebody who looks for a twin town asks for, all of it in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from babel import Locale
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from antena.matching.queries.twins import Among
from antena.places.models import Country, Place
from antena.web.languages import name_in
from antena.web.public.place_page import country_name

# GeoNames' continents as CLDR names them.
CONTINENTS: Final = {
    "EU": "150", "AF": "002", "AS": "142", "NA": "003", "SA": "005", "OC": "009", "AN": "AQ"
}  # fmt: skip
# Inhabitants from and to, both included.
SIZES: Final[dict[str, tuple[int, int]]] = {
    "village": (1, 999),
    "small": (1_000, 4_999),
    "town": (5_000, 19_999),
    "large": (20_000, 99_999),
    "city": (100_000, 10**9),
}
ALIKE: Final = "alike"
_SIZES: Final[dict[str, Promise]] = {
    ALIKE: gettext_lazy("From half as many to twice as many as here"),
    "village": gettext_lazy("Fewer than 1,000"),
    "small": gettext_lazy("1,000 to 4,999"),
    "town": gettext_lazy("5,000 to 19,999"),
    "large": gettext_lazy("20,000 to 99,999"),
    "city": gettext_lazy("100,000 or more"),
}
_SORTS: Final[dict[str, Promise]] = {
    "": gettext_lazy("Best first"),
    "near": gettext_lazy("Nearest first"),
    "country": gettext_lazy("By country"),
}


@dataclass(frozen=True)
class Asked:
    """Filters of the page; ``own`` lets the town's own country in. All empty asks for the whole world."""

    continents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    language: str = ""
    size: str = ""
    own: bool = False
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the world."""
        return bool(self.continents or self.countries or self.language or self.size)

    def query(self) -> str:
        """The part of the address behind the question mark, "" for none."""
        values = {
            "continent": self.continents,
            "country": self.countries,
            "language": self.language,
            "size": self.size,
            "own": "1" if self.own else "",
            "sort": self.sort,
        }
        written = urlencode({name: value for name, value in values.items() if value}, doseq=True)
        return f"?{written}" if written else "?"


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    """The choices as the form shows them. ``sorts`` hold addresses."""

    continents: list[Option]
    countries: list[Option]
    languages: list[Option]
    sizes: list[Option]
    sorts: list[Option]
    own: bool


def read(query: QueryDict, place: Place, nations: Sequence[Country]) -> Asked:
    """What an address asks for. Raises `BadRequest` with a sentence."""
    known = {nation.code for nation in nations}
    asked = Asked(
        continents=_values(query, "continent"),
        countries=_values(query, "country"),
        language=query.get("language", "").strip(),
        size=query.get("size", "").strip(),
        own=query.get("own") == "1",
        sort=query.get("sort", "").strip(),
    )
    for code in asked.continents:
        _hold(code in CONTINENTS, _("We know no continent “%(written)s”."), code)
    for code in asked.countries:
        _hold(code in known, _("We know no country “%(written)s”."), code)
    spoken = {tongue for nation in nations for tongue in _tongues(nation)}
    _hold(
        not asked.language or asked.language in spoken,
        _("We know no language “%(written)s”."),
        asked.language,
    )
    _hold(not asked.size or asked.size in _SIZES, _("We know no size “%(written)s”."), asked.size)
    _hold(asked.sort in _SORTS, _("We know no order “%(written)s”."), asked.sort)
    if asked.size == ALIKE and not place.population:
        raise BadRequest(
            _("Nobody says how many inhabitants %(name)s has: choose a size in numbers.")
            % {"name": place.name}
        )
    return asked


def among(asked: Asked, place: Place, nations: Sequence[Country]) -> Among:
    """The countries to look in, as the engine takes them."""
    if not (asked.continents or asked.countries or asked.language or asked.own):
        return "world"
    return [
        nation.code
        for nation in nations
        if (not asked.continents or nation.continent in asked.continents)
        and (not asked.countries or nation.code in asked.countries)
        and (not asked.language or asked.language in _tongues(nation))
        # a country named is wanted, the town's own too
        and (asked.own or nation.code in asked.countries or nation.code != place.country_id)
    ]


def population(asked: Asked, place: Place) -> tuple[int, int] | None:
    """The inhabitants to look for, from and to; None for any."""
    if asked.size == ALIKE and place.population:
        return (place.population + 1) // 2, place.population * 2
    return SIZES.get(asked.size)


def filters(asked: Asked, place: Place, nations: Sequence[Country]) -> Filters:
    """The form. No query."""
    reader = get_language() or "en"
    spoken: dict[str, int] = {}
    for nation in nations:
        for tongue in _tongues(nation):
            # of the languages of the world, those of the town's country and those that join countries
            spoken[tongue] = spoken.get(tongue, 0) + (2 if nation.code == place.country_id else 1)
    tongues = [code for code, count in spoken.items() if count > 1 or code == asked.language]
    territories = Locale.parse(reader, sep="-").territories
    sizes = _SIZES if place.population else {key: label for key, label in _SIZES.items() if key != ALIKE}
    return Filters(
        continents=[
            Option(code, str(territories.get(cldr, code)), code in asked.continents)
            for code, cldr in CONTINENTS.items()
        ],
        countries=_sorted((one.code, country_name(one.code), one.code in asked.countries) for one in nations),
        languages=_sorted((code, name_in(code, reader), code == asked.language) for code in tongues),
        sizes=[Option(key, str(label), key == asked.size) for key, label in sizes.items()],
        sorts=[
            Option(replace(asked, sort=key).query(), str(label), key == asked.sort)
            for key, label in _SORTS.items()
        ],
        own=asked.own,
    )


def _sorted(options: Iterable[tuple[str, str, bool]]) -> list[Option]:
    return sorted((Option(*one) for one in options), key=lambda one: one.label.casefold())


def _tongues(nation: Country) -> frozenset[str]:
    return frozenset(tag.split("-")[0] for tag in nation.languages)


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in query.getlist(name) if value))


def _hold(holds: bool, sentence: str, written: str) -> None:
    if not holds:
        raise BadRequest(sentence % {"written": written[:40]})
