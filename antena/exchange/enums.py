"""Where an import stands, and what becomes of each of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("File received")
    MAPPED = "mapped", _("Columns chosen")
    CHECKED = "checked", _("Checked")
    CARRYING = "carrying", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RowState(models.TextChoices):
    """What a row would do, or did."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("The same")
    WRONG = "wrong", _("Wrong")


class Outcome(models.TextChoices):
    """What was done with a row. `LEFT`: undoing left it, for somebody changed the record since."""

    NONE = "", _("Nothing yet")
    CARRIED = "carried", _("Imported")
    UNDONE = "undone", _("Undone")
    LEFT = "left", _("Left, for it was changed since")
