"""``antena evaluate``: how often the product is right, beside baselines of the same run."""

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from antena.operations.datasets import NoDataError
from antena.operations.evaluation import register, results
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Result, state
from antena.signals.embedding import embedder

DOCUMENTED = Path("docs") / "developer" / "evaluation"


class Command(BaseCommand):
    """Run the tasks named, or all; exit 1 when a goal is missed and ``--strict`` is given."""

    help = "Say how often the product is right on public data and hand-judged samples, beside baselines"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "tasks", nargs="*", metavar="TASK", help=f"what to evaluate: all, {', '.join(register.names())}"
        )
        parser.add_argument(
            "--data", type=Path, default=settings.VAR_DIR / "data", help="folder of the public data sets"
        )
        parser.add_argument(
            "--cache", type=Path, default=settings.VAR_DIR / "evaluation", help="where vectors are kept"
        )
        parser.add_argument("--keep", action="store_true", help="keep the results beside the documentation")
        parser.add_argument("--page", action="store_true", help="make the page of all results kept")
        parser.add_argument("--into", type=Path, default=DOCUMENTED, help="folder of the results kept")
        parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")

    def handle(self, *_: Any, **options: Any) -> None:
        wanted = _wanted(options["tasks"])
        if not wanted and not options["page"]:
            raise CommandError(f"name a task, or all: {', '.join(register.names())}")
        bench = Bench(options["data"], options["cache"], embedder)
        console = Console(width=170)
        missed = 0
        for name in wanted:
            result = _result(name, bench)
            console.print(_table(result))
            missed += sum(row.is_met is False for row in result.rows)
            if options["keep"]:
                console.print(f"kept in {results.keep(result, options['into'])}")
        if options["page"]:
            file = options["into"].with_suffix(".md")
            file.write_text(results.page(results.kept(options["into"])), "utf-8")
            console.print(f"wrote {file}")
        if missed and options["strict"]:
            raise SystemExit(1)


def _wanted(named: list[str]) -> list[str]:
    known = register.names()
    unknown = sorted(set(named) - {"all", *known})
    if unknown:
        raise CommandError(f"no such task: {', '.join(unknown)}. There are: {', '.join(known)}")
    return list(known) if "all" in named else named


def _result(name: str, bench: Bench) -> Result:
    task, started = register.task(name), perf_counter()
    try:
        rows = tuple(task.run(bench))
    except NoDataError as error:
        raise CommandError(str(error)) from error
    return Result(
        task=task.name,
        title=task.title,
        data=task.data,
        split=task.split,
        model=bench.model,
        seconds=perf_counter() - started,
        rows=rows,
    )


def _table(result: Result) -> Table:
    table = Table(title=f"{result.task}: {result.title}", title_justify="left")
    for heading in ("what", "measure", "cases", "ours", "baselines", "goal", "met"):
        table.add_column(heading, justify="right" if heading in {"cases", "ours"} else "left")
    for row in result.rows:
        table.add_row(
            row.what,
            row.metric,
            str(row.ours.of),
            results.said(row.ours),
            "\n".join(f"{name} {results.said(figure)}" for name, figure in row.baselines.items()),
            results.goal(row),
            state(row),
        )
    return table
