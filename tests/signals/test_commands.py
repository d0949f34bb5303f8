"""``antena sync``, ``replay`` and ``read``."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from antena.signals.models import Signal
from antena.sources.catalogue import cellar
from antena.sources.models import Run
from antena.themes.actions import load_catalogue
from antena.themes.models import CatalogueVersion

pytestmark = pytest.mark.django_db

SAMPLES = Path(cellar.__file__).parent / "samples"


@pytest.fixture
def answers(tmp_path):
    """A folder of stored answers: the samples of a source."""
    return Path(shutil.copytree(SAMPLES, tmp_path / "answers"))


def test_a_replay_is_stored_and_the_second_time_all_is_the_same(answers, capsys, monkeypatch):
    call_command("sync", "cellar", folder=answers, no_reading=True)
    first = capsys.readouterr().out
    count = Signal.objects.count()
    assert count
    assert f"{count} new, 0 changed, 0 same" in first
    call_command("sync", "cellar", folder=answers, no_reading=True)
    assert f"0 new, 0 changed, {count} same" in capsys.readouterr().out


def test_what_came_is_read(answers, capsys):
    load_catalogue()
    call_command("sync", "cellar", folder=answers, no_meaning=True)
    assert f"{Signal.objects.count()} read" in capsys.readouterr().out
    assert not Signal.objects.filter(read_hash="").exists()
    call_command("read", no_meaning=True)
    assert "0 read" in capsys.readouterr().out
    assert CatalogueVersion.objects.exists()


def test_a_folder_without_answers_is_said(tmp_path):
    with pytest.raises(CommandError, match="no stored answers"):
        call_command("sync", "cellar", folder=tmp_path)


def test_an_unknown_source_is_said():
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("sync", "nowhere")


def test_past_answers_are_read_again(answers, capsys, monkeypatch):
    monkeypatch.setattr("antena.signals.management.screen.embedder", lambda: None)
    load_catalogue()
    call_command("sync", "cellar", folder=answers, no_meaning=True)
    started = Run.objects.get().started_at.date()
    capsys.readouterr()
    call_command("replay", "cellar", since=started)
    assert f"0 new, 0 changed, {Signal.objects.count()} same" in capsys.readouterr().out
