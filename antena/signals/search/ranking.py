"""The order of the hits: BM25 over champion lists and nearness of meaning, fused in one statement.

Each leg names its best signals in order; their places are fused by reciprocal rank (Cormack, Clarke and
Büttcher, 2009: 1 / (60 + place), summed). An identifier typed whole or in part goes first. What the legs
do not reach but has one of the words follows, the newest first, and is looked for when a reader gets there.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from antena.signals.search import champions
from antena.signals.search.filters import every
from antena.signals.search.request import Sort
from antena.signals.search.terms import as_tsquery

# The nearest by meaning that count as hits, if they are at least this near (cosine of centred unit vectors).
NEAREST: Final = 100
NEAR_ENOUGH: Final = 0.3
# Best hits by words that are ordered by weight.
BEST: Final = 1000
# When ordered by date, this many of the most relevant are put in that order before the rest.
RELEVANT: Final = 500
MAX_LEXEMES: Final = 32
# Fewer rows than this, or than this share, are compared one by one; more go through the indexes.
FEW: Final = 2000
FEW_SHARE: Final = 0.02
EF_SEARCH: Final = 200


class Facts(NamedTuple):
    """What the plan of a search depends on: its lexemes, the rarest first; whether few rows may be hits."""

    lexemes: list[str]
    signal_count: int
    average_length: float
    few: bool


class Asked(NamedTuple):
    """A search taken apart into SQL. ``vector`` is a halfvec literal or empty; ``filters`` all hold."""

    facts: Facts
    identifiers: tuple[str, ...]
    vector: str
    model: str
    filters: Sequence[sql.Composable]

    @property
    def tsquery(self) -> sql.Composable:
        """Any of the words or identifiers."""
        text = as_tsquery(self.facts.lexemes, self.identifiers)
        return sql.SQL("{}::tsquery").format(sql.Literal(text))


class Ranked(NamedTuple):
    """A signal of the page asked for and which legs found it."""

    signal_id: int
    by_words: bool
    by_meaning: bool


class Ranking(NamedTuple):
    """One page of the order, and the ids of all that are near by meaning."""

    page: list[Ranked]
    near: list[int]


_FACTS: Final = sql.SQL("""
SELECT (SELECT coalesce(array_agg(a.lexeme ORDER BY coalesce(c.signal_count, 0), a.lexeme), '{{}}')
        FROM unnest({vector}) AS a LEFT JOIN signals_championlist c ON c.lexeme = a.lexeme),
       coalesce(s.signal_count, 0), coalesce(s.average_length, 0),
       (SELECT count(*) FROM (SELECT 1 FROM signals_searchrow r WHERE {filters}
                              LIMIT greatest({few}, {share} * coalesce(s.signal_count, 0))) AS passing)
       < greatest({few}, floor({share} * coalesce(s.signal_count, 0)))
FROM (SELECT 1) AS one LEFT JOIN signals_searchstatistics s ON s.id = 1
""")


def facts(words: sql.Composable, filters: Sequence[sql.Composable]) -> Facts:
    """Look up what the plan depends on. ``words``: the tsvector of what was typed."""
    statement = _FACTS.format(
        vector=words, filters=every(filters), few=sql.Literal(FEW), share=sql.Literal(FEW_SHARE)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        lexemes, count, average, few = cursor.fetchone()
    return Facts(lexemes[:MAX_LEXEMES], count, average, few)


# One leg each: signal_id and place. All read r, a search row that passes the filters.
_EXACT_WORDS: Final = sql.SQL("""
SELECT r.signal_id, w.lexeme, {impact} AS impact
FROM signals_searchrow r {tail} CROSS JOIN LATERAL unnest(r.words) AS w
WHERE r.words @@ {query} AND w.lexeme = ANY({lexemes}) AND {filters}
""")
_LISTED_WORDS: Final = sql.SQL("""
SELECT l.signal_id, c.lexeme, l.impact / {unit}::float4 AS impact
FROM signals_championlist c CROSS JOIN LATERAL unnest(c.signal_ids, c.impacts) AS l (signal_id, impact)
{row}
WHERE c.lexeme = ANY({lexemes}) AND {filters}
  AND NOT EXISTS (SELECT FROM signals_searchtail t WHERE t.signal_id = l.signal_id)
""")
_ROW: Final = sql.SQL("JOIN signals_searchrow r ON r.signal_id = l.signal_id")
_TAIL: Final = sql.SQL("JOIN signals_searchtail t ON t.signal_id = r.signal_id")

_WORDS: Final = sql.SQL("""
exact AS MATERIALIZED ({exact}),
listed AS ({listed}),
rarity AS (
  SELECT lexeme, ln(1 + (greatest({count}, n) - n + 0.5) / (n + 0.5)) AS idf
  FROM (SELECT lexeme, max(n) AS n
        FROM (SELECT lexeme, signal_count::float8 AS n FROM signals_championlist WHERE lexeme = ANY({lexemes})
              UNION ALL SELECT lexeme, count(*) FROM exact GROUP BY lexeme) AS counts
        GROUP BY lexeme) AS most),
by_words AS (
  SELECT signal_id, row_number() OVER (ORDER BY sum(impact * idf) DESC, signal_id DESC) AS place
  FROM (SELECT * FROM exact UNION ALL SELECT * FROM listed) AS found JOIN rarity USING (lexeme)
  GROUP BY signal_id ORDER BY place LIMIT {best})
""")

_NEAR_AMONG_FEW: Final = sql.SQL("""
SELECT e.signal_id, e.vector <#> {vector} AS distance
FROM signals_searchrow r JOIN signals_signalembedding e USING (signal_id)
WHERE e.model = {model} AND {filters}
""")
_NEAR_BY_INDEX: Final = sql.SQL("""
SELECT e.signal_id, e.vector <#> {vector} AS distance
FROM signals_signalembedding e {row}
WHERE e.model = {model} AND {filters}
ORDER BY e.vector <#> {vector} LIMIT {nearest}
""")
_ROW_OF_VECTOR: Final = sql.SQL("JOIN signals_searchrow r ON r.signal_id = e.signal_id")
_NEAR: Final = sql.SQL("""
nearest AS MATERIALIZED ({nearest}),
by_meaning AS MATERIALIZED (
  SELECT signal_id, row_number() OVER (ORDER BY distance, signal_id DESC) AS place
  FROM nearest WHERE distance <= {limit} ORDER BY place LIMIT {count})
""")

_FUSED: Final = sql.SQL("""
WITH {words}, {meaning},
named AS (SELECT r.signal_id FROM signals_searchrow r WHERE {named} AND {filters} LIMIT {best}),
fused AS MATERIALIZED (
  SELECT signal_id, sum(score) AS score
  FROM (SELECT signal_id, 1::float8 / (60 + place) AS score FROM by_words
        UNION ALL SELECT signal_id, 1::float8 / (60 + place) FROM by_meaning
        UNION ALL SELECT signal_id, 1 FROM named) AS legs
  GROUP BY signal_id),
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
_BY_RELEVANCE: Final = sql.SQL("""
SELECT signal_id, 1 AS part, row_number() OVER (ORDER BY score DESC, signal_id DESC) AS place
FROM fused WHERE EXISTS (SELECT FROM signals_searchrow r WHERE r.signal_id = fused.signal_id) ORDER BY place
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
        words=_words_leg(asked),
        meaning=meaning_leg(asked, asked.filters, few=asked.facts.few),
        named=_named(asked),
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
    """Run a search statement with the settings it needs, for its own transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL hnsw.ef_search = {EF_SEARCH}; SET LOCAL hnsw.iterative_scan = relaxed_order;"
            " SET LOCAL jit = off; SET LOCAL work_mem = '32MB'; SET LOCAL max_parallel_workers_per_gather = 0"
        )
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _words_leg(asked: Asked) -> sql.Composed:
    """Few rows are all scored from their own lexemes; of many, the champions, and the tail likewise."""
    facts = asked.facts
    common = {"lexemes": sql.Literal(facts.lexemes), "filters": every(asked.filters)}
    exact = _EXACT_WORDS.format(
        impact=champions.impact(facts.average_length),
        tail=sql.SQL("") if facts.few else _TAIL,
        query=asked.tsquery,
        **common,
    )
    listed = _LISTED_WORDS.format(
        unit=sql.Literal(champions.IMPACT_UNIT), row=_ROW if asked.filters else sql.SQL(""), **common
    )
    nothing = sql.SQL("SELECT * FROM exact WHERE false")
    return _WORDS.format(
        exact=exact,
        listed=nothing if facts.few else listed,
        count=sql.Literal(float(facts.signal_count)),
        best=sql.Literal(BEST),
        lexemes=common["lexemes"],
    )


def meaning_leg(asked: Asked, filters: Sequence[sql.Composable], *, few: bool) -> sql.Composed:
    """The CTEs ``nearest`` and ``by_meaning``: those near enough to the question that pass ``filters``."""
    vector = sql.SQL("{}::halfvec").format(sql.Literal(asked.vector))
    values = {"vector": vector, "model": sql.Literal(asked.model), "filters": every(filters)}
    if not asked.vector:
        nearest: sql.Composable = sql.SQL("SELECT 0::bigint AS signal_id, 0.0 AS distance WHERE false")
    elif few:
        nearest = _NEAR_AMONG_FEW.format(**values)
    else:
        row = _ROW_OF_VECTOR if filters else sql.SQL("")
        nearest = _NEAR_BY_INDEX.format(row=row, nearest=sql.Literal(NEAREST), **values)
    return _NEAR.format(nearest=nearest, limit=sql.Literal(-NEAR_ENOUGH), count=sql.Literal(NEAREST))


def _named(asked: Asked) -> sql.Composable:
    if not asked.identifiers:
        return sql.SQL("false")
    return sql.SQL("r.words @@ {}::tsquery").format(sql.Literal(as_tsquery([], asked.identifiers)))


def _first(order: Sort, at: datetime) -> sql.Composable:
    if order is Sort.RELEVANCE:
        return _BY_RELEVANCE
    return _BY_DATE.format(relevant=sql.Literal(RELEVANT), order=date_order(order, at))


def date_order(order: Sort, at: datetime) -> sql.Composable:
    """ORDER BY terms of a row ``r``: deadlines to come, the soonest first, then past ones; or the newest."""
    newest = sql.SQL("r.published_on DESC NULLS LAST, r.signal_id DESC")
    if order is Sort.NEWEST:
        return newest
    return sql.SQL(
        "coalesce(r.next_deadline < {at}, true), CASE WHEN r.next_deadline >= {at} THEN r.next_deadline END,"
        " r.next_deadline DESC NULLS LAST, {newest}"
    ).format(at=sql.Literal(at), newest=newest)
