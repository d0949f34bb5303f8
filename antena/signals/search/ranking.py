"""The order of the hits: BM25 over champion lists and nearness of meaning, fused in one statement.

Each leg names its best signals; nearness and the share of the question that words cover are added, as
`relevance` says, and the nearness of what only words found is looked up. An identifier typed whole or in part
goes first. What the legs do not reach but has one of the words follows, the newest first, and is looked for
when a reader gets there.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from psycopg import sql

from antena.signals.search import relevance
from antena.signals.search.filters import every
from antena.signals.search.legs import BEST, Asked, meaning_leg, words_leg
from antena.signals.search.request import Sort
from antena.signals.search.terms import as_tsquery

EF_SEARCH: Final = 200
# Several statements sent at once are one transaction, so these end with it.
_SETTINGS: Final = sql.SQL(
    "SET LOCAL hnsw.ef_search = {}; SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL jit = off;"
    " SET LOCAL work_mem = '32MB'; SET LOCAL max_parallel_workers_per_gather = 0"
).format(sql.Literal(EF_SEARCH))


class Ranked(NamedTuple):
    """A signal of the page asked for and which legs found it."""

    signal_id: int
    by_words: bool
    by_meaning: bool


class Ranking(NamedTuple):
    """One page of the order, and the ids of all that are near by meaning."""

    page: list[Ranked]
    near: list[int]


_FUSED: Final = sql.SQL("""
WITH {words}, {meaning},
named AS (SELECT r.signal_id FROM signals_searchrow r WHERE {named} AND {filters} LIMIT {best}),
found AS (
  SELECT signal_id, sum(score) AS score, max(nearness) AS nearness
  FROM (SELECT signal_id, {cover}::float8 * weight / {full} AS score, NULL::float8 AS nearness FROM by_words
        UNION ALL SELECT signal_id, 0, nearness FROM by_meaning
        UNION ALL SELECT signal_id, {first}, NULL FROM named) AS legs
  GROUP BY signal_id),
fused AS MATERIALIZED (
  SELECT f.signal_id, f.score + greatest(coalesce(f.nearness, {nearness}, 0), 0) AS score FROM found f),
best AS ({best_first}),
rest AS (
  SELECT r.signal_id, 2 AS part,
         row_number() OVER (ORDER BY r.published_on DESC NULLS LAST, r.signal_id DESC) AS place
  FROM signals_searchrow r
  WHERE r.words @@ {query} AND {filters} AND NOT EXISTS (SELECT FROM fused f WHERE f.signal_id = r.signal_id)
  ORDER BY place),
page AS MATERIALIZED (
  SELECT * FROM (SELECT * FROM best UNION ALL SELECT * FROM rest) AS everything OFFSET {offset} LIMIT {limit})
SELECT p.part, p.place, p.signal_id, r.words @@ {query}, m.signal_id IS NOT NULL, NULL::bigint[]
FROM page p JOIN signals_searchrow r USING (signal_id) LEFT JOIN by_meaning m USING (signal_id)
UNION ALL SELECT 0, 0, 0, false, false, (SELECT array_agg(signal_id) FROM by_meaning)
""")
_NEARNESS: Final = sql.SQL(
    "(SELECT -(e.vector <#> {vector}::halfvec) FROM signals_signalembedding e"
    " WHERE e.signal_id = f.signal_id AND e.model = {model})"
)
# More than both legs can give.
_FIRST: Final = 100.0
_BY_RELEVANCE: Final = sql.SQL("""
SELECT signal_id, 1 AS part, row_number() OVER (ORDER BY score DESC, signal_id DESC) AS place
FROM fused ORDER BY place
""")
_BY_DATE: Final = sql.SQL("""
SELECT signal_id, CASE WHEN relevance <= {relevant} THEN 0 ELSE 1 END AS part,
       row_number() OVER (ORDER BY greatest(relevance, {relevant}), {order}) AS place
FROM (SELECT f.signal_id, r.next_deadline, r.published_on,
             row_number() OVER (ORDER BY f.score DESC, f.signal_id DESC) AS relevance
      FROM fused f JOIN signals_searchrow r USING (signal_id)) AS r
ORDER BY place
""")


def rank(asked: Asked, *, order: Sort, at: datetime, offset: int, limit: int) -> Ranking:
    """The hits ``offset`` to ``offset + limit`` of a search with words, in ``order``."""
    filters = every(asked.filters)
    statement = _FUSED.format(
        words=words_leg(asked),
        meaning=meaning_leg(asked, asked.filters, among_rows=asked.facts.few),
        named=_named(asked),
        nearness=_nearness(asked),
        cover=sql.Literal(relevance.COVER),
        full=sql.Literal(relevance.full_cover(asked.facts.words, asked.facts.signal_count)),
        first=sql.Literal(_FIRST),
        filters=filters,
        query=asked.tsquery,
        best=sql.Literal(BEST),
        best_first=_first(order, at),
        offset=sql.Literal(offset),
        limit=sql.Literal(limit),
    )
    rows = fetch(statement)
    page = [Ranked(*row[2:5]) for row in sorted(rows, key=lambda row: row[:2]) if row[2]]
    near = next(row[5] for row in rows if not row[2])
    return Ranking(page, near or [])


def fetch(statement: sql.Composable) -> list[tuple[Any, ...]]:
    """Run a search statement with the settings it needs, for itself only, in one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("; ").join([_SETTINGS, statement]))
        while cursor.nextset():
            pass
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _named(asked: Asked) -> sql.Composable:
    if not asked.identifiers:
        return sql.SQL("false")
    return sql.SQL("r.words @@ {}::tsquery").format(sql.Literal(as_tsquery([], asked.identifiers)))


def _nearness(asked: Asked) -> sql.Composable:
    """The nearness of a row ``f`` that only words found; unknown where nothing is asked by meaning."""
    if not asked.vector:
        return sql.SQL("NULL::float8")
    return _NEARNESS.format(vector=sql.Literal(asked.vector), model=sql.Literal(asked.model))


def _first(order: Sort, at: datetime) -> sql.Composable:
    if order is Sort.RELEVANCE:
        return _BY_RELEVANCE
    return _BY_DATE.format(relevant=sql.Literal(BEST), order=date_order(order, at))


def date_order(order: Sort, at: datetime) -> sql.Composable:
    """ORDER BY terms of a row ``r``: deadlines to come, the soonest first, then past ones; or the newest."""
    newest = sql.SQL("r.published_on DESC NULLS LAST, r.signal_id DESC")
    if order is Sort.NEWEST:
        return newest
    return sql.SQL(
        "coalesce(r.next_deadline < {at}, true), CASE WHEN r.next_deadline >= {at} THEN r.next_deadline END,"
        " r.next_deadline DESC NULLS LAST, {newest}"
    ).format(at=sql.Literal(at), newest=newest)
