"""What a signed-in person is to the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's part. Rules combine it with what the record itself says of the person."""

    OFFICER = "officer", _("International office")
    TOWN = "town", _("Town hall")
    READER = "reader", _("Reader")
