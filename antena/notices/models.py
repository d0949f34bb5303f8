"""The outbox: what the house has to tell somebody by mail."""

from django.db import models

from antena.notices.enums import MessageState


class Message(models.Model):
    """One message to one address, in one language, once.

    ``key`` names it: a second one with it is not posted.
    ``next_try_at`` is when it may be taken next; taking it moves it on (see `antena.notices.actions`).
    ``unsubscribe`` is an address that stops messages of this kind at one POST (RFC 8058), "" where none does.
    """

    to = models.EmailField()
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    html = models.TextField(blank=True)
    unsubscribe = models.URLField(max_length=500, blank=True)
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=[MessageState.QUEUED, MessageState.FAILED]),
                name="messages_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.key
