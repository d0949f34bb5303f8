"""What has become of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Where a message is on its way."""

    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    # An attempt failed; it is tried again later.
    FAILED = "failed", _("Failed, will be tried again")
    # The server refused it for good, or days of attempts have passed.
    GIVEN_UP = "given_up", _("Given up")
