"""Bands of inhabitants, at their bounds."""

import pytest

from antena.places.enums import PopulationBand
from antena.places.rules import population_band


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (None, PopulationBand.UNKNOWN),
        (0, PopulationBand.TO_500),
        (500, PopulationBand.TO_500),
        (501, PopulationBand.TO_2000),
        (5_000, PopulationBand.TO_5000),
        (20_001, PopulationBand.TO_50000),
        (100_000, PopulationBand.TO_100000),
        (100_001, PopulationBand.OVER_100000),
    ],
)
def test_band(population: int | None, band: PopulationBand) -> None:
    assert population_band(population) == band
