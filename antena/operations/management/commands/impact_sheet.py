"""``antena impact_sheet``: what is read to judge by hand what acts and calls are to local government."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from antena.operations.datasets import NoDataError
from antena.operations.datasets.acts import acts
from antena.operations.datasets.topics import topics
from antena.operations.evaluation.impact import drawing


class Command(BaseCommand):
    """Print the sheet of a pass: the sample in that pass's order, without anybody's verdicts."""

    help = "Print the acts or calls to judge by hand, in an order of their own for each pass"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("acts", "calls"))
        parser.add_argument("--pass", type=int, default=1, dest="which", help="1, 2…: another order for each")
        parser.add_argument(
            "--data", type=Path, default=settings.VAR_DIR / "data", help="folder of the public data sets"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            sheets = _sheets(options["what"], options["data"])
        except NoDataError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(drawing.shuffled(sheets, options["which"])))


def _sheets(what: str, data: Path) -> list[str]:
    if what == "acts":
        return [drawing.act_sheet(act) for act in drawing.drawn_acts(acts(data))]
    return [drawing.call_sheet(topic) for topic in drawing.drawn_calls(topics(data))]
