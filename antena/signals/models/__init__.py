"""What the world published, how it is found, and what belongs together."""

from antena.signals.models.core import (
    Deadline,
    EligibilityRule,
    Signal,
    SignalGoal,
    SignalText,
    SignalTheme,
    SignalVersion,
)
from antena.signals.models.links import Dossier, DossierMember, Likeness, SignalKey, Unlinked
from antena.signals.models.search import (
    EMBEDDING_DIMENSIONS,
    ChampionList,
    SearchRow,
    SearchStatistics,
    SearchTail,
    SearchWord,
    SignalEmbedding,
)

__all__ = [
    "EMBEDDING_DIMENSIONS",
    "ChampionList",
    "Deadline",
    "Dossier",
    "DossierMember",
    "EligibilityRule",
    "Likeness",
    "SearchRow",
    "SearchStatistics",
    "SearchTail",
    "SearchWord",
    "Signal",
    "SignalEmbedding",
    "SignalGoal",
    "SignalKey",
    "SignalText",
    "SignalTheme",
    "SignalVersion",
    "Unlinked",
]
