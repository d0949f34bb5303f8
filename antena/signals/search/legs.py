"""The two legs of a search, each naming its best signals in order: words, and nearness of meaning."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db import connection
from psycopg import sql

from antena.signals.search import bm25, champions
from antena.signals.search.filters import every
from antena.signals.search.terms import as_tsquery

# The nearest by meaning are hits if they are at least this near (cosine of centred unit vectors) and not much
# further than the very nearest. Seen on 629 real calls and the bundled model: questions about something else
# reach 0.14 to 0.21, good ones 0.2 to 0.4, the longer the nearer.
NEAREST: Final = 100
NEAR_ENOUGH: Final = 0.2
NEAR_SHARE: Final = 0.7
# Hits by words that are put in the order of their weight: ten pages.
BEST: Final = 200
MAX_LEXEMES: Final = 32
# Fewer rows than this, or than this share, are compared one by one; more go through the indexes.
FEW: Final = 2000
FEW_SHARE: Final = 0.02


class Facts(NamedTuple):
    """What the plan of a search depends on: its lexemes, the rarest first; whether few rows may be hits.

    ``words``: how many words were asked that tell something, whatever the lexemes they give.
    """

    lexemes: list[str]
    signal_count: int
    average_length: float
    few: bool
    words: int = 0


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


_FACTS: Final = sql.SQL("""
SELECT (SELECT coalesce(array_agg(a.lexeme ORDER BY coalesce(c.signal_count, 0), a.lexeme), '{{}}')
        FROM unnest({vector}) AS a LEFT JOIN signals_championlist c ON c.lexeme = a.lexeme),
       s.signal_count, s.average_length,
       {listed} + (SELECT count(*) FROM (SELECT 1 FROM {others} LIMIT s.few) AS others) < s.few
FROM (SELECT n.signal_count, n.average_length, greatest({few}, n.signal_count * {share})::bigint AS few
      FROM (SELECT coalesce(max(signal_count), 0) AS signal_count,
                   coalesce(max(average_length), 0) AS average_length
            FROM signals_searchstatistics) AS n) AS s
""")
# Without filters every row may be a hit: those the lists were made of, whose number is known, and the tail.
_ALL_ROWS: Final = {"listed": sql.SQL("s.signal_count"), "others": sql.SQL("signals_searchtail")}
_PASSING_ROWS: Final = sql.SQL("signals_searchrow r WHERE {}")


def facts(words: sql.Composable, filters: Sequence[sql.Composable], *, telling: int) -> Facts:
    """Look up what the plan depends on. ``words``: the tsvector of what was typed, of which so many tell."""
    passing = {"listed": sql.SQL("0"), "others": _PASSING_ROWS.format(every(filters))}
    statement = _FACTS.format(
        vector=words,
        few=sql.Literal(FEW),
        share=sql.Literal(FEW_SHARE),
        **(passing if filters else _ALL_ROWS),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        lexemes, count, average, few = cursor.fetchone()
    return Facts(lexemes[:MAX_LEXEMES], count, average, few, telling)


# The rows that are read one by one: those few that pass the filters, or those of the tail that may be hits.
_ROWS: Final = sql.SQL("""
SELECT r.signal_id, r.words, r.length FROM signals_searchrow r {tail} WHERE {filters} AND {also}
""")
_TAIL: Final = sql.SQL("JOIN signals_searchtail t ON t.signal_id = r.signal_id")
_LISTED: Final = sql.SQL("""
SELECT l.signal_id, c.lexeme, l.impact / {unit}::float4 AS impact
FROM signals_championlist c
  CROSS JOIN LATERAL unnest(c.signal_ids[:{depth}], c.impacts[:{depth}]) AS l (signal_id, impact)
WHERE c.lexeme = ANY({lexemes}) AND l.signal_id NOT IN (SELECT t.signal_id FROM signals_searchtail t)
""")
# OFFSET 0: looked up from the heaviest down, until there are enough, and never joined whole.
_PASSING: Final = sql.SQL(
    "EXISTS (SELECT FROM signals_searchrow r WHERE r.signal_id = f.signal_id AND {filters} OFFSET 0)"
)
_NOT_LISTED: Final = sql.SQL("SELECT * FROM exact WHERE false")

# Rarity comes from the lists; what has none yet is counted among the rows read one by one.
_WORDS: Final = sql.SQL("""
rows AS MATERIALIZED ({rows}),
exact AS MATERIALIZED (
  SELECT r.signal_id, w.lexeme, {impact} AS impact
  FROM rows r CROSS JOIN LATERAL ({frequencies}) AS w WHERE r.words @@ {query}),
listed AS ({listed}),
rarity AS (
  SELECT lexeme, ln(1 + (greatest({count}, n) - n + 0.5) / (n + 0.5)) AS idf
  FROM (SELECT lexeme, max(n) AS n
        FROM (SELECT lexeme, signal_count::float8 AS n FROM signals_championlist WHERE lexeme = ANY({lexemes})
              UNION ALL SELECT lexeme, count(*) FROM exact GROUP BY lexeme) AS counts
        GROUP BY lexeme) AS most),
weighed AS MATERIALIZED (
  SELECT signal_id, sum(impact * idf) AS weight
  FROM (SELECT * FROM exact UNION ALL SELECT * FROM listed) AS found JOIN rarity USING (lexeme)
  GROUP BY signal_id ORDER BY weight DESC, signal_id DESC),
by_words AS (
  SELECT signal_id, weight FROM weighed f WHERE {passing} LIMIT {best})
""")

_NEAR_AMONG_ROWS: Final = sql.SQL("""
SELECT e.signal_id, e.vector <#> {vector} AS distance
FROM rows r JOIN signals_signalembedding e USING (signal_id) WHERE e.model = {model}
""")
_NEAR_BY_INDEX: Final = sql.SQL("""
SELECT e.signal_id, e.vector <#> {vector} AS distance
FROM signals_signalembedding e {row}
WHERE e.model = {model} AND {filters}
ORDER BY e.vector <#> {vector} LIMIT {nearest}
""")
_ROW_OF_VECTOR: Final = sql.SQL("JOIN signals_searchrow r ON r.signal_id = e.signal_id")
_NEAR_NOTHING: Final = sql.SQL("SELECT 0::bigint AS signal_id, 0::float8 AS distance WHERE false")
_NEAR: Final = sql.SQL("""
nearest AS MATERIALIZED ({nearest}),
by_meaning AS MATERIALIZED (
  SELECT signal_id, -distance AS nearness
  FROM nearest WHERE distance <= least({limit}, {share} * (SELECT min(distance) FROM nearest))
  ORDER BY distance, signal_id DESC LIMIT {count})
""")


def words_leg(asked: Asked) -> sql.Composed:
    """The CTEs ``rows`` to ``by_words``. Few rows are all weighed; of many, the champions and the tail."""
    facts, filters = asked.facts, every(asked.filters)
    lexemes = sql.Literal(facts.lexemes)
    listed = _LISTED.format(
        unit=sql.Literal(champions.IMPACT_UNIT),
        lexemes=lexemes,
        depth=sql.Literal(champions.LIMIT if asked.filters else 2 * BEST),
    )
    return _WORDS.format(
        rows=_ROWS.format(
            tail=sql.SQL("") if facts.few else _TAIL,
            filters=filters,
            also=sql.SQL("true") if facts.few else sql.SQL("r.words @@ {}").format(asked.tsquery),
        ),
        impact=bm25.impact(sql.SQL("w.frequency"), facts.average_length),
        frequencies=bm25.frequencies(facts.lexemes),
        query=asked.tsquery,
        listed=_NOT_LISTED if facts.few else listed,
        count=sql.Literal(float(facts.signal_count)),
        lexemes=lexemes,
        passing=_PASSING.format(filters=filters) if asked.filters else sql.SQL("true"),
        best=sql.Literal(BEST),
    )


def meaning_leg(asked: Asked, filters: Sequence[sql.Composable], *, among_rows: bool) -> sql.Composed:
    """The CTEs ``nearest`` and ``by_meaning``: those near enough to the question that pass ``filters``.

    ``among_rows``: look only at the CTE ``rows`` of `words_leg`, one by one, and find the very nearest.
    """
    values = {
        "vector": sql.SQL("{}::halfvec").format(sql.Literal(asked.vector)),
        "model": sql.Literal(asked.model),
    }
    if not asked.vector:
        nearest: sql.Composable = _NEAR_NOTHING
    elif among_rows:
        nearest = _NEAR_AMONG_ROWS.format(**values)
    else:
        row = _ROW_OF_VECTOR if filters else sql.SQL("")
        nearest = _NEAR_BY_INDEX.format(
            row=row, filters=every(filters), nearest=sql.Literal(NEAREST), **values
        )
    return _NEAR.format(
        nearest=nearest,
        limit=sql.Literal(-NEAR_ENOUGH),
        share=sql.Literal(NEAR_SHARE),
        count=sql.Literal(NEAREST),
    )
