"""The page of a consortium: what is missing, who could join, everything in the address."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.places.models import Country, Place, PlaceName, TwinTown
from tests.web.conftest import World

PAGE = "/en/towns/banyoles/partners/signal-0/"
TWINNING = "/en/towns/banyoles/partners/?rules=cerv-town-twinning"


@pytest.fixture
def abroad(world: World) -> list[Place]:
    """Towns of France, Italy and Germany; the first is a twin of Banyoles."""
    towns = []
    for code, name in (("FR", "Ceret"), ("IT", "Lucca"), ("DE", "Bonn")):
        country = Country.objects.create(code=code, iso3=code + "X", continent="EU", in_eu=True)
        place = Place.objects.create(
            country=country,
            name=name,
            sort_key=name.lower(),
            latitude=44,
            longitude=3,
            population=19_000,
        )
        PlaceName.objects.create(place=place, text=name.lower(), weight=0.4)
        towns.append(place)
    make_twin(world.towns[1], towns[0])
    return towns


def make_twin(place: Place, twin: Place) -> TwinTown:
    now = timezone.now()
    return TwinTown.objects.create(
        source="tests",
        external_id=f"{place.pk}-{twin.pk}",
        place=place,
        twin=twin,
        name=twin.name,
        country_code=twin.country_id,
        confidence=1.0,
        authority=50,
        content_hash="h",
        first_seen=now,
        last_seen=now,
    )


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_town_alone_sees_what_is_missing_and_its_twin_first(client: Client, abroad: list[Place]) -> None:
    page = client.get(TWINNING).content.decode()
    words = read(client, TWINNING)
    assert "1 more partner." in words
    assert "Partners from 1 other country." in words
    assert "A twin town of Banyoles." in words
    assert "Call document of CERV town twinning and networks of towns" in words
    assert page.index(">Ceret<") < page.index(">Lucca<")
    assert f"with=p{abroad[0].pk}" in page


def test_with_its_twin_the_pair_is_complete(client: Client, abroad: list[Place]) -> None:
    words = read(client, f"{TWINNING}&with=p{abroad[0].pk}")
    assert "Nothing that is stated, and that we can check, is missing." in words
    assert "Take out Ceret" in words


def test_the_sentence_of_the_text_is_shown_and_two_are_proposed(client: Client, abroad: list[Place]) -> None:
    words = read(client, PAGE)
    assert "At least 3 take part: you are 1." in words
    assert "At least &lt;3&gt;." in words
    assert "Whom to ask: 2 partners" in words


def test_the_plan_is_held_against_the_amount(client: Client, abroad: list[Place]) -> None:
    words = read(client, "/en/towns/banyoles/partners/?rules=creative-europe-small&amount=250000&months=50")
    assert "your plan asks for more" in words
    assert "It seems that a project lasts at most 48 months" in words


def test_any_place_is_found_by_name_and_added(client: Client, abroad: list[Place]) -> None:
    page = client.get(f"{TWINNING}&name=lucca").content.decode()
    assert f"rules=cerv-town-twinning&amp;with=p{abroad[1].pk}" in page


def test_an_organisation_is_a_member(client: Client, abroad: list[Place]) -> None:
    now = timezone.now()
    university = Organisation.objects.create(
        kind=OrganisationKind.UNIVERSITY,
        name="An invented university",
        sort_key="an invented university",
        search_text="",
        country_id="FR",
        created_at=now,
        updated_at=now,
    )
    words = read(client, f"/en/towns/banyoles/partners/?rules=eu-regions-week&with=o{university.pk}")
    assert "not An invented university" in words


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("rules=unheard-of", "unheard-of"),
        ("rules=cerv&with=p999999999", "p999999999"),
        ("rules=cerv&with=x1", "x1"),
        ("rules=cerv&with=p%C2%B2", "key"),
        ("rules=cerv&amount=lots", "lots"),
        ("rules=cerv&amount=0", "between 1 and 10,000,000,000"),
        ("rules=cerv&months=0", "whole number"),
        ("rules=cerv&" + "&".join(f"with=p{n}" for n in range(31)), "at most 30"),
    ],
)
def test_a_wrong_address_is_told_what_is_wrong(client: Client, world: World, query: str, says: str) -> None:
    response = client.get(f"/en/towns/banyoles/partners/?{query}")
    assert response.status_code == 400
    assert says in response.content.decode()


def test_an_empty_partner_is_none(client: Client, world: World) -> None:
    assert read(client, f"{TWINNING}&with=") == read(client, TWINNING)


@pytest.mark.parametrize("path", ["/en/towns/nowhere/partners/", "/en/towns/banyoles/partners/nothing/"])
def test_a_town_or_signal_nobody_knows_is_not_found(client: Client, world: World, path: str) -> None:
    assert client.get(path).status_code == 404


def test_without_a_programme_one_chooses(client: Client, world: World) -> None:
    assert "Choose a programme" in read(client, "/en/towns/banyoles/partners/")


def test_more_candidates_are_not_more_queries(client: Client, world: World, abroad: list[Place]) -> None:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for other in abroad[1:]:
        make_twin(world.towns[1], other)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) <= len(few)
    assert len(few) <= 20


def test_the_signal_and_the_radar_say_what_is_missing_and_lead_to_the_partners(
    client: Client, world: World
) -> None:
    signal = client.get("/en/signals/signal-0/?town=banyoles").content.decode()
    assert "What Banyoles alone does not meet" in signal
    assert f'href="{PAGE}"' in signal
    assert f'href="{PAGE}"' in client.get("/en/towns/banyoles/").content.decode()
    act = client.get("/en/signals/signal-1/?town=banyoles").content.decode()
    assert "alone does not meet" not in act


def test_the_guide_speaks_on_the_radar_where_the_text_is_silent(client: Client, world: World) -> None:
    world.profiles[1].matches.update(obstacles=[])
    call = world.signals[0]
    call.programme, call.external_id = "CERV", "CERV-2026-CITIZENS-TOWN-TT"
    call.save()
    words = read(client, "/en/towns/banyoles/")
    assert "The guide of its programme says: One applies, with at least one municipality" in words


def test_the_api_answers_the_same(client: Client, world: World, abroad: list[Place]) -> None:
    alone = client.get("/api/v1/towns/banyoles/partners?rules=cerv-town-twinning&language=en").json()
    assert (alone["programme"], alone["is_complete"]) == ("cerv-town-twinning", False)
    assert alone["missing"] == ["1 more partner.", "Partners from 1 other country."]
    (twin,) = alone["proposed"]
    assert (twin["name"], twin["closes"]) == ("Ceret", ["partners", "countries"])
    assert "A twin town of Banyoles." in twin["reasons"]
    pair = client.get(f"/api/v1/towns/banyoles/partners?rules=cerv-town-twinning&with={twin['key']}").json()
    assert (pair["is_complete"], pair["missing"]) == (True, [])
    call = client.get("/api/v1/towns/banyoles/partners?signal=signal-0&language=en").json()
    assert {one["kind"]: one["state"] for one in call["conditions"]}["partners"] == "failed"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("rules=x", 404),
        ("signal=x", 404),
        ("rules=cerv&with=q", 400),
        ("rules=cerv&language=xx", 400),
    ],
)
def test_the_api_refuses_what_it_cannot_read(client: Client, world: World, query: str, status: int) -> None:
    assert client.get(f"/api/v1/towns/banyoles/partners?{query}").status_code == status
