"""A worker is killed in the middle of a run: another goes on, asks nothing twice, stores nothing twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from antena.signals import tasks
from antena.signals.models import Signal
from antena.sources import queries
from antena.sources.enums import RunState
from antena.sources.models import Run
from tests.sources.fake_server import FakeServer, topic

ROOT = Path(__file__).resolve().parents[2]
TOPICS = 350  # in pages of a hundred, as the contract says
PATIENCE = 60.0


class Workers:
    """Workers of the product, on the test's database, with their raw answers in a folder of their own."""

    def __init__(self, folder: Path, addresses: dict[str, dict[str, str]]) -> None:
        at = connection.settings_dict
        host = at["HOST"] or at["OPTIONS"]["host"]
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{at['USER']}@/{at['NAME']}?host={host}",
            "ANTENA_VAR_DIR": str(folder),
            "ANTENA_SOURCE_ADDRESSES": json.dumps(addresses),
            # reading what came is not the subject: nothing answers here
            "ANTENA_EMBEDDER": "http://127.0.0.1:9/",
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.log = folder / "workers.log"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "config.cli", "procrastinate", "worker", "--concurrency", "2"]
        with self.log.open("ab") as log:
            self.started.append(
                subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            )
        return self.started[-1]

    def end(self) -> None:
        for worker in self.started:
            if worker.poll() is None:
                worker.kill()
                worker.wait()


@pytest.fixture
def workers(tmp_path: Path, server: FakeServer) -> Iterator[Workers]:
    made = Workers(tmp_path, server.addresses)
    yield made
    made.end()
    # jobs are not tables of Django's, so it does not empty them after a test
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
        )


@pytest.fixture
def server(transactional_db: None) -> Iterator[FakeServer]:
    with FakeServer() as made:
        made.world.topics = [topic(number) for number in range(1, TOPICS + 1)]
        yield made


def wait_for(condition: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, log.read_text()[-5000:]
        time.sleep(0.1)


def test_a_killed_worker_is_replaced_in_the_middle_of_a_run(server: FakeServer, workers: Workers) -> None:
    now = timezone.now()
    for source in set(queries.contracts()) - {"sedia"}:
        # else they would be due, and asked at their real addresses
        Run.objects.create(source=source, state=RunState.DONE, started_at=now, finished_at=now)
    asked = server.world.asked
    first: list[subprocess.Popen[bytes]] = []

    def kill(name: str) -> None:
        if "type=1 page=3" in name and first:
            os.kill(first.pop().pid, signal.SIGKILL)

    server.world.between = kill
    assert tasks.ask_now(source="sedia")
    killed = workers.start()
    first.append(killed)
    wait_for(lambda: killed.poll() is not None, workers.log)
    assert killed.returncode == -signal.SIGKILL
    left = Run.objects.get(source="sedia")
    kept = set(left.answers.values_list("key", flat=True))
    assert (left.state, len(kept)) == (RunState.RUNNING, 2)
    assert not Signal.objects.exists()
    asked.clear()

    # as if the half minute had passed after which a silent worker is dead
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)",
            [tasks.SILENCE_SECONDS + 1],
        )
    workers.start()
    wait_for(lambda: Run.objects.get(pk=left.pk).state != RunState.RUNNING, workers.log)
    run = Run.objects.get(source="sedia")
    assert (run.pk, run.state, run.new, run.same) == (left.pk, RunState.DONE, TOPICS, 0)
    assert [name for name in asked if "type=1" in name] == [
        f"search type=1 page={page} of {TOPICS}" for page in (3, 4)
    ]
    assert Signal.objects.filter(source="sedia").count() == TOPICS
    assert run.answers.count() == len(set(run.answers.values_list("key", flat=True)))
    assert run.attempt_at is not None
    assert run.attempt_at - run.started_at < timedelta(minutes=2)
