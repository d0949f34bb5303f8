"""Runs over folders of stored answers: what is kept, refused, resumed, replayed, and who may run when."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from antena.sources import actions, queries, raw
from antena.sources.enums import AnswerState, RunState
from antena.sources.locks import AlreadyRunningError, only_run
from antena.sources.models import RawAnswer, Run
from antena.sources.origins import EmptyFolderError
from tests.sources.conftest import DAY, MORNING, PAGE_SIZE, MemoryImporter, with_options
from tests.sources.fake_server import Fault, World, topic

pytestmark = pytest.mark.django_db


def write_pages(folder: Path, topics: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    for start in range(0, len(topics), PAGE_SIZE):
        page = {"totalResults": len(topics), "results": topics[start : start + PAGE_SIZE]}
        name = f"page-{start // PAGE_SIZE + 1:04}.json.gz"
        (folder / name).write_bytes(gzip.compress(json.dumps(page).encode()))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "answers", [topic(number) for number in range(1, 76)])


def sync(folder: Path, importer: MemoryImporter, *, day: int = 0, **more: Any) -> Run:
    return actions.sync(source="sedia", importer=importer, folder=folder, at=MORNING + day * DAY, **more)


def test_a_folder_is_read_and_reading_it_again_changes_nothing(
    folder: Path, importer: MemoryImporter
) -> None:
    told: list[tuple[int, int, int]] = []
    first = sync(folder, importer, progress=lambda *, pages, of, records: told.append((pages, of, records)))
    assert (first.state, first.new, first.changed, first.same) == (RunState.DONE, 75, 0, 0)
    assert told == [(1, 3, 30), (2, 3, 60), (3, 3, 75)]
    second = sync(folder, importer, day=1)
    assert (second.new, second.changed, second.same, second.delisted) == (0, 0, 75, 0)
    assert second.origin == str(folder)


def test_answers_are_kept_before_they_are_read(folder: Path, importer: MemoryImporter) -> None:
    (folder / "page-0002.json.gz").write_bytes(gzip.compress(b"<html>not JSON</html>"))
    run = sync(folder, importer)
    answers = {answer.key: answer for answer in run.answers.order_by("key")}
    assert [answer.state for answer in answers.values()] == [
        AnswerState.OK,
        AnswerState.FAILED,
        AnswerState.OK,
    ]
    broken = answers["page-0002"]
    assert broken.problem == "unreadable"
    with storages["raw"].open(broken.file) as file:
        assert gzip.decompress(file.read()) == b"<html>not JSON</html>"


@pytest.mark.parametrize(
    "break_it",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b"not gzip"),
        lambda path: path.write_bytes(gzip.compress(b'{"totalResults": 75, "resul')),
        lambda path: path.write_bytes(gzip.compress(b'{"totalResults": "many", "results": {}}')),
        lambda path: path.write_bytes(gzip.compress(b'{"totalResults": 75, "results": []}')),
    ],
    ids=["missing", "cut gzip", "no gzip", "cut JSON", "wrong types", "empty"],
)
def test_a_bad_page_costs_its_own_records_only(
    break_it: Callable[[Path], object], folder: Path, importer: MemoryImporter
) -> None:
    sync(folder, importer)
    stored = dict(importer.records)
    break_it(folder / "page-0002.json.gz")
    run = sync(folder, importer, day=1)
    assert run.state == RunState.PARTIAL
    assert (run.same, run.delisted) == (45, 0)
    assert importer.records == stored
    assert not importer.gone

    write_pages(folder, [topic(number) for number in range(1, 76)])
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING + DAY)
    assert (resumed.state, resumed.same, resumed.new) == (RunState.DONE, 75, 0)


def test_what_a_complete_run_no_longer_lists_is_gone_and_comes_back(
    folder: Path, importer: MemoryImporter
) -> None:
    sync(folder, importer)
    write_pages(folder, [topic(number) for number in range(11, 76)])
    run = sync(folder, importer, day=1)
    assert (run.delisted, run.listed) == (10, 65)
    write_pages(folder, [topic(number) for number in range(1, 76)])
    assert (sync(folder, importer, day=2).listed, importer.gone) == (75, set())


def test_nothing_is_gone_where_a_record_could_not_be_read(folder: Path, importer: MemoryImporter) -> None:
    sync(folder, importer)
    topics = [topic(number) for number in range(1, 76)]
    topics[0]["metadata"]["title"] = []
    write_pages(folder, topics)
    run = sync(folder, importer, day=1)
    assert (run.state, run.quarantined, run.delisted) == (RunState.DONE, 1, 0)
    assert run.warnings == [("nothing_delisted", "1")]


def test_a_record_listed_twice_counts_once_and_is_reported(folder: Path, importer: MemoryImporter) -> None:
    topics = [topic(number) for number in range(1, 76)]
    write_pages(folder, [*topics, topics[3]])
    run = sync(folder, importer)
    assert (run.rows, run.new, run.quarantined) == (76, 75, 1)
    assert [row.problem for row in run.quarantine.all()] == ["repeated"]


def test_a_run_that_shrinks_or_is_too_small_stores_nothing(folder: Path, importer: MemoryImporter) -> None:
    sync(folder, importer)
    small = write_pages(folder.parent / "half", [topic(number) for number in range(1, 38)])
    assert sync(small, importer, day=1).problem == "shrunk"
    tiny = write_pages(folder.parent / "tiny", [topic(1)])
    assert sync(tiny, MemoryImporter(), day=2).problem == "too_few"
    assert len(importer.records) == 75
    assert not importer.gone
    accepted = sync(small, importer, day=3, accept_shrinkage=True)
    assert (accepted.state, accepted.listed) == (RunState.DONE, 37)


def test_records_that_make_no_sense_do_not_count_as_brought(folder: Path, importer: MemoryImporter) -> None:
    """A field renamed at the source quarantines every record: that is a shrunk source, not a quiet day."""
    sync(folder, importer)
    topics = [topic(number) for number in range(1, 76)]
    for row in topics:
        row["metadata"]["titel"] = row["metadata"].pop("title")
    write_pages(folder, topics)
    run = sync(folder, importer, day=1)
    assert (run.state, run.problem, run.rows, run.quarantined) == (RunState.REFUSED, "shrunk", 75, 75)
    assert run.unknown_fields == {"titel": 75}


def test_signs_no_database_takes_do_no_harm_wherever_they_stand(
    folder: Path, importer: MemoryImporter
) -> None:
    topics = [topic(number) for number in range(1, 76)]
    for row, field in zip(topics, ["title", "identifier", "startDate", "keywords", "status"], strict=False):
        row["metadata"][field] = ["\x00bad\x00"]
    topics[5]["metadata"]["new\x00field"] = 1
    topics[6]["metadata"]["budgetOverview"] = ['{"\x00']
    topics[7]["language"] = "\x00"
    write_pages(folder, topics)
    run = sync(folder, importer)
    assert (run.state, run.new, run.quarantined) == (RunState.DONE, 73, 2)
    assert run.unknown_fields == {"newfield": 1}


def test_a_folder_without_answers_is_an_error_at_once(tmp_path: Path, importer: MemoryImporter) -> None:
    with pytest.raises(EmptyFolderError):
        sync(tmp_path / "nowhere", importer)
    assert not Run.objects.exists()


class BrokenImporter(MemoryImporter):
    def store(self, *args: Any, **kwargs: Any) -> Any:
        super().store(*args, **kwargs)
        raise RuntimeError("the disk is full")


def test_an_import_that_breaks_leaves_a_failed_run_that_can_go_on(folder: Path) -> None:
    with pytest.raises(RuntimeError):
        sync(folder, BrokenImporter())
    run = Run.objects.get()
    assert (run.state, run.problem, run.new, run.seen) == (RunState.FAILED, "crashed", 0, 0)
    assert "the disk is full" in run.error
    assert actions.resume(run_id=run.pk, importer=MemoryImporter(), at=MORNING).new == 75


def test_a_parser_that_breaks_costs_one_page(
    folder: Path, importer: MemoryImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antena.sources.catalogue.sedia import parser  # the module whose function breaks

    real = parser.budget.read
    monkeypatch.setattr(
        parser.budget, "read", lambda fields, name: 1 / 0 if name.endswith("45") else real(fields, name)
    )
    run = sync(folder, importer)
    assert (run.state, run.new) == (RunState.PARTIAL, 45)
    assert RawAnswer.objects.get(state=AnswerState.FAILED).problem == "crashed"


def test_stopping_a_run_stores_nothing_and_it_goes_on_later(world: World, importer: MemoryImporter) -> None:
    world.topics = [topic(number) for number in range(1, 76)]
    world.between = lambda name: (
        actions_stop_now.append(name) if "page=2" in name and not actions_stop_now else None
    )
    actions_stop_now: list[str] = []

    def stop_when_asked(*, pages: int, of: int, records: int) -> None:
        if actions_stop_now and pages == 2:
            actions.stop(run_id=Run.objects.get().pk)

    run = actions.sync(source="sedia", importer=importer, at=MORNING, progress=stop_when_asked)
    assert (run.state, run.seen, importer.records) == (RunState.STOPPED, 0, {})
    assert run.finished_at is not None
    with pytest.raises(actions.NotRunningError):
        actions.stop(run_id=run.pk)
    world.asked.clear()
    resumed = actions.resume(run_id=run.pk, importer=importer, at=MORNING)
    assert (resumed.state, resumed.new) == (RunState.DONE, 75)
    assert not [name for name in world.asked if "type=1" in name]


def test_a_run_whose_process_died_is_picked_up_by_the_next(world: World, importer: MemoryImporter) -> None:
    world.topics = [topic(number) for number in range(1, 76)]
    left = Run.objects.create(source="sedia", started_at=MORNING)
    run = actions.sync(source="sedia", importer=importer, at=MORNING + timedelta(hours=1))
    assert (run.pk, run.state, run.new) == (left.pk, RunState.DONE, 75)


def test_a_run_left_behind_by_another_origin_is_closed(folder: Path, importer: MemoryImporter) -> None:
    left = Run.objects.create(source="sedia", started_at=MORNING)
    run = sync(folder, importer)
    left.refresh_from_db()
    assert (left.state, left.problem) == (RunState.FAILED, "interrupted")
    assert run.pk != left.pk


def test_a_run_that_was_cut_off_is_found_and_goes_on(world: World, importer: MemoryImporter) -> None:
    world.topics = [topic(number) for number in range(1, 101)]
    left = Run.objects.create(source="sedia", started_at=MORNING)
    (found,) = queries.cut_off()
    assert actions.resume(run_id=found.pk, importer=importer, at=MORNING).pk == left.pk
    assert queries.cut_off() == []


def test_two_runs_of_one_source_cannot_be_under_way(folder: Path, importer: MemoryImporter) -> None:
    Run.objects.create(source="sedia", started_at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(source="sedia", started_at=MORNING + DAY)
    settings = connection.get_connection_params()
    names = {"dbname", "user", "password", "host", "port"}
    with psycopg.connect(**{key: value for key, value in settings.items() if key in names}) as other:
        # what the other process would hold
        with only_run("sedia"), connection.cursor() as cursor:
            # other tests hold locks of their own on this server
            cursor.execute(
                "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            held = cursor.fetchone()
        assert held is not None
        other.execute(
            "SELECT pg_advisory_lock(%s::int, (%s::bigint - (%s >> 31 << 32))::int)",
            [held[0], held[1], held[1]],
        )
        with pytest.raises(AlreadyRunningError):
            sync(folder, importer)
        assert queries.cut_off() == []
    assert not importer.records


def test_a_run_older_than_an_imported_one_is_not_resumed(folder: Path, importer: MemoryImporter) -> None:
    (folder / "page-0002.json.gz").unlink()
    partial = sync(folder, importer)
    write_pages(folder, [topic(number) for number in range(1, 76)])
    done = sync(folder, importer, day=1)
    Run.objects.create(source="sedia", started_at=MORNING + 2 * DAY)
    for run in (partial, done):
        with pytest.raises(actions.NotResumableError):
            actions.resume(run_id=run.pk, importer=importer, at=MORNING + DAY)


def test_past_answers_are_read_again_and_the_newest_word_counts(
    folder: Path, importer: MemoryImporter
) -> None:
    sync(folder, importer)
    topics = [topic(number) for number in range(3, 76)]
    topics[0]["metadata"]["title"] = ["A better title"]
    write_pages(folder, topics)
    sync(folder, importer, day=1)
    again = MemoryImporter()
    run = actions.replay(source="sedia", since=MORNING.date(), importer=again, at=MORNING + 2 * DAY)
    assert (run.state, run.new, run.delisted, run.quarantined) == (RunState.DONE, 75, 0, 0)
    assert again.records["CERV-2027-FAKE-00003"].texts[0].title == "A better title"
    later = actions.replay(
        source="sedia", since=(MORNING + DAY).date(), importer=MemoryImporter(), at=MORNING + 3 * DAY
    )
    assert later.new == 73


def test_old_answers_are_forgotten_but_for_those_of_the_last_whole_run(
    folder: Path, importer: MemoryImporter
) -> None:
    first, second = sync(folder, importer), sync(folder, importer, day=1)
    RawAnswer.objects.update(fetched_at=MORNING - 400 * DAY)
    assert {n: count for n, count in actions.forget_raw(at=MORNING + DAY).items() if count} == {"sedia": 3}
    assert [raw.page_of(row, folder) for row in first.answers.all()] == [None] * 3
    assert all(raw.page_of(row, folder) for row in second.answers.all())


def test_a_kept_answer_that_was_damaged_is_asked_for_again(world: World, importer: MemoryImporter) -> None:
    world.topics = [topic(number) for number in range(1, 76)]
    world.faults = [Fault("type=8", "500", times=-1)]
    run = actions.sync(source="sedia", importer=importer, at=MORNING)
    row = run.answers.get(key="grants.0002")
    storages["raw"].delete(row.file)
    world.faults = []
    world.asked.clear()
    assert actions.resume(run_id=run.pk, importer=importer, at=MORNING).state == RunState.DONE
    assert "search type=1 page=2 of 75" in world.asked


CHILD = """
import django; django.setup()
from django.conf import settings
from datetime import datetime
from antena.sources import actions
from tests.sources.conftest import MemoryImporter
settings.SOURCE_ADDRESSES = {addresses!r}
actions.sync(source="sedia", importer=MemoryImporter(), at=datetime.fromisoformat({at!r}))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_loses_nothing(
    world: World, importer: MemoryImporter, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """kill -9 in the middle of a live run: the next run asks only for what is missing."""
    # as the child, which reads the contract
    with_options(monkeypatch, page_size=100)
    settings.STORAGES = {
        **settings.STORAGES,
        "raw": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "raw"},
        },
    }
    world.topics = [topic(number) for number in range(1, 401)]
    child: list[subprocess.Popen[bytes]] = []
    world.between = lambda name: (
        os.kill(child[0].pid, signal.SIGKILL) if "type=1 page=3" in name and child else None
    )
    database = connection.settings_dict
    script = CHILD.format(addresses=settings.SOURCE_ADDRESSES, at=MORNING.isoformat())
    setup = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database["NAME"]!r}
settings.STORAGES["raw"] = {{"BACKEND": "django.core.files.storage.FileSystemStorage",
                            "OPTIONS": {{"location": {str(tmp_path / "raw")!r}}}}}
"""
    child.append(subprocess.Popen([sys.executable, "-c", setup + script], cwd=Path(__file__).parents[2]))
    assert child[0].wait(timeout=60) == -signal.SIGKILL
    child.clear()
    # The server lets go of the lock when it notices that the connection is gone.
    for _ in range(100):
        try:
            with only_run("sedia"):
                break
        except AlreadyRunningError:
            time.sleep(0.05)
    left = Run.objects.get()
    assert left.state == RunState.RUNNING
    world.asked.clear()
    run = actions.sync(source="sedia", importer=importer, at=MORNING + timedelta(hours=1))
    assert (run.pk, run.state, run.new, len(importer.records)) == (left.pk, RunState.DONE, 400, 400)
    assert [name for name in world.asked if "type=1" in name] == [
        "search type=1 page=3 of 400",
        "search type=1 page=4 of 400",
    ]
