"""Where a signal comes from: one row for each source that tells of it, and the texts they bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from antena.signals.models import Signal, SignalText
from antena.sources import queries as sources


@dataclass(frozen=True)
class Provenance:
    """A source of a signal. ``slug`` is that of its own record, "" for the one the page is about."""

    slug: str
    source: str
    external_id: str
    document_type: str
    url: str
    licence: str
    attribution: str
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None


def provenances(signal: Signal) -> list[Provenance]:
    """The signal's own source, then those of its followers, which are fetched; contracts are asked once."""
    contracts = sources.contracts()
    names = {source: contract.name for source, contract in contracts.items()}
    followers = sorted(signal.followers.all(), key=lambda one: (one.source, one.external_id))
    return [_row(signal, names, slug=""), *(_row(one, names, slug=one.slug) for one in followers)]


def all_texts(signal: Signal) -> list[SignalText]:
    """The texts of a signal, and those of its followers in languages it lacks."""
    texts = {text.language: text for text in signal.texts.all()}
    for follower in sorted(signal.followers.all(), key=lambda one: (one.source, one.external_id)):
        for text in follower.texts.all():
            texts.setdefault(text.language, text)
    return list(texts.values())


def _row(signal: Signal, names: Mapping[str, str], *, slug: str) -> Provenance:
    return Provenance(
        slug=slug,
        source=names.get(signal.source, signal.attribution or signal.source),
        external_id=signal.external_id,
        document_type=signal.document_type,
        url=signal.url,
        licence=signal.licence,
        attribution=signal.attribution,
        first_seen=signal.first_seen,
        last_seen=signal.last_seen,
        gone_at=signal.delisted_at,
    )
