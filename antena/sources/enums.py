"""States of runs and answers, and the one source that is none."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# The source of what was written to try the product with: marked so wherever it is shown.
SAMPLE: Final = "sample"


class RunState(models.TextChoices):
    """How a run of a source ended, or that it has not."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    # Some pages failed: what came was imported, nothing was marked as gone, the run can be resumed.
    PARTIAL = "partial", _("Partial")
    # The source shrank or the answers made no sense: nothing was changed.
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


class AnswerState(models.TextChoices):
    """The three results a page can have. A failed page is never an empty page."""

    OK = "ok", _("With data")
    EMPTY = "empty", _("Empty")
    FAILED = "failed", _("Failed")


class Health(models.TextChoices):
    """What the sources page says of a source, worst last."""

    FINE = "fine", _("On time")
    # the installation was not given a key it asks for: it is not asked, and nothing is amiss
    WAITING = "waiting", _("Waiting for a key")
    NEVER = "never", _("Not run yet")
    LATE = "late", _("Late")
    SILENT = "silent", _("Silent")
    FAILING = "failing", _("Failing")


class Trouble(models.TextChoices):
    """What can be wrong with a source: one alarm each at a time, the gravest first."""

    FAILING = "failing", _("Failing")
    REFUSED = "refused", _("Shrunk")
    SILENT = "silent", _("Silent")
    LATE = "late", _("Late")
    LOST_FIELDS = "lost_fields", _("Fields missing")
    COVERAGE = "coverage", _("Coverage falling")
    VOLUME = "volume", _("Unusual volume")
    NEW_FIELDS = "new_fields", _("New fields")
    KEY_MISSING = "key_missing", _("Key missing")
