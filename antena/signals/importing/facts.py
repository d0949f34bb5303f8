"""What a draft and a stored signal say, in one shape, so that they can be compared field by field."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from antena.signals.models import Deadline, Signal, SignalText
from antena.signals.versions import Facts
from antena.sources.drafts import Draft

# Columns of a signal that a source fills and a reader can understand, as they are named in both.
PLAIN_FIELDS = (
    "kind",
    "document_type",
    "programme",
    "url",
    "published_on",
    "opens_on",
    "stated_status",
    "budget_total_eur",
    "grant_min_eur",
    "grant_max_eur",
    "expected_grants",
    "licence",
    "attribution",
)
LIST_FIELDS = ("eurovoc", "keywords", "countries")
TEXT_FIELDS = ("title", "summary", "body", "conditions")


def of_draft(draft: Draft) -> Facts:
    """What the draft says, as (field, language) → JSON value."""
    facts: Facts = {(field, ""): _value(getattr(draft, field)) for field in PLAIN_FIELDS}
    facts |= {(field, ""): list(getattr(draft, field)) for field in LIST_FIELDS}
    facts |= {(f"references.{name}", ""): list(ids) for name, ids in draft.references.items()}
    details = msgspec.json.decode(msgspec.json.encode(draft.details))
    facts |= {(f"details.{name}", ""): value for name, value in details.items()}
    facts["deadlines", ""] = _deadlines((item.at, item.day_only, item.label) for item in draft.deadlines)
    for text in draft.texts:
        facts |= {(field, text.language): getattr(text, field) for field in TEXT_FIELDS}
    return facts


def of_signal(signal: Signal, texts: Iterable[SignalText], deadlines: Iterable[Deadline]) -> Facts:
    """What is stored, in the shape of `of_draft`."""
    facts: Facts = {(field, ""): _value(getattr(signal, field)) for field in (*PLAIN_FIELDS, *LIST_FIELDS)}
    facts |= {(f"references.{name}", ""): ids for name, ids in signal.references.items()}
    facts |= {(f"details.{name}", ""): value for name, value in signal.details.items()}
    facts["deadlines", ""] = _deadlines((item.at, item.day_only, item.label) for item in deadlines)
    for text in texts:
        facts |= {(field, text.language): getattr(text, field) for field in TEXT_FIELDS}
    return facts


def _deadlines(items: Iterable[tuple[datetime, bool, str]]) -> list[dict[str, Any]]:
    return [
        {"at": at.astimezone(UTC).isoformat(), "day_only": day_only, "label": label[:120]}
        for at, day_only, label in sorted(items)
    ]


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
