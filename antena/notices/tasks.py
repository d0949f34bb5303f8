"""Work the worker does for the outbox."""

from django.utils import timezone
from procrastinate.contrib.django import app

from antena.notices import actions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_messages")
def send_messages(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Send what waits in the outbox."""
    actions.send_pending(at=timezone.now())


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="forget_old_messages")
def forget_old_messages(timestamp: int) -> None:  # noqa: ARG001  the night it is for; any will do
    """Delete messages nobody needs to look up any more."""
    actions.forget_old(at=timezone.now())
