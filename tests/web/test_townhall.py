"""The town hall's screens: radar, verdicts, profile; who may do what."""

from collections.abc import Callable

import pytest
from django.test import Client

from antena.accounts.models import AuditEntry, User
from antena.matching.models import Verdict
from tests.web.conftest import World

Find = Callable[[str], User | None]
RADAR = "/en/towns/aigues/"
VERDICT = "/en/towns/aigues/verdicts/signal-0/"


def enter(client: Client, user: User | None) -> None:
    if user is not None:
        client.force_login(user)


@pytest.mark.parametrize(
    ("part", "status"),
    [("nobody", 403), ("reader", 403), ("other", 403), ("watcher", 403), ("own", 302), ("officer", 302)],
)
def test_who_may_give_a_verdict(client: Client, world: World, people: Find, part: str, status: int) -> None:
    enter(client, people(part))
    response = client.post(VERDICT, {"answer": "relevant"})
    assert response.status_code == status
    assert Verdict.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(
    ("part", "status"),
    [("nobody", 403), ("reader", 403), ("other", 403), ("watcher", 403), ("own", 200), ("officer", 200)],
)
def test_who_may_write_the_profile(
    client: Client, world: World, people: Find, part: str, status: int
) -> None:
    enter(client, people(part))
    assert client.get("/en/towns/aigues/profile/").status_code == status
    assert client.post("/en/towns/aigues/profile/", {"capacity": "team"}).status_code == (
        302 if status == 200 else 403
    )


@pytest.mark.parametrize(
    ("part", "sees"),
    [
        ("nobody", False),
        ("reader", False),
        ("other", False),
        ("watcher", True),
        ("own", True),
        ("officer", True),
    ],
)
def test_what_a_town_answered_is_its_own_affair(
    client: Client, world: World, people: Find, part: str, sees: bool
) -> None:
    client.force_login(User.objects.create_user("admin", role="officer"))
    client.post(VERDICT, {"answer": "relevant"})
    client.logout()
    enter(client, people(part))
    html = (
        client.get(RADAR).content.decode() + client.get("/en/signals/signal-0/?town=aigues").content.decode()
    )
    assert ("settled" in html or "The town says" in html) is sees


def test_the_same_button_again_takes_the_answer_back(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    client.post(VERDICT, {"answer": "done"})
    client.post(VERDICT, {"answer": "done"})
    assert not Verdict.objects.exists()


def test_without_script_a_verdict_goes_back_to_its_match(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    assert client.post(VERDICT, {"answer": "relevant"})["Location"] == "/en/towns/aigues/#signal-signal-0"
    asked = {"answer": "done", "next": "/en/signals/signal-0/?town=aigues"}
    assert client.post(VERDICT, asked)["Location"] == "/en/signals/signal-0/?town=aigues#why"


def test_htmx_gets_the_match_again(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    response = client.post(VERDICT, {"answer": "not_for_us"}, headers={"hx-request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith("<article")
    assert 'value="not_for_us" aria-pressed="true"' in html
    assert "csrfmiddlewaretoken" in html


def test_an_unknown_answer_is_a_bad_request(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    assert client.post(VERDICT, {"answer": "maybe"}).status_code == 400
    assert client.post("/en/towns/aigues/verdicts/nothing/", {"answer": "done"}).status_code == 404
    assert client.get(VERDICT).status_code == 405


def test_the_radar_says_in_words_what_there_is(client: Client, world: World) -> None:
    html = client.get(RADAR).content.decode()
    assert "1 thing to act on" in html
    assert "It is about Water, which usually matters to towns like yours (assumed)." in html
    assert "It needs at least 3 partners, yourselves included." in html
    assert "nobody of the town has confirmed it" in html


def test_a_theme_keeps_its_own(client: Client, world: World) -> None:
    client_html = client.get(f"{RADAR}?theme=climate").content.decode()
    assert "signal-signal-0" in client_html
    world.signals[0].themes.all().delete()
    assert "signal-signal-0" not in client.get(f"{RADAR}?theme=climate").content.decode()


def test_a_town_with_nothing_is_told_what_to_do(client: Client, world: World) -> None:
    world.profiles[0].matches.all().delete()
    html = client.get(RADAR).content.decode()
    assert "Nothing for this town yet." in html
    assert html.count('class="empty') == 3


def test_saving_the_profile_confirms_it(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    sent = {
        "needs": "A school to insulate.",
        "assets": ["forest"],
        "goals": ["6"],
        "capacity": "shared",
        "theme-water": "1",
        "theme-climate": "0",
    }
    response = client.post("/en/towns/aigues/profile/", sent, follow=True)
    profile = world.profiles[0]
    profile.refresh_from_db()
    assert (profile.needs, profile.needs_language) == ("A school to insulate.", "en")
    assert (profile.assets, profile.goals, profile.capacity) == (["forest"], [6], "shared")
    assert profile.themes == {"water": 1.0}
    assert profile.confirmed_at is not None
    assert "being matched again" in response.content.decode()
    assert AuditEntry.objects.filter(verb="edited profile").count() == 1


def test_what_is_wrong_with_the_profile_is_listed_first(client: Client, world: World, people: Find) -> None:
    enter(client, people("own"))
    sent = {"needs": "x" * 5_000, "assets": ["unicorns"], "capacity": ""}
    response = client.post("/en/towns/aigues/profile/", sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'class="error-summary' in html
    for name in ("needs", "assets", "capacity"):
        assert f'href="#id_{name}"' in html
    world.profiles[0].refresh_from_db()
    assert world.profiles[0].confirmed_at is None


def test_the_calendar_and_the_feed_carry_the_radar(client: Client, world: World) -> None:
    calendar = client.get("/en/towns/aigues/deadlines.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar.content.count(b"BEGIN:VEVENT") == 1
    assert b"UID:signal-0.aigues@antena" in calendar.content
    feed = client.get("/en/towns/aigues/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.count(b"<entry>") == 3
