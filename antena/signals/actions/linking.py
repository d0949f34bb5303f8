"""What was read is linked: with the same thing from elsewhere, with what looks like it, with its dossier."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from antena.signals.actions.dossiers import rebuild_dossiers
from antena.signals.actions.joining import misled, regroup
from antena.signals.actions.likenesses import find_likenesses
from antena.signals.actions.lock import one_linking_at_a_time
from antena.signals.models import Unlinked

_BATCH = 2_000


class Linked(NamedTuple):
    """How many signals were looked at and changed leader, dossiers looked at, pairs found that look alike."""

    signals: int
    regrouped: int
    dossiers: int
    likenesses: int


def link_pending(*, at: datetime) -> Linked:
    """Link every signal read since it was last linked; batch by batch, each a transaction of its own.

    The order in which signals come makes no difference to what comes out.
    """
    done = Linked(0, 0, 0, 0)
    while True:
        found = _link_batch(at=at)
        done = Linked(*(a + b for a, b in zip(done, found, strict=True)))
        if found.signals < _BATCH:
            return done


@transaction.atomic
def _link_batch(*, at: datetime) -> Linked:
    one_linking_at_a_time()
    waiting = Unlinked.objects.select_for_update(skip_locked=True).order_by("pk")
    ids = set(waiting.values_list("pk", flat=True)[:_BATCH])
    changed = regroup({*ids, *misled()})
    likenesses = find_likenesses(ids, at=at)
    dossiers = rebuild_dossiers({*ids, *changed}, at=at)
    Unlinked.objects.filter(pk__in=ids).delete()
    return Linked(len(ids), len(changed), dossiers, likenesses)
