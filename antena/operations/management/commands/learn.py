"""``antena learn``: make the learned weights again from the public data they come from."""

from argparse import ArgumentParser
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from antena.lib import learned
from antena.operations.datasets import NoDataError
from antena.operations.evaluation.bench import Bench
from antena.operations.learning.frame import model, names
from antena.signals.embedding import embedder


class Command(BaseCommand):
    """Learn the models named and write their weights where they are shipped, or into ``--into``."""

    help = "Make learned weights again from public data"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("models", nargs="+", choices=names(), metavar="MODEL", help=", ".join(names()))
        parser.add_argument(
            "--data", type=Path, default=settings.VAR_DIR / "data", help="folder of the public data sets"
        )
        parser.add_argument(
            "--cache", type=Path, default=settings.VAR_DIR / "evaluation", help="where vectors are kept"
        )
        parser.add_argument("--into", type=Path, help="another folder than the one they are shipped in")

    def handle(self, *_: Any, **options: Any) -> None:
        bench = Bench(options["data"], options["cache"], embedder)
        for name in options["models"]:
            wanted = model(name)
            try:
                weights = wanted.learn(bench)
            except (NoDataError, ModuleNotFoundError) as error:
                raise CommandError(f"{name}: {error}") from error
            into = options["into"] or Path(str(resources.files(wanted.package)))
            for file in learned.store(weights, into):
                self.stdout.write(f"{file}  {file.stat().st_size:,} bytes")
