"""What is done with stored signals: read, corrected, sorted by the office, kept in step with time."""

from antena.signals.actions.correcting import NotCorrectableError, correct_signal, triage
from antena.signals.actions.reading import read_pending
from antena.signals.actions.statuses import refresh_statuses
from antena.signals.queries import pending_count

__all__ = [
    "NotCorrectableError",
    "correct_signal",
    "pending_count",
    "read_pending",
    "refresh_statuses",
    "triage",
]
