"""What is done with a source: run it, resume or stop a run, read past answers again, forget old ones."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from antena.accounts.models import AuditEntry, User
from antena.sources import fetching, origins, queries, raw
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.enums import RunState
from antena.sources.importing import Importer
from antena.sources.locks import only_run
from antena.sources.models import KEPT, LIVE, Run
from antena.sources.origins import Bundles
from antena.sources.pages import Connector, Reach
from antena.sources.raw import RawAnswers
from antena.sources.running import Progress, Reading, StoppedError, conclude, finish
from antena.sources.staging import Stage

# What a later attempt can complete. A run that is done, or that kept answers gave, has nothing to go on with.
RESUMABLE = (RunState.RUNNING, RunState.PARTIAL, RunState.REFUSED, RunState.FAILED, RunState.STOPPED)


class NotRunningError(Exception):
    """The run has already ended."""


class KeysMissingError(Exception):
    """The installation was not given a key this source asks for; the message names source and keys."""


class NotFollowedError(Exception):
    """The office follows this page no longer; the message is the source."""


class NotResumableError(Exception):
    """There is nothing to go on with, or another run has taken its place."""


def sync(
    *,
    source: str,
    importer: Importer,
    folder: Path | None = None,
    at: datetime,
    progress: Progress | None = None,
    accept_shrinkage: bool = False,
) -> Run:
    """Run a source, live or over a ``folder`` of stored answers.

    A run whose process died is taken up where it stopped, and so is a live one of this rhythm that failed in
    part or whole: only what is missing is asked for.

    The returned run says how it ended; only its ``state`` tells whether anything was stored. ``at`` is now.
    Raises `UnknownSourceError`, `EmptyFolderError`, `AlreadyRunningError`, `KeysMissingError`,
    `NotFollowedError`.
    """
    connector = queries.connector(source)
    origin = LIVE if folder is None else str(folder.resolve())
    if folder is not None:
        origins.pages_in(folder, connector, folder)
    elif connector.contract.paused:
        raise NotFollowedError(source)
    elif connector.contract.missing_keys:
        raise KeysMissingError(f"{source}: {', '.join(connector.contract.missing_keys)}")
    with only_run(source):
        run = _unfinished(connector.contract, origin, at) or Run.objects.create(
            source=source, started_at=at, origin=origin, cursor=_cursor(connector.contract, origin, at)
        )
        return _carry_on(
            run, connector, importer, at=at, progress=progress, accept_shrinkage=accept_shrinkage
        )


def resume(
    *,
    run_id: int,
    importer: Importer,
    at: datetime,
    progress: Progress | None = None,
    accept_shrinkage: bool = False,
) -> Run:
    """Go on with a run that was cut off, stopped, partial or refused: only what failed is asked for again.

    ``accept_shrinkage``: a person looked at a refused run and says the source did shrink. Raises
    `NotResumableError`, `AlreadyRunningError`, `EmptyFolderError`.
    """
    run = Run.objects.get(pk=run_id)
    connector = queries.connector(run.source)
    with only_run(run.source):
        run.refresh_from_db()
        others = Run.objects.filter(source=run.source).exclude(pk=run.pk)
        passed = others.filter(Q(state=RunState.RUNNING) | Q(started_at__gt=run.started_at, seen__gt=0))
        if run.state not in RESUMABLE or run.origin.startswith(KEPT) or passed.exists():
            raise NotResumableError(str(run))
        return _carry_on(
            run, connector, importer, at=at, progress=progress, accept_shrinkage=accept_shrinkage
        )


@transaction.atomic
def stop(*, run_id: int, by: User | None = None) -> None:
    """Stop a run between two pages; nothing of it is stored, and it can be resumed.

    Raises `NotRunningError`.
    """
    if not Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(state=RunState.STOPPED):
        raise NotRunningError(run_id)
    if by is not None:
        AuditEntry.objects.create(actor=by, verb="stopped", object_kind="run", object_id=str(run_id))


def abandon(*, run_id: int) -> None:
    """End a reading of kept answers whose process died: nothing of it was stored, and it is begun anew.

    Raises `NotRunningError`.
    """
    run = Run.objects.filter(pk=run_id, state=RunState.RUNNING, origin__startswith=KEPT).first()
    if run is None:
        raise NotRunningError(run_id)
    finish(run, RunState.FAILED, problem=Problem.INTERRUPTED)


def replay(
    *, source: str, since: date, importer: Importer, at: datetime, progress: Progress | None = None
) -> Run:
    """Read the raw answers of past runs again, after a better parser: the newest word on each record counts.

    Nothing is marked as gone. Raises `UnknownSourceError`, `AlreadyRunningError`.
    """
    connector = queries.connector(source)
    with only_run(source):
        for left in Run.objects.filter(source=source, state=RunState.RUNNING):
            finish(left, RunState.FAILED, problem=Problem.INTERRUPTED)
        past = Run.objects.filter(source=source, started_at__date__gte=since)
        runs = list(past.exclude(origin__startswith=KEPT).exclude(state=RunState.REFUSED))
        run = Run.objects.create(
            source=source, started_at=at, attempt_at=at, origin=f"{KEPT} since {since.isoformat()}"
        )
        with Stage() as stage, TemporaryDirectory(prefix="antena-") as scratch:
            reading = Reading(run, connector, stage, raw=None, progress=progress)
            return _complete(reading, origins.kept_by(runs, connector, Path(scratch)), importer, at=at)


def forget_raw(*, at: datetime) -> dict[str, int]:
    """Delete raw answers older than each contract says, sparing the last whole run; source → how many."""
    forgotten = {}
    for source, contract in queries.contracts().items():
        last = Run.objects.filter(source=source, state=RunState.DONE).first()
        before = at - timedelta(days=contract.raw_days)
        forgotten[source] = raw.forget(source, before=before, spare=last)
    return forgotten


def _carry_on(
    run: Run,
    connector: Connector,
    importer: Importer,
    *,
    at: datetime,
    progress: Progress | None,
    accept_shrinkage: bool,
) -> Run:
    run.state, run.finished_at, run.problem, run.error = RunState.RUNNING, None, "", ""
    run.attempt_at = at
    run.save(update_fields=["state", "finished_at", "problem", "error", "attempt_at"])
    with ExitStack() as stack:
        stage = stack.enter_context(Stage())
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="antena-")))
        answers = RawAnswers(run, scratch)
        if run.origin == LIVE:
            client = stack.enter_context(fetching.client_for(connector.contract))
            ask = fetching.PoliteAsk(client, answers, connector)
            pages = connector.pages(ask, connector.contract, _reach(run))
        else:
            pages = origins.pages_in(Path(run.origin), connector, scratch)
        reading = Reading(run, connector, stage, raw=answers, progress=progress)
        bundles = origins.bundled(pages, connector, keep=answers.keep)
        return _complete(reading, bundles, importer, at=at, accept_shrinkage=accept_shrinkage)


def _complete(
    reading: Reading, bundles: Bundles, importer: Importer, *, at: datetime, accept_shrinkage: bool = False
) -> Run:
    run = reading.run
    run.quarantine.all().delete()
    try:
        reading.read(bundles)
        conclude(reading, importer, at=at, accept_shrinkage=accept_shrinkage)
    except StoppedError:
        run.refresh_from_db()
        finish(run, RunState.STOPPED)
    except Exception as error:
        # What the failed import had counted is not true; what is in the database is.
        run.refresh_from_db()
        finish(run, RunState.FAILED, problem=Problem.CRASHED, error=repr(error))
        raise
    return run


def _unfinished(contract: Contract, origin: str, at: datetime) -> Run | None:
    """Return the run to go on with, if there is one; close one that another origin left behind."""
    left = Run.objects.filter(source=contract.source, state=RunState.RUNNING).first()
    if left is not None and left.origin != origin:
        finish(left, RunState.FAILED, problem=Problem.INTERRUPTED)
    elif left is not None:
        return left
    newest = Run.objects.filter(source=contract.source).first()
    recent = newest is not None and at - newest.started_at < timedelta(hours=contract.rhythm.run_hours)
    if newest is None or not recent or origin != LIVE or newest.origin != LIVE:
        return None
    return newest if newest.state in {RunState.PARTIAL, RunState.FAILED} else None


def _cursor(contract: Contract, origin: str, at: datetime) -> dict[str, str]:
    """What a live run asks for, written down so that a resumed run asks the same."""
    if origin != LIVE or contract.listing == "full":
        return {}
    past = Run.objects.filter(source=contract.source, origin=LIVE, state=RunState.DONE).first()
    back = contract.options["look_back_days"] if past else contract.options["first_days"]
    return {"since": ((past.started_at if past else at) - timedelta(days=back)).date().isoformat()}


def _reach(run: Run) -> Reach:
    since = run.cursor.get("since", run.started_at.date().isoformat())
    languages = tuple(code for code, _ in settings.LANGUAGES)
    return Reach(since=date.fromisoformat(since), at=run.started_at, languages=languages)
