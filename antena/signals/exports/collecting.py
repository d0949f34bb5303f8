"""The rows of an export, read from the database batch by batch."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Prefetch
from django.urls import reverse

from antena.signals.exports.rows import Due, ExportRow
from antena.signals.models import Signal, SignalText, SignalTheme
from antena.signals.texts import best

_BATCH: Final = 200


def rows(ids: Sequence[int], *, language: str, base_url: str) -> Iterator[ExportRow]:
    """The signals in that order, four queries a batch, with the best text for a reader of ``language``."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        signals = {signal.pk: signal for signal in _signals(batch)}
        for pk in batch:
            if signal := signals.get(pk):
                yield _row(signal, language, base_url)


def _signals(ids: Sequence[int]) -> Any:
    return (
        Signal.objects.filter(pk__in=ids)
        .defer("details", "impact_evidence", "references")
        .prefetch_related(
            Prefetch("texts", SignalText.objects.defer("body", "conditions")),
            "deadlines",
            Prefetch("themes", SignalTheme.objects.select_related("theme")),
        )
    )


def _row(signal: Signal, language: str, base_url: str) -> ExportRow:
    texts = list(signal.texts.all())
    text = best(texts, language) or SignalText(language="", title=signal.external_id)
    labels = [theme.theme.labels for theme in signal.themes.all()]
    return ExportRow(
        uid=_uid(signal).urn,
        source=signal.source,
        external_id=signal.external_id,
        kind=signal.kind,
        kind_label=signal.get_kind_display(),
        status=signal.status,
        status_label=signal.get_status_display(),
        impact=signal.impact,
        impact_label=signal.get_impact_display(),
        title=text.title,
        summary=text.summary,
        text_language=text.language,
        programme=signal.programme,
        themes=tuple(found.get(language) or next(iter(found.values()), "") for found in labels),
        published_on=signal.published_on,
        opens_on=signal.opens_on,
        deadlines=_deadlines(signal),
        next_deadline=signal.next_deadline,
        budget_total_eur=signal.budget_total_eur,
        grant_min_eur=signal.grant_min_eur,
        grant_max_eur=signal.grant_max_eur,
        page_url=urljoin(base_url, reverse("web:signal", args=[signal.slug])),
        official_url=signal.url,
        attribution=signal.attribution,
        licence=signal.licence,
        first_seen=signal.first_seen,
        updated_at=max([signal.first_seen, *(text.updated_at for text in texts)]),
        version=signal.version,
    )


def _uid(signal: Signal, part: str = "") -> Any:
    return uuid5(NAMESPACE_URL, f"antena:{signal.source}/{signal.external_id}{part}")


def _deadlines(signal: Signal) -> tuple[Due, ...]:
    """Known by their place among the deadlines: the rows are made anew when a date moves."""
    return tuple(
        Due(
            uid=f"{_uid(signal, f'#{place}')}@antena",
            at=deadline.at,
            day_only=deadline.day_only,
            label=deadline.label,
        )
        for place, deadline in enumerate(signal.deadlines.all(), start=1)
    )
