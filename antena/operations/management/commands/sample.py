"""``antena sample``: puts the sample in, takes it out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from antena.matching import actions as matching_actions
from antena.operations import sample
from antena.signals import actions as signal_actions
from antena.signals.embedding import embedder


class Command(BaseCommand):
    """Load the sample anew, dated from today, or remove everything invented."""

    help = "Put the sample in or take it out"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["load", "remove"])

    def handle(self, *_: Any, **options: Any) -> None:
        now = timezone.now()
        if options["verb"] == "load":
            sample.load(at=now)
            signal_actions.read_pending(embedder=embedder(), at=now)
        else:
            self.stdout.write(f"{sample.remove(at=now)} sample signals removed")
        matching_actions.match_all(at=now)
