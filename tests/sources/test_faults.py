"""Whatever a server does: nothing lost, nothing invented, nothing stored harmed, and the run goes on."""

from datetime import timedelta

import pytest

from antena.sources import actions
from antena.sources.enums import AnswerState, RunState
from antena.sources.models import Run
from tests.sources.conftest import DAY, MORNING, MemoryImporter, with_options
from tests.sources.fake_server import Fault, World, act, topic

pytestmark = pytest.mark.django_db

SEARCH_PAGE = r"type=1 page=2"


def sync_sedia(importer: MemoryImporter, *, day: int = 0) -> Run:
    return actions.sync(source="sedia", importer=importer, at=MORNING + day * DAY)


def sync_cellar(importer: MemoryImporter, *, day: int = 0) -> Run:
    return actions.sync(source="cellar", importer=importer, at=MORNING + day * DAY)


@pytest.fixture
def calls(world: World) -> World:
    world.topics = [topic(number) for number in range(1, 76)]
    return world


@pytest.fixture
def acts(world: World) -> World:
    world.acts = [act(number, day=f"2026-11-{10 + number % 12}") for number in range(1, 121)]
    return world


def test_every_call_arrives_and_a_second_run_finds_them_the_same(
    calls: World, importer: MemoryImporter
) -> None:
    calls.topics += [topic(300, kind="2"), topic(301, kind="8"), topic(302, kind="0")]
    first = sync_sedia(importer)
    assert (first.state, first.new, first.rows, first.expected) == (RunState.DONE, 77, 77, 77)
    assert {"10300PROSPECTSEN", "competitive-call-301"} <= importer.records.keys()
    second = sync_sedia(importer, day=1)
    assert (second.state, second.new, second.changed, second.same) == (RunState.DONE, 0, 0, 77)
    assert second.listed == 77


def test_every_act_arrives_with_its_titles_and_subjects(acts: World, importer: MemoryImporter) -> None:
    run = sync_cellar(importer)
    assert (run.state, run.new, run.rows) == (RunState.DONE, 120, 120)
    draft = importer.records["32026R0007"]
    assert [text.language for text in draft.texts] == ["en", "fr"]
    assert draft.eurovoc == ("107", "2825")
    assert sync_cellar(importer, day=1).same > 0


@pytest.mark.parametrize("how", ["429", "500", "503", "html", "truncated", "wrong types", "slow"])
def test_a_server_that_stumbles_once_is_asked_again(how: str, calls: World, importer: MemoryImporter) -> None:
    calls.faults = [Fault(SEARCH_PAGE, how)]
    run = sync_sedia(importer)
    assert (run.state, run.new, run.quarantined) == (RunState.DONE, 75, 0)
    assert sum("type=1 page=2" in name for name in calls.asked) == 2


def test_retry_after_is_honoured(calls: World, importer: MemoryImporter, naps: list[float]) -> None:
    calls.faults = [Fault(SEARCH_PAGE, "429")]
    sync_sedia(importer)
    assert max(naps) >= 7


@pytest.mark.parametrize("how", ["429", "500", "html", "truncated", "wrong types", "slow", "empty"])
def test_a_page_that_keeps_failing_leaves_the_rest_and_is_asked_for_alone_on_resuming(
    how: str, calls: World, importer: MemoryImporter
) -> None:
    sync_sedia(importer)
    stored = dict(importer.records)
    calls.topics = [topic(number) for number in range(2, 77)]
    calls.faults = [Fault(SEARCH_PAGE, how, times=-1)]
    run = sync_sedia(importer, day=1)
    assert run.state == RunState.PARTIAL
    assert run.pages[AnswerState.FAILED] == 1
    assert run.delisted == 0
    assert not importer.gone
    assert (run.new, run.changed, run.same) == (1, 0, 44)
    assert {key: importer.records[key] for key in stored} == stored

    calls.faults = []
    calls.asked.clear()
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING + DAY)
    assert [name for name in calls.asked if "type=1" in name] == ["search type=1 page=2 of 75"]
    assert (resumed.pk, resumed.state) == (run.pk, RunState.DONE)
    assert (resumed.new, resumed.changed, resumed.same, resumed.seen) == (1, 0, 74, 75)
    assert (resumed.delisted, importer.gone) == (1, {"CERV-2027-FAKE-00001"})
    assert resumed.problem == ""


def test_a_first_page_that_fails_takes_only_its_own_listing_with_it(
    calls: World, importer: MemoryImporter
) -> None:
    calls.topics += [topic(300, kind="8")]
    calls.faults = [Fault(r"type=1 page=1 ", "500", times=-1)]
    run = sync_sedia(importer)
    assert (run.state, run.new) == (RunState.PARTIAL, 1)


def test_the_next_hour_takes_up_what_failed_and_the_next_day_starts_afresh(
    calls: World, importer: MemoryImporter
) -> None:
    calls.faults = [Fault(SEARCH_PAGE, "500", times=4)]
    partial = sync_sedia(importer)
    calls.asked.clear()
    later = actions.sync(source="sedia", importer=importer, at=MORNING + timedelta(hours=1))
    assert (later.pk, later.state, later.new, later.same) == (partial.pk, RunState.DONE, 75, 0)
    assert [name for name in calls.asked if "type=1" in name] == ["search type=1 page=2 of 75"]
    assert sync_sedia(importer, day=1).pk != partial.pk


def test_nothing_at_all_is_a_failure_not_an_empty_source(calls: World, importer: MemoryImporter) -> None:
    sync_sedia(importer)
    calls.faults = [Fault("search", "500", times=-1)]
    run = sync_sedia(importer, day=1)
    assert (run.state, run.problem) == (RunState.FAILED, "nothing_came")
    assert "HTTP" in run.error or "500" in run.error
    assert not importer.gone


def test_a_source_that_is_down_is_left_in_peace(acts: World, importer: MemoryImporter) -> None:
    acts.faults = [Fault("acts", "500", times=-1)]
    run = sync_cellar(importer)
    assert (run.state, run.pages[AnswerState.FAILED]) == (RunState.FAILED, 46)
    assert len(set(acts.asked)) == 3
    acts.faults = []
    assert actions.resume(run_id=run.pk, importer=importer, at=MORNING).new == 120


def test_a_source_that_shrinks_by_half_is_refused_until_a_person_accepts_it(
    calls: World, importer: MemoryImporter
) -> None:
    sync_sedia(importer)
    before = dict(importer.last_seen)
    calls.topics = calls.topics[:37]
    run = sync_sedia(importer, day=1)
    assert (run.state, run.problem, run.seen) == (RunState.REFUSED, "shrunk", 0)
    assert importer.last_seen == before
    assert not importer.gone

    calls.asked.clear()
    accepted = actions.resume(run_id=run.pk, importer=importer, at=MORNING + DAY, accept_shrinkage=True)
    assert not calls.asked
    assert (accepted.state, accepted.same, accepted.delisted) == (RunState.DONE, 37, 38)


def test_acts_that_shrink_by_half_are_refused(acts: World, importer: MemoryImporter) -> None:
    sync_cellar(importer)
    importer.records.clear()
    run = Run.objects.get()
    # as if the first run had looked no further back than the next one does
    run.cursor = {"since": "2026-11-12"}
    run.save()
    acts.acts = acts.acts[::3]
    refused = sync_cellar(importer, day=1)
    assert (refused.state, refused.problem, importer.records) == (RunState.REFUSED, "shrunk", {})


def test_more_records_than_a_question_shows_are_split_by_date(
    calls: World, importer: MemoryImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_options(monkeypatch, window=60)
    calls.window = 60
    calls.topics = [
        topic(number, day=f"20{20 + number % 7}-0{1 + number % 9}-15") for number in range(1, 301)
    ]
    run = sync_sedia(importer)
    assert (run.state, run.new, run.expected) == (RunState.DONE, 300, 300)
    again = sync_sedia(importer, day=1)
    assert (again.state, again.same) == (RunState.DONE, 300)


def test_a_topic_without_description_is_completed_from_its_own_page(
    calls: World, importer: MemoryImporter
) -> None:
    calls.topics = [topic(number, described=number > 2) for number in range(1, 61)]
    calls.descriptions = {"cerv-2027-fake-00001": {"TopicDetails": {"description": "<p>Its own words.</p>"}}}
    run = sync_sedia(importer)
    assert (run.state, run.new) == (RunState.DONE, 60)
    assert importer.records["CERV-2027-FAKE-00001"].texts[0].body == "Its own words."
    assert importer.records["CERV-2027-FAKE-00002"].texts[0].body == ""


def test_a_topic_page_that_fails_does_not_empty_the_description_we_have(
    calls: World, importer: MemoryImporter
) -> None:
    calls.topics = [topic(number, described=number > 1) for number in range(1, 61)]
    calls.descriptions = {"cerv-2027-fake-00001": {"TopicDetails": {"description": "<p>Its own words.</p>"}}}
    sync_sedia(importer)
    calls.faults = [Fault("topic", "html", times=-1)]
    run = sync_sedia(importer, day=1)
    assert (run.state, run.same, run.quarantined, run.changed) == (RunState.PARTIAL, 59, 1, 0)
    assert importer.records["CERV-2027-FAKE-00001"].texts[0].body == "Its own words."
    assert not importer.gone
    calls.faults = []
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING + DAY)
    assert (resumed.state, resumed.same, resumed.quarantined) == (RunState.DONE, 60, 0)


@pytest.mark.parametrize("question", ["titles", "subjects"])
def test_acts_wait_where_their_titles_or_subjects_fail(
    question: str, acts: World, importer: MemoryImporter
) -> None:
    acts.faults = [Fault(question, "truncated", times=4)]
    run = sync_cellar(importer)
    assert run.state == RunState.PARTIAL
    assert 0 < run.quarantined < 120
    assert run.new + run.quarantined == run.rows == 120
    assert {row.problem for row in run.quarantine.filter(record_kept=False)} == {"part_failed", "unreadable"}
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING)
    assert (resumed.state, resumed.new, resumed.quarantined) == (RunState.DONE, 120, 0)


def test_a_batch_the_endpoint_refuses_is_asked_for_act_by_act(acts: World, importer: MemoryImporter) -> None:
    acts.faults = [Fault(r"titles of (?!1$)", "400", times=-1)]
    run = sync_cellar(importer)
    assert (run.state, run.new) == (RunState.DONE, 120)
    assert acts.asked.count("titles of 1") == 120


def test_an_answer_as_long_as_its_limit_was_cut_so_its_days_are_halved(
    acts: World, importer: MemoryImporter
) -> None:
    acts.acts = [act(number, day=f"2026-11-{16 + number % 2}") for number in range(1, 301)]
    run = sync_cellar(importer)
    assert (run.state, run.new) == (RunState.DONE, 300)


def test_a_single_day_longer_than_the_limit_is_a_failure_not_a_loss(
    acts: World, importer: MemoryImporter
) -> None:
    acts.acts += [act(number, day="2026-11-22") for number in range(1000, 1201)]
    run = sync_cellar(importer)
    assert (run.state, run.new) == (RunState.PARTIAL, 120)


def test_servers_are_told_who_asks(world: World, importer: MemoryImporter) -> None:
    world.topics = [topic(number) for number in range(60)]
    sync_sedia(importer)
    assert all("Antena" in agent or "antena" in agent for agent in world.agents)
