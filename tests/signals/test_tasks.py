"""Work the worker does on time."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from antena.signals import queries, tasks
from antena.sources import queries as source_queries
from antena.sources.enums import RunState
from antena.sources.models import Run

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def jobs():
    return sorted(ProcrastinateJob.objects.values_list("task_name", "queueing_lock", "args__source"))


def run(source, hours_ago, state=RunState.DONE):
    at = AT - timedelta(hours=hours_ago)
    return Run.objects.create(source=source, state=state, started_at=at, finished_at=at)


def test_a_source_is_due_when_its_rhythm_has_passed():
    contracts = source_queries.contracts()
    assert set(queries.due_sources(at=AT)) == set(contracts)
    run("sedia", contracts["sedia"].rhythm.run_hours - 1)
    run("cellar", contracts["cellar"].rhythm.run_hours, RunState.FAILED)
    assert "sedia" not in queries.due_sources(at=AT)
    assert "cellar" in queries.due_sources(at=AT)


def test_a_source_waits_in_the_queue_once():
    assert tasks.ask_now(source="sedia")
    assert not tasks.ask_now(source="sedia")
    assert tasks.ask_now(source="cellar")
    name = "antena.signals.tasks.sync_source"
    assert jobs() == [(name, "sync cellar", "cellar"), (name, "sync sedia", "sedia")]
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {"sync cellar", "sync sedia"}


def test_what_is_due_is_asked_for(monkeypatch):
    monkeypatch.setattr(tasks.queries, "due_sources", lambda *, at: ["sedia"])
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


def test_the_rescue_comes_every_few_seconds():
    crons = {
        task.task.name.rpartition(".")[2]: task.cron
        for task in app.periodic_registry.periodic_tasks.values()
        if task.task.name.startswith("antena.signals.")
    }
    assert crons["rescue_lost_jobs"] == "* * * * * */5"
    assert {"sync_what_is_due", "read_what_arrived", "refresh_statuses", "forget_done_jobs"} <= set(crons)
