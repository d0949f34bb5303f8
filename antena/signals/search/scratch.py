"""A schema of its own for the invented collection, beside the real one and gone afterwards."""

import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

import msgspec
from django.db import connection
from django.utils import timezone

from antena.signals.models import Signal
from antena.signals.search import champions
from antena.signals.search.corpus import Corpus
from antena.signals.search.terms import indexable

_SCHEMA: Final = "antena_search_bench"
_TABLES: Final = (
    "signals_signal",
    "signals_signaltext",
    "signals_deadline",
    "signals_signaltheme",
    "signals_searchrow",
    "signals_signalembedding",
    "signals_championlist",
    "signals_searchtail",
    "signals_searchstatistics",
    "signals_searchword",
)
# One signal made as the model makes it, then as many like it: the model may gain columns.
_SIGNALS: Final = """
INSERT INTO signals_signal
SELECT (jsonb_populate_record(one, jsonb_build_object(
  'id', n, 'external_id', n, 'slug', 'bench-' || n, 'programme', 'programme ' || n %% 97,
  'kind', (ARRAY['call', 'act', 'proposal', 'practice', 'event'])[1 + n %% 5],
  'status', (ARRAY['open', 'closed', 'forthcoming'])[1 + n %% 3],
  'impact', (ARRAY['none', 'money', 'duty'])[1 + n %% 3],
  'published_on', date '2026-11-22' - n %% 3000,
  'next_deadline', timestamptz '2026-11-22' + ((n::bigint * 7919) %% 700 - 350) * interval '1 day'))).*
FROM signals_signal AS one CROSS JOIN generate_series(1, %s - 1) AS n WHERE one.id = 0
"""
_ROWS: Final = """
INSERT INTO signals_searchrow (signal_id, source, kind, status, programme, impact, is_sample, published_on,
  next_deadline, theme_ids, languages, words, length)
SELECT s.id, s.source, s.kind, s.status, s.programme, s.impact, false, s.published_on, s.next_deadline, '{}',
  ARRAY[t.language],
  setweight(to_tsvector(c.name::regconfig, t.title), 'A')
    || setweight(to_tsvector(c.name::regconfig, t.body), 'C'),
  array_length(string_to_array(t.body, ' '), 1) + 8
FROM signals_signal s JOIN signals_signaltext t ON t.signal_id = s.id
  JOIN (VALUES ('ca', 'catalan'), ('es', 'spanish'), ('en', 'english'), ('fr', 'french'))
    AS c (language, name) USING (language)
ORDER BY s.published_on DESC
"""
_INDEXES: Final = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
)


class Building(msgspec.Struct, frozen=True):
    """Seconds that each part of the collection took."""

    texts: float
    lexemes: float
    vectors: float
    indexes: float
    champion_lists: float

    @property
    def total(self) -> float:
        """All of them."""
        return float(sum(msgspec.structs.astuple(self)))


@contextmanager
def scratch(corpus: Corpus, *, model: str) -> Iterator[Building]:
    """The collection stored in tables of its own, which every query of this connection sees until the end."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE; CREATE SCHEMA {_SCHEMA}")
        try:
            cursor.execute(f"SET search_path = {_SCHEMA}, public")
            yield _build(cursor, corpus, model)
        finally:
            cursor.execute("RESET search_path; RESET maintenance_work_mem")
            cursor.execute(f"DROP SCHEMA {_SCHEMA} CASCADE")


def _build(cursor: Any, corpus: Corpus, model: str) -> Building:
    for table in _TABLES:
        cursor.execute(
            f"CREATE TABLE {_SCHEMA}.{table} (LIKE public.{table}"
            " INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING IDENTITY)"
        )
    cursor.execute("ALTER TABLE signals_searchrow SET (toast_tuple_target = 8160)")
    moments = [time.perf_counter()]

    def part() -> None:
        moments.append(time.perf_counter())

    _copy(cursor, corpus, model, part)
    at = timezone.now()
    Signal.objects.create(id=0, source="bench", external_id="0", slug="bench-0", first_seen=at, last_seen=at)
    cursor.execute(_SIGNALS, [corpus.size])
    cursor.execute(_ROWS)
    part()
    _index(cursor)
    part()
    champions.rebuild(at=timezone.now())
    part()
    texts, vectors, lexemes, indexes, lists = (b - a for a, b in pairwise(moments))
    return Building(texts, lexemes, vectors, indexes, lists)


def _copy(cursor: Any, corpus: Corpus, model: str, part: Callable[[], None]) -> None:
    """Texts and vectors, each by COPY; ``part`` is called when each is done."""
    vectors = []
    with cursor.copy(
        "COPY signals_signaltext (signal_id, language, origin, engine, title, summary, body, conditions,"
        " source_hash, updated_at) FROM STDIN"
    ) as copy:
        for item in corpus.documents():
            title, body = indexable(item.title, "en"), indexable(item.body, "en")
            copy.write_row(
                (item.number, item.language, "official", "", title, "", body, "", "", "2026-11-22T00:00:00Z")
            )
            vectors.append(item.vector.astype(">f2"))
    part()
    with cursor.copy(
        "COPY signals_signalembedding (signal_id, model, vector) FROM STDIN (FORMAT binary)"
    ) as copy:
        copy.set_types(["int8", "varchar", "bytea"])
        for number, vector in enumerate(vectors):
            copy.write_row((number, model, struct.pack(">HH", len(vector), 0) + vector.tobytes()))
    part()


def _index(cursor: Any) -> None:
    """The indexes of the real tables, built as a loaded database would build them."""
    cursor.execute("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2")
    cursor.execute(_INDEXES, [list(_TABLES)])
    for _name, definition in cursor.fetchall():
        cursor.execute(definition.replace(" ON public.", f" ON {_SCHEMA}."))
    for table in _TABLES:
        cursor.execute(f"ANALYZE {table}")
