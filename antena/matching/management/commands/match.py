"""``antena match``: matches of every town with every signal that was read."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from antena.matching import actions


class Command(BaseCommand):
    help = "Match every town with every signal. Towns for which nothing changed keep the matches they have."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="write every town's matches again")

    def handle(self, *_args: Any, full: bool, **_options: Any) -> None:
        started = perf_counter()
        done = actions.match_all(at=timezone.now(), full=full)
        self.stdout.write(
            f"{done.towns} towns, {done.changed} with new matches, {done.matches} matches written"
            f" in {perf_counter() - started:.1f} s"
        )
