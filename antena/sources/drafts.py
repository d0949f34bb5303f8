"""What a connector makes of a raw record: a plain draft, before anything is stored; or a refusal, and why."""

from datetime import date, datetime
from enum import StrEnum
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
        "practice",
        "event",
        "partner_request",
        "news",
    }
)
# What ``Draft.stated_status`` may say, "" where the source says nothing.
STATED_STATUSES = frozenset({"", "forthcoming", "open", "closed", "in_force", "no_longer_in_force"})


class Problem(StrEnum):
    """Why a record, a field, a page or a whole run was set aside. `rules.PROBLEMS` says it to a reader."""

    # of a page
    NO_ANSWER = "no_answer"
    HTTP_ERROR = "http_error"
    UNREADABLE = "unreadable"
    PAGE_MISSING = "page_missing"
    # of a record
    NOT_A_RECORD = "not_a_record"
    PART_FAILED = "part_failed"
    NO_ID = "no_id"
    NO_TITLE = "no_title"
    UNKNOWN_KIND = "unknown_kind"
    REPEATED = "repeated"
    # of a field
    WRONG_TYPE = "wrong_type"
    BAD_JSON = "bad_json"
    BAD_DATE = "bad_date"
    DEADLINE_BEFORE_OPENING = "deadline_before_opening"
    TOO_LONG = "too_long"
    BAD_ADDRESS = "bad_address"
    BAD_AMOUNT = "bad_amount"
    MIN_ABOVE_MAX = "min_above_max"
    BAD_CODE = "bad_code"
    UNKNOWN_CODE = "unknown_code"
    # of a run
    SHRUNK = "shrunk"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    INCOMPLETE = "incomplete"
    PAGES_FAILED = "pages_failed"
    NOTHING_CAME = "nothing_came"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"
    NOTHING_DELISTED = "nothing_delisted"
    UNKNOWN_FIELDS = "unknown_fields"


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


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a source, normalised.

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


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A record, one of its fields, or a whole page that could not be understood, and why.

    ``record`` names the record (its id, or page and row where it has none) or the page; ``field`` the field.
    ``record_kept``: only the field was set aside and the record went on without it.
    """

    record: str
    field: str
    problem: Problem
    detail: str = ""
    excerpt: str = ""
    record_kept: bool = False
