"""Work the worker does on time: matches of what changed, and of everything when the day has turned."""

from django.utils import timezone
from procrastinate.contrib.django import app

from antena.matching import actions


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="match_what_changed", lock="matching")
def match_what_changed(timestamp: int) -> None:  # noqa: ARG001  the minute it is for; any will do
    """Match the signals read and the profiles changed since the last pass."""
    actions.match_changed(at=timezone.now())


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="match_everything", lock="matching")
def match_everything(timestamp: int) -> None:  # noqa: ARG001  the night it is for; any will do
    """Match everything anew: deadlines came nearer or passed, news grew older, facts of towns came in."""
    actions.make_profiles(at=timezone.now())
    actions.match_all(at=timezone.now())
    actions.check_serving(at=timezone.now())


@app.task(lock="matching")
def match_profile(*, profile_id: int) -> None:
    """Match one town again, after its people said something."""
    actions.match_profile(profile_id=profile_id, at=timezone.now())


@app.task(lock="matching")
def match_again() -> None:
    """Match everything again, after the office adopted or withdrew what all matches rest on."""
    actions.match_all(at=timezone.now())
