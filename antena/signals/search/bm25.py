"""The weight of a lexeme in a signal, in SQL.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with k1 = 1.2 and b = 0.75;
a word of a title counts three times, one of a summary one and a half times (as in BM25F).
"""

from collections.abc import Sequence
from typing import Final

from psycopg import sql

# What a weight adds to the one that every occurrence counts.
_TITLE: Final = 2.0
_SUMMARY: Final = 0.5

# How often a lexeme w, a row of unnest(words), occurs.
FREQUENCY: Final = sql.SQL(
    "(cardinality(w.positions) + {title} * coalesce(cardinality(array_positions(w.weights, 'A')), 0)"
    " + {summary} * coalesce(cardinality(array_positions(w.weights, 'B')), 0))::float4"
).format(title=sql.Literal(_TITLE), summary=sql.Literal(_SUMMARY))

_OF_LEXEMES: Final = sql.SQL(
    "SELECT lexeme, sum(times * cardinality(positions))::float4 AS frequency FROM ("
    "SELECT 1.0::float8 AS times, lexeme, positions FROM unnest({everywhere})"
    " UNION ALL SELECT {title}, lexeme, positions FROM unnest({in_title})"
    " UNION ALL SELECT {summary}, lexeme, positions FROM unnest({in_summary})) AS found GROUP BY lexeme"
)
# Unnesting a whole tsvector to look at three lexemes costs ten times as much as cutting it down first.
_CUT: Final = sql.SQL("ts_filter(setweight({}, 'D', {}::text[]), '{{d}}')")


def impact(frequency: sql.Composable, average_length: float) -> sql.Composed:
    """The weight, in [0, 2.2], of a lexeme that occurs so often in a search row ``r``, without its rarity."""
    return sql.SQL("(2.2 * {f} / ({f} + 1.2 * (0.25 + 0.75 * r.length / {average})))").format(
        f=frequency, average=sql.Literal(max(average_length, 1.0))
    )


def frequencies(lexemes: Sequence[str]) -> sql.Composed:
    """Rows (lexeme, frequency) of those lexemes in a search row ``r``."""
    wanted = sql.Literal(list(lexemes))

    def cut(words: str) -> sql.Composed:
        return _CUT.format(sql.SQL(words), wanted)

    return _OF_LEXEMES.format(
        title=sql.Literal(_TITLE),
        summary=sql.Literal(_SUMMARY),
        everywhere=cut("r.words"),
        in_title=cut("ts_filter(r.words, '{a}')"),
        in_summary=cut("ts_filter(r.words, '{b}')"),
    )
