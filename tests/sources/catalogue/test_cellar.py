"""What changed in CELLAR since the last run is asked for again, and a feed that fails stops nothing."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from antena.sources import actions
from antena.sources.catalogue import connectors
from antena.sources.catalogue.cellar import changes, parser
from antena.sources.drafts import Draft, Refusal
from antena.sources.enums import RunState
from antena.sources.pages import Page
from tests.sources.conftest import DAY, MORNING, MemoryImporter, with_options
from tests.sources.players.cellar import ThePlayer, entry, feed
from tests.sources.playing import Stage, playing

Played = tuple[ThePlayer, Stage]


@pytest.fixture
def played(settings: Settings, naps: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    player = ThePlayer()
    with_options(monkeypatch, **player.options)
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {"cellar": player.addresses(base)}
        yield player, stage


@pytest.mark.django_db
def test_a_first_run_does_not_ask_what_changed(played: Played, importer: MemoryImporter) -> None:
    _, stage = played
    assert actions.sync(source="cellar", importer=importer, at=MORNING - DAY).state == RunState.DONE
    assert not [path for path in stage.asked if path.startswith("/feed")]


@pytest.mark.django_db
def test_an_act_that_changed_is_asked_for_again_whatever_its_date(
    played: Played, importer: MemoryImporter
) -> None:
    """An act of 2020 whose state changed, a new one of last year, one of the window, and what is not ours."""
    player, stage = played
    actions.sync(source="cellar", importer=importer, at=MORNING - DAY)
    player.acts |= {"32020R0777": "2020-03-01", "52025PC0778": "2025-02-01", "31999L0001": "1999-01-01"}
    player.changed = [
        "32020R0777",
        "32026R0001",
        "52025PC0778",
        "62020CJ0001",
        "32020R0777R(01)",
        "31999L0001",
    ]
    stage.asked.clear()
    run = actions.sync(source="cellar", importer=importer, at=MORNING)
    assert (run.state, run.new, run.quarantined) == (RunState.DONE, 2, 0)
    assert {"32020R0777", "52025PC0778"} <= importer.records.keys()
    # too long ago to be a signal of today
    assert "31999L0001" not in importer.records
    found = importer.records["32020R0777"]
    assert isinstance(found, Draft)
    assert (found.stated_status, found.eurovoc) == ("in_force", ("2825",))
    # of 21 and 22 November, created or changed: three pages of two for the changes of the second day
    assert sum(path.startswith("/feed") for path in stage.asked) == 6
    # what is asked again is asked once
    assert len(importer.records) == 47


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["500", "html", "truncated", "wrong types"])
def test_a_feed_that_fails_is_a_failed_page_and_all_else_goes_on(
    how: str, played: Played, importer: MemoryImporter
) -> None:
    player, stage = played
    actions.sync(source="cellar", importer=importer, at=MORNING - DAY)
    player.acts["32026R0100"] = "2026-11-20"
    player.changed = ["32020R0777"]
    player.acts["32020R0777"] = "2020-03-01"
    whole = stage.fault
    stage.fault = lambda number: how if stage.asked[number].startswith("/feed") else whole(number)  # type: ignore[method-assign]  # the feed alone breaks down
    run = actions.sync(source="cellar", importer=importer, at=MORNING)
    assert run.state == RunState.PARTIAL
    assert "32026R0100" in importer.records
    assert "32020R0777" not in importer.records
    stage.fault = whole  # type: ignore[method-assign]  # and is well again
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING)
    assert (resumed.state, resumed.quarantined) == (RunState.DONE, 0)
    assert "32020R0777" in importer.records


@pytest.mark.django_db
def test_more_changes_than_we_ask_for_are_seen(
    played: Played, importer: MemoryImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    player, _ = played
    with_options(monkeypatch, **player.options, feed_pages=2)
    actions.sync(source="cellar", importer=importer, at=MORNING - DAY)
    player.changed = [f"32020R{number:04}" for number in range(1, 8)]
    player.acts |= dict.fromkeys(player.changed, "2020-03-01")
    run = actions.sync(source="cellar", importer=importer, at=MORNING)
    assert run.state == RunState.PARTIAL
    failed = run.answers.filter(state="failed")
    assert [(answer.key, answer.problem) for answer in failed] == [
        ("feed.2026-11-22.UPDATE.002", "page_missing")
    ]


@pytest.mark.parametrize(
    ("body", "works", "more"),
    [
        (
            feed([entry("celex:32026R1234", 1), entry("CELEX:52026DC0001", 2)], more=True),
            {"32026R1234": 2026, "52026DC0001": 2026},
            True,
        ),
        (
            feed(
                [entry("oj:L_1", 1), entry("celex:32026R1234R(01)", 2), entry("celex:02026R1234-20270101", 3)]
            ),
            {},
            False,
        ),
        (
            b'<rss xmlns:n="http://publications.europa.eu/rss/notificationEntry"><channel>'
            b"<n:moreEntries>0</n:moreEntries><item><n:identifier>celex:32026L0001</n:identifier></item>"
            b"</channel></rss>",
            {"32026L0001": 2026},
            False,
        ),
    ],
    ids=["atom", "not ours", "rss"],
)
def test_a_page_of_the_feed(body: bytes, works: dict[str, int], more: bool) -> None:
    found = changes.read(Page(key="feed.2026-11-22.UPDATE.001", body=body))
    assert isinstance(found, changes.Changes)
    assert (found.works, found.more, found.unknown) == (works, more, {})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>sorry</body></html>",
        b'<!DOCTYPE feed [<!ENTITY a "aa">]><feed><moreEntries>false</moreEntries></feed>',
        feed([entry("celex:32026R1234", 1)])[:-20],
    ],
    ids=["empty", "html", "entities", "cut"],
)
def test_what_is_no_page_of_the_feed(body: bytes) -> None:
    page = Page(key="feed.2026-11-22.UPDATE.001", body=body)
    assert isinstance(changes.read(page), Refusal)
    assert changes.problem(page)
    parsed = parser.parse([page], connectors()["cellar"].contract)
    assert (parsed.state, len(parsed.failures), parsed.drafts) == ("failed", 1, [])


def test_pages_of_the_feed_are_read_apart_from_the_acts_of_the_same_day() -> None:
    assert parser.bundle("acts.2026-11-22") == parser.bundle("titles.2026-11-22.01") == "2026-11-22"
    assert parser.bundle("feed.2026-11-22.UPDATE.001") == "feed.2026-11-22.UPDATE.001"
