"""What only the European Parliament does: refuses lists of ids, has nothing, loses its feed."""

import msgspec
import pytest
from pytest_django import Settings

from antena.sources import actions
from antena.sources.catalogue.europarl import parser
from antena.sources.drafts import Problem
from antena.sources.enums import AnswerState, RunState
from antena.sources.models import Run
from antena.sources.pages import Page
from antena.sources.queries import connector
from tests.sources.conftest import MORNING, MemoryImporter, with_few, with_options
from tests.sources.players.europarl import ThePlayer
from tests.sources.playing import Stage, Told, playing

pytestmark = pytest.mark.django_db


def run_of(
    player: ThePlayer, importer: MemoryImporter, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> tuple[Run, Stage]:
    with_options(monkeypatch, **player.options)
    with_few(monkeypatch)
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {player.source: player.addresses(base)}
        return actions.sync(source=player.source, importer=importer, at=MORNING), stage


def test_details_come_many_at_once(
    importer: MemoryImporter, settings: Settings, monkeypatch: pytest.MonkeyPatch, naps: list[float]
) -> None:
    run, stage = run_of(ThePlayer(), importer, settings, monkeypatch)
    assert (run.state, run.expected, len(importer.records)) == (RunState.DONE, 48, 49)
    # Six lists, nine questions with nothing behind them, twelve about details, the feed, and what it named.
    assert len(stage.asked) == 6 + 9 + 12 + 1 + 1
    assert run.pages[AnswerState.EMPTY] == 9


def test_where_lists_of_ids_are_refused_each_is_asked_for_alone(
    importer: MemoryImporter, settings: Settings, monkeypatch: pytest.MonkeyPatch, naps: list[float]
) -> None:
    player = ThePlayer()
    player.joined = 1
    run, stage = run_of(player, importer, settings, monkeypatch)
    assert (run.state, run.quarantined) == (RunState.DONE, 0)
    assert set(importer.records) == player.expected()
    # The list of ids is tried once.
    assert sum("," in path or "%2C" in path for path in stage.asked) == 1


def test_a_feed_that_is_not_there_leaves_the_lists(
    importer: MemoryImporter, settings: Settings, monkeypatch: pytest.MonkeyPatch, naps: list[float]
) -> None:
    player = ThePlayer()
    answers = player.told
    monkeypatch.setattr(
        player,
        "told",
        lambda asked: Told(b"", status=404) if asked.path.endswith("/feed") else answers(asked),
    )
    run, _ = run_of(player, importer, settings, monkeypatch)
    assert run.state == RunState.DONE
    assert set(importer.records) == set(player.names)


def test_a_procedure_whose_details_failed_waits() -> None:
    row = {"process_id": "2026-0001"}
    pages = [
        Page(key="procedures.2026-COD.0001", body=msgspec.json.encode({"data": [row]})),
        Page(key="procedures.2026-COD.0001.batch01", failure=Problem.NO_ANSWER, detail="down"),
    ]
    parsed = parser.parse(pages, connector("europarl").contract)
    assert (parsed.rows, parsed.drafts) == (1, [])
    assert [refusal.problem for refusal in parsed.refusals] == [Problem.PART_FAILED]
    assert [failure.record for failure in parsed.failures] == ["procedures.2026-COD.0001.batch01"]


def test_of_persons_only_the_role_and_the_group_are_told() -> None:
    detail = {
        "process_id": "2026-0001",
        "process_title": {"en": "A procedure"},
        "had_participation": [
            {
                "had_participant_person": ["person/1"],
                "participation_role": "RAPPORTEUR",
                "politicalGroup": "org/G",
            }
        ],
    }
    pages = [
        Page(key="procedures.2026-COD.0001", body=b'{"data":[{"process_id":"2026-0001"}]}'),
        Page(key="procedures.2026-COD.0001.2026-0001", body=msgspec.json.encode({"data": [detail]})),
    ]
    parsed = parser.parse(pages, connector("europarl").contract)
    assert b"person" not in msgspec.json.encode(parsed.drafts)
    assert b'{"role":"RAPPORTEUR","group":"G"}' in msgspec.json.encode(parsed.drafts)
