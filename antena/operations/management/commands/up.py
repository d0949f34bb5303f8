"""``antena up``: prepares what is missing, starts the server and the worker, prints the address."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from antena.operations import setup
from antena.operations.supervisor import Program, Supervisor
from antena.signals.tasks import RESCUE_QUEUE, SOURCES_QUEUE

LONGEST_START = 60.0


class Command(BaseCommand):
    """Start everything on this machine; Ctrl-C stops everything."""

    help = "Prepare what is missing, then serve and work until Ctrl-C"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--web-workers", type=int, default=2, help="web processes")
        parser.add_argument("--no-sample", action="store_true", help="start without the sample")
        parser.add_argument("--prepare-only", action="store_true", help="prepare, then stop")

    def handle(self, *_: Any, **options: Any) -> None:
        begun = time.monotonic()
        console = Console()
        if not options["prepare_only"]:
            _refuse_taken_port(options["host"], options["port"])
        prepare(console, with_sample=not options["no_sample"])
        if options["prepare_only"]:
            return
        address = f"http://{options['host']}:{options['port']}/"
        supervisor = Supervisor(_programs(options), run_dir=settings.VAR_DIR / "run")

        def announce() -> None:
            _wait_until_it_answers(address, supervisor)
            took = time.monotonic() - begun
            console.print(f"\nAntena is at [bold]{address}[/bold] (ready in {took:.0f} s; Ctrl-C stops it)")

        supervisor.run(when_started=announce)


def prepare(console: Console, *, with_sample: bool) -> None:
    """Run the steps that are not done, each with a bar of its own."""
    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        for step in setup.steps(with_sample=with_sample):
            if step.is_done():
                continue
            bar = bars.add_task(step.title, total=None)

            def show(done: int, total: int, bar: Any = bar) -> None:
                bars.update(bar, completed=done, total=total)

            step.do(show)
            task = bars.tasks[bar]
            bars.update(bar, completed=task.total or 1, total=task.total or 1)


def _programs(options: dict[str, Any]) -> list[Program]:
    database = settings.DATABASES["default"]
    # Handed down, so that the embedded server has one owner: this process, which outlives the others.
    environment = {"DATABASE_URL": os.environ.get("DATABASE_URL") or _url(database)}
    bind = f"{options['host']}:{options['port']}"
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind]
    gunicorn += ["--worker-class", "gthread", "--threads", "4", "--workers", str(options["web_workers"])]
    worker = [sys.executable, "-m", "config.cli", "procrastinate", "worker", "--concurrency", "4", "--queues"]
    return [
        Program("web", [*gunicorn, "--log-level", "warning"], environment),
        # Apart, for a run of a source may take hours, and mail and matches must not wait for it.
        Program("worker", [*worker, f"default,{RESCUE_QUEUE}"], environment),
        Program("listener", [*worker, SOURCES_QUEUE], environment),
    ]


def _url(database: dict[str, Any]) -> str:
    host = database["HOST"] or database["OPTIONS"]["host"]
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port} is taken or cannot be used ({error}); try --port") from error


def _wait_until_it_answers(address: str, supervisor: Supervisor) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and not supervisor.stopping:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own address
                return
        except urllib.error.HTTPError as error:
            raise CommandError(f"{address} answers {error.code}; see the log above") from error
        except OSError:
            time.sleep(0.1)
