"""``antena read``: themes, impact, rules, meaning and search rows of the signals that changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from antena.signals.management import screen


class Command(BaseCommand):
    help = "Read the signals that changed since they were read. Any number of these may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, help="stop after this many signals")
        parser.add_argument("--no-meaning", action="store_true", help="read without embedding")

    def handle(self, *_args: Any, limit: int | None, no_meaning: bool, **_options: Any) -> None:
        screen.read(Console(soft_wrap=True), meaning=not no_meaning, limit=limit)
