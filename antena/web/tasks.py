"""Work that needs to know the addresses of screens."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from antena.sources.alarms import actions
from antena.sources.alarms.letters import Links


def links() -> Links:
    """The addresses messages point to, whole, in the language that is active when they are asked for."""
    return Links(
        sources=lambda: settings.SITE_URL + reverse("web:sources"),
        stop=lambda token: settings.SITE_URL + reverse("web:mail-stop", args=[token]),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_officers")
def tell_officers(timestamp: int) -> None:
    """Write to the office about alarms it was not told of."""
    actions.tell_officers(links=links(), at=timezone.now())
