"""``antena replay SOURCE --since DATE``: read the raw answers of past runs again, after a better parser."""

from argparse import ArgumentParser
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console

from antena.signals.families import importer_for
from antena.signals.management import screen
from antena.sources import actions
from antena.sources import queries as source_queries
from antena.sources.locks import AlreadyRunningError


class Command(BaseCommand):
    help = "Read the kept raw answers of a source's past runs again, then read what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(source_queries.contracts()))
        parser.add_argument("--since", type=date.fromisoformat, required=True, help="as 2026-11-22")

    def handle(self, *_args: Any, source: str, since: date, **_options: Any) -> None:
        console = Console(soft_wrap=True)
        started = perf_counter()
        try:
            with screen.bars(console) as progress:
                bar = screen.SourceBar(progress, source)
                run = actions.replay(
                    source=source, since=since, importer=importer_for(source), at=timezone.now(), progress=bar
                )
        except AlreadyRunningError as error:
            raise CommandError(f"{error}: another process is running this source") from error
        whole = screen.show_run(console, run, seconds=perf_counter() - started)
        screen.after(console, run, meaning=True)
        if not whole:
            raise CommandError(f"the replay of {source} was not whole", returncode=2)
