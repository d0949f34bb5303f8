"""Drafts of what the world publishes: acts, calls, consultations and all that becomes a signal."""

from datetime import date, datetime
from typing import Any

import msgspec

# The values of antena.signals.enums.Kind, which lives above this package; a test holds the two together.
KINDS = frozenset(
    {
        "call",
        "act",
        "proposal",
        "communication",
        "consultation",
        "opinion",
        "procedure",
        "practice",
        "event",
        "partner_request",
        "news",
    }
)
# What ``Draft.stated_status`` may say, "" where the source says nothing.
STATED_STATUSES = frozenset({"", "forthcoming", "open", "closed", "in_force", "no_longer_in_force"})


class DraftText(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a record in one language, plain text, as the publisher wrote them."""

    language: str
    title: str
    summary: str = ""
    body: str = ""
    # conditions, eligibility and similar small print, read by rules rather than by people
    conditions: str = ""


class DraftDeadline(msgspec.Struct, frozen=True, kw_only=True):
    """A date by which something must be done. ``at`` is aware.

    ``day_only`` where the source says no hour: ``at`` is then the last second of that day in Brussels, so
    that the day is the same from there to Greenwich and ``at >= now`` means "not over yet".
    """

    at: datetime
    day_only: bool = True
    label: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True, tag="signal", tag_field="draft"):
    """One thing the world published: what becomes a signal.

    ``kind`` is one of `KINDS`; ``external_id`` is unique within the source; ``eurovoc`` lists concept ids;
    ``references`` is relation → ids (CELEX, procedure); ``budget_total_eur``, ``grant_min_eur`` and
    ``grant_max_eur`` are whole euros, None where not stated. ``stated_status`` is one of `STATED_STATUSES`
    and only a hint. ``details`` holds what only this source says.
    """

    source: str
    external_id: str
    kind: str
    url: str
    texts: tuple[DraftText, ...]
    document_type: str = ""
    programme: str = ""
    published_on: date | None = None
    opens_on: date | None = None
    deadlines: tuple[DraftDeadline, ...] = ()
    stated_status: str = ""
    eurovoc: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    references: dict[str, tuple[str, ...]] = {}
    budget_total_eur: int | None = None
    grant_min_eur: int | None = None
    grant_max_eur: int | None = None
    expected_grants: int | None = None
    licence: str = ""
    attribution: str = ""
    details: dict[str, Any] = {}
