"""One run per source at a time, across processes and machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

# The first half of the lock's number, ours among all advisory locks of the database: "AS", Antena's sources.
_CLASS = 0x4153


class AlreadyRunningError(Exception):
    """Another process is running this source."""


def is_held(source: str) -> bool:
    """Whether some process is running the source now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = %s",
            [_CLASS, _number(source) % 2**32],
        )
        return cursor.fetchone() is not None


@contextmanager
def only_run(source: str) -> Iterator[None]:
    """Hold the source for this connection. Raises `AlreadyRunningError` at once where another one holds it.

    PostgreSQL lets go of it when the connection ends, however the process died: a free lock proves that the
    owner of a run still called RUNNING is dead. (Session locks need a direct connection, not a pooler that
    lends it per transaction.)
    """
    number = _number(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, number])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise AlreadyRunningError(source)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_CLASS, number])


def _number(source: str) -> int:
    return crc32(source.encode()) - 2**31
