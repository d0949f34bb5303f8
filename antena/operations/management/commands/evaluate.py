"""``antena evaluate``: how often the product is right, on samples judged by hand."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from antena.operations.evaluation.register import TASKS
from antena.operations.evaluation.scores import NoDataError, Score, Scores


class Command(BaseCommand):
    """Run the tasks named; exit 1 when a goal is missed and ``--strict`` is given."""

    help = "Say how often the product is right on samples judged by hand, beside a baseline"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tasks", nargs="+", choices=sorted(TASKS), help="what to evaluate")
        parser.add_argument(
            "--data", type=Path, default=settings.VAR_DIR / "data", help="folder of the public data sets"
        )
        parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")

    def handle(self, *_: Any, **options: Any) -> None:
        missed = 0
        console = Console(width=150)
        for name in options["tasks"]:
            try:
                samples = TASKS[name](options["data"])
            except NoDataError as error:
                raise CommandError(str(error)) from error
            for sample, scores in samples.items():
                missed += sum(one.is_met is False for one in scores)
                console.print(_table(f"{name}: {sample}", scores))
        if missed and options["strict"]:
            raise SystemExit(1)


def _table(title: str, scores: list[Scores]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("what", "right", "95 % interval", "baseline", "95 % interval", "goal", "met"):
        table.add_column(heading, justify="left" if heading in {"what", "goal", "met"} else "right")
    for one in scores:
        table.add_row(
            one.what,
            *_said(one.ours),
            *(_said(one.baseline) if one.baseline else ("", "")),
            "" if one.goal is None else f"≥ {one.goal:.0%}",
            {True: "yes", False: "NO", None: ""}[one.is_met],
        )
    return table


def _said(score: Score) -> tuple[str, str]:
    low, high = score.interval
    return f"{score.right} of {score.of} = {score.share:.1%}", f"{low:.0%}–{high:.0%}"
