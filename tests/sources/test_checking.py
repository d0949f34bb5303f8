"""A look at a live source says what differs, stores nothing, and asks little."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from antena.sources import catalogue, checking
from antena.sources.management.commands.live_check import unverified
from antena.sources.models import RawAnswer, Run
from tests.sources.conftest import MORNING
from tests.sources.players.sedia import ThePlayer
from tests.sources.playing import Stage, playing

pytestmark = pytest.mark.django_db

LIST = Path(__file__).resolve().parents[2] / "docs" / "operator" / "live-check.md"


@pytest.fixture
def sedia(settings: Settings, naps: list[float]) -> Iterator[tuple[ThePlayer, Stage]]:
    player = ThePlayer()
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {"sedia": player.addresses(base)}
        yield player, stage


def test_a_few_answers_are_asked_and_nothing_is_stored(
    sedia: tuple[ThePlayer, Stage], tmp_path: Path
) -> None:
    _, stage = sedia
    finding = checking.check(source="sedia", at=MORNING, pages=1, keep=tmp_path)
    assert (finding.asked, finding.rows, finding.drafts, finding.total) == (1, 45, 45, 45)
    assert (finding.failures, finding.refused, finding.unknown_fields) == ((), {}, ())
    assert finding.shape.new == ()
    assert len(stage.asked) == 1
    assert not Run.objects.exists()
    assert not RawAnswer.objects.exists()
    (kept,) = (tmp_path / "sedia").iterdir()
    assert json.loads(kept.read_bytes())["totalResults"] == 45


def test_what_differs_is_said(sedia: tuple[ThePlayer, Stage]) -> None:
    player, stage = sedia
    for row in player.topics:
        row["metadata"]["surprise"] = [{"new": True}]
    finding = checking.check(source="sedia", at=MORNING, pages=1)
    assert finding.unknown_fields == ("surprise",)
    assert finding.shape.new == ("results[].metadata.surprise",)
    assert not finding.is_as_expected
    stage.clear()
    stage.always = (0, "html")
    failed = checking.check(source="sedia", at=MORNING, pages=1)
    assert failed.drafts == 0
    assert len(failed.failures) == 1


def test_the_command_prints_what_differs_and_fails(
    sedia: tuple[ThePlayer, Stage], capsys: pytest.CaptureFixture[str]
) -> None:
    _, stage = sedia
    stage.always = (0, "500")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("live_check", "sedia", pages=1)
    assert "sedia: DIFFERS" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no such source: nowhere"):
        call_command("live_check", "nowhere")


def test_a_source_that_waits_for_a_key_is_not_asked(naps: list[float]) -> None:
    for source, connector in catalogue.connectors().items():
        if connector.contract.needs:
            finding = checking.check(source=source, at=MORNING)
            assert (finding.asked, finding.waits_for) == (0, connector.contract.needs)


def test_the_manual_lists_what_was_never_tried() -> None:
    assert LIST.read_text().endswith(unverified()), (
        "antena live-check --list prints what the manual is to end with"
    )
