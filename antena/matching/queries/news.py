"""When the world last said something of a signal: the day it is new by, whenever it was read here."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Min, Q, QuerySet

from antena.lib.dates import day_of
from antena.signals.models import Signal, SignalVersion

# What an applicant must know of; a comma in a text, or a field we learned to read, makes nothing new.
_MATTERS = ("deadlines", "stated_status", "opens_on", "budget_total_eur", "grant_max_eur")


def new_on(chosen: QuerySet[Signal], *, today: date) -> dict[int, date]:
    """Signal → the last day up to ``today`` on which it was published, opened or changed in dates or money.

    One without a date of its own is new on the day it was first seen, unless its source was read for the
    first time that day: then nobody knows, and it is left out. Three queries.
    """
    chosen = chosen.order_by()
    changed: dict[int, list[date]] = {}
    matters = Q()
    for field in _MATTERS:
        matters |= Q(changes__contains=[{"field": field}])
    for signal, at in SignalVersion.objects.filter(matters, signal__in=chosen).values_list("signal_id", "at"):
        changed.setdefault(signal, []).append(day_of(at))
    begun = {
        source: day_of(first)
        for source, first in Signal.objects.values_list("source").annotate(Min("first_seen"))
    }
    found = {}
    for pk, source, published_on, opens_on, first_seen in chosen.values_list(
        "pk", "source", "published_on", "opens_on", "first_seen"
    ):
        own = [day for day in (published_on, opens_on) if day is not None]
        if not own and (seen := day_of(first_seen)) > begun[source]:
            own = [seen]
        last = _last([*own, *changed.get(pk, ())], today)
        if last is not None:
            found[pk] = last
    return found


def _last(days: Iterable[date], today: date) -> date | None:
    return max((day for day in days if day <= today), default=None)
