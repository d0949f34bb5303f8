"""What a web process reads once, read before anybody waits for it."""

import logging
from threading import Thread

from django.db import DatabaseError, connection

from antena.lib.learned import WeightsError
from antena.matching.queries.twins import propose
from antena.places.models import Place

logger = logging.getLogger(__name__)


def warm_in_background() -> Thread:
    """Begin to warm up, beside whatever this process is asked meanwhile."""
    thread = Thread(target=warm, name="warming", daemon=True)
    thread.start()
    return thread


def warm() -> None:
    """Let the twin finder read the places of the world, which takes seconds; later questions are quick.

    A database that does not answer yet, or weights that cannot be read, are left to the first who asks.
    """
    try:
        town = Place.objects.filter(is_member=True).order_by("pk").first()
        if town is not None:
            propose(town.pk, most=1)
    except (DatabaseError, WeightsError):
        logger.warning("The twin finder could not be made ready; the first who asks waits.", exc_info=True)
    finally:
        connection.close()
