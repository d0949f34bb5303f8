"""Drafts as the rows that are copied into the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from antena.signals.enums import TextOrigin
from antena.signals.models import Deadline, Signal
from antena.signals.rules import CutOff, next_deadline, status_of
from antena.signals.versions import Change
from antena.sources.drafts import Draft

_WIDTHS = {
    name: getattr(Signal._meta.get_field(name), "max_length", 0)
    for name in ("document_type", "programme", "stated_status", "licence", "attribution")
}
_OFFICIAL = TextOrigin.OFFICIAL.value
_LABEL_WIDTH = getattr(Deadline._meta.get_field("label"), "max_length", 0)


def fitted(draft: Draft) -> Draft:
    """The draft with labels cut to what a column holds; what the source says whole is in its raw answer."""
    long = {
        name: getattr(draft, name)[:width]
        for name, width in _WIDTHS.items()
        if len(getattr(draft, name)) > width
    }
    if any(len(deadline.label) > _LABEL_WIDTH for deadline in draft.deadlines):
        long["deadlines"] = tuple(
            msgspec.structs.replace(deadline, label=deadline.label[:_LABEL_WIDTH])
            for deadline in draft.deadlines
        )
    return msgspec.structs.replace(draft, **long) if long else draft


def signal_row(draft: Draft, *, slug: str, content_hash: str, version: int, at: datetime) -> tuple[Any, ...]:
    """The values of `sql.COLUMNS`."""
    cut_offs = [CutOff(deadline.at, deadline.day_only) for deadline in draft.deadlines]
    status = status_of(
        kind=draft.kind, opens_on=draft.opens_on, cut_offs=cut_offs, stated=draft.stated_status, at=at
    )
    return (
        draft.source,
        draft.external_id,
        slug,
        draft.kind,
        draft.document_type,
        draft.programme,
        draft.url,
        draft.published_on,
        draft.opens_on,
        next_deadline(cut_offs, at=at),
        draft.stated_status,
        status.value,
        draft.budget_total_eur,
        draft.grant_min_eur,
        draft.grant_max_eur,
        draft.expected_grants,
        _json(draft.eurovoc),
        _json(draft.keywords),
        _json(draft.countries),
        _json(draft.references),
        _json(draft.details),
        draft.licence,
        draft.attribution,
        content_hash,
        version,
        at,
        at,
    )


def text_rows(signal_id: int, draft: Draft, *, at: datetime) -> Iterable[tuple[Any, ...]]:
    """One row of words for each language."""
    for text in draft.texts:
        yield (
            signal_id,
            text.language,
            text.title,
            text.summary,
            text.body,
            text.conditions,
            at,
            _OFFICIAL,
            "",
            "",
        )


def deadline_rows(signal_id: int, draft: Draft) -> Iterable[tuple[Any, ...]]:
    """One row for each cut-off, once even where the source says it twice."""
    for deadline in dict.fromkeys(draft.deadlines):
        yield signal_id, deadline.at, deadline.day_only, deadline.label


def version_row(
    signal_id: int, number: int, changes: Sequence[Change], *, run_id: int, at: datetime
) -> tuple[Any, ...]:
    """What changed, in the shape of `SignalVersion`."""
    return signal_id, number, at, run_id, _json([change._asdict() for change in changes])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode() if value else "{}" if isinstance(value, dict) else "[]"
