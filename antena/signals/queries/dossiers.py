"""Dossiers and their documents, as pages and the making of dossiers want them."""

from collections.abc import Collection

from antena.lib.dates import BRUSSELS
from antena.signals.linking.stages import Document
from antena.signals.models import Signal


def documents(ids: Collection[int]) -> dict[int, Document]:
    """The signals as far as their dates go, in two queries."""
    columns = ("kind", "document_type", "status", "published_on", "opens_on", "details")
    signals = Signal.objects.filter(pk__in=ids).only(*columns).prefetch_related("deadlines")
    return {signal.pk: document_of(signal) for signal in signals}


def document_of(signal: Signal) -> Document:
    """A signal with its deadlines fetched, as far as its dates go."""
    return Document(
        id=signal.pk,
        kind=signal.kind,
        document_type=signal.document_type,
        status=signal.status,
        published_on=signal.published_on,
        opens_on=signal.opens_on,
        deadlines=tuple(
            (deadline.at.astimezone(BRUSSELS).date(), deadline.label) for deadline in signal.deadlines.all()
        ),
        details=signal.details,
    )
