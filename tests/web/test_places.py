"""The page of a place: facts with their sources, figures beside medians, twin towns and who confirms them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antena.accounts.models import User
from antena.places import actions
from antena.places import queries as places
from antena.places.actions import Fact, NewFigure, Twinning
from antena.places.enums import TwinState
from antena.places.indicators import Indicator
from antena.places.models import Place, TwinTown
from antena.web.drawing.arcs import End, arcs
from antena.web.drawing.comparison import compare
from antena.web.drawing.world import EUROPE, WORLD
from antena.web.public import place_page
from antena.web.public.places import LAND
from tests.web.conftest import World

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
Find = Callable[[str], User | None]

INCOME = Indicator(code="a.income", unit="€", goals=(6,), names={"en": "Income", "ca": "Renda"})


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_page, "indicators", lambda: {"a.income": INCOME})


def tell(place: Place, source: str = "a", *, authority: int = 80, income: float = 100.0, **said: Any) -> None:
    fact = Fact(
        external_id=f"r{place.pk}",
        content_hash="h",
        place_id=place.pk,
        said=said,
        figures=(NewFigure("a.income", "2025", income),),
    )
    actions.store_facts(source=source, authority=authority, facts=[fact], at=NOW)


def twin(place: Place, key: str = "t", **over: Any) -> TwinTown:
    values: dict[str, Any] = {
        "name": "Orange",
        "country_code": "FR",
        "latitude": 44.1,
        "longitude": 4.8,
        **over,
    }
    twinning = Twinning(external_id=key, content_hash="h", place_id=place.pk, **values)
    actions.store_twins(source="wikidata", authority=40, twins=[twinning], at=NOW)
    return TwinTown.objects.get(external_id=key)


def page(client: Client, place: Place) -> str:
    return client.get(f"/en/places/{place.pk}/").content.decode()


def test_a_place_nobody_spoke_of_says_what_to_do_next(client: Client, world: World) -> None:
    html = page(client, world.towns[0])
    assert "No source tells of a twin town." in html
    assert "No source gives figures of this place yet." in html
    assert "Latitude" in html
    assert 'class="globe"' in html


def test_every_value_has_its_sources(client: Client, world: World, known: None) -> None:
    place = world.towns[0]
    tell(place, "good", population=95, population_year=2025, website="https://aigues.example/", degurba=3)
    tell(place, "poor", authority=20, population=80)
    html = page(client, place)
    assert "95 (2025)" in html
    assert 'href="https://aigues.example/">aigues.example</a>' in html
    assert "countryside" in html
    assert html.index("95 (2025)") < html.index("80 <span")
    assert "the association&#x27;s register" in html


def test_figures_stand_under_their_goal_beside_the_medians(client: Client, world: World, known: None) -> None:
    for place, income in zip(world.towns, (50.0, 100.0, 200.0), strict=True):
        tell(place, income=income)
    [goal] = place_page.goal_rows(world.towns[0])
    [row] = goal.rows
    assert (goal.goal, goal.label, row.label, row.words, row.period) == (
        6,
        "Clean water",
        "Income",
        "50 €",
        "2025",
    )
    assert (row.county, row.country) == ("100 €", "100 €")
    assert row.drawn == compare(50.0, 100.0, 100.0)
    html = page(client, world.towns[0])
    assert '<rect class="got" width="100"' in html
    assert "Middle town of the county: 100 €" in html


def test_what_only_counts_is_not_drawn_beside_towns_of_other_sizes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Indicator(code="a.income", unit="persons", goals=(6,), names={"en": "Employed"})
    monkeypatch.setattr(place_page, "indicators", lambda: {"a.income": counted})
    for place, persons in zip(world.towns, (50.0, 100.0, 200.0), strict=True):
        tell(place, income=persons)
    [goal] = place_page.goal_rows(world.towns[0])
    assert (goal.rows[0].county, goal.rows[0].drawn) == ("100 persons", None)


def test_too_few_towns_have_no_median(world: World, known: None) -> None:
    tell(world.towns[0], income=50.0)
    tell(world.towns[1], income=70.0)
    [goal] = place_page.goal_rows(world.towns[0])
    assert (goal.rows[0].county, goal.rows[0].country, goal.rows[0].drawn) == ("", "", None)


def test_what_the_town_has_no_figure_of_its_region_or_country_may(world: World, known: None) -> None:
    place = world.towns[0]
    facts = [
        Fact(external_id=area + code, content_hash="h", area=area, figures=(NewFigure(code, "2024", value),))
        for area, code, value in (
            ("ES", "a.income", 1.0),
            ("ES51", "a.income", 2.0),
            ("ES", "a.other", 3.0),
            ("FR", "a.third", 4.0),
        )
    ]
    codes = Fact(external_id="p", content_hash="h", place_id=place.pk, codes={"nuts3": "ES512"})
    actions.store_facts(source="a", authority=50, facts=[*facts, codes], at=NOW)
    found = {(one.indicator, one.area, one.value) for one in places.known_figures(place)}
    assert found == {("a.income", "ES51", 2.0), ("a.other", "ES", 3.0)}
    wheres = {row.where for goal in place_page.goal_rows(place) for row in goal.rows}
    assert wheres == {"ES51", "Spain"}


def test_a_pair_told_twice_is_one_twin_town(client: Client, world: World) -> None:
    here, there = world.towns[:2]
    twin(
        here,
        "a",
        name="Banyoles",
        country_code="ES",
        twin_id=there.pk,
        confidence=0.95,
        since=date(1990, 1, 1),
    )
    twin(
        there, "b", name="Aigües", country_code="ES", twin_id=here.pk, confidence=0.95, since=date(1988, 5, 1)
    )
    [found] = places.known_twins(here)
    assert (found.name, found.since, found.sources) == ("Banyoles", date(1988, 5, 1), ("wikidata",))
    html = page(client, here)
    assert f'href="/en/places/{there.pk}/"' in html
    assert "since 1988" in html
    assert "please confirm" in html
    assert "globe arcs" in html
    assert 'value="confirm"' not in html


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 403), ("reader", 403), ("watcher", 403), ("other", 403), ("own", 302), ("officer", 302)],
)
def test_the_town_and_the_office_confirm_with_one_click(
    client: Client, world: World, people: Find, who: str, status: int
) -> None:
    place = world.towns[0]
    twinning = twin(place)
    user = people(who)
    if user:
        client.force_login(user)
    address = f"/en/places/{place.pk}/twins/{twinning.pk}/"
    assert ('value="confirm"' in page(client, place)) == (status == 302)
    assert client.post(address, {"answer": "confirm"}).status_code == status
    twinning.refresh_from_db()
    assert twinning.state == (TwinState.CONFIRMED if status == 302 else TwinState.TOLD)
    if status == 302:
        assert "Take it back" in page(client, place)
        client.post(address, {"answer": "deny"})
        assert "denied" in page(client, place)
        client.post(address, {"answer": "undo"})
        assert "please confirm" in page(client, place)


def test_twin_towns_of_the_past_come_after_those_of_now_and_have_no_bow(client: Client, world: World) -> None:
    place, today = world.towns[0], date(2026, 11, 22)
    twin(place, "past", name="Albi", until=date(2015, 5, 9))
    twin(place, "now", name="Orange")
    known = places.known_twins(place)
    rows = place_page.twin_rows(known, today=today)
    assert [(row.name, row.has_ended) for row in rows] == [("Orange", False), ("Albi", True)]
    drawn = place_page.arc_map(place, known, land=LAND, today=today)
    assert drawn is not None and [arc.name for arc in drawn.arcs] == ["Orange"]
    html = page(client, place)
    assert html.index("Orange") < html.index("until 2015")


def test_a_wrong_answer_or_place_is_said_so(client: Client, world: World, people: Find) -> None:
    twinning = twin(world.towns[0])
    user = people("officer")
    assert user
    client.force_login(user)
    address = f"/en/places/{world.towns[0].pk}/twins/{twinning.pk}/"
    assert client.post(address, {"answer": "maybe"}).status_code == 400
    assert client.get(address).status_code == 405
    assert client.post(f"/en/places/{world.towns[1].pk}/twins/{twinning.pk}/").status_code == 404
    assert client.post(f"/en/places/{world.towns[0].pk}/twins/0/").status_code == 404


def test_more_to_show_is_not_more_queries(client: Client, world: World, known: None) -> None:
    place = world.towns[0]
    tell(place, population=1)
    twin(place, "t0")
    page(client, place)
    with CaptureQueriesContext(connection) as few:
        page(client, place)
    for n in (1, 2):
        tell(place, f"s{n}", population=n, income=n)
        twin(place, f"t{n}", name=f"Town {n}")
    with CaptureQueriesContext(connection) as many:
        page(client, place)
    assert len(many) == len(few)


def test_the_page_of_sources_counts_what_has_no_place(client: Client, world: World) -> None:
    assert "Of a place nobody has found" not in client.get("/en/sources/").content.decode()
    lost = Fact(external_id="lost", content_hash="h", reason="not_found")
    actions.store_facts(source="sedia", authority=50, facts=[lost], at=NOW)
    twin(world.towns[0], "found", twin_id=world.towns[1].pk)
    assert places.unplaced_counts() == {"sedia": 1}
    assert "1 record, kept and tried again" in client.get("/en/sources/").content.decode()


def test_arcs_show_europe_or_where_one_lies_beyond_the_world() -> None:
    assert arcs((42.0, 2.0), [], land=LAND) is None
    near, far = End("Orange", 44.1, 4.8, "told"), End("Matanzas", 23.0, -81.6, "confirmed")
    drawn = arcs((42.0, 2.0), [near], land=LAND)
    assert drawn and (drawn.width, drawn.height) == (EUROPE.width, EUROPE.height)
    assert (drawn.x, drawn.y) == (351, 580)
    assert drawn.arcs[0].path.startswith("M351 580Q")
    assert drawn.arcs[0].path.endswith("387 538")
    drawn = arcs((42.0, 2.0), [near, far], land=LAND)
    assert drawn and drawn.width == WORLD.width
    assert [arc.tone for arc in drawn.arcs] == ["told", "confirmed"]


def test_a_bar_begins_at_zero() -> None:
    drawn = compare(50.0, 100.0, None)
    assert drawn and (drawn.own, drawn.county, drawn.country) == (100, 200, None)
    assert compare(-1.0, 2.0, 3.0) is None
    assert compare(1.0, None, None) is None
    assert compare(0.0, 0.0, 0.0) is None


def test_the_sheet_names_no_colour() -> None:
    sheet = Path(place_page.__file__).parents[1] / "static" / "antena" / "places.css"
    assert "#" not in sheet.read_text()
