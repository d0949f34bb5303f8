"""A clean run against each player: everything comes, and the second run finds it all the same."""

import pytest
from pytest_django import Settings

from antena.sources import actions
from antena.sources.enums import RunState
from tests.sources.conftest import DAY, MORNING, MemoryImporter, with_options
from tests.sources.playing import players, playing

pytestmark = pytest.mark.django_db

SOURCES = ("cellar", "cordis", "eurovoc", "keep", "kohesio")


@pytest.mark.parametrize("source", SOURCES)
def test_a_clean_run(
    source: str,
    importer: MemoryImporter,
    settings: Settings,
    naps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    player = players()[source]()
    with_options(monkeypatch, **player.options)
    with playing(player) as (_, base):
        settings.SOURCE_ADDRESSES = {source: player.addresses(base)}
        settings.SOURCE_KEYS = {source: player.keys}
        first = actions.sync(source=source, importer=importer, at=MORNING)
        assert (first.state, first.quarantined, first.incomplete) == (RunState.DONE, 0, 0), first.error
        assert {draft.external_id for draft in importer.records.values()} == player.expected()
        again = actions.sync(source=source, importer=importer, at=MORNING + DAY)
        assert (again.new, again.changed, again.same) == (0, 0, len(player.expected()))
