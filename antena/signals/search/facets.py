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

_VALUE: Final = {
    "theme": sql.SQL("unnest(theme_ids)::text"),
    "language": sql.SQL("unnest(languages)::text"),
}
_MATCHED: Final = sql.SQL("""
WITH {meaning},
matched AS MATERIALIZED (
  SELECT r.kind, r.status, r.impact, r.programme, r.source, r.theme_ids, r.languages, {passing}
  FROM signals_searchrow r WHERE {found} AND {filters} LIMIT {cap})
SELECT '' AS facet, '' AS value, count(*) FROM ({hits}) AS hits
{counts}
""")
_HITS: Final = sql.SQL("SELECT 1 FROM signals_searchrow r WHERE {found} AND {filters} LIMIT {cap}")
_ALL_MATCHED: Final = sql.SQL("SELECT 1 FROM matched")
_COUNT: Final = sql.SQL("UNION ALL SELECT {facet}, {value}, count(*) FROM matched WHERE {others} GROUP BY 2")


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
    found = sql.SQL("true") if everything else _found(asked, near)
    cap = sql.Literal(COUNTED + 1)
    under_all = _HITS.format(found=found, filters=every([*fixed, *chosen.values()]), cap=cap)
    statement = _MATCHED.format(
        meaning=meaning_leg(wider, fixed, among_rows=False),
        passing=sql.SQL(", ").join(
            sql.SQL("({}) AS {}").format(chosen.get(facet, sql.SQL("true")), _passes(facet))
            for facet in FACETS
        ),
        found=found,
        filters=every([*fixed, _all_but_one(chosen)]),
        cap=cap,
        hits=under_all if chosen else _ALL_MATCHED,
        counts=sql.SQL("\n").join(
            _COUNT.format(
                facet=sql.Literal(facet),
                value=_VALUE.get(facet, sql.Identifier(facet)),
                others=_others(facet, chosen),
            )
            for facet in FACETS
        ),
    )
    total = 0
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, hits in fetch(statement):
        if facet:
            values[facet][value] = hits
        else:
            total = hits
    return Counts(min(total, COUNTED), total > COUNTED, values)


def _found(asked: Asked, near: Sequence[int]) -> sql.Composed:
    return sql.SQL(
        "(r.words @@ {} OR r.signal_id = ANY({}::bigint[])"
        " OR r.signal_id IN (SELECT signal_id FROM by_meaning))"
    ).format(asked.tsquery, sql.Literal(list(near)))


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
