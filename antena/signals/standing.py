"""Status and next deadline of stored signals, made again from their dates."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from antena.signals.models import Deadline, Signal
from antena.signals.rules import CutOff, next_deadline, status_of


def cut_offs_of(deadlines: Iterable[Deadline]) -> list[CutOff]:
    """The stored deadlines as the rules want them."""
    return [CutOff(deadline.at, deadline.day_only) for deadline in deadlines]


def restate(ids: Sequence[int], *, at: datetime) -> list[int]:
    """Bring status and next deadline of the signals up to date; returns the ids of those that changed."""
    changed = []
    for signal in (
        Signal.objects.filter(pk__in=ids).prefetch_related("deadlines").select_for_update(of=("self",))
    ):
        cut_offs = cut_offs_of(signal.deadlines.all())
        status = status_of(
            kind=signal.kind,
            opens_on=signal.opens_on,
            cut_offs=cut_offs,
            stated=signal.stated_status,
            at=at,
        )
        deadline = next_deadline(cut_offs, at=at)
        if (status, deadline) != (signal.status, signal.next_deadline):
            signal.status, signal.next_deadline = status, deadline
            changed.append(signal)
    Signal.objects.bulk_update(changed, ["status", "next_deadline"], batch_size=500)
    return [signal.pk for signal in changed]
