"""Work the worker does on time: sources at their rhythm, reading after them, statuses, rescue of lost jobs.

Every task may run twice or be cut off at any point: a source's run resumes, a reading takes up what is left.
"""

import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from antena.signals import actions, queries
from antena.signals.embedding import embedder
from antena.signals.importing import SignalImporter
from antena.signals.search import champions
from antena.sources import actions as source_actions

log = logging.getLogger(__name__)

# A worker says every ten seconds that it is alive; one silent for longer than this is dead.
SILENCE_SECONDS = 25
RESCUE_QUEUE = "rescue"
_LATER = RetryStrategy(max_attempts=3, wait=300)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sync_what_is_due")
def sync_what_is_due(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Put each source in the queue whose rhythm says it is time."""
    for source in queries.due_sources(at=timezone.now()):
        ask_now(source=source)


def ask_now(*, source: str) -> bool:
    """Put a run of the source in the queue; False where one is waiting there already."""
    lock = f"sync {source}"
    try:
        with transaction.atomic():
            sync_source.configure(lock=lock, queueing_lock=lock).defer(source=source)
    except AlreadyEnqueued:
        return False
    return True


@app.task(retry=_LATER)
def sync_source(*, source: str) -> None:
    """Run the source live, or go on with its run that was cut off, and have what came read."""
    run = source_actions.sync(source=source, importer=SignalImporter(), at=timezone.now())
    log.info("%s: %s, %s new, %s changed, %s same", source, run.state, run.new, run.changed, run.same)
    _read_soon()


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


@app.periodic(cron="* * * * * */5")
@app.task(queue=RESCUE_QUEUE, queueing_lock="rescue_lost_jobs", pass_context=True)
async def rescue_lost_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  any second will do
    """Give the jobs of a worker that died to another: without this they stay taken for ever."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        log.warning("job %s (%s) lost its worker and is done again", job.id, job.task_name)
        await jobs.retry_job(job)


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
