"""How often one caller may ask, counted in the database, so that every web process counts the same."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection

from antena.accounts.models import RequestCount

KEPT = timedelta(hours=1)
_COUNT = """
INSERT INTO accounts_requestcount (caller, minute, requests) VALUES (%s, %s, 1)
ON CONFLICT (caller, minute) DO UPDATE SET requests = accounts_requestcount.requests + 1
RETURNING requests
"""


class TooManyRequests(Exception):  # noqa: N818  the name of the HTTP answer it becomes
    """The caller asked more often in this minute than is allowed; ``wait`` is the seconds until the next."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"try again in {wait} s")
        self.wait = wait


def count_request(*, caller: str, at: datetime, allowed: int) -> int:
    """Count one request of ``caller`` and return how many are left this minute. Raises `TooManyRequests`."""
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [hashlib.sha256(caller.encode()).hexdigest(), minute])
        made = int(cursor.fetchone()[0])
    if made > allowed:
        raise TooManyRequests(wait=60 - at.second)
    return allowed - made


def forget_counts(*, at: datetime) -> int:
    """Delete the counts of past hours; return how many."""
    return RequestCount.objects.filter(minute__lt=at - KEPT).delete()[0]
