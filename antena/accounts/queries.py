"""Reading people: whom a visitor may try, and how often somebody guessed."""

import hashlib
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q

from antena.accounts.enums import Role
from antena.accounts.models import AuditEntry, User

FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=15)
FAILED = "sign-in failed"
_STOP = "accounts.stop-mail"


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


def officers_to_mail(*, kind: str) -> list[User]:
    """Those of the office who have an address and want this kind of mail; nobody invented."""
    office = User.objects.filter(Q(role=Role.OFFICER) | Q(is_superuser=True), is_active=True, is_sample=False)
    return list(office.exclude(email="").exclude(unwanted_mail__contains=[kind]).order_by("id"))


def stop_token(*, user: User, kind: str) -> str:
    """What an address that stops a kind of mail for this person carries; nobody can make one up."""
    return signing.Signer(salt=_STOP).sign_object([user.pk, kind])


def read_stop_token(token: str) -> tuple[int, str]:
    """Whose mail of which kind a token stops. Raises `django.core.signing.BadSignature`."""
    user_id, kind = signing.Signer(salt=_STOP).unsign_object(token)
    return user_id, kind
