"""Which of the places of one name is meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.places.enums import Unplaced
from antena.records.importing.choosing import ENOUGH, Asked, Candidate, choose

# Two towns of one name, and a hamlet beside the first.
TOWN = Candidate(place_id=1, latitude=42.0, longitude=2.0, population=5_000)
FAR = Candidate(place_id=2, latitude=43.5, longitude=2.0, population=300)
HAMLET = Candidate(place_id=3, latitude=42.01, longitude=2.0, population=None)


@pytest.mark.parametrize(
    ("candidates", "asked", "place", "reason"),
    [
        # by coordinates
        ([TOWN, FAR], Asked(latitude=42.02, longitude=2.0), 1, None),
        ([TOWN, FAR], Asked(latitude=43.6, longitude=2.0), 2, None),
        ([TOWN, HAMLET], Asked(latitude=42.01, longitude=2.0), 1, None),
        ([TOWN], Asked(latitude=45.0, longitude=2.0), None, Unplaced.FAR_AWAY),
        ([TOWN], Asked(latitude=42.4, longitude=2.0, population=5_100), 1, None),
        # by inhabitants
        ([TOWN, FAR], Asked(population=4_800), 1, None),
        ([TOWN, FAR], Asked(population=310), 2, None),
        ([TOWN, FAR], Asked(population=60_000), None, Unplaced.SEVERAL),
        ([TOWN], Asked(population=300_000), None, Unplaced.UNSURE),
        # by nothing
        ([TOWN], Asked(), 1, None),
        ([TOWN, FAR], Asked(), None, Unplaced.SEVERAL),
        ([], Asked(), None, Unplaced.NOT_FOUND),
    ],
)
def test_the_place_meant(
    candidates: list[Candidate], asked: Asked, place: int | None, reason: Unplaced | None
) -> None:
    choice = choose(candidates, asked)
    assert (choice.place_id, choice.reason) == (place, reason)


def test_a_place_with_another_code_of_the_register_is_another_place() -> None:
    taken = Candidate(place_id=1, latitude=42.0, longitude=2.0, population=5_000, is_taken=True)
    assert choose([taken], Asked(population=5_000)).reason == Unplaced.NOT_FOUND


def test_the_towering_one_is_meant_where_nothing_else_is_said() -> None:
    city = Candidate(place_id=9, latitude=48.8, longitude=2.3, population=2_000_000)
    choice = choose([city, FAR], Asked())
    assert (choice.place_id, choice.evidence) == (9, ("name:exact", "largest", "rivals:1"))


def test_a_part_of_a_name_is_less_sure() -> None:
    part = Candidate(place_id=1, latitude=42.0, longitude=2.0, is_part=True)
    here = Asked(latitude=42.0, longitude=2.0)
    assert choose([part], here).confidence < choose([TOWN], here).confidence


candidates = st.lists(
    st.builds(
        Candidate,
        place_id=st.integers(1, 9),
        latitude=st.floats(41, 44),
        longitude=st.floats(0, 3),
        population=st.none() | st.integers(0, 10_000_000),
        is_own=st.booleans(),
        is_part=st.booleans(),
        is_taken=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda one: one.place_id,
)
asked = st.builds(
    lambda at, population: Asked(latitude=at and at[0], longitude=at and at[1], population=population),
    st.none() | st.tuples(st.floats(41, 44), st.floats(0, 3)),
    st.none() | st.integers(0, 10_000_000),
)


@settings(max_examples=20, deadline=None)
@given(candidates, asked)
def test_a_choice_is_sure_enough_and_free_or_says_why_not(given_: list[Candidate], asked: Asked) -> None:
    choice = choose(given_, asked)
    if choice.place_id is None:
        assert choice.reason is not None
    else:
        assert choice.confidence >= ENOUGH
        assert not next(one for one in given_ if one.place_id == choice.place_id).is_taken
