"""Posting a message, and sending what waits: each once, and seen where it does not go.

How nothing is sent twice, save at most one message: sending and writing down that it was sent are two
systems, and a process can die between them. So each message is claimed first: its row is locked, skipped by
every other process, its next attempt moved on, and that is committed before a word goes to the server. A
process that dies after the server said yes leaves one message, the one it held, to be tried again at that
later time. Its Message-ID is made of its key, the same at every attempt, so that the copy can be told for
what it is.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from antena.notices import queries, rules
from antena.notices.enums import MessageState
from antena.notices.models import Message

log = logging.getLogger(__name__)

# Of one call; the rest waits for the next, a minute later.
MOST = 200
# Addresses are personal data: what was sent, or never will be, is kept this long.
KEPT = timedelta(days=90)


class NotWaitingError(Exception):
    """The message is not one that was given up; the message names it."""


def post(
    *,
    to: str,
    language: str,
    subject: str,
    body: str,
    key: str,
    at: datetime,
    html: str = "",
    unsubscribe: str = "",
) -> bool:
    """Put a message in the outbox; False where one with this ``key`` was ever posted before.

    Posted in the transaction of what it tells of, it exists exactly when that does. ``subject`` becomes one
    line.
    """
    line = " ".join(subject.split())
    _, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "subject": line if len(line) <= 300 else f"{line[:299]}…",
            "body": body,
            "html": html,
            "unsubscribe": unsubscribe,
            "created_at": at,
            "next_try_at": at,
        },
    )
    return is_new


def send_pending(*, at: datetime) -> int:
    """Send what is due, one by one; return how many were sent. Without a mail server everything waits.

    A message the server refuses is tried again later or given up, and the next one is sent; where it is the
    server that cannot be reached, the rest is left for another time.
    """
    if not queries.can_send():
        return 0
    sent = 0
    connection = get_connection()
    try:
        for _ in range(MOST):
            message = _claim(at)
            if message is None:
                break
            error = _send(message, connection)
            _settle(message, error, at)
            sent += error is None
            if error is not None and rules.is_of_the_server(error):
                break
    finally:
        _close(connection)
    return sent


def try_again(*, message_id: int, at: datetime) -> None:
    """Send a message that was given up after all. Raises `NotWaitingError`."""
    given_up = Message.objects.filter(pk=message_id, state=MessageState.GIVEN_UP)
    if not given_up.update(state=MessageState.QUEUED, attempts=0, next_try_at=at, error=""):
        raise NotWaitingError(message_id)


def forget_old(*, at: datetime) -> int:
    """Delete what was sent or given up long ago; return how many."""
    over = Message.objects.filter(state__in=[MessageState.SENT, MessageState.GIVEN_UP])
    return over.filter(created_at__lt=at - KEPT).delete()[0]


@transaction.atomic
def _claim(at: datetime) -> Message | None:
    due = Message.objects.filter(state__in=queries.WAITING, next_try_at__lte=at)
    message = due.select_for_update(skip_locked=True).order_by("next_try_at", "id").first()
    if message is not None:
        message.attempts += 1
        message.next_try_at = at + rules.delay(message.attempts)
        message.save(update_fields=["attempts", "next_try_at"])
    return message


def _send(message: Message, connection: BaseEmailBackend) -> Exception | None:
    try:
        # left open for the next message
        connection.open()
        _written(message, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("message %s was not sent: %r", message.pk, error)
        # what the server thinks of this connection now is not known
        _close(connection)
        return error
    return None


def _written(message: Message, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": rules.message_id(message.key, domain=domain),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        message.subject, message.body, to=[message.to], headers=headers, connection=connection
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _settle(message: Message, error: Exception | None, at: datetime) -> None:
    if error is None:
        message.state, message.sent_at, message.error = MessageState.SENT, at, ""
    else:
        over = rules.is_for_good(error) or message.attempts >= rules.ATTEMPTS
        message.state = MessageState.GIVEN_UP if over else MessageState.FAILED
        message.error = f"{type(error).__name__}: {error}"[:2000]
    message.save(update_fields=["state", "sent_at", "error"])


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.debug("the mail server was gone before we said goodbye")
