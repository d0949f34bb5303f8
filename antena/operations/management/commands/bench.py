"""``antena bench``: measures, prints each figure beside its baseline and its goal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from antena.operations.bench.figures import Figure, Options
from antena.operations.bench.register import BENCHES


class Command(BaseCommand):
    """Run the benches named, or all; exit 1 when a goal is missed and ``--strict`` is given."""

    help = "Measure, and print each figure beside its baseline and goal"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", choices=sorted(BENCHES), help="what to measure")
        parser.add_argument(
            "--signals", type=int, default=0, help="how many synthetic signals, where it applies"
        )
        parser.add_argument("--from", dest="folder", type=Path, help="folder of stored answers, for replay")
        parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")

    def handle(self, *_: Any, **options: Any) -> None:
        chosen = Options(signals=options["signals"], folder=options["folder"])
        missed = 0
        console = Console(width=130)
        for name in options["names"]:
            figures = BENCHES[name](chosen)
            missed += sum(one.is_met is False for one in figures)
            console.print(_table(name, figures))
        if missed and options["strict"]:
            raise SystemExit(1)


def _table(name: str, figures: list[Figure]) -> Table:
    table = Table(title=name, title_justify="left")
    for heading in ("what", "measured", "baseline", "ratio", "goal", "met"):
        table.add_column(heading, justify="left" if heading in {"what", "goal", "met"} else "right")
    for one in figures:
        ratio = one.ratio
        table.add_row(
            one.what,
            f"{one.measured:,.3g} {one.unit}" if one.measured < 100 else f"{one.measured:,.0f} {one.unit}",
            "" if one.baseline is None else f"{one.baseline:,.3g} ({one.against})",
            "" if ratio is None else f"{ratio:.2f} ×",
            one.goal,
            {True: "yes", False: "NO", None: ""}[one.is_met],
        )
    return table
