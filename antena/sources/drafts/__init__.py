"""What a connector makes of a raw record: a plain draft, before anything is stored; or a refusal, and why."""

from antena.sources.drafts.concepts import ConceptDraft
from antena.sources.drafts.places import DraftFigure, FactDraft, PlaceRef, Scheme, TwinDraft
from antena.sources.drafts.problems import Problem, Refusal
from antena.sources.drafts.projects import (
    PROJECT_KINDS,
    ROLES,
    Activity,
    DraftBody,
    ParticipationDraft,
    ProjectDraft,
)
from antena.sources.drafts.signals import KINDS, STATED_STATUSES, Draft, DraftDeadline, DraftText

# Whatever a source can say; its contract names the family (``gives``).
AnyDraft = Draft | FactDraft | TwinDraft | ProjectDraft | ParticipationDraft | ConceptDraft

__all__ = [
    "KINDS",
    "PROJECT_KINDS",
    "ROLES",
    "STATED_STATUSES",
    "Activity",
    "AnyDraft",
    "ConceptDraft",
    "Draft",
    "DraftBody",
    "DraftDeadline",
    "DraftFigure",
    "DraftText",
    "FactDraft",
    "ParticipationDraft",
    "PlaceRef",
    "Problem",
    "ProjectDraft",
    "Refusal",
    "Scheme",
    "TwinDraft",
]
