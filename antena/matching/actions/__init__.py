"""What is done in matching: profiles, matches, verdicts."""

from antena.matching.actions.passes import Done, match_all, match_changed, match_profile, match_signals
from antena.matching.actions.priorities import (
    BadPriorityError,
    NotInForceError,
    adopt_priority,
    draft_priority,
    withdraw_priority,
)
from antena.matching.actions.profiles import BadProfileError, edit_profile, make_profiles, reset_profile
from antena.matching.actions.serving import check_serving
from antena.matching.actions.verdicts import give_verdict, withdraw_verdict
from antena.matching.actions.weights import (
    NothingBetterError,
    NotProposedError,
    TooFewVerdictsError,
    activate_weights,
    propose_weights,
    revert_weights,
)
from antena.matching.queries.waiting import pending_count

__all__ = [
    "BadPriorityError",
    "BadProfileError",
    "Done",
    "NotInForceError",
    "NotProposedError",
    "NothingBetterError",
    "TooFewVerdictsError",
    "activate_weights",
    "adopt_priority",
    "check_serving",
    "draft_priority",
    "edit_profile",
    "give_verdict",
    "make_profiles",
    "match_all",
    "match_changed",
    "match_profile",
    "match_signals",
    "pending_count",
    "propose_weights",
    "reset_profile",
    "revert_weights",
    "withdraw_priority",
    "withdraw_verdict",
]
