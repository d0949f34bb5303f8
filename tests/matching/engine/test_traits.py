"""What towns are, and what is assumed of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.matching.engine.data.assumptions import ASSUMPTIONS
from antena.matching.engine.traits import PlaceFacts, assumed_themes, assumptions_for, traits_of
from antena.matching.engine.vocabulary import SIZES, STANDINGS, TERRITORIES, band
from antena.themes import catalogue


def places():
    return st.builds(
        PlaceFacts,
        population=st.none() | st.integers(0, 2_000_000),
        area_km2=st.none() | st.floats(0.1, 500),
        latitude=st.none() | st.floats(-90, 90),
        longitude=st.none() | st.floats(-180, 180),
        altitude_m=st.none() | st.floats(-10, 3_000),
        degurba=st.none() | st.integers(1, 3),
        is_coastal=st.booleans(),
        in_mountain_county=st.booleans(),
        largest_neighbour=st.none() | st.integers(0, 2_000_000),
    )


@given(places())
def test_a_place_has_one_size_and_known_traits(facts):
    traits = traits_of(facts)
    assert traits <= {*SIZES, *TERRITORIES, *STANDINGS}
    assert len(traits & SIZES.keys()) == (facts.population is not None)


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (0, "village_under_500"),
        (499, "village_under_500"),
        (500, "under_1000"),
        (4_999, "under_5000"),
        (20_000, "under_50000"),
        (249_999, "city"),
        (250_000, "metropolis"),
    ],
)
def test_sizes(population, size):
    assert band(population) == size


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # the smallest village, in the mountain; a market town by a lake; the capital by the sea
        (
            PlaceFacts(population=31, area_km2=21.3, longitude=2.02, latitude=42.19, in_mountain_county=True),
            {"village_under_500", "sparse", "rural", "mountain", "mediterranean"},
        ),
        (
            PlaceFacts(
                population=20_500, area_km2=11, longitude=2.76, latitude=42.12, is_county_capital=True,
                is_largest_of_county=True,
            ),
            {"under_50000", "dense", "urban", "county_capital", "county_centre", "mediterranean"},
        ),
        (
            PlaceFacts(population=1_686_000, area_km2=101, longitude=2.17, latitude=41.39, is_coastal=True),
            {"metropolis", "dense", "urban", "coastal", "mediterranean"},
        ),
        (PlaceFacts(population=9_000, largest_neighbour=60_000), {"under_20000", "beside_city"}),
        (PlaceFacts(population=300, longitude=-9.5, latitude=53.2), {"village_under_500", "atlantic"}),
    ],
)  # fmt: skip
def test_traits_of_places(facts, expected):
    assert traits_of(facts) == expected


@pytest.mark.parametrize(("altitude_m", "is_mountain"), [(None, False), (999.0, False), (1_000.0, True)])
def test_a_high_town_is_of_the_mountain_whatever_its_county(altitude_m, is_mountain):
    assert ("mountain" in traits_of(PlaceFacts(altitude_m=altitude_m))) == is_mountain
    assert "mountain" in traits_of(PlaceFacts(altitude_m=altitude_m, in_mountain_county=True))


@pytest.mark.parametrize(
    ("population", "area_km2", "degurba", "expected"),
    [
        # a dense small town that its grid says is no city; a wide municipality with a town in it
        (20_500, 11, None, {"dense", "urban"}),
        (20_500, 11, 2, {"dense"}),
        (20_500, 11, 1, {"dense", "urban"}),
        (9_000, 90, None, {"rural"}),
        (9_000, 90, 2, set()),
        (900, 5, 3, {"rural"}),
        # sparse is of density alone
        (31, 21.3, 3, {"sparse", "rural"}),
        (None, None, 1, {"urban"}),
    ],
)
def test_the_degree_of_urbanisation_stands_before_density(population, area_km2, degurba, expected):
    facts = PlaceFacts(population=population, area_km2=area_km2, degurba=degurba)
    assert traits_of(facts) - SIZES.keys() == expected


def test_every_assumption_is_about_a_known_trait_and_theme():
    themes = {
        theme.code for field in catalogue.load(catalogue.FOLDER).fields for theme in (field, *field.themes)
    }
    assert {assumption.theme for assumption in ASSUMPTIONS} <= themes
    assert {assumption.trait for assumption in ASSUMPTIONS} <= {*SIZES, *TERRITORIES, *STANDINGS}
    assert all(0 < assumption.weight <= 1 and assumption.sentence for assumption in ASSUMPTIONS)
    pairs = [(assumption.trait, assumption.theme) for assumption in ASSUMPTIONS]
    assert len(pairs) == len(set(pairs))


@given(
    st.frozensets(st.sampled_from([*SIZES, *TERRITORIES, *STANDINGS])), st.sampled_from(sorted(TERRITORIES))
)
def test_one_more_trait_never_takes_a_theme_away(traits, more):
    before, after = assumed_themes(traits), assumed_themes(traits | {more})
    assert all(after[theme] >= weight for theme, weight in before.items())


def test_towns_of_every_size_are_assumed_something():
    for size in SIZES:
        assert len(assumptions_for({size})) >= 9, size


def test_the_engine_knows_no_framework():
    import antena.matching.engine as engine

    folder = Path(engine.__file__).parent
    assert not [
        path for path in folder.rglob("*.py") if "django" in path.read_text().replace("no Django", "")
    ]
