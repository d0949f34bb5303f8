"""People who sign in, and the trail of what they did. Knows no word of the domain."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from antena.accounts.enums import Role


class User(AbstractUser):
    """Somebody who signs in. ``language`` is the one they read and are written to in."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE)
    display_name = models.CharField(max_length=120, blank=True)
    # Kinds of mail this person does not want, by the name the sender gives them; what is not named is wanted.
    unwanted_mail = models.JSONField(default=list, blank=True)
    # A sample person exists to be tried, is marked on every screen and goes with the sample.
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or self.username


class AuditEntry(models.Model):
    """One act of one person or job: who, when, what, on which record. Written, never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_kind", "object_id"])]


class RequestCount(models.Model):
    """How many requests a caller made in one minute. ``caller`` is a digest: no address is stored."""

    caller = models.CharField(max_length=64)
    minute = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "minute"], name="one_count_per_minute")]
