"""Following a page: a look first, then the decision; officers only; errors where they belong."""

from collections.abc import Iterator

import pytest
from django.test import Client

from antena.accounts.models import User
from antena.sources.models import Feed
from tests.sources.conftest import naps
from tests.sources.players.feeds import ThePlayer
from tests.sources.playing import Stage, playing

pytestmark = pytest.mark.django_db

__all__ = ["naps"]

HERE = "/en/desk/feeds/"


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("olga", role="officer"))
    return client


@pytest.fixture
def page(naps: list[float]) -> Iterator[tuple[Stage, str]]:
    player = ThePlayer()
    with playing(player) as (stage, base):
        yield stage, player.addresses(base)["page"]


def said(address: str, **more: str) -> dict[str, str]:
    return {
        "address": address,
        "name": "Invented network",
        "publisher": "Invented network",
        "kind": "news",
        "language": "",
        "licence": "",
        "item_days": "30",
        **more,
    }


def test_first_a_look_then_the_decision(officer: Client, page: tuple[Stage, str]) -> None:
    _, address = page
    looked = officer.post(HERE, said(address, look=""))
    assert "45 items can be read." in looked.content.decode()
    assert not Feed.objects.exists()
    done = officer.post(HERE, said(address, follow=""))
    assert done.status_code == 302
    assert Feed.objects.get().address == address
    listed = officer.get(HERE).content.decode()
    assert "Stop following Invented network" in listed
    again = officer.post(HERE, said(address, follow=""))
    assert again.status_code == 422
    assert "This page is followed already: Invented network." in again.content.decode()
    officer.post(f"{HERE}invented-network/unfollow/")
    assert not Feed.objects.get().is_followed


def test_a_page_that_cannot_be_read_says_why_and_is_not_offered(
    officer: Client, page: tuple[Stage, str]
) -> None:
    stage, address = page
    stage.always = (0, "html")
    answer = officer.post(HERE, said(address, look="")).content.decode()
    assert "nothing in it is marked up with schema.org" in answer
    assert 'name="follow"' not in answer


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("address", "not an address", "This is not a web address: it begins with https://."),
        ("address", "", "Give the address of the page."),
        ("name", "", "Give it a name."),
        ("item_days", "0", "Between 1 and 365 days."),
    ],
)
def test_bad_input_is_said_where_it_belongs(field: str, value: str, sentence: str, officer: Client) -> None:
    answer = officer.post(HERE, {**said("https://example.org/feed", look=""), field: value})
    assert answer.status_code == 422
    assert f'href="#id_{field}">{sentence}</a>' in answer.content.decode()


def test_only_the_office_follows_pages(client: Client) -> None:
    assert client.get(HERE).status_code == 302
    client.force_login(User.objects.create_user("town", role="town"))
    assert client.get(HERE).status_code == 403
    assert client.post(f"{HERE}x/unfollow/").status_code == 403


def test_a_name_nobody_follows_is_not_found(officer: Client) -> None:
    assert officer.post(f"{HERE}nothing/unfollow/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_three_pages_cost_no_more_questions_than_one(
    count: int, officer: Client, django_assert_num_queries: object
) -> None:
    for number in range(count):
        Feed.objects.create(
            slug=f"f-{number}",
            name=f"Feed {number}",
            address=f"https://{number}.example/",
            kind="news",
            publisher="P",
            added_at="2026-11-22T00:00:00Z",
        )
    with django_assert_num_queries(4):  # type: ignore[operator]  # a fixture's type
        officer.get(HERE)
