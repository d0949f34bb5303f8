"""What others read of signals."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from antena.signals.models import Signal, SignalEmbedding
from antena.themes.models import CatalogueVersion

# Raised when the rules of reading change: everything is then read again.
READER = "6"
# Ends the read_hash of a signal that follows another: what is above sees joining and parting as changes.
FOLLOWS = "="


def signal_page(slug: str) -> Signal:
    """A signal with everything its page shows, in a fixed number of queries. Raises `Signal.DoesNotExist`."""
    whole = Signal.objects.select_related("same_as").prefetch_related(
        "texts", "deadlines", "versions", "rules", "themes__theme__parent", "goals__goal", "followers__texts"
    )
    return whole.get(slug=slug)


def reader_version() -> str:
    """The rules of reading and the vocabulary they read with, in short."""
    stored = CatalogueVersion.objects.values_list("digest", flat=True).first()
    return f"{READER}-{(stored or 'none')[:8]}"


def unread(*, model: str = "") -> QuerySet[Signal]:
    """Signals that changed, were corrected or were never read since the rules of reading are what they are.

    With a ``model``, also those whose meaning it has not made yet; what follows another signal has none.
    """
    version = Value(f":{reader_version()}:")
    follows = Case(When(same_as=None, then=Value("")), default=Value(FOLLOWS))
    current = Concat(F("content_hash"), version, F("corrections"), follows, output_field=models.CharField())
    wanted = ~Q(read_hash=F("current_hash"))
    if model:
        made = SignalEmbedding.objects.filter(signal=OuterRef("pk"), model=model)
        wanted |= Q(same_as=None) & ~Q(Exists(made))
    return Signal.objects.annotate(current_hash=current).filter(wanted)


def pending_count() -> int:
    """How many signals wait to be read."""
    return unread().count()
