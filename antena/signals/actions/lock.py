"""One linking at a time, in all processes: two at once could each see half of what belongs together."""

from django.db import connection

# "SL", signals linked.
_LOCK = 0x534C


def one_linking_at_a_time() -> None:
    """Wait for the linking that runs, and keep others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
