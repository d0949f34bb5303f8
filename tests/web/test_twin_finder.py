"""The pages of possible twins: reasons, filters in the address, what people say, the view from abroad."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from msgspec.structs import replace

from antena.accounts.models import AuditEntry, User
from antena.matching.models import TwinChoice
from antena.matching.queries import twins
from antena.places.models import Country, Place, PlaceName, TwinTown
from tests.web.conftest import World

Part = Callable[[str], User | None]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    twins.forget()
    yield
    twins.forget()


@pytest.fixture
def abroad(world: World) -> dict[str, Place]:
    """Four towns of three countries, by name; nobody has counted the last."""
    found: dict[str, Place] = {}
    for code, continent, languages, names in (
        ("FR", "EU", ["fr-FR", "ca"], ("Ceret", "Foix")),
        ("IT", "EU", ["it-IT"], ("Lucca",)),
        ("NI", "NA", ["es-NI"], ("Ocotal",)),
    ):
        country = Country.objects.create(
            code=code, iso3=f"{code}X", continent=continent, in_eu=continent == "EU", languages=languages
        )
        for name in names:
            number = len(found)
            found[name] = place = Place.objects.create(
                country=country,
                name=name,
                sort_key=name.lower(),
                admin1=str(number),
                latitude=43 - number * 5,
                longitude=3 - number * 20,
                population=None if name == "Ocotal" else 8_000 + 10_000 * number,
            )
            PlaceName.objects.create(place=place, text=name.lower(), weight=0.4)
    return found


@pytest.fixture
def own(world: World) -> Place:
    return world.towns[0]


def address(place: Place, query: str = "") -> str:
    return f"/en/places/{place.pk}/twins/{query}"


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def proposed(client: Client, path: str) -> list[str]:
    """The names of the places a page proposes, in its order."""
    response = client.get(path)
    assert response.status_code == 200
    return [one.name for one in response.context["candidates"]]


def twinned(place: Place, twin: Place) -> None:
    now = timezone.now()
    TwinTown.objects.create(
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


def test_candidates_with_reasons_that_lead_to_what_they_rest_on(
    client: Client, world: World, abroad: dict[str, Place]
) -> None:
    banyoles = world.towns[1]
    twinned(world.towns[0], abroad["Ceret"])
    page = client.get(address(banyoles)).content.decode()
    words = read(client, address(banyoles))
    assert set(proposed(client, address(banyoles))) == set(abroad)
    assert "It has 18,000 inhabitants, about as many as yours (20,000)." in words
    assert f'<a href="/en/places/{abroad["Foix"].pk}/">It has 18,000 inhabitants' in page
    assert "It has 1 known twin" in words
    assert "Its twins: Aigües" in words
    assert "No source tells of a twin town of Banyoles" in words
    assert "nobody says how many inhabitants" in words
    assert 'class="bow"' in page


def test_the_funding_of_a_pair_leads_to_the_page_of_its_consortium(
    client: Client, world: World, abroad: dict[str, Place]
) -> None:
    page = client.get(address(world.towns[1], "?country=FR")).content.decode()
    assert "This pair can apply for:" in page
    ceret = abroad["Ceret"].pk
    link = f"/en/towns/banyoles/partners/?with=p{ceret}&amp;rules=cerv-town-twinning"
    assert link in page.replace("&rules", "&amp;rules")
    assert "Perhaps for this pair:" in read(client, address(world.towns[1], "?country=NI"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?country=FR", {"Ceret", "Foix"}),
        ("?country=FR&country=IT", {"Ceret", "Foix", "Lucca"}),
        ("?continent=NA", {"Ocotal"}),
        ("?language=ca", {"Ceret", "Foix"}),
        ("?language=ca&continent=NA", set()),
        ("?size=town", {"Ceret", "Foix"}),
        ("?size=alike", {"Foix", "Lucca"}),
        ("?country=ES", {"Aigües", "l'Hospitalet"}),
        ("?own=1", {"Ceret", "Foix", "Lucca", "Ocotal", "Aigües", "l'Hospitalet"}),
    ],
)
def test_filters_are_in_the_address(
    client: Client, world: World, abroad: dict[str, Place], query: str, names: set[str]
) -> None:
    assert set(proposed(client, address(world.towns[1], query))) == names


def test_the_nearest_first_or_by_country(client: Client, world: World, abroad: dict[str, Place]) -> None:
    banyoles = world.towns[1]
    assert proposed(client, address(banyoles, "?sort=near")) == ["Ceret", "Foix", "Lucca", "Ocotal"]
    by_country = proposed(client, address(banyoles, "?sort=country"))
    assert (set(by_country[:2]), by_country[2:]) == ({"Ceret", "Foix"}, ["Lucca", "Ocotal"])
    countries = client.get(address(banyoles)).context["countries"]
    assert [(row.code, row.count) for row in countries] == [("FR", 2), ("IT", 1), ("NI", 1)]


@pytest.mark.parametrize(
    "query", ["continent=XX", "country=ZZ", "language=tlh", "size=huge", "sort=best", "country=%00"]
)
def test_a_wrong_filter_is_told_by_its_name(client: Client, own: Place, query: str) -> None:
    response = client.get(address(own, f"?{query}"))
    assert response.status_code == 400
    assert "We know no" in response.content.decode()


def test_a_place_nobody_counted_has_no_size_to_be_like(client: Client, abroad: dict[str, Place]) -> None:
    ocotal = abroad["Ocotal"]
    assert "its size is not compared" in read(client, address(ocotal))
    assert "From half as many" not in read(client, address(ocotal))
    response = client.get(address(ocotal, "?size=alike"))
    assert response.status_code == 400
    assert "Nobody says how many inhabitants Ocotal has" in response.content.decode()


def test_where_nothing_fits_the_page_says_what_to_do(client: Client, own: Place) -> None:
    words = read(client, address(own, "?continent=AF"))
    assert "No place fits." in words
    assert "Take a filter out" in words
    assert "load the places of the world" in read(client, address(own))


def test_nobody_knows_the_place(client: Client, world: World) -> None:
    assert client.get("/en/places/999999/twins/").status_code == 404
    assert client.get("/en/twin-with-us/?place=999999").status_code == 404
    assert client.get("/en/twin-with-us/?place=%C2%B2").status_code == 404


def choose(client: Client, place: Place, other: Place, **said: str) -> int:
    path = f"/en/places/{place.pk}/twins/choices/{other.pk}/"
    return client.post(path, said).status_code


@pytest.mark.parametrize(
    ("part", "status"), [("nobody", 403), ("other", 403), ("watcher", 403), ("own", 302)]
)
def test_who_may_choose(
    client: Client, own: Place, abroad: dict[str, Place], people: Part, part: str, status: int
) -> None:
    user = people(part)
    if user:
        client.force_login(user)
    assert choose(client, own, abroad["Foix"], answer="interested") == status
    assert TwinChoice.objects.count() == (status == 302)


def test_not_this_one_is_never_proposed_again_until_it_is_taken_back(
    client: Client, own: Place, abroad: dict[str, Place], people: Part
) -> None:
    officer = people("officer")
    assert officer is not None
    client.force_login(officer)
    assert "Foix" in proposed(client, address(own))
    said = {"answer": "excluded", "reason": "talking", "note": " We met\nin May. "}
    assert choose(client, own, abroad["Foix"], **said) == 302
    assert TwinChoice.objects.get().note == "We met in May."
    assert AuditEntry.objects.get(object_kind="twin choice").actor == officer
    for reader in (client, Client()):
        assert "Foix" not in proposed(reader, address(own))
    assert own.name not in proposed(client, f"/en/twin-with-us/?place={abroad['Foix'].pk}")
    assert "Foix : We are already talking. We met in May." in read(client, address(own))
    assert "We met in May." not in read(Client(), address(own))
    assert choose(client, own, abroad["Foix"], answer="undo") == 302
    assert "Foix" in proposed(client, address(own))
    assert choose(client, own, abroad["Foix"], answer="undo") == 404


def test_interest_makes_a_short_list_the_town_sees(
    client: Client, own: Place, abroad: dict[str, Place], people: Part
) -> None:
    user = people("own")
    assert user is not None
    client.force_login(user)
    assert choose(client, own, abroad["Lucca"], answer="interested", next=address(own, "?country=IT")) == 302
    assert "Short list" in read(client, address(own))
    assert "Short list" not in read(Client(), address(own))


@pytest.mark.parametrize("said", [{}, {"answer": "never"}, {"answer": "excluded"}])
def test_an_answer_that_is_none_is_refused(
    client: Client, own: Place, abroad: dict[str, Place], people: Part, said: dict[str, str]
) -> None:
    officer = people("officer")
    assert officer is not None
    client.force_login(officer)
    assert choose(client, own, abroad["Foix"], **said) == 400
    assert choose(client, own, own, answer="interested") == 404


def test_a_town_abroad_finds_itself_and_the_members_that_suit_it(
    client: Client, world: World, abroad: dict[str, Place]
) -> None:
    ceret = abroad["Ceret"]
    assert (
        f'href="/en/twin-with-us/?place={ceret.pk}"'
        in client.get("/en/twin-with-us/?q=ceret").content.decode()
    )
    path = f"/en/twin-with-us/?place={ceret.pk}"
    assert set(proposed(client, path)) == {town.name for town in world.towns}
    words = read(client, path)
    assert "about as many" in words or "larger than your town" in words
    assert f"Write to the international office of {house.ASSOCIATION.name}" in words
    assert "No place is called “Zzz”" in read(client, "/en/twin-with-us/?q=Zzz")
    assert client.get(f"/en/twin-with-us/?place={world.towns[0].pk}").headers["Location"] == address(
        world.towns[0]
    )


def test_the_office_is_written_to_where_it_has_a_mailbox(
    client: Client, abroad: dict[str, Place], settings: Any
) -> None:
    path = f"/en/twin-with-us/?place={abroad['Ceret'].pk}"
    assert "mailto:" not in client.get(path).content.decode()
    settings.ASSOCIATION = replace(settings.ASSOCIATION, mailbox="abroad@towns.example")
    assert 'href="mailto:abroad@towns.example?subject=Ceret"' in client.get(path).content.decode()


def test_the_place_the_radar_and_the_first_page_lead_here(client: Client, own: Place) -> None:
    assert f'href="{address(own)}"' in client.get(f"/en/places/{own.pk}/").content.decode()
    assert f'href="{address(own)}"' in client.get(f"/en/towns/{own.slug}/").content.decode()
    assert 'href="/en/twin-with-us/"' in client.get("/en/").content.decode()


def test_more_candidates_are_not_more_queries(
    client: Client, own: Place, abroad: dict[str, Place], people: Part
) -> None:
    officer = people("officer")
    assert officer is not None
    client.force_login(officer)
    for path in (address(own, "?country=IT"), address(own, "?country=FR&country=IT&country=NI")):
        client.get(path)
    counts = []
    for path, rows in ((address(own, "?country=IT"), 1), (address(own), 4)):
        with CaptureQueriesContext(connection) as made:
            assert len(proposed(client, path)) == rows
        counts.append(len(made))
    assert counts[0] == counts[1] <= 20


def test_the_api_answers_the_same(client: Client, own: Place, abroad: dict[str, Place]) -> None:
    rows = client.get(f"/api/v1/places/{own.pk}/twins?language=en").json()
    assert {row["name"] for row in rows} == set(abroad)
    assert all(0 < row["score"] < 1 and row["reasons"] and row["openness"] for row in rows)
    members = client.get(f"/api/v1/places/{abroad['Foix'].pk}/twins?among=members&limit=1").json()
    assert [row["is_member"] for row in members] == [True]
    assert client.get(f"/api/v1/places/{own.pk}/twins?language=tlh").status_code == 400
    assert client.get("/api/v1/places/999999/twins").status_code == 404
