"""The last look at a draft before it is stored: what no database, screen or reader should have to survive."""

from antena.sources.drafts import (
    AnyDraft,
    ConceptDraft,
    Draft,
    FactDraft,
    ParticipationDraft,
    ProjectDraft,
    Refusal,
    TwinDraft,
)
from antena.sources.validation import records, signals
from antena.sources.validation.looking import looked_at

__all__ = ["checked"]


def checked(draft: AnyDraft) -> tuple[AnyDraft | None, list[Refusal]]:
    """Return the draft fit to store, or None, and what was set aside on the way. Never raises."""
    match draft:
        case Draft():
            return looked_at(draft, signals.CHECKS)
        case FactDraft():
            return looked_at(draft, records.FACT)
        case TwinDraft():
            return looked_at(draft, records.TWIN)
        case ProjectDraft():
            return looked_at(draft, records.PROJECT)
        case ParticipationDraft():
            return looked_at(draft, records.PARTICIPATION)
        case ConceptDraft():
            return looked_at(draft, records.CONCEPT)
