"""``antena rebuild-search``: make the champion lists of the search anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from antena.signals.models import Signal
from antena.signals.search import champions, index_signals


class Command(BaseCommand):
    help = "Make the word lists the search ranks by anew; with --rows, the search rows first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", action="store_true", help="index every signal again before")

    def handle(self, *, rows: bool, **_options: Any) -> None:
        started = time.monotonic()
        if rows:
            count = index_signals(list(Signal.objects.values_list("pk", flat=True)))
            self.stdout.write(f"{count} signals indexed in {time.monotonic() - started:.1f} s")
        lexemes = champions.rebuild(at=timezone.now())
        self.stdout.write(f"{lexemes} lexemes listed, {time.monotonic() - started:.1f} s in all")
