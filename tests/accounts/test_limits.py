"""Requests are counted by the minute, refused past what is allowed, and forgotten after an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from antena.accounts import limits
from antena.accounts.models import RequestCount

NOW = datetime(2026, 11, 22, 12, 30, 45, tzinfo=UTC)


@pytest.mark.django_db
def test_a_minute_holds_what_is_allowed() -> None:
    assert [limits.count_request(caller="a", at=NOW, allowed=2) for _ in range(2)] == [1, 0]
    with pytest.raises(limits.TooManyRequests) as refused:
        limits.count_request(caller="a", at=NOW, allowed=2)
    assert refused.value.wait == 15
    assert limits.count_request(caller="b", at=NOW, allowed=2) == 1
    assert limits.count_request(caller="a", at=NOW + timedelta(minutes=1), allowed=2) == 1


@pytest.mark.django_db
def test_counts_are_forgotten_and_never_say_who() -> None:
    limits.count_request(caller="192.0.2.7", at=NOW - timedelta(hours=2), allowed=2)
    limits.count_request(caller="192.0.2.7", at=NOW, allowed=2)
    assert limits.forget_counts(at=NOW) == 1
    assert "192.0.2.7" not in str(RequestCount.objects.values())
