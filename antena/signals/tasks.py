"""Work the worker does on time: sources at their rhythm, reading after them, statuses, rescue of lost jobs.

Every task may run twice or be cut off at any point: a source's run resumes, a reading takes up what is left.
"""

import logging
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from antena.accounts.models import AuditEntry, User
from antena.records import actions as record_actions
from antena.signals import actions
from antena.signals.embedding import embedder
from antena.signals.families import importer_for
from antena.signals.search import champions
from antena.sources import actions as source_actions
from antena.sources import queries as source_queries
from antena.sources.alarms import actions as alarm_actions
from antena.sources.models import KEPT, LIVE, Run

log = logging.getLogger(__name__)

# A worker says every ten seconds that it is alive; one silent for longer than this is dead.
SILENCE_SECONDS = 25
RESCUE_QUEUE = "rescue"
# A run may take hours, for it asks slowly: what people wait for must not wait behind it.
SOURCES_QUEUE = "sources"
_LATER = RetryStrategy(max_attempts=3, wait=300)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sync_what_is_due")
def sync_what_is_due(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Put each source in the queue whose rhythm says it is time."""
    for source in source_queries.due(at=timezone.now()):
        ask_now(source=source)


def ask_now(*, source: str, by: User | None = None) -> bool:
    """Put a run of the source in the queue; False where one is waiting there already."""
    return _queue(sync_source, source, {"source": source}, by)


def resume_soon(*, run: Run, accept_shrinkage: bool = False, by: User | None = None) -> bool:
    """Put going on with a run in the queue; False where something of its source is waiting there already."""
    return _queue(resume_run, run.source, {"run_id": run.pk, "accept_shrinkage": accept_shrinkage}, by)


def replay_soon(*, source: str, since: date, by: User | None = None) -> bool:
    """Put reading kept answers again in the queue; False where something of it is waiting there already."""
    return _queue(replay_source, source, {"source": source, "since": since.isoformat()}, by)


def _queue(task: Any, source: str, arguments: dict[str, Any], by: User | None) -> bool:
    """One job a source runs at a time, and one waits, on any number of workers.

    The job and the trace of who asked for it are there together or not at all.
    """
    lock = f"sync {source}"
    try:
        with transaction.atomic():
            task.configure(lock=lock, queueing_lock=lock).defer(**arguments)
            if by is not None:
                verb = f"asked for {task.name.rpartition('.')[2]}"
                AuditEntry.objects.create(
                    actor=by, verb=verb, object_kind="source", object_id=source, detail=arguments
                )
    except AlreadyEnqueued:
        return False
    return True


@app.task(queue=SOURCES_QUEUE, retry=_LATER)
def sync_source(*, source: str) -> None:
    """Run the source live, or go on with its run that was cut off, and have what came read."""
    try:
        run = source_actions.sync(source=source, importer=importer_for(source), at=timezone.now())
    finally:
        alarm_actions.look_for_silence(at=timezone.now(), sources=[source])
    _ended(run)


@app.task(queue=SOURCES_QUEUE, retry=_LATER)
def resume_run(*, run_id: int, accept_shrinkage: bool = False) -> None:
    """Go on with a run; one that is done meanwhile, or that another has overtaken, is left as it is."""
    source = Run.objects.get(pk=run_id).source
    try:
        run = source_actions.resume(
            run_id=run_id,
            importer=importer_for(source),
            at=timezone.now(),
            accept_shrinkage=accept_shrinkage,
        )
    except source_actions.NotResumableError as error:
        log.warning("run %s of %s is not resumed: %s", run_id, source, error)
        return
    finally:
        alarm_actions.look_for_silence(at=timezone.now(), sources=[source])
    _ended(run)


@app.task(queue=SOURCES_QUEUE, retry=_LATER)
def replay_source(*, source: str, since: str) -> None:
    """Read the kept answers of past runs again, and have what came of them read."""
    run = source_actions.replay(
        source=source, since=date.fromisoformat(since), importer=importer_for(source), at=timezone.now()
    )
    _ended(run)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="continue_what_was_cut_off")
def continue_what_was_cut_off(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Go on with the runs whose process died, such as a command in a terminal that was closed.

    A run that is a worker's job is left to `rescue_lost_jobs`, which gives that very job to another worker.
    """
    for run in source_queries.cut_off():
        lock = f"sync {run.source}"
        if ProcrastinateJob.objects.filter(lock=lock, status__in=["todo", "doing"]).exists():
            continue
        log.warning("the run %s lost its process and is taken up", run)
        if run.origin.startswith(KEPT):
            source_actions.abandon(run_id=run.pk)
            replay_soon(source=run.source, since=date.fromisoformat(run.origin.rpartition(" ")[2]))
        elif run.origin == LIVE:
            ask_now(source=run.source)
        else:
            resume_soon(run=run)


def _ended(run: Run) -> None:
    log.info("%s: %s, %s new, %s changed, %s same", run.source, run.state, run.new, run.changed, run.same)
    gives = source_queries.connector(run.source).contract.gives
    if gives == "signals":
        _read_soon()
    else:
        record_actions.settle(gives=gives, at=timezone.now())


def _read_soon() -> None:
    try:
        with transaction.atomic():
            read_what_arrived.configure().defer(timestamp=0)
    except AlreadyEnqueued:
        log.debug("a reading is waiting already")


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="read_what_arrived", retry=_LATER)
def read_what_arrived(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Read what is new, changed or corrected, and make the search lists again when enough has."""
    actions.read_pending(embedder=embedder(), at=timezone.now())
    if champions.is_due():
        champions.rebuild(at=timezone.now())


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="refresh_statuses")
def refresh_statuses(timestamp: int) -> None:  # noqa: ARG001  the hour it is for; any will do
    """Close what has closed and open what has opened, each hour, for some deadlines name one."""
    actions.refresh_statuses(at=timezone.now())
    actions.restage_dossiers(at=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(queue=RESCUE_QUEUE, queueing_lock="rescue_lost_jobs", pass_context=True)
async def rescue_lost_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  any second will do
    """Give the jobs of a worker that died to another: without this they stay taken for ever.

    One whose like is waiting already is not put beside it: that one does the work, and takes up what is left.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        try:
            await jobs.retry_job(job)
            log.warning("job %s (%s) lost its worker and is done again", job.id, job.task_name)
        except UniqueViolation:
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)
            log.warning("job %s (%s) lost its worker; another like it is waiting", job.id, job.task_name)


@app.periodic(cron="40 * * * *")
@app.task(queue=RESCUE_QUEUE, queueing_lock="forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  any hour will do
    """Delete the traces of jobs done: the rescues of the last hours, everything else after a week."""
    jobs = context.app.job_manager
    await jobs.delete_old_jobs(nb_hours=1, queue=RESCUE_QUEUE)
    await jobs.delete_old_jobs(nb_hours=24 * 7)


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="forget_raw_answers")
def forget_raw_answers(timestamp: int) -> None:  # noqa: ARG001  the night it is for; any will do
    """Delete the raw answers that their contracts no longer ask to keep."""
    source_actions.forget_raw(at=timezone.now())
