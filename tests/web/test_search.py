"""Searching: filters in the address, counts constant, bad filters told, the result taken away."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antena.signals.search import index_signals
from antena.web.paging import leaves
from tests.web.conftest import World
from tests.web.test_pages import Page


@pytest.fixture(autouse=True)
def by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antena.web.public.search.embedder_if_any", lambda: None)


@pytest.fixture
def indexed(world: World) -> World:
    index_signals([signal.pk for signal in world.signals])
    return world


@pytest.mark.parametrize("language", ["ca", "es", "en", "fr"])
def test_the_page_keeps_the_rules_of_the_house(client: Client, indexed: World, language: str) -> None:
    response = client.get(f"/{language}/search/")
    page = Page(response.content.decode())
    assert response.status_code == 200
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert [one for one in page.fields if one.get("id") not in page.labelled] == []


def test_a_filter_keeps_its_own(client: Client, indexed: World) -> None:
    everything = client.get("/en/search/").context["page"]
    calls = client.get("/en/search/?kind=call").context["page"]
    assert everything.total == 3
    assert [hit.signal.kind for hit in calls.hits] == ["call"]
    chosen = next(facet for facet in calls.facets if facet.name == "kind")
    assert {value.value: value.is_chosen for value in chosen.values} == {
        "call": True,
        "act": False,
        "practice": False,
    }


def test_words_typed_later_are_ordered_by_relevance(client: Client, indexed: World) -> None:
    html = client.get("/en/search/").content.decode()
    assert '<option value="" selected>Newest</option>' in html
    html = client.get("/en/search/?q=water").content.decode()
    assert '<option value="" selected>Most relevant</option>' in html


def test_nothing_found_says_what_to_do(client: Client, indexed: World) -> None:
    html = client.get("/en/search/?q=zzzzzz").content.decode()
    assert "Nothing answers this search." in html


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kind=unicorn", "What it is: “unicorn” is not a value we know."),
        ("page=0", "Page: “0” is not the number of a page."),
        ("page=99999", "Page: “99999” is not the number of a page."),
        ("due_from=yesterday", "Deadline from: “yesterday” is not a date such as 2027-04-15."),
        ("theme=alchemy", "alchemy"),
    ],
)
def test_a_bad_filter_is_named(client: Client, indexed: World, query: str, says: str) -> None:
    response = client.get(f"/en/search/?{query}")
    assert response.status_code == 400
    assert says in response.content.decode()


def test_more_hits_are_not_more_queries(client: Client, indexed: World) -> None:
    client.get("/ca/search/")
    with CaptureQueriesContext(connection) as few:
        client.get("/ca/search/")
    indexed.add_signals(6)
    index_signals([signal.pk for signal in indexed.signals])
    with CaptureQueriesContext(connection) as many:
        client.get("/ca/search/")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("csv", b"\xef\xbb\xbf"),
        ("xlsx", b"PK"),
        ("json", b"{"),
        ("atom", b"<?xml"),
        ("ics", b"BEGIN:VCALENDAR"),
    ],
)
def test_a_result_is_taken_away(client: Client, indexed: World, form: str, begins: bytes) -> None:
    response = client.get(f"/en/search/export/{form}/?kind=call")
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it streams
    assert response.status_code == 200
    assert body.startswith(begins)
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) == 2
    if form == "json":
        assert len(next(rows for rows in json.loads(body).values() if isinstance(rows, list))) == 1


def test_an_unknown_form_is_a_bad_request(client: Client, indexed: World) -> None:
    assert client.get("/en/search/export/pdf/").status_code == 400


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, []),
        (1, 2, [1, 2]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (3, 9, [1, 2, 3, 4, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
    ],
)
def test_pages_to_leaf_to(page: int, pages: int, shown: list[int]) -> None:
    assert leaves(page, pages) == shown
