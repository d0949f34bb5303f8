"""``antena sync SOURCE``: run a source, live or over stored answers, then read what came."""

from argparse import ArgumentParser
from pathlib import Path
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
from antena.sources.origins import EmptyFolderError


class Command(BaseCommand):
    help = "Run a source, live or over a folder of stored answers, then read what came."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(source_queries.contracts()))
        parser.add_argument("--from", dest="folder", type=Path, help="a folder of stored answers to run over")
        parser.add_argument(
            "--accept-shrinkage",
            action="store_true",
            help="believe a source that shrank",
        )
        parser.add_argument("--no-reading", action="store_true", help="only fetch and store")
        parser.add_argument("--no-meaning", action="store_true", help="read without embedding")

    def handle(
        self,
        *_args: Any,
        source: str,
        folder: Path | None,
        accept_shrinkage: bool,
        no_reading: bool,
        no_meaning: bool,
        **_options: Any,
    ) -> None:
        console = Console(soft_wrap=True)
        started = perf_counter()
        try:
            with screen.bars(console) as progress:
                run = actions.sync(
                    source=source,
                    importer=importer_for(source),
                    folder=folder,
                    at=timezone.now(),
                    progress=screen.SourceBar(progress, source),
                    accept_shrinkage=accept_shrinkage,
                )
        except AlreadyRunningError as error:
            raise CommandError(f"{error}: another process is running this source") from error
        except actions.KeysMissingError as error:
            raise CommandError(f"{error}: give the key in ANTENA_SOURCE_KEYS") from error
        except actions.NotFollowedError as error:
            raise CommandError(f"{error}: the office follows this page no longer") from error
        except EmptyFolderError as error:
            raise CommandError(f"{error}: no stored answers are there") from error
        whole = screen.show_run(console, run, seconds=perf_counter() - started)
        if not no_reading:
            screen.after(console, run, meaning=not no_meaning)
        if not whole:
            raise CommandError(f"the run of {source} was not whole", returncode=2)
