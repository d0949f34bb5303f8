"""Handing work to the worker, by the name of the task: actions never import tasks."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

MATCH_PROFILE = "antena.matching.tasks.match_profile"


def match_later(*, profile_id: int) -> None:
    """Have the matches of a town made again once what changed is committed; a job that waits already does."""

    def defer() -> None:
        job = app.configure_task(MATCH_PROFILE, queueing_lock=f"match-profile-{profile_id}")
        try:
            # on its own, so that whatever runs around it survives a job that waits already
            with transaction.atomic():
                job.defer(profile_id=profile_id)
        except AlreadyEnqueued:
            return

    transaction.on_commit(defer)
