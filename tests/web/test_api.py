"""The API says what the screens say, documents itself, and keeps its rate."""

from typing import Any

import pytest
from django.test import Client

from antena.accounts.models import RequestCount
from antena.matching.models import Profile
from antena.signals.enums import Kind
from antena.signals.models import Signal, SignalText
from antena.signals.search import index_signals
from tests.web.conftest import World


@pytest.fixture(autouse=True)
def by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antena.web.api.routes.embedder_if_any", lambda: None)


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_places_are_found_by_name(client: Client, world: World) -> None:
    found = get(client, "/places?q=banyoles")
    assert [(one["name"], one["lau_code"], one["is_member"]) for one in found] == [
        ("Banyoles", "17001", True)
    ]
    assert get(client, f"/places/{found[0]['id']}") == found[0]
    get(client, "/places/999999", 404)
    get(client, "/places?q=x&limit=1000", 422)
    get(client, "/places", 422)


def test_signals_are_searched_like_on_the_screen(client: Client, world: World) -> None:
    index_signals([signal.pk for signal in world.signals])
    page = get(client, "/signals?kind=call")
    assert (page["total"], page["page"], page["pages"], page["is_capped"]) == (1, 1, 1, False)
    assert page["items"][0]["slug"] == "signal-0"
    assert {text["language"] for text in page["items"][0]["texts"]}
    assert "unicorn" in get(client, "/signals?kind=unicorn", 400)["detail"]


def test_a_signal_is_whole(client: Client, world: World) -> None:
    signal = get(client, "/signals/signal-0")
    assert signal["impact"] == "money"
    assert signal["goals"] == [6]
    assert all(rule["sentence"] for rule in signal["rules"])
    get(client, "/signals/nothing", 404)


def test_matches_say_why_in_the_language_asked_for(client: Client, world: World) -> None:
    found = get(client, "/towns/banyoles/matches?language=en")
    assert {one["bucket"] for one in found} == {"act", "follow", "inspire"}
    assert all(isinstance(reason, str) for one in found for reason in one["reasons"])
    get(client, "/towns/nowhere/matches", 404)
    get(client, "/towns/banyoles/matches?language=xx", 400)


def test_practices_say_what_their_reasons_rest_on(client: Client, world: World) -> None:
    signal = world.signals[0]
    Signal.objects.filter(pk=signal.pk).update(kind=Kind.PRACTICE)
    SignalText.objects.filter(signal=signal).delete()
    body = "The town council planted trees for shade in the streets. The town council financed the trees."
    SignalText.objects.create(
        signal=signal, language="en", title="Sampleton: trees", body=body, updated_at=signal.first_seen
    )
    index_signals([signal.pk])
    found = get(client, "/practices?q=trees+for+shade+in+the+streets&town=banyoles&language=en")
    assert (found["need"], found["town"]) == ("trees for shade in the streets", "banyoles")
    (practice,) = found["practices"]
    assert (practice["signal"], practice["title_language"], practice["place"]) == (signal.slug, "en", "")
    words = [quoted for reason in practice["reasons"] for quoted in reason["words"]]
    assert {
        "text": "The town council planted trees for shade in the streets.",
        "language": "en",
    } in words
    by_kind = {one["kind"]: one for one in practice["conditions"]}
    assert set(by_kind) == {"size", "territory", "climate", "competence", "cost", "time"}
    assert by_kind["competence"]["state"] == "alike"
    assert by_kind["cost"]["state"] == "not_stated"
    assert 0 < practice["transferability"] <= 1
    plain = get(client, "/practices?q=trees+for+shade&language=en")["practices"]
    assert [(one["transferability"], one["conditions"]) for one in plain] == [(None, [])]


def test_practices_are_for_the_need_of_a_town_where_none_is_told(client: Client, world: World) -> None:
    Profile.objects.filter(place__slug="banyoles").update(needs="shade in the streets", needs_language="en")
    assert get(client, "/practices?town=banyoles")["need"] == "shade in the streets"
    assert "q, town" in get(client, "/practices", 400)["detail"]
    assert "Nowhere" in get(client, "/practices?q=shade&town=Nowhere", 404)["detail"]
    get(client, "/practices?q=shade&language=xx", 400)


def test_the_description_lists_what_there_is(client: Client, world: World) -> None:
    paths = get(client, "/openapi.json")["paths"]
    assert set(paths) == {
        "/api/v1/places",
        "/api/v1/places/{place_id}/twins",
        "/api/v1/local-share",
        "/api/v1/places/{place_id}",
        "/api/v1/practices",
        "/api/v1/signals",
        "/api/v1/signals/{slug}",
        "/api/v1/towns/{slug}/matches",
        "/api/v1/towns/{slug}/partners",
    }
    page = client.get("/en/developers/").content.decode()
    assert all(path in page for path in paths)


def test_too_many_requests_are_told_to_wait(client: Client, world: World, settings: Any) -> None:
    settings.API_RATE = 2
    for _ in range(2):
        get(client, "/places?q=banyoles")
    refused = client.get("/api/v1/places?q=banyoles")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "127.0.0.1" not in str(RequestCount.objects.values())
