"""Housekeeping of accounts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from antena.accounts import limits


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="forget_request_counts")
def forget_request_counts(timestamp: int) -> None:  # noqa: ARG001  the hour it is for; any hour will do
    """Delete what is no longer needed to slow callers down."""
    limits.forget_counts(at=timezone.now())
