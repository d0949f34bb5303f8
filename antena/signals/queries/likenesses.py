"""Pairs of signals that look like the same thing."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from antena.signals.enums import Sameness
from antena.signals.models import Likeness

PAGE_SIZE = 10
_SHOWN = ("texts", "deadlines")


def likenesses(*, page: int = 1) -> Page[Likeness]:
    """The pairs that wait for a decision, the most alike first, both sides with texts and deadlines."""
    both = [f"{side}__{what}" for side in ("one", "other") for what in _SHOWN]
    rows = _waiting().select_related("one", "other").order_by("-score", "pk").prefetch_related(*both)
    return Paginator(rows, PAGE_SIZE).get_page(page)


def likenesses_count() -> int:
    """How many pairs wait for a decision."""
    return _waiting().count()


def _waiting() -> QuerySet[Likeness]:
    """Both lead still: what follows another is that other."""
    return Likeness.objects.filter(state=Sameness.PENDING, one__same_as=None, other__same_as=None)
