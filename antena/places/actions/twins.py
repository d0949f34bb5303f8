"""Twin towns: as sources tell them, linked to places, confirmed or denied by people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from antena.accounts.models import AuditEntry, User
from antena.places import bulk
from antena.places.actions.facts import Stored
from antena.places.enums import TwinState
from antena.places.models import TwinTown


class Twinning(msgspec.Struct, frozen=True, kw_only=True):
    """What one record of a source says of a twinning; the fields are those of `TwinTown`."""

    external_id: str
    content_hash: str
    name: str
    place_id: int | None = None
    twin_id: int | None = None
    country_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    since: date | None = None
    until: date | None = None
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    reason: str = ""
    refs: dict[str, Any] = {}
    url: str = ""
    licence: str = ""
    attribution: str = ""


_COLUMNS: Final = (
    "external_id", "content_hash", "name", "place_id", "twin_id", "country_code", "latitude", "longitude",
    "since", "until", "confidence", "evidence", "reason", "refs", "url", "licence", "attribution",
)  # fmt: skip
_ROOM: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS incoming_twin (external_id text, content_hash text, name text,"
    " place_id bigint, twin_id bigint, country_code text, latitude float8, longitude float8, since date,"
    " until date, confidence float8, evidence jsonb, reason text, refs jsonb, url text, licence text,"
    " attribution text) ON COMMIT DELETE ROWS",
    "TRUNCATE incoming_twin",
)
_KNOWN: Final = """
SELECT external_id, id, content_hash FROM places_twintown WHERE source = %s AND external_id = ANY(%s)
"""
_TOUCH: Final = """
UPDATE places_twintown SET last_seen = %s, authority = %s, delisted_at = NULL WHERE id = ANY(%s)
"""
# What a person decided stays while the record still speaks of the same town. Dates a source once stated stay.
_UPSERT: Final = """
INSERT INTO places_twintown AS known (
    source, external_id, content_hash, name, place_id, twin_id, country_code, latitude, longitude, since,
    until, confidence, evidence, reason, refs, url, licence, attribution, authority, state, first_seen,
    last_seen)
SELECT %(source)s, external_id, content_hash, name, place_id, twin_id, country_code, latitude, longitude,
    since, until, confidence, evidence, reason, refs, url, licence, attribution, %(authority)s, 'told',
    %(at)s, %(at)s
FROM incoming_twin
ON CONFLICT (source, external_id) DO UPDATE SET
    content_hash = excluded.content_hash, name = excluded.name, place_id = excluded.place_id,
    twin_id = excluded.twin_id, country_code = excluded.country_code, latitude = excluded.latitude,
    longitude = excluded.longitude, since = coalesce(excluded.since, known.since),
    until = coalesce(excluded.until, known.until), confidence = excluded.confidence,
    evidence = excluded.evidence, reason = excluded.reason, refs = excluded.refs, url = excluded.url,
    licence = excluded.licence, attribution = excluded.attribution, authority = excluded.authority,
    last_seen = excluded.last_seen, delisted_at = NULL,
    state = CASE WHEN (known.name, known.country_code) = (excluded.name, excluded.country_code)
        THEN known.state ELSE 'told' END
RETURNING id
"""
# What was said of a pair holds for whoever tells of it, from either end.
_INHERIT: Final = """
UPDATE places_twintown twinning
SET state = decided.state, decided_by_id = decided.decided_by_id, decided_at = decided.decided_at
FROM places_twintown decided
WHERE twinning.id = ANY(%s) AND twinning.state = 'told' AND decided.state <> 'told'
  AND ((decided.place_id, decided.twin_id) = (twinning.place_id, twinning.twin_id)
    OR (decided.place_id, decided.twin_id) = (twinning.twin_id, twinning.place_id))
"""
_DELIST: Final = """
UPDATE places_twintown SET delisted_at = %s WHERE source = %s AND last_seen < %s AND delisted_at IS NULL
"""


@transaction.atomic
def touch_twins(*, source: str, authority: int, hashes: Mapping[str, str], at: datetime) -> set[str]:
    """Mark the records that say what they said before as seen; return which those are."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [source, list(hashes)])
        same = [row for row in cursor.fetchall() if row[2] == hashes[row[0]]]
        cursor.execute(_TOUCH, [at, authority, [row[1] for row in same]])
    return {row[0] for row in same}


@transaction.atomic
def store_twins(*, source: str, authority: int, twins: Sequence[Twinning], at: datetime) -> Stored:
    """Write what records of ``source`` say, new or changed; each external id at most once in ``twins``."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [source, [twin.external_id for twin in twins]])
        known = len(cursor.fetchall())
        for statement in _ROOM:
            cursor.execute(statement)
        bulk.copy(cursor, "incoming_twin", _COLUMNS, map(_row, twins))
        cursor.execute(_UPSERT, {"source": source, "authority": authority, "at": at})
        cursor.execute(_INHERIT, [[pk for (pk,) in cursor.fetchall()]])
    return Stored(new=len(twins) - known, changed=known)


@transaction.atomic
def delist_twins(*, source: str, since: datetime) -> int:
    """Mark the source's records last seen before ``since`` as gone; return how many. Nothing is deleted."""
    with connection.cursor() as cursor:
        cursor.execute(_DELIST, [since, source, since])
        return int(cursor.rowcount)


def confirm_twin(*, twinning_id: int, by: User, at: datetime) -> TwinTown:
    """A person says that the two are twinned. Raises `TwinTown.DoesNotExist`."""
    return _decide(twinning_id, TwinState.CONFIRMED, "confirmed twin town", by=by, at=at)


def deny_twin(*, twinning_id: int, by: User, at: datetime) -> TwinTown:
    """A person says that the two are not twinned. Raises `TwinTown.DoesNotExist`."""
    return _decide(twinning_id, TwinState.DENIED, "denied twin town", by=by, at=at)


def undecide_twin(*, twinning_id: int, by: User, at: datetime) -> TwinTown:
    """A person takes back what was said of the two. Raises `TwinTown.DoesNotExist`."""
    return _decide(twinning_id, TwinState.TOLD, "took back on twin town", by=by, at=at)


@transaction.atomic
def _decide(twinning_id: int, state: TwinState, verb: str, *, by: User, at: datetime) -> TwinTown:
    twinning = TwinTown.objects.select_for_update(of=("self",)).get(pk=twinning_id)
    decided = by if state != TwinState.TOLD else None
    same_pair(twinning).update(state=state, decided_by=decided, decided_at=at if decided else None)
    AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_kind="twin town",
        object_id=str(twinning.pk),
        detail={"place": twinning.place_id, "twin": twinning.twin_id, "name": twinning.name},
    )
    twinning.refresh_from_db()
    return twinning


def same_pair(twinning: TwinTown) -> QuerySet[TwinTown]:
    """Every record of the same two towns, from either end and any source; the one given at least."""
    pair = Q(pk=twinning.pk)
    if twinning.place_id is not None and twinning.twin_id is not None:
        pair |= Q(place=twinning.place_id, twin=twinning.twin_id)
        pair |= Q(place=twinning.twin_id, twin=twinning.place_id)
    return TwinTown.objects.filter(pair)


def _row(twin: Twinning) -> list[object]:
    values = (getattr(twin, column) for column in _COLUMNS)
    return [
        msgspec.json.encode(value).decode() if isinstance(value, dict | tuple) else value for value in values
    ]
