"""Pages the office follows are sources like any other; what nobody may reach is not asked."""

from collections.abc import Iterator

import msgspec
import pytest
from pytest_django import Settings

from antena.accounts.models import AuditEntry, User
from antena.lib.association import SourceChoice
from antena.lib.http import FetchFailed, PoliteClient
from antena.signals.importing import SignalImporter
from antena.signals.models import Signal
from antena.sources import actions, following, queries
from antena.sources.enums import RunState
from antena.sources.models import Feed
from tests.sources.conftest import DAY, MORNING
from tests.sources.players.feeds import ThePlayer
from tests.sources.playing import Stage, playing

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("officer", role="officer")


@pytest.fixture
def page(naps: list[float]) -> Iterator[tuple[ThePlayer, Stage, str]]:
    player = ThePlayer()
    with playing(player) as (stage, base):
        yield player, stage, player.addresses(base)["page"]


def follow(address: str, by: User, **more: object) -> Feed:
    values: dict[str, object] = {
        "name": "Invented network",
        "kind": "news",
        "language": "en",
        "publisher": "Invented network",
        "licence": "CC BY 4.0",
        "item_days": 10,
        **more,
    }
    return following.follow(address=address, by=by, at=MORNING, **values)  # type: ignore[arg-type]  # a test's values


def test_a_glance_shows_what_would_come_and_stores_nothing(page: tuple[ThePlayer, Stage, str]) -> None:
    player, stage, address = page
    glance = following.glance(address=address, kind="news", language="", at=MORNING)
    assert {draft.external_id for draft in glance.drafts} == player.expected()
    assert (glance.failure, len(stage.asked)) == (None, 1)
    assert not Signal.objects.exists()
    stage.always = (0, "html")
    failed = following.glance(address=address, kind="news", language="", at=MORNING)
    assert failed.failure is not None
    assert failed.drafts == ()


@pytest.mark.parametrize(
    "address", ["ftp://example.org/a", "example.org", "https://", "https://u:p@example.org/", "http://[::"]
)
def test_what_is_no_address_of_the_web_is_refused(address: str, officer: User) -> None:
    with pytest.raises(following.NotAPageError):
        follow(address, officer)


def test_a_followed_page_is_a_source_with_health_runs_and_signals(
    page: tuple[ThePlayer, Stage, str], officer: User
) -> None:
    player, _, address = page
    feed = follow(address, officer)
    assert feed.source == "feed-invented-network"
    contract = queries.contracts()[feed.source]
    assert (contract.publisher, contract.rhythm.item_hours, contract.kinds[0]) == (
        "Invented network",
        240,
        "news",
    )
    assert feed.source in queries.due(at=MORNING)
    run = actions.sync(source=feed.source, importer=SignalImporter(), at=MORNING)
    assert (run.state, run.new) == (RunState.DONE, len(player.expected()))
    signal = Signal.objects.filter(source=feed.source).first()
    assert signal is not None
    assert (signal.licence, signal.attribution) == ("CC BY 4.0", "Invented network")
    again = actions.sync(source=feed.source, importer=SignalImporter(), at=MORNING + DAY)
    assert (again.same, again.new, again.changed) == (len(player.expected()), 0, 0)
    assert {entry.verb for entry in AuditEntry.objects.all()} == {"followed"}


def test_a_page_is_followed_once_and_let_go_without_losing_what_it_brought(
    page: tuple[ThePlayer, Stage, str], officer: User
) -> None:
    _, _, address = page
    feed = follow(address, officer)
    with pytest.raises(following.AlreadyFollowedError, match="Invented network"):
        follow(address, officer, name="Again")
    actions.sync(source=feed.source, importer=SignalImporter(), at=MORNING)
    stored = Signal.objects.count()
    following.unfollow(slug=feed.slug, by=officer)
    assert feed.source not in queries.due(at=MORNING + 30 * DAY)
    with pytest.raises(actions.NotFollowedError):
        actions.sync(source=feed.source, importer=SignalImporter(), at=MORNING + DAY)
    assert Signal.objects.count() == stored
    assert follow(address, officer, name="Under another name").slug == feed.slug


def test_two_pages_of_one_name_are_two_sources(officer: User) -> None:
    first = follow("https://one.example/feed", officer)
    second = follow("https://two.example/feed", officer)
    assert (first.source, second.source) == ("feed-invented-network", "feed-invented-network-2")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
    ],
)
def test_nothing_is_asked_of_this_machine_or_the_network_around_it(address: str) -> None:
    with (
        PoliteClient(interval=0, attempts=1, public_only=True) as client,
        pytest.raises(FetchFailed, match="public"),
    ):
        client.get(address)


def test_an_association_asks_the_sources_of_its_country_unless_it_says_otherwise(settings: Settings) -> None:
    ours = settings.ASSOCIATION
    assert {"idescat", "bdns"} <= queries.contracts().keys()
    abroad = msgspec.structs.replace(
        ours,
        country="BE",
        sources={
            "wikidata": SourceChoice(ask=True, scope={"class": "Q493522"}),
            "presscorner": SourceChoice(ask=False),
        },
    )
    settings.ASSOCIATION = abroad
    found = queries.contracts()
    assert not {"idescat", "gencat", "bdns", "kohesio", "presscorner"} & found.keys()
    assert {"sedia", "cellar", "wikidata"} <= found.keys()
    assert found["wikidata"].scope["class"] == "Q493522"
    assert found["wikidata"].scope["code"] == "P772"
