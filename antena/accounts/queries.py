"""Reading people: whom a visitor may try, and how often somebody guessed."""

import hashlib
from datetime import datetime, timedelta

from antena.accounts.models import AuditEntry, User

FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=15)
FAILED = "sign-in failed"


def sample_people() -> list[User]:
    """The invented people of the sample, the office first."""
    return list(User.objects.filter(is_sample=True, is_active=True).order_by("role", "id"))


def attempt_key(username: str, address: str) -> str:
    """What failed attempts are counted by. A digest: neither name nor address is stored."""
    return hashlib.sha256(f"{username.strip().casefold()}\n{address}".encode()).hexdigest()


def is_locked(*, username: str, address: str, at: datetime) -> bool:
    """Whether this name failed too often from this address lately."""
    failures = AuditEntry.objects.filter(
        object_kind="sign-in",
        object_id=attempt_key(username, address),
        verb=FAILED,
        at__gt=at - FAILURES_WINDOW,
    )
    return failures.count() >= FAILURES_ALLOWED
