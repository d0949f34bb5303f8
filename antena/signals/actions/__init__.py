"""What is done with stored signals: read, linked, corrected, sorted by the office, kept in step with time."""

from antena.signals.actions.correcting import NotCorrectableError, correct_signal, triage
from antena.signals.actions.dossiers import restage_dossiers
from antena.signals.actions.joining import CannotJoinError, ContradictionError, join_signals, part_signals
from antena.signals.actions.likenesses import DecidedError, decide_likeness
from antena.signals.actions.linking import Linked, link_pending
from antena.signals.actions.reading import read_pending
from antena.signals.actions.statuses import refresh_statuses
from antena.signals.queries import pending_count

__all__ = [
    "CannotJoinError",
    "ContradictionError",
    "DecidedError",
    "Linked",
    "NotCorrectableError",
    "correct_signal",
    "decide_likeness",
    "join_signals",
    "link_pending",
    "part_signals",
    "pending_count",
    "read_pending",
    "refresh_statuses",
    "restage_dossiers",
    "triage",
]
