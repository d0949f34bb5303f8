"""The way of a file through the desk, and the directories it fills."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.accounts.models import AuditEntry, User
from antena.actors.actions import OrganisationDraft, store_organisations
from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.exchange import actions
from antena.exchange.enums import ImportState
from antena.exchange.models import Import
from tests.web.conftest import World
from tests.web.test_pages import Page

Find = Callable[[str], User | None]
GOOD = b"Nom;Estat;Correu;Web\nConsolat de X;Espanya;info@example.org;example.org\n"
BAD = b"name,country,website\nOne,ES,https://one.example\nTwo,Atlantis,nowhere\n"


@pytest.fixture
def desk(client: Client, world: World, people: Find) -> Client:
    client.force_login(people("officer") or pytest.fail("no officer"))
    return client


def bring(client: Client, content: bytes, target: str = "consulate", name: str = "list.csv") -> Import:
    answer = client.post(
        "/en/desk/imports/new/", {"target": target, "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get()


def mapping(*columns: str) -> dict[str, str]:
    return {f"column-{place}": column for place, column in enumerate(columns)}


def network(count: int) -> list[int]:
    drafts = [
        OrganisationDraft(facts={"name": f"Network {n}", "city": "Vic", "notes": "only the office"})
        for n in range(count)
    ]
    return store_organisations(kind=OrganisationKind.NETWORK, drafts=drafts, at=timezone.now())


def test_a_file_goes_the_whole_way_and_back(desk: Client) -> None:
    brought = bring(desk, GOOD)
    page = desk.get(f"/en/desk/imports/{brought.pk}/columns/").content.decode()
    assert page.count(" selected>") == 4
    answer = desk.post(
        f"/en/desk/imports/{brought.pk}/columns/", mapping("name", "country", "email", "website"), follow=True
    )
    assert "What would happen" in answer.content.decode()
    assert not Organisation.objects.exists()
    answer = desk.post(f"/en/desk/imports/{brought.pk}/carry/", follow=True)
    assert "1 row imported." in answer.content.decode()
    made = Organisation.objects.get()
    assert (made.name, made.country_id, made.website) == ("Consolat de X", "ES", "http://example.org")
    assert "Imported on" in desk.get(f"/en/organisations/{made.pk}/").content.decode()
    answer = desk.post(f"/en/desk/imports/{brought.pk}/undo/", follow=True)
    assert "Undone." in answer.content.decode()
    assert not Organisation.objects.exists()
    verbs = AuditEntry.objects.filter(object_kind="import").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["uploaded", "mapped", "imported", "undone"]


def test_wrong_rows_are_said_kept_and_taken_away_to_correct(desk: Client) -> None:
    brought = bring(desk, BAD)
    desk.post(f"/en/desk/imports/{brought.pk}/columns/", mapping("name", "country", "website"))
    page = desk.get(f"/en/desk/imports/{brought.pk}/?state=wrong").content.decode()
    assert 'id="row-3"' in page
    assert 'id="row-2"' not in page
    assert "“Atlantis” is no country we know." in page
    assert "“nowhere” is no web address." in page
    taken = b"".join(desk.get(f"/en/desk/imports/{brought.pk}/wrong/csv/").streaming_content).decode()
    assert taken.splitlines()[0] == "\ufeffname,country,website,What is wrong"
    assert taken.count("Atlantis") == 2


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "list.csv", "The file is empty."),
        (b"   \n", "list.csv", "The file is empty."),
        (b"<!doctype html><html><table></table></html>", "list.csv", "This is no table but HTML"),
        (b"%PDF-1.7", "list.xlsx", "This is no table but PDF"),
        (b"name,country\n", "list.csv", "no row under them"),
        (b"x" * (20 * 2**20 + 1), "list.csv", "at most 20 MB"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door(desk: Client, content: bytes, name: str, said: str) -> None:
    sent = {"target": "consulate", "file": SimpleUploadedFile(name, content)}
    answer = desk.post("/en/desk/imports/new/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_columns_that_cannot_be_are_linked_to_their_field(desk: Client) -> None:
    brought = bring(desk, GOOD)
    answer = desk.post(f"/en/desk/imports/{brought.pk}/columns/", mapping("name", "name", "", ""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No column of the file is “country”, which is required." in page
    assert 'href="#id_column-1"' in page


def test_the_same_file_again_is_said(desk: Client) -> None:
    first = bring(desk, GOOD)
    desk.post(f"/en/desk/imports/{first.pk}/columns/", mapping("name", "country", "email", "website"))
    desk.post(f"/en/desk/imports/{first.pk}/carry/")
    desk.post("/en/desk/imports/new/", {"target": "consulate", "file": SimpleUploadedFile("copy.csv", GOOD)})
    again = Import.objects.exclude(pk=first.pk).get()
    # the columns chosen last time are remembered
    page = desk.get(f"/en/desk/imports/{again.pk}/columns/").content.decode()
    assert page.count(" selected>") == 4
    desk.post(f"/en/desk/imports/{again.pk}/columns/", mapping("name", "country", "email", "website"))
    page = desk.get(f"/en/desk/imports/{again.pk}/").content.decode()
    assert "This very file was imported on" in page


@pytest.mark.parametrize("part", ["nobody", "reader", "own", "officer"])
def test_only_the_office_brings_and_takes(client: Client, world: World, people: Find, part: str) -> None:
    officer = User.objects.create_user("another", role="officer")
    brought = actions.upload(
        target="consulate", file_name="a.csv", content=GOOD, by=officer, at=timezone.now()
    )
    ids = network(1)
    user = people(part)
    if user:
        client.force_login(user)
    allowed = {"nobody": 302, "officer": 200}.get(part, 403)
    for path in (
        "/en/desk/imports/",
        "/en/desk/imports/new/",
        f"/en/desk/imports/{brought.pk}/columns/",
        f"/en/desk/imports/{brought.pk}/wrong/csv/",
        "/en/desk/tables/consulate/template/xlsx/",
        "/en/desk/tables/network/export/csv/",
        f"/en/organisations/{ids[0]}/edit/",
        "/en/directory/network/new/",
    ):
        assert client.get(path).status_code == allowed, path
    for path in ("carry", "undo"):
        answer = client.post(f"/en/desk/imports/{brought.pk}/{path}/")
        assert answer.status_code == (302 if part in ("nobody", "officer") else 403)
    assert Import.objects.get().state == ImportState.UPLOADED
    page = client.get(f"/en/organisations/{ids[0]}/").content.decode()
    assert ("only the office" in page) is (part == "officer")


@pytest.mark.parametrize("language", ["ca", "es", "en", "fr"])
def test_every_screen_keeps_the_rules_of_the_house(desk: Client, language: str) -> None:
    brought = bring(desk, BAD)
    desk.post(f"/en/desk/imports/{brought.pk}/columns/", mapping("name", "country", "website"))
    ids = network(2)
    for path in (
        "desk/imports/",
        "desk/imports/new/",
        f"desk/imports/{brought.pk}/",
        f"desk/imports/{brought.pk}/columns/",
        "directory/",
        "directory/network/",
        "directory/consulate/",
        "directory/network/?q=xyz",
        "directory/network/?check=1",
        f"organisations/{ids[0]}/",
        f"organisations/{ids[0]}/edit/",
        "directory/consulate/new/",
    ):
        answer = desk.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        page = Page(answer.content.decode())
        assert page.faults == [], path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.headings.count(1) == 1, path
        assert [one for one in page.fields if one.get("id") not in page.labelled] == [], path


def test_an_empty_directory_offers_the_template(desk: Client) -> None:
    page = desk.get("/en/directory/consulate/").content.decode()
    assert "/en/desk/tables/consulate/template/xlsx/" in page
    assert "Import a file" in page


@pytest.mark.parametrize(
    "path", ["directory/unicorns/", "organisations/999/", "desk/imports/999/", "desk/tables/x/export/csv/"]
)
def test_what_is_not_there_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize("path", ["directory/network/?country=spain", "directory/network/?page=x"])
def test_a_bad_filter_is_a_bad_request(desk: Client, path: str) -> None:
    assert desk.get(f"/en/{path}").status_code == 400


def test_an_officer_corrects_and_checks(desk: Client) -> None:
    ids = network(1)
    sent = {"name": "Network of towns", "city": "Vic", "email": "info@example.org", "website": "example.org"}
    answer = desk.post(f"/en/organisations/{ids[0]}/edit/", sent, follow=True)
    assert "Saved." in answer.content.decode()
    stored = Organisation.objects.get()
    assert (stored.name, stored.website) == ("Network of towns", "http://example.org")
    assert {"name", "email", "website"} <= set(stored.locked_fields)
    assert "Nobody has checked this yet" in desk.get(f"/en/organisations/{ids[0]}/").content.decode()
    desk.post(f"/en/organisations/{ids[0]}/checked/")
    assert "please check" not in desk.get(f"/en/organisations/{ids[0]}/").content.decode()
    wrong = desk.post(f"/en/organisations/{ids[0]}/edit/", {"name": "", "email": "anna.puig@example.org"})
    assert wrong.status_code == 422
    assert "looks like a person" in wrong.content.decode()


def test_more_rows_are_not_more_queries(desk: Client) -> None:
    network(1)
    bring(desk, BAD)
    paths = (
        "/en/directory/network/",
        "/en/desk/imports/",
        f"/en/desk/imports/{Import.objects.get().pk}/columns/",
    )
    few = [_queries(desk, path) for path in paths]
    network(2)
    for _ in range(2):
        desk.post("/en/desk/imports/new/", {"target": "network", "file": SimpleUploadedFile("b.csv", BAD)})
    assert [_queries(desk, path) for path in paths] == few


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


def test_what_is_wrong_in_an_organisation_is_said_at_its_field_and_with_its_name_above(desk: Client) -> None:
    answer = desk.post("/en/directory/network/new/", {"name": "", "pic": "", "website": "not a site"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_name">Name: ' in html
    assert '<div id="id_name_error"><p class="wrong">' in html
    assert "name: " not in html
    assert 'aria-describedby="id_website_helptext id_website_error"' in html
