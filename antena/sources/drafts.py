"""What a connector makes of a raw record: a plain draft, before anything is stored."""

from datetime import date, datetime
from typing import Any

import msgspec


class DraftText(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a record in one language, plain text, as the publisher wrote them."""

    language: str
    title: str
    summary: str = ""
    body: str = ""
    # conditions, eligibility and similar small print, read by rules rather than by people
    conditions: str = ""


class DraftDeadline(msgspec.Struct, frozen=True, kw_only=True):
    """A date by which something must be done. ``at`` is aware; ``day_only`` when the source says no hour."""

    at: datetime
    day_only: bool = True
    label: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a source, normalised.

    ``kind`` is a value of antena.signals.enums.Kind; ``external_id`` is unique within the source; ``eurovoc``
    lists concept ids; ``references`` is relation → ids (CELEX, procedure); ``budget_total_eur``,
    ``grant_min_eur`` and ``grant_max_eur`` are whole euros, None where not stated. ``details`` holds what only
    this source says.
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


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A record, or a whole answer, that cannot become a draft, and why: names source, record and field."""

    record: str
    field: str
    problem: str
    detail: str = ""
    excerpt: str = ""
