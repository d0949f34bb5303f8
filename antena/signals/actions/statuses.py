"""Statuses that time alone has changed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from antena.lib.dates import BRUSSELS
from antena.signals import standing
from antena.signals.enums import Status
from antena.signals.models import Signal
from antena.signals.search.indexing import refresh_filters

_BATCH = 1000


def refresh_statuses(*, at: datetime) -> int:
    """Restate every signal whose deadline or opening day has passed; returns how many changed.

    Only those are looked at, by index, so that it costs the same with a million signals.
    """
    opened = Q(status=Status.FORTHCOMING, opens_on__lte=at.astimezone(BRUSSELS).date())
    stale = Signal.objects.filter(Q(next_deadline__lt=at) | opened)
    count, last = 0, 0
    while ids := list(stale.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            changed = standing.restate(ids, at=at)
            refresh_filters(changed)
        count, last = count + len(changed), ids[-1]
    return count
