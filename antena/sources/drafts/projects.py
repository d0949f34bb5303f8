"""Drafts of who did what: projects, notices of procurement, and the bodies that took part."""

from datetime import date
from typing import Any, Literal

import msgspec

from antena.sources.drafts.signals import DraftText

PROJECT_KINDS = frozenset({"project", "notice"})
ROLES = frozenset({"coordinator", "partner", "associated", "third_party", "beneficiary", "buyer"})

Activity = Literal["", "public", "education", "research", "private", "other"]


class ProjectDraft(msgspec.Struct, frozen=True, kw_only=True, tag="project", tag_field="draft"):
    """A funded project, or a notice of what a public body buys. Amounts are whole euros.

    ``kind`` is one of `PROJECT_KINDS`; ``topic`` the identifier of the call it answered; ``keywords`` are the
    publisher's own (EuroSciVoc, CPV, intervention field).
    """

    source: str
    external_id: str
    kind: str
    url: str
    texts: tuple[DraftText, ...]
    acronym: str = ""
    programme: str = ""
    topic: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    total_eur: int | None = None
    eu_eur: int | None = None
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    licence: str = ""
    attribution: str = ""
    details: dict[str, Any] = {}


class DraftBody(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as a source names it; never a natural person.

    ``external_id`` is the source's own (such as a PIC), or a digest of name and country where it has none.
    """

    external_id: str
    name: str
    short_name: str = ""
    country: str = ""
    city: str = ""
    postcode: str = ""
    nuts: str = ""
    latitude: float | None = None
    longitude: float | None = None
    website: str = ""
    activity: Activity = ""


class ParticipationDraft(msgspec.Struct, frozen=True, kw_only=True, tag="participation", tag_field="draft"):
    """A body took part in a project: ``project`` is the project's ``external_id`` in the same source.

    ``role`` is one of `ROLES`; ``eu_eur`` is its share in whole euros; ``ended`` where it left early.
    """

    source: str
    external_id: str
    project: str
    body: DraftBody
    role: str = "partner"
    eu_eur: int | None = None
    ended: bool = False
