"""Work the worker does for the health of sources."""

from django.utils import timezone
from procrastinate.contrib.django import app

from antena.sources.alarms import actions


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="look_for_silence")
def look_for_silence(timestamp: int) -> None:  # noqa: ARG001  the hour it is for; any will do
    """See what is wrong with the sources; each run looks at its own as well."""
    actions.look_for_silence(at=timezone.now())
