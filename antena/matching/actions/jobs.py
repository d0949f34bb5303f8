"""Handing work to the worker, by the name of the task: actions never import tasks."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

MATCH_PROFILE = "antena.matching.tasks.match_profile"
MATCH_AGAIN = "antena.matching.tasks.match_again"


def match_later(*, profile_id: int) -> None:
    """Have the matches of a town made again once what changed is committed; a job that waits already does."""
    _later(MATCH_PROFILE, f"match-profile-{profile_id}", profile_id=profile_id)


def match_again_later() -> None:
    """Have all matches made again once what changed is committed; a job that waits already does."""
    _later(MATCH_AGAIN, "match-again")


def _later(task: str, lock: str, **arguments: int) -> None:
    def defer() -> None:
        job = app.configure_task(task, queueing_lock=lock)
        try:
            # on its own, so that whatever runs around it survives a job that waits already
            with transaction.atomic():
                job.defer(**arguments)
        except AlreadyEnqueued:
            return

    transaction.on_commit(defer)
