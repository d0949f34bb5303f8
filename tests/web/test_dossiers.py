"""Dossiers on the screen: the list, one law with its days, what the office decides of likenesses."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.accounts.models import AuditEntry, User
from antena.signals.actions.dossiers import rebuild_dossiers
from antena.signals.enums import Kind, Sameness, Triage
from antena.signals.models import Dossier, Likeness, Signal, SignalKey, SignalText
from antena.web.public import dossier_page
from tests.web.conftest import LANGUAGES, World, make_match, make_signal
from tests.web.test_pages import Page

Find = Callable[[str], User | None]
TODAY = timezone.now().date()


def make_law(world: World, number: str = "2026/0055", *, acts: int = 1, first: int = 100) -> list[Signal]:
    """A consultation, a procedure and acts of one procedure, each matched to every town."""
    kinds = [Kind.CONSULTATION, Kind.PROCEDURE, *[Kind.ACT] * acts]
    made = []
    for place, kind in enumerate(kinds):
        events = [{"date": "2026-02-10", "activity": "REFERRAL"}, {"date": "2026-05-04", "label": "Vote"}]
        details = {"events": events} if kind == Kind.PROCEDURE else {}
        signal = make_signal(
            first + place,
            kind=kind,
            published_on=date(2026, 1, 1) + timedelta(days=30 * place),
            opens_on=None,
            details=details,
        )
        SignalKey.objects.create(
            signal=signal,
            scheme="procedure",
            value=number,
            relation="is" if kind == Kind.PROCEDURE else "procedure",
        )
        for profile in world.profiles:
            make_match(profile, signal, 50 + first + place)
        made.append(signal)
    rebuild_dossiers({signal.pk for signal in made}, at=timezone.now())
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["dossiers/", "dossiers/2026-0055/", "dossiers/?q=nothing&stage="])
def test_pages_keep_the_rules_of_the_house(client: Client, world: World, language: str, path: str) -> None:
    make_law(world)
    response = client.get(f"/{language}/{path}")
    page = Page(response.content.decode())
    assert response.status_code == 200
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert all(field.get("id") in page.labelled or "aria-label" in field for field in page.fields)


def test_a_dossier_tells_its_days_documents_and_towns(client: Client, world: World) -> None:
    make_law(world)
    answer = client.get("/en/dossiers/2026-0055/")
    html = answer.content.decode()
    assert answer.context["stage"] == "Adopted"
    assert [step.when for step in answer.context["track"]].count("now") == 1
    assert [(day.day, day.label) for day in answer.context["days"] if day.when == "past"] == [
        (date(2026, 1, 1), "Consultation announced"),
        (date(2026, 1, 31), "Procedure begun"),
        (date(2026, 2, 10), "Step of the procedure: referred to a committee"),
        (date(2026, 3, 2), "Act adopted"),
        (date(2026, 5, 4), "Step of the procedure: Vote"),
    ]
    assert [group.label for group in answer.context["groups"]] == [
        "Consultation",
        "Legislative procedure",
        "Act",
    ]
    assert answer.context["towns"].total == 3
    assert "On the radar of 3 towns" in html
    assert answer.context["impact"].slug == "signal-100"


def test_the_signal_leads_to_its_dossier(client: Client, world: World) -> None:
    make_law(world)
    assert "/en/dossiers/2026-0055/" in client.get("/en/signals/signal-100/").content.decode()
    assert "/dossiers/2026" not in client.get("/en/signals/signal-0/").content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2026/0055(COD)", ["2026/0055"]),
        ("2026-55", ["2026/0055"]),
        ("title <200>", ["2026/0077"]),
        ("2026/0999", []),
    ],
)
def test_dossiers_are_found_by_any_spelling_and_by_words(
    client: Client, world: World, asked: str, found: list[str]
) -> None:
    make_law(world)
    make_law(world, "2026/0077", first=199)
    page = client.get("/en/dossiers/", {"q": asked})
    assert [dossier.value for dossier, _ in page.context["rows"]] == found
    assert ("No dossier answers this." in page.content.decode()) is (not found)


def test_the_list_is_filtered_by_stage(client: Client, world: World) -> None:
    make_law(world)
    make_law(world, "2026/0077", acts=0, first=200)
    chosen = client.get("/en/dossiers/?stage=debated")
    assert [dossier.value for dossier, _ in chosen.context["rows"]] == ["2026/0077"]
    assert [(one["label"], one["count"]) for one in chosen.context["stages"]] == [
        ("All", 2),
        ("Debated", 1),
        ("Adopted", 1),
    ]
    assert client.get("/en/dossiers/?stage=lost").status_code == 400
    assert client.get("/en/dossiers/?q=" + "x" * 201).status_code == 400


def test_without_dossiers_the_list_says_what_makes_one(client: Client, world: World) -> None:
    assert "A dossier is made as soon as two documents" in client.get("/en/dossiers/").content.decode()
    assert client.get("/en/dossiers/2026-0055/").status_code == 404


def test_a_suspicious_dossier_is_not_shown(client: Client, world: World) -> None:
    make_law(world)
    Dossier.objects.update(is_suspicious=True)
    assert client.get("/en/dossiers/2026-0055/").status_code == 404
    assert client.get("/en/dossiers/").context["rows"] == []
    assert "/dossiers/2026" not in client.get("/en/signals/signal-100/").content.decode()


def test_what_the_office_set_aside_is_left_out(client: Client, world: World) -> None:
    signals = make_law(world)
    Signal.objects.filter(pk=signals[2].pk).update(triage=Triage.DISMISSED)
    answer = client.get("/en/dossiers/2026-0055/")
    assert [group.label for group in answer.context["groups"]] == ["Consultation", "Legislative procedure"]
    Signal.objects.update(triage=Triage.DISMISSED)
    assert (
        "The office set aside all of its documents." in client.get("/en/dossiers/2026-0055/").content.decode()
    )


def test_an_old_address_leads_to_the_number_of_now(client: Client, world: World) -> None:
    consultation = make_law(world)[0]
    SignalKey.objects.create(signal=consultation, scheme="initiative", value="14858", relation="is")
    rebuild_dossiers({consultation.pk}, at=timezone.now())
    for path in ("", "feed.atom"):
        answer = client.get(f"/en/dossiers/initiative-14858/{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/en/dossiers/2026-0055/{path}")


def test_the_feed_tells_what_happened_the_newest_first(client: Client, world: World) -> None:
    make_law(world)
    feed = client.get("/en/dossiers/2026-0055/feed.atom")
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    text = feed.content.decode()
    assert (
        text.index("Step of the procedure: Vote") < text.index("Act adopted") < text.index("Procedure begun")
    )


@pytest.mark.parametrize(
    "path", ["/ca/dossiers/", "/ca/dossiers/2026-0055/", "/ca/dossiers/2026-0055/feed.atom"]
)
def test_more_documents_are_not_more_queries(client: Client, world: World, path: str) -> None:
    make_law(world)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    make_law(world, acts=3, first=200)
    make_law(world, "2026/0077", first=300)
    make_law(world, "2026/0088", first=400)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


# The same thing from two sources


def make_follower(leader: Signal, n: int) -> Signal:
    """Another source's record of the leader, with a text in a language it lacks."""
    follower = make_signal(n, source="other", kind=leader.kind, url="https://example.org/other")
    SignalText.objects.create(signal=follower, language="fi", title="Otsikko", updated_at=timezone.now())
    Signal.objects.filter(pk=follower.pk).update(same_as=leader)
    return follower


def test_the_page_of_a_signal_tells_every_source_and_their_languages(client: Client, world: World) -> None:
    follower = make_follower(world.signals[0], 500)
    answer = client.get("/en/signals/signal-0/")
    assert [one.external_id for one in answer.context["provenances"]] == ["T-0", "T-500"]
    assert [text.language for text in answer.context["texts"]] == ["ar", "en", "fi"]
    assert "2 sources tell of it." in answer.content.decode()
    moved = client.get(f"/en/signals/{follower.slug}/?town=banyoles")
    assert (moved.status_code, moved["Location"]) == (302, "/en/signals/signal-0/?town=banyoles")


def test_more_sources_of_a_signal_are_not_more_queries(client: Client, world: World) -> None:
    make_follower(world.signals[0], 500)
    client.get("/en/signals/signal-0/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/signals/signal-0/")
    make_follower(world.signals[0], 501)
    make_follower(world.signals[0], 502)
    with CaptureQueriesContext(connection) as many:
        client.get("/en/signals/signal-0/")
    assert len(many) == len(few)


def test_a_follower_is_in_no_list(client: Client, world: World, people: Find) -> None:
    follower = make_follower(world.signals[0], 500)
    for profile in world.profiles:
        make_match(profile, follower, 99)
    officer = people("officer")
    assert officer is not None
    client.force_login(officer)
    desk = client.get("/en/desk/")
    assert follower.pk not in [signal.pk for signal, _ in desk.context["rows"]]
    assert desk.context["page"].paginator.count == 3
    for path in ("/en/towns/banyoles/", "/en/towns/banyoles/feed.atom", "/en/"):
        assert follower.slug not in client.get(path).content.decode()
    shown = client.get(f"/api/v1/signals/{follower.slug}").json()
    assert shown["slug"] == "signal-0"


# What the office decides


def make_likeness(world: World) -> Likeness:
    one, other = world.signals[:2]
    return Likeness.objects.create(
        one=one,
        other=other,
        score=0.93,
        evidence={"title": 0.93, "meaning": None, "agrees": ["deadlines"]},
        at=timezone.now(),
    )


@pytest.mark.parametrize("part", ["nobody", "reader", "own", "watcher", "other", "officer"])
def test_only_the_office_decides(client: Client, world: World, people: Find, part: str) -> None:
    pair = make_likeness(world)
    user = people(part)
    if user is not None:
        client.force_login(user)
    expected = {"nobody": 302, "officer": 200}.get(part, 403)
    assert client.get("/en/desk/likenesses/").status_code == expected
    names = {"one": world.signals[0].slug, "other": world.signals[2].slug}
    for path, data in (
        (f"/en/desk/likenesses/{pair.pk}/", {"decision": "different"}),
        ("/en/desk/signals/join/", names),
        ("/en/desk/signals/part/", names),
    ):
        assert client.post(path, data).status_code == (302 if part in {"nobody", "officer"} else 403)
        assert client.get(path).status_code == 405
    pair.refresh_from_db()
    assert (pair.state == Sameness.DIFFERENT) is (part == "officer")
    assert AuditEntry.objects.filter(verb__in=["joined", "parted"]).count() == (3 if part == "officer" else 0)


def test_a_pair_is_shown_side_by_side_and_decided_once(client: Client, world: World, people: Find) -> None:
    pair = make_likeness(world)
    client.force_login(people("officer") or pytest.fail("no officer"))
    page = client.get("/en/desk/likenesses/")
    html = page.content.decode()
    assert "titles 93 % alike" in html
    assert "the same deadline" in html
    assert 'accesskey="s"' in html
    assert "1 pair to decide" in client.get("/en/desk/").content.decode()
    address = f"/en/desk/likenesses/{pair.pk}/"
    told = client.post(address, {"decision": "same"}, follow=True).content.decode()
    assert "Joined: one signal, both sources." in told
    assert "No pair waits." in told
    assert Signal.objects.exclude(same_as=None).count() == 1
    again = client.post(address, {"decision": "different"}, follow=True).content.decode()
    assert "Somebody decided on this pair already." in again
    assert client.post("/en/desk/likenesses/0/", {"decision": "same"}).status_code == 404


def test_joined_by_hand_and_parted_again(client: Client, world: World, people: Find) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    names = {"one": "https://antena.example/en/signals/signal-0/?town=x", "other": "signal-1"}
    assert "Joined" in client.post("/en/desk/signals/join/", names, follow=True).content.decode()
    page = client.get("/en/signals/signal-0/", follow=True).content.decode()
    assert "This is another thing: part it" in page
    parted = client.post("/en/desk/signals/part/", names, follow=True).content.decode()
    assert "Parted: each is a signal of its own again." in parted
    assert not Signal.objects.exclude(same_as=None).exists()
    same = {"one": "signal-0", "other": "signal-0"}
    assert "cannot be joined" in client.post("/en/desk/signals/join/", same, follow=True).content.decode()
    assert client.post("/en/desk/signals/join/", {"one": "x", "other": "y"}).status_code == 404


def test_more_pairs_are_not_more_queries(client: Client, world: World, people: Find) -> None:
    client.force_login(people("officer") or pytest.fail("no officer"))
    make_likeness(world)
    client.get("/en/desk/likenesses/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/desk/likenesses/")
    for one, other in ((0, 2), (1, 2)):
        Likeness.objects.create(
            one=world.signals[one], other=world.signals[other], score=0.9, at=timezone.now()
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/en/desk/likenesses/")
    assert len(many) == len(few)


def test_the_effect_is_quoted_in_the_language_of_the_reader() -> None:
    said = [{"sentence": "Towns must.", "language": "en"}, {"sentence": "Els pobles.", "language": "ca"}]
    signal = Signal(impact_evidence=said)
    assert dossier_page.quote(signal, "ca") == said[1]
    assert dossier_page.quote(signal, "fr") == said[0]
    assert dossier_page.quote(Signal(impact_evidence=[{"rule": "x"}]), "ca") == {}
    assert dossier_page.quote(None, "ca") == {}
