"""Signing in and out, and what a person sets for themselves."""

from datetime import datetime

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from antena.accounts import queries
from antena.accounts.models import AuditEntry, User


class WrongCredentialsError(Exception):
    """The name and the password do not go together."""


class TooManyAttemptsError(Exception):
    """This name failed too often from this address; it has to wait."""


class NotASampleError(Exception):
    """Only an invented person is signed in without a password."""


def sign_in(*, request: HttpRequest, username: str, password: str, at: datetime) -> User:
    """Sign in with a password. Raises `WrongCredentialsError` or `TooManyAttemptsError`."""
    address = request.META.get("REMOTE_ADDR", "")
    if queries.is_locked(username=username, address=address, at=at):
        raise TooManyAttemptsError
    user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        AuditEntry.objects.create(
            verb=queries.FAILED,
            object_kind="sign-in",
            object_id=queries.attempt_key(username, address),
        )
        raise WrongCredentialsError
    return _enter(request, user, verb="signed in")


def sign_in_as_sample(*, request: HttpRequest, username: str) -> User:
    """Sign in as one of the sample people. Raises `NotASampleError`."""
    user = User.objects.filter(username=username, is_sample=True, is_active=True).first()
    if user is None:
        raise NotASampleError(username)
    return _enter(request, user, verb="signed in as sample")


def sign_out(*, request: HttpRequest) -> None:
    """End the session; a visitor who has none loses nothing."""
    if isinstance(request.user, User):
        _write(request.user, "signed out")
    auth.logout(request)


def choose_language(*, user: User, language: str) -> None:
    """Remember the language this person reads and is written to in."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(language=language)
        _write(user, "chose language", {"language": language})


def choose_mail(*, user: User, kind: str, wanted: bool) -> None:
    """Remember whether this person wants a kind of mail."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        person.unwanted_mail = sorted(
            {*person.unwanted_mail} - {kind} if wanted else {*person.unwanted_mail, kind}
        )
        person.save(update_fields=["unwanted_mail"])
        _write(person, "chose mail", {"kind": kind, "wanted": "yes" if wanted else "no"})


def stop_mail(*, token: str) -> None:
    """Stop a kind of mail by the address in it, without signing in (RFC 8058).

    Doing it twice is the same as once. Raises `django.core.signing.BadSignature`, `User.DoesNotExist`.
    """
    user_id, kind = queries.read_stop_token(token)
    user = User.objects.get(pk=user_id)
    if kind not in user.unwanted_mail:
        choose_mail(user=user, kind=kind, wanted=False)


def _enter(request: HttpRequest, user: User, *, verb: str) -> User:
    with transaction.atomic():
        auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        _write(user, verb)
    return user


def _write(user: User, verb: str, detail: dict[str, str] | None = None) -> None:
    AuditEntry.objects.create(
        actor=user, verb=verb, object_kind="user", object_id=str(user.pk), detail=detail or {}
    )
