"""Twins proposed from what is stored: places, countries, twinnings told, confirmed and denied."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.matching.queries import twins
from antena.places.enums import PlaceKind, TwinState
from antena.places.models import Country, Load, Place, TwinTown
from tests.matching.conftest import NOW


@pytest.fixture(autouse=True)
def forgotten():
    twins.forget()
    yield
    twins.forget()


@pytest.fixture
def abroad(country):
    """Eight towns of two countries, by name."""
    Country.objects.create(
        code="FR", iso3="FRA", continent="EU", in_eu=True, languages=["fr-FR", "ca"], neighbours=["ES"]
    )
    Country.objects.create(code="NI", iso3="NIC", continent="NA", languages=["es-NI"])
    names = ("Prada", "Pàmies", "Foix", "Albi", "Rivas", "Ocotal", "Somoto", "Condega")
    return {
        name: Place.objects.create(
            kind=PlaceKind.SETTLEMENT, country_id="FR" if number < 4 else "NI", name=name,
            sort_key=name.lower(), admin1=str(number), latitude=43 - number * 3, longitude=2 - number * 10,
            population=5_000 + 1_000 * number,
        )
        for number, name in enumerate(names)
    }  # fmt: skip


@pytest.fixture
def berga(make_place):
    return make_place("Berga", 16_800)


def twinned(place, twin, **more):
    return TwinTown.objects.create(
        **{
            "source": "wikidata", "external_id": f"{place.pk}-{twin.pk}", "place": place, "twin": twin,
            "name": twin.name, "authority": 50, "content_hash": "1", "first_seen": NOW, "last_seen": NOW,
        }
        | more
    )  # fmt: skip


def names(proposals):
    return {proposal.place.name for proposal in proposals}


def test_the_world_but_its_own_country(berga, abroad, make_place):
    make_place("Vic", 48_000)
    assert names(twins.propose(berga.pk)) == set(abroad)


def test_a_proposal_says_what_it_rests_on(berga, abroad):
    proposals = {one.place.name: one for one in twins.propose(berga.pk)}
    ocotal = proposals["Ocotal"]
    assert (ocotal.place.country, ocotal.place.population) == ("NI", 10_000)
    assert 0 < ocotal.score < 1
    said = {reason.feature: reason for reason in (*ocotal.reasons, *ocotal.against)}
    assert said["size"].values == {"inhabitants": 10_000, "own": 16_800}
    assert "16,800" in said["size"].sentence
    assert all(reason.sentence for reason in said.values())
    assert ocotal.openness.sentence == "No twin of it is known: you would be the first."


def test_countries_population_and_exclusions(berga, abroad):
    assert names(twins.propose(berga.pk, among=["FR"])) == {"Prada", "Pàmies", "Foix", "Albi"}
    assert names(twins.propose(berga.pk, among=["XX"])) == set()
    assert names(twins.propose(berga.pk, population=(5_000, 6_000))) == {"Prada", "Pàmies"}
    left_out = [abroad["Prada"].pk, 10**9]
    assert names(twins.propose(berga.pk, among=["FR"], excluded=left_out)) == {"Pàmies", "Foix", "Albi"}
    assert len(twins.propose(berga.pk, most=3)) == 3


def test_twins_it_has_and_pairs_denied_are_not_proposed_and_come_back_when_they_end(berga, abroad):
    assert "Foix" in names(twins.propose(berga.pk))
    told = twinned(berga, abroad["Foix"])
    twinned(abroad["Albi"], berga, state=TwinState.DENIED, decided_at=NOW)
    proposed = names(twins.propose(berga.pk))
    assert "Foix" not in proposed
    assert "Albi" not in proposed
    TwinTown.objects.filter(pk=told.pk).update(delisted_at=NOW + timedelta(days=1))
    assert "Foix" in names(twins.propose(berga.pk))


def test_a_twin_of_a_town_near_is_a_reason_once_twinnings_are_known(berga, abroad, make_place):
    vic = make_place("Vic", 48_000, latitude=42.0, longitude=2.2)
    twinned(vic, abroad["Foix"])
    proposal = twins.why_twin(berga.pk, abroad["Foix"].pk)
    assert proposal.openness.sentence.startswith("It has 1 known twin:")
    assert "around" not in {reason.feature for reason in (*proposal.reasons, *proposal.against)}
    for number in range(20):
        twinned(make_place(f"Far {number}", 3_000, latitude=37.0, longitude=-6.0), abroad["Rivas"])
    said = {reason.feature: reason for reason in twins.why_twin(berga.pk, abroad["Foix"].pk).reasons}
    assert said["around"].sentence == "Vic, near you, is its twin."


def test_a_town_abroad_looks_among_the_members(berga, abroad, make_place):
    make_place("Manresa", 78_000, is_member=False, slug="")
    proposals = twins.propose(abroad["Ocotal"].pk, among="members")
    assert names(proposals) == {"Berga"}
    assert proposals[0].place.slug == "berga"


def test_a_place_nobody_knows(berga):
    with pytest.raises(twins.PlaceNotReadError):
        twins.propose(10**9)


def test_places_are_read_again_when_they_were_loaded_again(berga, abroad):
    twins.propose(berga.pk)
    Place.objects.filter(pk=abroad["Foix"].pk).update(population=40_000)
    again = Load.objects.create(name="world", version="1", rows=9, loaded_at=NOW)
    assert twins.why_twin(berga.pk, abroad["Foix"].pk).place.population == 40_000
    assert again.rows == 9
    assert "Foix" in names(twins.propose(berga.pk, population=(39_000, 41_000)))


@pytest.mark.parametrize("most", [1, 3])
def test_queries_do_not_depend_on_how_many_are_proposed(berga, abroad, most):
    twins.propose(berga.pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(twins.propose(berga.pk, most=most)) == most
    # places (two) and twinnings unchanged; what is shown of places; labels of themes and goals
    assert len(asked) == 6
