"""The same faults for every source: nothing lost, nothing invented, and the run goes on where it stopped.

Each test plays one source on a local server from the records its player invented. "Nothing lost": once the
server is well again, every record is stored, and until then what was stored before stays. "Nothing invented":
no record is stored that the publisher did not publish, and none with less or other content than it gave.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from pytest_django import Settings

from antena.sources import actions, catalogue
from antena.sources.enums import AnswerState, RunState
from antena.sources.models import Run
from tests.sources.conftest import DAY, MORNING, MemoryImporter, with_few, with_options
from tests.sources.playing import FAULTS, Player, Stage, players, playing

pytestmark = pytest.mark.django_db

PLAYERS = {source: made for source, made in players().items() if source in catalogue.connectors()}
SOURCES = sorted(PLAYERS)
# Over all sources and seeds, so many answers go wrong.
INJECTED = 200
# A server that fails, answers what is no answer, or breaks off; how it says so is the work of the client.
BREAKDOWNS = [(source, how) for source in SOURCES for how in ("500", "html", "truncated")]


@pytest.fixture
def played(
    request: pytest.FixtureRequest, settings: Settings, naps: list[float], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Player, Stage]]:
    """The source named by the parameter, on a server; its connector asks there for small pages."""
    with _played(request.param, settings, monkeypatch) as both:
        yield both


@contextmanager
def _played(
    source: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Player, Stage]]:
    player = PLAYERS[source]()
    with_options(monkeypatch, **player.options)
    with_few(monkeypatch)
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {source: player.addresses(base)}
        settings.SOURCE_KEYS = {source: player.keys}
        yield player, stage


def sync(player: Player, importer: MemoryImporter, *, day: int = 0) -> Run:
    return actions.sync(source=player.source, importer=importer, at=MORNING + day * DAY)


class Truth(msgspec.Struct, frozen=True):
    """What a run without any fault stores, and how many questions it asks."""

    records: dict[str, bytes]
    requests: int


_TRUTHS: dict[str, Truth] = {}


def truth_of(player: Player, stage: Stage) -> Truth:
    """Run the source without faults, once for all tests, for its player always begins the same."""
    if player.source not in _TRUTHS:
        importer = MemoryImporter()
        run = sync(player, importer)
        assert (run.state, run.quarantined) == (RunState.DONE, 0), run.error
        assert names(importer) == player.expected()
        records = {key: msgspec.json.encode(draft) for key, draft in importer.records.items()}
        _TRUTHS[player.source] = Truth(records, len(stage.asked))
        Run.objects.all().delete()
        stage.clear()
    return _TRUTHS[player.source]


def names(importer: MemoryImporter) -> set[str]:
    return {draft.external_id for draft in importer.records.values()}


def nothing_invented(found: MemoryImporter, truth: Truth) -> None:
    assert found.records.keys() <= truth.records.keys()
    other = [key for key, draft in found.records.items() if msgspec.json.encode(draft) != truth.records[key]]
    assert other == []


def test_every_source_is_played() -> None:
    assert sorted(catalogue.connectors()) == SOURCES


@pytest.mark.parametrize("played", SOURCES, indirect=True)
def test_a_whole_run_brings_everything_and_the_next_finds_it_the_same(
    played: tuple[Player, Stage], importer: MemoryImporter
) -> None:
    player, stage = played
    first = sync(player, importer)
    assert (first.state, first.quarantined, first.unknown_fields) == (RunState.DONE, 0, {})
    assert names(importer) == player.expected()
    assert first.new == len(player.expected()) >= 40
    assert len(stage.asked) >= (1 if catalogue.connector(player.source).split else 3)
    assert all("antena" in agent.lower() for agent in stage.agents)
    again = sync(player, importer, day=1)
    assert (again.state, again.new, again.changed) == (RunState.DONE, 0, 0)
    assert not importer.gone


@pytest.mark.parametrize("played", SOURCES, indirect=True)
def test_a_server_that_stumbles_once_is_asked_again(played: tuple[Player, Stage]) -> None:
    player, stage = played
    truth = truth_of(player, stage)
    places = [0, truth.requests // 2, truth.requests - 1]
    for turn, how in enumerate(FAULTS):
        number = places[turn % 3]
        stage.clear()
        stage.faults = {number: how}
        stumbled = MemoryImporter()
        run = sync(player, stumbled)
        assert (run.state, run.quarantined) == (RunState.DONE, 0), (how, number, run.error)
        assert len(stage.asked) == truth.requests + 1, (how, number)
        assert stumbled.records.keys() == truth.records.keys()
        nothing_invented(stumbled, truth)
        Run.objects.all().delete()


@pytest.mark.parametrize(("played", "how"), BREAKDOWNS, indirect=["played"])
def test_a_server_that_breaks_down_loses_nothing_and_is_taken_up_where_it_stopped(
    played: tuple[Player, Stage], how: str, importer: MemoryImporter
) -> None:
    player, stage = played
    truth = truth_of(player, stage)
    count = truth.requests
    stage.always = (count // 2, how)
    broken = sync(player, importer)
    assert broken.state in {RunState.PARTIAL, RunState.FAILED}
    assert broken.pages[AnswerState.FAILED] >= 1
    assert (broken.delisted, importer.gone) == (0, set())
    nothing_invented(importer, truth)
    stage.clear()
    resumed = actions.resume(run_id=broken.pk, importer=importer, at=MORNING)
    assert (resumed.state, resumed.quarantined) == (RunState.DONE, 0), resumed.error
    assert importer.records.keys() == truth.records.keys()
    nothing_invented(importer, truth)
    # What the broken run kept was not asked for again.
    assert len(stage.asked) <= count - count // 2


@pytest.mark.parametrize("played", SOURCES, indirect=True)
def test_a_source_that_breaks_down_on_another_day_takes_nothing_away(
    played: tuple[Player, Stage], importer: MemoryImporter
) -> None:
    player, stage = played
    sync(player, importer)
    before = dict(importer.records)
    stage.clear()
    stage.always = (0, "500")
    assert sync(player, importer, day=1).state == RunState.FAILED
    assert (importer.records, importer.gone) == (before, set())


@pytest.mark.parametrize("played", SOURCES, indirect=True)
def test_a_source_that_shrank_changes_nothing_until_a_person_says_so(
    played: tuple[Player, Stage], importer: MemoryImporter
) -> None:
    player, _ = played
    sync(player, importer)
    before = dict(importer.records)
    player.shrink()
    assert len(player.expected()) < 0.7 * len(before)
    run = sync(player, importer, day=1)
    assert run.state == RunState.REFUSED
    assert (importer.records, importer.gone) == (before, set())


@pytest.mark.parametrize("played", SOURCES, indirect=True)
def test_a_field_that_was_renamed_is_seen_and_nothing_is_made_up_for_it(
    played: tuple[Player, Stage], importer: MemoryImporter
) -> None:
    player, stage = played
    truth = truth_of(player, stage)
    sync(player, importer)
    stage.clear()
    stage.always = (0, "renamed")
    run = sync(player, importer, day=1)
    assert run.state != RunState.DONE or run.unknown_fields
    assert run.quarantined or run.pages.get(AnswerState.FAILED) or run.unknown_fields
    assert not importer.gone
    assert importer.records.keys() == truth.records.keys()


@pytest.mark.parametrize("source", SOURCES)
def test_any_sequence_of_faults_loses_and_invents_nothing(
    source: str, settings: Settings, naps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    share = -(-INJECTED // len(SOURCES))
    chance = random.Random(source)
    with _played(source, settings, monkeypatch) as (player, stage):
        truth = truth_of(player, stage)
        found, injected = MemoryImporter(), 0
        while injected < share:
            stage.clear()
            stage.faults = {
                number: chance.choice(FAULTS)
                for number in chance.sample(range(max(4, truth.requests)), chance.randint(2, 4))
            }
            run = sync(player, found)
            injected += sum(number < len(stage.asked) for number in stage.faults)
            nothing_invented(found, truth)
            stage.clear()
            if run.state != RunState.DONE:
                run = actions.resume(run_id=run.pk, importer=found, at=MORNING)
            assert (run.state, run.quarantined) == (RunState.DONE, 0), run.error
            assert found.records.keys() == truth.records.keys()
            nothing_invented(found, truth)
            assert not found.gone
            Run.objects.all().delete()
            found = MemoryImporter()
