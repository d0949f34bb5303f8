"""The public's screens: finding a place, the first page, the page of a signal, signing in."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from antena.accounts.models import AuditEntry, User
from antena.places.models import Place
from antena.signals.enums import Kind
from antena.signals.models import EligibilityRule, SignalEmbedding, SignalText
from antena.themes.classifier.learned import shipped
from antena.web import maps
from antena.web.public.signal_page import marked, says, sureness
from tests.web.conftest import World, make_signal

Find = Callable[[str], User | None]


def test_the_finder_without_script_goes_straight_to_the_town(client: Client, world: World) -> None:
    assert client.get("/en/find/?q=Banyoles")["Location"] == "/en/towns/banyoles/"


def test_the_finder_suggests_towns_as_options(client: Client, world: World) -> None:
    html = client.get("/en/find/options/?q=banyol&id=find").content.decode()
    assert 'role="listbox" id="find-list"' in html
    assert 'data-href="/en/towns/banyoles/"' in html
    html = client.get("/en/find/options/?q=banyol&id=pick&for=signal-0").content.decode()
    assert 'data-href="/en/signals/signal-0/?town=banyoles#why"' in html


@pytest.mark.parametrize("wrong", ["<script>", "a/b", "\x00", "é"])
def test_what_is_no_signal_leads_to_the_towns(client: Client, world: World, wrong: str) -> None:
    response = client.get("/en/find/options/", {"q": "banyol", "for": wrong})
    assert response.status_code == 200
    assert 'data-href="/en/towns/banyoles/"' in response.content.decode()


@pytest.mark.parametrize("path", ["practices/", "signals/signal-0/"])
def test_a_town_that_can_be_none_is_told_so(client: Client, world: World, path: str) -> None:
    response = client.get(f"/en/{path}", {"town": "\x00nowhere at all"})
    assert response.status_code == 200
    assert "No town of the association is called" in response.content.decode()


@pytest.mark.parametrize(
    "asked", ["", "   ", "zzzzqqqq", "\x00\x07", "<script>", "a" * 5_000, "жирона", "\u202eabc"]
)
def test_whatever_is_typed_the_finder_answers(client: Client, world: World, asked: str) -> None:
    for path in ("find/", "find/options/"):
        response = client.get(f"/en/{path}", {"q": asked, "id": '"><b>'})
        assert response.status_code == 200
        assert b"<b>" not in response.content.split(b"<main")[0]
        assert b"<script>" not in response.content


def test_the_map_is_tinted_by_what_closes_soon(client: Client, world: World) -> None:
    assert [maps.tint(n) for n in (0, 1, 2, 3, 4, 5, 9)] == [0, 1, 2, 3, 3, 4, 4]
    html = client.get("/en/").content.decode()
    assert '<g class="m1">' in html
    assert 'href="towns/banyoles/"' in html


def test_the_list_says_what_the_map_says(client: Client, world: World) -> None:
    html = client.get("/en/towns/").content.decode()
    assert all(f'href="{town.slug}/"' in html for town in world.towns)


def test_the_first_page_counts(client: Client, world: World) -> None:
    html = client.get("/en/").content.decode()
    assert "each of the 3 towns" in html
    assert "for 3 towns" in html


def test_a_place_of_the_world_has_a_page(client: Client, world: World) -> None:
    abroad = Place.objects.create(country_id="ES", name="Elsewhere", latitude=-70, longitude=179.9)
    html = client.get(f"/en/places/{abroad.pk}/").content.decode()
    assert "Spain" in html
    assert "there is no radar for it" in html
    assert "The radar of Banyoles" in client.get(f"/en/places/{world.towns[1].pk}/banyoles/").content.decode()


def test_the_signal_says_why_or_asks_for_which_town(client: Client, world: World) -> None:
    assert "Is it for your town?" in client.get("/en/signals/signal-0/").content.decode()
    assert "Why it matters to Banyoles" in client.get("/en/signals/signal-0/?town=banyoles").content.decode()
    assert "Why it matters to Banyoles" in client.get("/en/signals/signal-0/?town=Banyoles").content.decode()
    assert (
        "No town of the association is called"
        in client.get("/en/signals/signal-0/?town=zzz").content.decode()
    )


def test_a_rule_that_fails_is_told_with_its_sentence(client: Client, world: World) -> None:
    EligibilityRule.objects.create(
        signal=world.signals[0],
        kind="size",
        value={"min_inhabitants": 50_000},
        sentence="Only cities of more than 50,000 inhabitants.",
        language="en",
        confidence=0.95,
    )
    html = client.get("/en/signals/signal-0/?town=aigues").content.decode()
    assert "Why it is not for Aigües" in html
    assert "Only cities of more than 50,000 inhabitants." in html


def test_only_the_office_sees_for_which_towns(client: Client, world: World, people: Find) -> None:
    assert "On the radar of 3 towns" not in client.get("/en/signals/signal-0/").content.decode()
    user = people("officer")
    assert user
    client.force_login(user)
    assert "On the radar of 3 towns" in client.get("/en/signals/signal-0/").content.decode()


def test_evidence_is_marked_where_it_stands() -> None:
    pieces = marked("Towns and TOWNS halls", ["towns"])
    assert "".join(piece.text for piece in pieces) == "Towns and TOWNS halls"
    assert [piece.text for piece in pieces if piece.is_mark] == ["Towns", "TOWNS"]
    assert marked("nothing", []) == [("nothing", False)]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("partners", {"min": 3, "max": None}, "at least 3"),
        ("countries", {"min": 2, "max": 2}, "2"),
        ("size", {"max_inhabitants": 10_000}, "at most 10000 inhabitants"),
        ("duration", {"min_months": 12, "max_months": 24}, "from 12 months to 24 months"),
        ("rate", {"percent": 95}, "95 %"),
        ("where", {"countries": ["FR", "ES"]}, "France, Spain"),
        ("who", {"bodies": ["municipality"]}, "municipalities"),
        ("partners", {}, ""),
    ],
)
def test_a_condition_is_said_in_words(kind: str, value: dict[str, object], said: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert says(EligibilityRule(kind=kind, value=value)) == said


def test_how_sure_the_reader_was_is_said_in_words() -> None:
    assert len({sureness(0.95), sureness(0.7), sureness(0.3)}) == 3


def test_signing_in_with_a_password(client: Client, people: Find) -> None:
    people("own")
    sent = {"username": "own", "password": "a long password", "next": "/ca/towns/aigues/"}
    # the person reads English, whatever page they came from
    assert client.post("/ca/sign-in/", sent)["Location"] == "/en/towns/aigues/"
    assert AuditEntry.objects.filter(verb="signed in").count() == 1
    assert client.post("/en/sign-out/")["Location"] == "/en/"
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(client: Client, people: Find) -> None:
    people("own")
    for _ in range(10):
        assert client.post("/en/sign-in/", {"username": "own", "password": "wrong"}).status_code == 422
    right = {"username": "own", "password": "a long password"}
    assert "Too many attempts" in client.post("/en/sign-in/", right).content.decode()
    # somebody else, elsewhere, is not held up
    assert client.post("/en/sign-in/", right, REMOTE_ADDR="192.0.2.7").status_code == 302
    # neither name nor address is kept of a failure
    assert not AuditEntry.objects.filter(object_id__contains="own").exists()


def test_sample_people_enter_with_one_click_where_it_is_allowed(
    client: Client, db: None, settings: Settings
) -> None:
    User.objects.create_user("sample-town", is_sample=True, role="town", display_name="Somebody invented")
    User.objects.create_user("real", role="town")
    settings.SAMPLE_SIGN_IN = True
    assert "Somebody invented" in client.get("/en/sign-in/").content.decode()
    assert client.post("/en/sign-in/sample/", {"username": "real"}).status_code == 403
    assert client.post("/en/sign-in/sample/", {"username": "sample-town"}).status_code == 302
    assert "an invented person" in client.get("/en/").content.decode()
    client.logout()
    settings.SAMPLE_SIGN_IN = False
    assert "Somebody invented" not in client.get("/en/sign-in/").content.decode()
    assert client.post("/en/sign-in/sample/", {"username": "sample-town"}).status_code == 403


def test_a_law_its_publisher_has_not_described_shows_the_domains_read(client: Client, world: World) -> None:
    law = make_signal(700, kind=Kind.ACT, eurovoc=[])
    html = client.get(f"/en/signals/{law.slug}/").content.decode()
    assert "Read from the text: domains of EuroVoc" not in html
    model = shipped("domains").embedder
    SignalEmbedding.objects.create(signal=law, model=model, vector=[384**-0.5] * 384)
    SignalText.objects.filter(signal=law, language="en").update(
        title="Greenhouse gas emission allowance trading and renewable energy"
    )
    html = client.get(f"/en/signals/{law.slug}/").content.decode()
    assert "Read from the text: domains of EuroVoc" in html
    assert "<dt><b>Environment</b></dt>" in html
    assert '<mark lang="en">' in html.partition('id="domains"')[2]
