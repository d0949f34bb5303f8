"""What sources say of places, written by COPY: each record once, the unchanged only touched.

A source that says nothing changes nothing. What a place shows follows from its statements (`settling`), so
that two sources that disagree both stay on record and neither the order they came in nor a second run makes a
difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from antena.lib.text import normalise
from antena.places import bulk
from antena.places.actions import settling
from antena.places.naming import LONGEST

# Codes of regions: many places share one.
_SHARED: Final = ("nuts", "region", "province", "county")


class NewFigure(msgspec.Struct, frozen=True, array_like=True):
    """A value of an indicator in a period; ``status`` as `Figure.status`."""

    indicator: str
    period: str
    value: float
    status: str = ""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What one record of a source says of one place, or of an ``area``; of neither where ``reason`` says why.

    ``said`` is field → value as `Statement.said`, only what the record does say. ``codes`` is scheme → code.
    """

    external_id: str
    content_hash: str
    place_id: int | None = None
    area: str = ""
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()
    reason: str = ""
    ref: dict[str, Any] = {}
    said: dict[str, Any] = {}
    codes: dict[str, str] = {}
    figures: tuple[NewFigure, ...] = ()
    url: str = ""
    licence: str = ""
    attribution: str = ""


class Stored(msgspec.Struct, frozen=True):
    """How many records were new, and how many said something else than before."""

    new: int = 0
    changed: int = 0


_KNOWN: Final = """
SELECT external_id, id, content_hash, authority FROM places_statement
WHERE source = %s AND external_id = ANY(%s)
"""
_TOUCH: Final = """
UPDATE places_statement SET last_seen = %s, authority = %s, delisted_at = NULL WHERE id = ANY(%s)
RETURNING place_id
"""
_COLUMNS: Final = (
    "external_id", "place_id", "area", "confidence", "evidence", "reason", "ref", "said", "figures", "url",
    "licence", "attribution", "content_hash",
)  # fmt: skip
_ROOM: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS incoming_statement (external_id text, place_id bigint, area text,"
    " confidence float8, evidence jsonb, reason text, ref jsonb, said jsonb, figures jsonb, url text,"
    " licence text, attribution text, content_hash text) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE IF NOT EXISTS incoming_figure (place_id bigint, area text, indicator text,"
    " period text, value float8, status text) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE IF NOT EXISTS incoming_code (place_id bigint, scheme text, code text,"
    " identifies boolean, confidence float8) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE IF NOT EXISTS incoming_place_name (place_id bigint, text text) ON COMMIT DELETE ROWS",
    "TRUNCATE incoming_statement, incoming_figure, incoming_code, incoming_place_name",
)
_UPSERT: Final = """
INSERT INTO places_statement AS known (
    source, external_id, place_id, area, authority, confidence, evidence, reason, ref, said, figures, url,
    licence, attribution, content_hash, first_seen, last_seen)
SELECT %(source)s, external_id, place_id, area, %(authority)s, confidence, evidence, reason, ref, said,
    figures, url, licence, attribution, content_hash, %(at)s, %(at)s
FROM incoming_statement
ON CONFLICT (source, external_id) DO UPDATE SET
    place_id = excluded.place_id, area = excluded.area, authority = excluded.authority,
    confidence = excluded.confidence, evidence = excluded.evidence, reason = excluded.reason,
    ref = excluded.ref, said = known.said || excluded.said, figures = excluded.figures, url = excluded.url,
    licence = excluded.licence, attribution = excluded.attribution, content_hash = excluded.content_hash,
    last_seen = excluded.last_seen, delisted_at = NULL
RETURNING xmax = 0
"""
_PLACES_BEFORE: Final = """
SELECT place_id FROM places_statement
WHERE source = %s AND external_id = ANY(%s) AND place_id IS NOT NULL
"""
_UPSERT_FIGURES: Final = """
INSERT INTO places_figure AS known (place_id, area, indicator, period, value, status, source, seen_at)
SELECT DISTINCT ON (place_id, area, indicator, period)
    place_id, area, indicator, period, value, status, %(source)s, %(at)s
FROM incoming_figure
ON CONFLICT (place_id, area, indicator, period, source) DO UPDATE SET
    value = excluded.value, status = excluded.status, seen_at = excluded.seen_at
WHERE (known.value, known.status) IS DISTINCT FROM (excluded.value, excluded.status)
"""
# A code that names one place stays with whom the better source gave it to.
_UPSERT_CODES: Final = """
INSERT INTO places_placecode AS known (
    place_id, country_id, scheme, code, identifies, source, authority, confidence, seen_at)
SELECT DISTINCT ON (country_id, scheme, code) place_id, country_id, scheme, code, true, %(source)s,
    %(authority)s, confidence, %(at)s
FROM incoming_code JOIN places_place place ON place.id = place_id
WHERE identifies ORDER BY country_id, scheme, code, confidence DESC, place_id
ON CONFLICT (scheme, code, country_id) WHERE identifies DO UPDATE SET
    place_id = excluded.place_id, source = excluded.source, authority = excluded.authority,
    confidence = excluded.confidence, seen_at = excluded.seen_at
WHERE known.source = excluded.source
    OR (excluded.authority, excluded.confidence) > (known.authority, known.confidence)
"""
_UPSERT_SHARED: Final = """
INSERT INTO places_placecode (
    place_id, country_id, scheme, code, identifies, source, authority, confidence, seen_at)
SELECT DISTINCT ON (place_id, scheme, code) place_id, country_id, scheme, code, false, %(source)s,
    %(authority)s, confidence, %(at)s
FROM incoming_code JOIN places_place place ON place.id = place_id WHERE NOT identifies
ON CONFLICT (place_id, scheme, code) DO NOTHING
"""
_NEW_NAMES: Final = """
INSERT INTO places_placename (place_id, text, is_member, weight)
SELECT DISTINCT place_id, incoming.text, place.is_member,
    coalesce((SELECT max(weight) FROM places_placename WHERE place_id = place.id), 0)
FROM incoming_place_name incoming JOIN places_place place ON place.id = place_id
ON CONFLICT (place_id, text) DO NOTHING
"""
_DELIST: Final = """
UPDATE {} SET delisted_at = %s WHERE source = %s AND last_seen < %s AND delisted_at IS NULL RETURNING place_id
"""


@transaction.atomic
def touch_facts(*, source: str, authority: int, hashes: Mapping[str, str], at: datetime) -> set[str]:
    """Mark the records that say what they said before as seen; return which those are.

    ``hashes`` is external id → content hash. A source whose authority changed is weighed again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [source, list(hashes)])
        same = [row for row in cursor.fetchall() if row[2] == hashes[row[0]]]
        cursor.execute(_TOUCH, [at, authority, [row[1] for row in same]])
        places = [place_id for (place_id,) in cursor.fetchall() if place_id is not None]
        if any(row[3] != authority for row in same):
            settling.settle(cursor, places, at=at)
    return {row[0] for row in same}


@transaction.atomic
def store_facts(*, source: str, authority: int, facts: Sequence[Fact], at: datetime) -> Stored:
    """Write what records of ``source`` say, new or changed; each external id at most once in ``facts``.

    Places show what the best of their statements says. Facts of no place or area are kept with their reason.
    """
    with connection.cursor() as cursor:
        new = _write(cursor, source=source, authority=authority, facts=facts, at=at)
    return Stored(new=new, changed=len(facts) - new)


@transaction.atomic
def delist_facts(*, source: str, since: datetime) -> int:
    """Mark the source's records last seen before ``since`` as gone; return how many. Nothing is deleted."""
    with connection.cursor() as cursor:
        cursor.execute(_DELIST.format("places_statement"), [since, source, since])
        places = [place_id for (place_id,) in cursor.fetchall()]
        settling.settle(cursor, [place_id for place_id in places if place_id is not None], at=since)
    return len(places)


def _write(cursor: CursorWrapper, *, source: str, authority: int, facts: Sequence[Fact], at: datetime) -> int:
    """Write them; return how many records were not known."""
    for statement in _ROOM:
        cursor.execute(statement)
    # A record may move from one place to another: the one it leaves is settled too.
    cursor.execute(_PLACES_BEFORE, [source, [fact.external_id for fact in facts]])
    places = {place_id for (place_id,) in cursor.fetchall()}
    places |= {fact.place_id for fact in facts if fact.place_id is not None}
    terms: dict[str, Any] = {"source": source, "authority": authority, "at": at}
    bulk.copy(cursor, "incoming_statement", _COLUMNS, map(_row, facts))
    cursor.execute(_UPSERT, terms)
    new = sum(bool(is_new) for (is_new,) in cursor.fetchall())
    placed = [fact for fact in facts if fact.place_id is not None or fact.area]
    bulk.copy(
        cursor,
        "incoming_figure",
        ("place_id", "area", "indicator", "period", "value", "status"),
        (
            (fact.place_id, fact.area, one.indicator, one.period, one.value, one.status)
            for fact in placed
            for one in fact.figures
        ),
    )
    cursor.execute(_UPSERT_FIGURES, terms)
    bulk.copy(
        cursor, "incoming_code", ("place_id", "scheme", "code", "identifies", "confidence"), _codes(placed)
    )
    cursor.execute(_UPSERT_CODES, terms)
    cursor.execute(_UPSERT_SHARED, terms)
    bulk.copy(cursor, "incoming_place_name", ("place_id", "text"), _names(placed))
    cursor.execute(_NEW_NAMES)
    settling.settle(cursor, sorted(places), at=at)
    return new


def _row(fact: Fact) -> tuple[object, ...]:
    is_placed = fact.place_id is not None or bool(fact.area)
    return (
        fact.external_id,
        fact.place_id,
        fact.area,
        fact.confidence,
        _json(fact.evidence),
        fact.reason,
        _json(fact.ref),
        _json(fact.said),
        "[]" if is_placed else _json(fact.figures),
        fact.url,
        fact.licence,
        fact.attribution,
        fact.content_hash,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _codes(facts: Iterable[Fact]) -> Iterable[tuple[object, ...]]:
    for fact in facts:
        if fact.place_id is not None:
            for scheme, code in fact.codes.items():
                yield fact.place_id, scheme, code, not scheme.startswith(_SHARED), fact.confidence


def _names(facts: Iterable[Fact]) -> Iterable[tuple[object, ...]]:
    for fact in facts:
        if fact.place_id is not None:
            for field, name in fact.said.items():
                text = normalise(str(name)) if field.startswith("names.") else ""
                if 0 < len(text) <= LONGEST:
                    yield fact.place_id, text
