"""Bodies find their places: after an import the new and the changed, all of them when places came anew."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.models import F

from antena.places import bulk
from antena.records.enums import BY_PERSON, LinkState
from antena.records.linking import Found, Wanted
from antena.records.models import Body
from antena.records.queries import linker
from antena.records.rules import link_state, settled

_BATCH: Final = 2000
_FIELDS: Final = ("name", "country", "city", "postcode", "nuts", "latitude", "longitude")
_COLUMNS: Final = ("id", "kind", "place_id", "state", "confidence", "evidence", "others", "hash")

_ROOM: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS found_link (id bigint, kind text, place_id bigint, state text,"
    " confidence float8, evidence jsonb, others jsonb, hash text) ON COMMIT DELETE ROWS",
    "TRUNCATE found_link",
)
# A person may have decided since the bodies were read.
_WRITE: Final = """
UPDATE records_body body SET kind = found.kind, place_id = found.place_id, link_state = found.state,
    link_confidence = found.confidence, link_evidence = found.evidence, link_others = found.others,
    linked_hash = found.hash, linked_at = %s
FROM found_link found WHERE body.id = found.id AND NOT body.link_state = ANY(%s)
"""


class LinkCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many bodies were looked at, and how many of them are linked, proposed to a person, or neither."""

    linked: int = 0
    proposed: int = 0
    none: int = 0

    @property
    def bodies(self) -> int:
        return self.linked + self.proposed + self.none


def link_bodies(*, at: datetime, everything: bool = False) -> LinkCounts:
    """Find the place of each body that is new or says something new; of ``everything`` when places changed.

    What a person confirmed or rejected is left alone. Each batch is one transaction, so that a run cut off
    goes on where it stopped.
    """
    states: Counter[LinkState] = Counter()
    waiting = Body.objects.exclude(link_state__in=BY_PERSON)
    if not everything:
        waiting = waiting.exclude(content_hash=F("linked_hash"))
    last = 0
    while bodies := list(waiting.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        states.update(_link(bodies, at=at))
        last = bodies[-1].pk
    return LinkCounts(
        linked=states[LinkState.LINKED], proposed=states[LinkState.PROPOSED], none=states[LinkState.NONE]
    )


def _link(bodies: Sequence[Body], *, at: datetime) -> list[LinkState]:
    find = linker().find
    rows = []
    for body in bodies:
        wanted = Wanted(**{name: getattr(body, name) for name in _FIELDS})
        rows.append(_row(body, settled(find(wanted), activity=body.activity)))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _ROOM:
            cursor.execute(statement)
        bulk.copy(cursor, "found_link", _COLUMNS, rows)
        cursor.execute(_WRITE, [at, sorted(BY_PERSON)])
    return [LinkState(row[3]) for row in rows]


def _row(body: Body, found: Found) -> tuple[Any, ...]:
    state, best = link_state(found), found.best
    if best is None or state == LinkState.NONE:
        return body.pk, found.kind, None, state.value, None, "[]", "[]", body.content_hash
    others = [[other.place_id, other.confidence] for other in found.others]
    return (
        body.pk,
        found.kind,
        best.place_id,
        state.value,
        best.confidence,
        msgspec.json.encode(best.evidence).decode(),
        msgspec.json.encode(others).decode(),
        body.content_hash,
    )
