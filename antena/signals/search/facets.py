"""How many hits each value of each facet has, under the other filters, and how many hits there are."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from psycopg import sql

from antena.signals.search.filters import every
from antena.signals.search.legs import Asked, meaning_leg
from antena.signals.search.ranking import fetch
from antena.signals.search.request import FACETS

# Hits are counted up to here; beyond, every count is a lower bound and is shown so.
COUNTED: Final = 2000

_LISTS: Final = {"theme": sql.Identifier("theme_ids"), "language": sql.Identifier("languages")}
_MATCHED: Final = sql.SQL("""
WITH {meaning},
near AS MATERIALIZED (SELECT signal_id FROM by_meaning UNION SELECT unnest({near}::bigint[])),
matched AS MATERIALIZED ({matched})
SELECT '' AS facet, '' AS value, count(*) FROM ({hits}) AS hits
{counts}
""")
_EVERYTHING: Final = sql.SQL("SELECT {columns} FROM signals_searchrow r WHERE {filters} LIMIT {cap}")
# Two parts rather than one condition: each has an index of its own.
_FOUND: Final = sql.SQL("""
(SELECT {columns} FROM signals_searchrow r WHERE r.words @@ {query} AND {filters} LIMIT {cap})
UNION ALL SELECT {columns} FROM signals_searchrow r JOIN near USING (signal_id)
WHERE NOT r.words @@ {query} AND {filters}
""")
_ALL_MATCHED: Final = sql.SQL("SELECT 1 FROM matched")
_COUNT: Final = sql.SQL("UNION ALL SELECT {facet}, {column}, count(*) FROM matched WHERE {others} GROUP BY 2")
# The same lists come again and again: counted before they are taken apart.
_COUNT_IN_LISTS: Final = sql.SQL(
    "UNION ALL SELECT {facet}, item::text, sum(times)::bigint FROM ("
    "SELECT {column} AS list, count(*) AS times FROM matched WHERE {others} GROUP BY 1) AS lists"
    " CROSS JOIN LATERAL unnest(list) AS item GROUP BY 2"
)


class Counts(NamedTuple):
    """``total``: hits under all filters. ``values``: facet → value → hits, themes by id. ``capped``: more."""

    total: int
    capped: bool
    values: dict[str, dict[str, int]]


def count(
    asked: Asked,
    *,
    fixed: Sequence[sql.Composable],
    chosen: Mapping[str, sql.Composable],
    near: Sequence[int],
    everything: bool,
) -> Counts:
    """Count the hits of a search; ``everything``: no words were typed, every row is a hit.

    ``near``: the hits by meaning under all filters. What the other values of a chosen facet would add to them
    is looked up here.
    """
    wider = asked if chosen and not everything else asked._replace(vector="")
    form = _EVERYTHING if everything else _FOUND
    same = {"query": asked.tsquery, "cap": sql.Literal(COUNTED + 1)}
    matched = form.format(columns=_columns(chosen), filters=every([*fixed, _all_but_one(chosen)]), **same)
    under_all = form.format(columns=sql.SQL("1"), filters=every([*fixed, *chosen.values()]), **same)
    statement = _MATCHED.format(
        meaning=meaning_leg(wider, fixed, among_rows=False),
        near=sql.Literal(list(near)),
        matched=matched,
        hits=under_all if chosen else _ALL_MATCHED,
        counts=sql.SQL("\n").join(_count(facet, _others(facet, chosen)) for facet in FACETS),
    )
    total = 0
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, hits in fetch(statement):
        if facet:
            values[facet][value] = hits
        else:
            total = hits
    return Counts(min(total, COUNTED), total > COUNTED, values)


def _columns(chosen: Mapping[str, sql.Composable]) -> sql.Composed:
    """What is counted by, and whether a row passes each facet with chosen values."""
    names = [_LISTS.get(facet, sql.Identifier(facet)) for facet in FACETS]
    passing = [sql.SQL("({}) AS {}").format(test, _passes(facet)) for facet, test in chosen.items()]
    return sql.SQL(", ").join([*(sql.SQL("r.{}").format(name) for name in names), *passing])


def _count(facet: str, others: sql.Composable) -> sql.Composed:
    form = _COUNT_IN_LISTS if facet in _LISTS else _COUNT
    column = _LISTS.get(facet, sql.Identifier(facet))
    return form.format(facet=sql.Literal(facet), column=column, others=others)


def _passes(facet: str) -> sql.Identifier:
    return sql.Identifier(f"passes_{facet}")


def _others(facet: str, chosen: Mapping[str, sql.Composable]) -> sql.Composable:
    return every([_passes(other) for other in chosen if other != facet])


def _all_but_one(chosen: Mapping[str, sql.Composable]) -> sql.Composable:
    """A row that fails two facets counts for none."""
    if len(chosen) < 2:
        return every(list(chosen.values())) if not chosen else sql.SQL("true")
    passed = sql.SQL(" + ").join(sql.SQL("({})::int").format(test) for test in chosen.values())
    return sql.SQL("{} >= {}").format(passed, sql.Literal(len(chosen) - 1))
