"""What is known of a place, in one plain struct, for matching and for pages."""

import msgspec

from antena.places.enums import PopulationBand
from antena.places.models import Place
from antena.places.rules import population_band


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of one place. ``density`` is inhabitants per km², null where area or inhabitants are not known.

    The area is that of a simplified border: right within 5 % on average, worse under 5 km².
    """

    population: int | None
    population_year: int | None
    band: PopulationBand
    area_km2: float | None
    density: float | None
    country: str
    county: str
    province: str
    is_coastal: bool
    is_mountain: bool
    is_county_capital: bool
    is_province_capital: bool


def facts(place: Place) -> Facts:
    """The facts of ``place``. No query when its county and province were selected with it."""
    county, province = place.county, place.province
    density = None
    if place.population is not None and place.area_km2:
        density = round(place.population / place.area_km2, 1)
    return Facts(
        population=place.population,
        population_year=place.population_year,
        band=population_band(place.population),
        area_km2=place.area_km2,
        density=density,
        country=place.country_id,
        county=county.code if county else "",
        province=province.code if province else "",
        is_coastal=place.is_coastal,
        is_mountain=bool(county and county.is_mountain),
        is_county_capital=bool(county and place.lau_code in county.capital_codes),
        is_province_capital=bool(province and place.lau_code in province.capital_codes),
    )
