"""Rules about places that need no database."""

from typing import Final

from antena.places.enums import PopulationBand

_BANDS: Final = (
    (500, PopulationBand.TO_500),
    (2_000, PopulationBand.TO_2000),
    (5_000, PopulationBand.TO_5000),
    (20_000, PopulationBand.TO_20000),
    (50_000, PopulationBand.TO_50000),
    (100_000, PopulationBand.TO_100000),
)


def population_band(population: int | None) -> PopulationBand:
    """The band of a number of inhabitants; the upper bound belongs to it."""
    if population is None:
        return PopulationBand.UNKNOWN
    return next((band for most, band in _BANDS if population <= most), PopulationBand.OVER_100000)
