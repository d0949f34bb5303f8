"""Statuses that time alone has changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.signals.actions import refresh_statuses
from antena.signals.enums import Status
from antena.signals.models import Signal
from antena.signals.search.indexing import index_signals
from antena.sources.drafts import DraftDeadline
from tests.signals.samples import AT, draft, store

pytestmark = pytest.mark.django_db

SOON = DraftDeadline(at=datetime(2026, 11, 23, tzinfo=UTC))
THEN = DraftDeadline(at=datetime(2027, 3, 1, tzinfo=UTC))


def standing(identifier):
    signal = Signal.objects.get(external_id=identifier)
    return signal.status, signal.next_deadline and signal.next_deadline.date()


def test_time_closes_opens_and_moves_to_the_next_deadline():
    store(
        draft("closes", deadlines=(SOON,)),
        draft("goes-on", deadlines=(SOON, THEN)),
        draft("opens", opens_on=date(2026, 11, 24), deadlines=(THEN,)),
        draft("waits", opens_on=date(2027, 1, 1), deadlines=(THEN,)),
    )
    index_signals(list(Signal.objects.values_list("pk", flat=True)))
    assert refresh_statuses(at=AT) == 0
    assert refresh_statuses(at=AT + timedelta(days=2)) == 3
    assert standing("closes") == (Status.CLOSED, None)
    assert standing("goes-on") == (Status.OPEN, date(2027, 3, 1))
    assert standing("opens") == (Status.OPEN, date(2027, 3, 1))
    assert standing("waits") == (Status.FORTHCOMING, date(2027, 3, 1))
    assert Signal.objects.get(external_id="closes").search_row.status == Status.CLOSED
    assert refresh_statuses(at=AT + timedelta(days=2)) == 0


def test_what_time_has_not_touched_is_not_looked_at():
    store(*(draft(f"A-{number}", deadlines=(THEN,)) for number in range(3)))
    with CaptureQueriesContext(connection) as captured:
        refresh_statuses(at=AT)
    assert len(captured) == 1
