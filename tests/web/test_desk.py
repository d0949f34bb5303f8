"""The office's screens are the office's; what it decides is done, told and written down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.accounts.models import AuditEntry, User
from antena.signals.enums import Kind, Triage
from antena.signals.models import Signal
from antena.sources.enums import RunState
from antena.sources.models import Feed, QuarantinedRecord, Run
from antena.web.drawing.bars import HEIGHT, bars
from tests.web.conftest import World
from tests.web.test_pages import Page

Find = Callable[[str], User | None]
DESK = ["/en/desk/", "/en/desk/runs/1/"]


@pytest.fixture
def run(db: None) -> Run:
    at = timezone.now() - timedelta(hours=1)
    made = Run.objects.create(
        source="sedia", state=RunState.DONE, started_at=at, finished_at=at, new=2, seen=3, quarantined=1
    )
    QuarantinedRecord.objects.create(
        run=made, record="CERV-1", field="deadlineDate", problem="bad_date", detail="soon"
    )
    return made


@pytest.mark.parametrize("part", ["nobody", "reader", "own", "watcher", "other", "officer"])
def test_only_the_office_enters(client: Client, world: World, run: Run, people: Find, part: str) -> None:
    user = people(part)
    if user is not None:
        client.force_login(user)
    expected = {"nobody": 302, "officer": 200}.get(part, 403)
    assert client.get("/en/desk/").status_code == expected
    assert client.get(f"/en/desk/runs/{run.pk}/").status_code == expected
    asked = client.post("/en/desk/decisions/", {"signal": [world.signals[0].pk], "triage": "kept"})
    assert asked.status_code == (302 if part in {"nobody", "officer"} else 403)
    kept = Signal.objects.get(pk=world.signals[0].pk).triage == Triage.KEPT
    assert kept is (part == "officer")


def test_what_is_set_aside_leaves_the_list_and_is_written_down(
    client: Client, world: World, people: Find
) -> None:
    officer = people("officer")
    assert officer is not None
    client.force_login(officer)
    chosen = [world.signals[0].pk, world.signals[1].pk]
    answer = client.post("/en/desk/decisions/", {"signal": chosen, "triage": "dismissed"}, follow=True)
    assert "2 signals set aside." in answer.content.decode()
    assert [signal.pk for signal, _ in answer.context["rows"]] == [world.signals[2].pk]
    assert Signal.objects.filter(triage=Triage.DISMISSED, triaged_by=officer).count() == 2
    assert AuditEntry.objects.filter(actor=officer, object_kind="signal").exists()


@pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["1"] * 201])
def test_a_decision_about_nothing_is_told(client: Client, world: World, people: Find, ids: list[str]) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    answer = client.post("/en/desk/decisions/", {"signal": ids, "triage": "kept"}, follow=True)
    assert "Tick at least one signal first." in answer.content.decode()


def test_a_decision_never_sends_elsewhere(client: Client, world: World, people: Find) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    data = {"signal": [world.signals[0].pk], "triage": "kept", "next": "https://elsewhere.example/"}
    assert client.post("/en/desk/decisions/", data)["Location"] == "/en/desk/"


@pytest.mark.parametrize("query", ["state=lost", "kind=unicorn", "impact=huge", "page=x", "page=0"])
def test_a_bad_filter_is_a_bad_request(client: Client, world: World, people: Find, query: str) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    assert client.get(f"/en/desk/?{query}").status_code == 400


def test_more_arrivals_are_not_more_queries(client: Client, world: World, people: Find) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    client.get("/en/desk/")
    with CaptureQueriesContext(connection) as few:
        page = Page(client.get("/en/desk/").content.decode())
    world.add_signals(6)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/desk/")
    assert len(many) == len(few)
    assert page.faults == []
    assert [one for one in page.fields if one.get("id") not in page.labelled] == []


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/en/desk/", "What arrived"),
        ("/en/desk/imports/new/", "Files brought"),
        ("/en/desk/mail/", "Outbox"),
        ("/en/sources/", "Sources"),
        ("/en/desk/runs/0/", "Sources"),
    ],
)
def test_every_screen_of_the_office_leads_to_the_others(
    client: Client, world: World, people: Find, address: str, here: str
) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    ways = client.get(address).context["desk_ways"]
    assert [way.label for way in ways if way.is_here] == [here]
    assert len(ways) == 9


@pytest.mark.parametrize("part", ["nobody", "own"])
def test_only_the_office_is_shown_its_ways(client: Client, world: World, people: Find, part: str) -> None:
    user = people(part)
    if user:
        client.force_login(user)
    assert client.get("/en/sources/").context["desk_ways"] == []


def test_the_rhythm_of_a_source_is_said_in_days_where_it_is_days(client: Client, run: Run) -> None:
    Feed.objects.create(
        slug="made-up", name="Made up", address="https://x.example/", kind=Kind.NEWS, added_at=timezone.now()
    )
    rows = {row.source.contract.source: row for row in client.get("/en/sources/").context["rows"]}
    said = [rows[name].every for name in ("sedia", "cordis", "feed-made-up")]
    assert said == ["1 day", "30 days", "12 hours"]


def test_everybody_sees_how_sources_are(client: Client, run: Run) -> None:
    html = client.get("/en/sources/").content.decode()
    assert "EU Funding &amp; Tenders Portal" in html
    assert "2 new, 0 changed, 0 the same, 1 set aside" in html
    assert "Ask now" not in html


def test_more_runs_are_not_more_queries(client: Client, run: Run) -> None:
    client.get("/en/sources/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/sources/")
    for hours in (2, 3):
        at = timezone.now() - timedelta(hours=hours)
        Run.objects.create(source="cellar", state=RunState.DONE, started_at=at, finished_at=at)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/sources/")
    assert len(many) == len(few)


def test_a_run_says_why_a_record_was_set_aside(client: Client, run: Run, people: Find, world: World) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    html = client.get(f"/en/desk/runs/{run.pk}/").content.decode()
    assert "record CERV-1, field deadlineDate: this is not a plausible date: soon." in html
    assert client.get("/en/desk/runs/999999/").status_code == 404
    assert client.get(f"/en/desk/runs/{run.pk}/?page=x").status_code == 400


def test_the_office_asks_a_source_now(client: Client, world: World, people: Find) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    first = client.post("/en/desk/sources/sedia/ask/", follow=True).content.decode()
    again = client.post("/en/desk/sources/sedia/ask/", follow=True).content.decode()
    assert "the worker asks it next" in first
    assert "It is in the queue already." in again
    assert client.post("/en/desk/sources/nowhere/ask/").status_code == 404
    assert client.get("/en/desk/sources/sedia/ask/").status_code == 405


def test_bars_fill_their_box_and_small_ones_are_seen() -> None:
    drawn = bars([0, 1, 1000])
    assert [bar.height for bar in drawn] == [0, 1, HEIGHT]
    assert bars([]) == []
