"""What the office's screens read across the house."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from antena.signals.enums import Impact, Triage
from antena.signals.models import Signal
from antena.signals.texts import without_bodies

PAGE_SIZE = 30
# The office looks at duties and money first.
_FIRST = {Impact.DUTY: 0, Impact.MONEY: 1, Impact.SERVICE: 2, Impact.OPPORTUNITY: 3, Impact.NONE: 4}


def arrivals(*, triage: Triage, kind: str = "", impact: str = "", page: int = 1) -> Page[Any]:
    """Signals in a state of triage, those that touch towns most first, then the newest.

    Each with ``towns``, how many it was suggested to; texts are fetched without bodies.
    """
    order = Case(
        *(When(impact=key, then=Value(rank)) for key, rank in _FIRST.items()), output_field=IntegerField()
    )
    found = _in_state(triage).annotate(towns=Count("matches"), urgency=order)
    if kind:
        found = found.filter(kind=kind)
    if impact:
        found = found.filter(impact=impact)
    rows = found.order_by("urgency", "-first_seen", "-pk").prefetch_related(without_bodies(), "themes__theme")
    return Paginator(rows, PAGE_SIZE).get_page(page)


def counts(*, triage: Triage) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many signals of a state of triage there are of each kind, and of each class of impact."""
    kinds: dict[str, int] = {}
    impacts: dict[str, int] = {}
    for row in _in_state(triage).values("kind", "impact").annotate(n=Count("pk")).order_by():
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["n"]
        impacts[row["impact"]] = impacts.get(row["impact"], 0) + row["n"]
    return kinds, impacts


def triage_counts() -> Mapping[str, int]:
    """How many listed signals are in each state of triage."""
    rows = _listed().values("triage").annotate(n=Count("pk")).order_by()
    return {row["triage"]: row["n"] for row in rows}


def _in_state(triage: Triage) -> QuerySet[Signal]:
    return _listed().filter(triage=triage)


def _listed() -> QuerySet[Signal]:
    """What the office looks through: still listed, one for each thing."""
    return Signal.objects.filter(delisted_at=None, same_as=None)
