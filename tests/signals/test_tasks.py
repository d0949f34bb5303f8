"""Work the worker does on time."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from antena.accounts.models import AuditEntry, User
from antena.signals import tasks
from antena.sources import queries as source_queries
from antena.sources.enums import RunState
from antena.sources.locks import only_run
from antena.sources.models import Alarm, Run

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def jobs():
    return sorted(ProcrastinateJob.objects.values_list("task_name", "queueing_lock", "args__source"))


def run(source, hours_ago, state=RunState.DONE):
    at = AT - timedelta(hours=hours_ago)
    return Run.objects.create(source=source, state=state, started_at=at, finished_at=at)


def test_a_source_is_due_when_its_rhythm_has_passed():
    contracts = source_queries.contracts()
    assert set(source_queries.due(at=AT)) == {name for name in contracts if not contracts[name].missing_keys}
    run("sedia", contracts["sedia"].rhythm.run_hours - 1)
    run("cellar", contracts["cellar"].rhythm.run_hours, RunState.FAILED)
    assert "sedia" not in source_queries.due(at=AT)
    assert "cellar" in source_queries.due(at=AT)


def test_a_source_waits_in_the_queue_once():
    assert tasks.ask_now(source="sedia")
    assert not tasks.ask_now(source="sedia")
    assert tasks.ask_now(source="cellar")
    name = "antena.signals.tasks.sync_source"
    assert jobs() == [(name, "sync cellar", "cellar"), (name, "sync sedia", "sedia")]
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {"sync cellar", "sync sedia"}


def test_what_is_due_is_asked_for(monkeypatch):
    monkeypatch.setattr(tasks.source_queries, "due", lambda *, at: ["sedia"])
    tasks.sync_what_is_due(timestamp=0)
    tasks.sync_what_is_due(timestamp=300)
    assert [source for _name, _lock, source in jobs()] == ["sedia"]


def test_what_a_source_brought_is_read_soon(monkeypatch):
    asked = []

    def sync(**arguments):
        asked.append(arguments["source"])
        return run("sedia", 0)

    monkeypatch.setattr(tasks.source_actions, "sync", sync)
    tasks.sync_source(source="sedia")
    tasks.sync_source(source="sedia")
    assert asked == ["sedia", "sedia"]
    assert [name for name, _lock, _source in jobs()] == ["antena.signals.tasks.read_what_arrived"]


def test_reading_makes_the_search_lists_again_when_they_are_due(monkeypatch):
    done = []
    monkeypatch.setattr(tasks, "embedder", lambda: None)
    monkeypatch.setattr(tasks.actions, "read_pending", lambda **arguments: done.append("read"))
    monkeypatch.setattr(tasks.champions, "is_due", lambda: True)
    monkeypatch.setattr(tasks.champions, "rebuild", lambda *, at: done.append("lists"))
    tasks.read_what_arrived(timestamp=0)
    assert done == ["read", "lists"]


def test_the_jobs_of_a_dead_worker_are_given_to_another():
    retried = []
    lost = SimpleNamespace(id=7, task_name="x")

    class Jobs:
        async def get_stalled_jobs(self, *, seconds_since_heartbeat):
            assert seconds_since_heartbeat == tasks.SILENCE_SECONDS
            return [lost]

        async def retry_job(self, job):
            retried.append(job)

    context = SimpleNamespace(app=SimpleNamespace(job_manager=Jobs()))
    asyncio.run(tasks.rescue_lost_jobs.func(context, timestamp=0))
    assert retried == [lost]


def test_a_lost_job_whose_like_is_waiting_is_not_put_beside_it():
    done = []
    lost = [SimpleNamespace(id=7, task_name="x"), SimpleNamespace(id=8, task_name="y")]

    class Jobs:
        async def get_stalled_jobs(self, *, seconds_since_heartbeat):
            return lost

        async def retry_job(self, job):
            if job.id == 7:
                raise UniqueViolation(constraint_name="one", queueing_lock="x")
            done.append(("retried", job.id))

        async def finish_job(self, job, status, delete_job):
            done.append((status.value, job.id))

    context = SimpleNamespace(app=SimpleNamespace(job_manager=Jobs()))
    asyncio.run(tasks.rescue_lost_jobs.func(context, timestamp=0))
    assert done == [("aborted", 7), ("retried", 8)]


def names():
    rows = ProcrastinateJob.objects.order_by("id").values_list("task_name", "args")
    return [(name.rpartition(".")[2], args) for name, args in rows]


@pytest.mark.parametrize(
    ("origin", "job", "arguments"),
    [
        ("live", "sync_source", {"source": "sedia"}),
        ("/a/folder", "resume_run", {"accept_shrinkage": False}),
        ("kept since 2026-11-01", "replay_source", {"source": "sedia", "since": "2026-11-01"}),
    ],
)
def test_a_run_that_lost_its_process_is_taken_up(origin, job, arguments):
    left = Run.objects.create(source="sedia", started_at=AT, origin=origin)
    if job == "resume_run":
        arguments = {**arguments, "run_id": left.pk}
    tasks.continue_what_was_cut_off(timestamp=0)
    # the second time it is a job's, which is left to the rescue of jobs
    tasks.continue_what_was_cut_off(timestamp=60)
    assert names() == [(job, arguments)]
    left.refresh_from_db()
    assert left.state == (RunState.FAILED if job == "replay_source" else RunState.RUNNING)


def test_a_run_that_is_alive_is_left_alone(monkeypatch):
    Run.objects.create(source="sedia", started_at=AT)
    with only_run("sedia"):
        tasks.continue_what_was_cut_off(timestamp=0)
    assert names() == []


def test_what_a_person_asks_for_is_written_down_with_its_job():
    by = User.objects.create(username="ona")
    left = run("sedia", 1, RunState.REFUSED)
    assert tasks.resume_soon(run=left, accept_shrinkage=True, by=by)
    assert not tasks.replay_soon(source="sedia", since=AT.date(), by=by)
    (entry,) = AuditEntry.objects.all()
    assert (entry.actor, entry.verb, entry.object_id) == (by, "asked for resume_run", "sedia")
    assert entry.detail == {"run_id": left.pk, "accept_shrinkage": True}


def test_a_run_that_was_overtaken_is_not_resumed(monkeypatch):
    left = run("sedia", 1)
    tasks.resume_run(run_id=left.pk)
    left.refresh_from_db()
    assert left.state == RunState.DONE
    assert names() == []


def test_a_run_that_breaks_is_looked_at_too(monkeypatch):
    def sync(**_arguments):
        run("sedia", 0, RunState.FAILED)
        raise OSError("disk full")

    monkeypatch.setattr(tasks.source_actions, "sync", sync)
    with pytest.raises(OSError, match="disk full"):
        tasks.sync_source(source="sedia")
    assert "failing" in Alarm.objects.values_list("problem", flat=True)


def test_the_rescue_comes_every_few_seconds():
    crons = {
        task.task.name.rpartition(".")[2]: task.cron
        for task in app.periodic_registry.periodic_tasks.values()
        if task.task.name.startswith("antena.signals.")
    }
    assert crons["rescue_lost_jobs"] == "* * * * * */5"
    assert {"sync_what_is_due", "read_what_arrived", "refresh_statuses", "forget_done_jobs"} <= set(crons)
