"""What the commands of this package show while they work: bars, then counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from antena.records import actions as record_actions
from antena.signals import actions, queries
from antena.signals.embedding import embedder
from antena.sources import queries as source_queries
from antena.sources.enums import RunState
from antena.sources.models import Run


class SourceBar:
    """The progress of a run (`antena.sources.running.Progress`) on a bar."""

    def __init__(self, bar: Progress, title: str) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=None)

    def __call__(self, *, pages: int, of: int, records: int) -> None:
        title = f"{records} records"
        self._bar.update(self._task, completed=pages, total=of or None, description=title)


@contextmanager
def bars(console: Console) -> Iterator[Progress]:
    """Bars that leave no trace where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress


def show_run(console: Console, run: Run, *, seconds: float) -> bool:
    """Print how a run ended, with its counts; False where it was not whole."""
    rate = f", {run.seen / seconds:,.0f} records/s" if seconds else ""
    console.print(
        f"{run.source}: {run.get_state_display()}. {run.seen} seen: {run.new} new, {run.changed} changed,"
        f" {run.same} same; {run.quarantined} quarantined, {run.delisted} no longer listed"
        f" ({seconds:.1f} s{rate})"
    )
    problem = source_queries.problem_of(run, source_queries.contracts()[run.source])
    if problem:
        console.print(problem)
    return run.state == RunState.DONE


def after(console: Console, run: Run, *, meaning: bool) -> None:
    """Do what follows a run, and print it: signals are read, bodies and places find each other."""
    gives = source_queries.connector(run.source).contract.gives
    if gives == "signals":
        read(console, meaning=meaning)
        return
    settled = record_actions.settle(gives=gives, at=timezone.now())
    if settled.links.bodies:
        links = settled.links
        console.print(
            f"{links.bodies} bodies looked at: {links.linked} linked to places, {links.proposed} to check"
        )
    if settled.retried.tried:
        console.print(f"{settled.retried.tried} tried again, {settled.retried.placed} placed")


def read(console: Console, *, meaning: bool, limit: int | None = None) -> None:
    """Read what waits, with a bar, and print how fast."""
    started = perf_counter()
    with bars(console) as progress:
        task = progress.add_task("reading", total=queries.pending_count())
        done = actions.read_pending(
            embedder=embedder() if meaning else None,
            at=timezone.now(),
            limit=limit,
            progress=lambda count, whole: progress.update(task, completed=count, total=whole),
        )
    seconds = perf_counter() - started
    console.print(f"{done} read ({seconds:.1f} s, {done / seconds:,.0f} signals/s)")
