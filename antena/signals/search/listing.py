"""The order of the hits where nothing was typed: by date, straight from the indexes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from psycopg import sql

from antena.signals.search.filters import every
from antena.signals.search.ranking import Ranked, fetch
from antena.signals.search.request import Sort

_NEWEST: Final = sql.SQL("""
SELECT r.signal_id FROM signals_searchrow r WHERE {filters}
ORDER BY r.published_on DESC NULLS LAST, r.signal_id DESC OFFSET {offset} LIMIT {limit}
""")
# Three parts, each in the order of an index; a later part is read only when the earlier ones are used up.
_DEADLINE: Final = sql.SQL("""
SELECT signal_id FROM (
 (SELECT r.signal_id FROM signals_searchrow r WHERE r.next_deadline >= {at} AND {filters}
  ORDER BY r.next_deadline, r.signal_id)
 UNION ALL
 (SELECT r.signal_id FROM signals_searchrow r WHERE r.next_deadline < {at} AND {filters}
  ORDER BY r.next_deadline DESC, r.signal_id DESC)
 UNION ALL
 (SELECT r.signal_id FROM signals_searchrow r WHERE r.next_deadline IS NULL AND {filters}
  ORDER BY r.published_on DESC NULLS LAST, r.signal_id DESC)
) AS parts OFFSET {offset} LIMIT {limit}
""")


def listed(
    filters: Sequence[sql.Composable], *, order: Sort, at: datetime, offset: int, limit: int
) -> list[Ranked]:
    """The rows ``offset`` to ``offset + limit`` of those that pass the filters; no leg found them."""
    statement = (_DEADLINE if order is Sort.DEADLINE else _NEWEST).format(
        filters=every(filters), at=sql.Literal(at), offset=sql.Literal(offset), limit=sql.Literal(limit)
    )
    return [Ranked(signal_id, False, False) for (signal_id,) in fetch(statement)]
