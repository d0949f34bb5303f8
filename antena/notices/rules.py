"""When a message is tried again, when it is given up, and what it is called on its way."""

import smtplib
from datetime import timedelta
from hashlib import sha256

# Minutes until the next attempt after the first, second, … one failed; after the last, the same again.
DELAYS = (1, 5, 15, 60, 240)
# RFC 5321, 4.5.4.1: a sender should not give up before four or five days. The delays of this many attempts
# make five days.
ATTEMPTS = 35


def delay(attempts: int) -> timedelta:
    """How long after the attempt number ``attempts`` (from 1) the next one is made."""
    return timedelta(minutes=DELAYS[min(attempts, len(DELAYS)) - 1])


def message_id(key: str, *, domain: str) -> str:
    """The Message-ID of the message with this key: the same at every attempt.

    A server, a mail reader or a person can so see that two copies are one message.
    """
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def is_for_good(error: Exception) -> bool:
    """Whether the server refused this very message in a way that no later attempt changes (5xx, RFC 5321)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # what cannot be written as a mail at all: a broken address or header
    return isinstance(error, ValueError | smtplib.SMTPNotSupportedError)


def is_of_the_server(error: Exception) -> bool:
    """Whether the error says nothing of the message: no other one would get through now either."""
    broken = (
        smtplib.SMTPConnectError,
        smtplib.SMTPServerDisconnected,
        smtplib.SMTPHeloError,
        smtplib.SMTPAuthenticationError,
        smtplib.SMTPSenderRefused,
    )
    return isinstance(error, broken) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )
