"""BM25 prepared: for each lexeme the signals in which it weighs most.

A list holds the `LIMIT` heaviest signals of a lexeme, without its rarity, which changes with every signal.
Signals indexed since the lists were made are the *tail*: a search scores them from their own lexemes, so they
are found at once, and the lists are made anew when the tail grows (`is_due`).
"""

import re
from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from antena.signals.models import SearchRow, SearchTail, SignalText
from antena.signals.search import bm25
from antena.signals.search.terms import IDENTIFIER

LIMIT: Final = 1000
IMPACT_UNIT: Final = 10_000
# A tail of this many signals, or of this share of all, is due: it costs a search about 5 ms.
_DUE_COUNT: Final = 2000
_DUE_SHARE: Final = 0.02
_WORD: Final = re.compile(r"[^\W\d_]{4,60}")

_LENGTH: Final = "SELECT count(*), coalesce(avg(length), 0) FROM signals_searchrow"
_LISTS: Final = """
INSERT INTO signals_championlist (lexeme, signal_count, signal_ids, impacts)
SELECT lexeme, count(*),
       (array_agg(signal_id ORDER BY impact DESC, signal_id DESC))[1:%(limit)s],
       (array_agg(impact ORDER BY impact DESC, signal_id DESC))[1:%(limit)s]
FROM ({postings}) AS posting
GROUP BY lexeme
"""
_POSTINGS: Final = """
SELECT w.lexeme, r.signal_id, ({impact} * %(unit)s)::smallint AS impact
FROM signals_searchrow r CROSS JOIN LATERAL unnest(r.words) AS w
WHERE w.lexeme NOT LIKE %(identifiers)s
"""
_FOLDED: Final = (
    "CREATE TEMP TABLE folded_tail ON COMMIT DROP AS SELECT signal_id, since FROM signals_searchtail"
)
# A signal indexed again meanwhile has a later moment and stays in the tail.
_FORGET_TAIL: Final = (
    "DELETE FROM signals_searchtail t USING folded_tail f"
    " WHERE t.signal_id = f.signal_id AND t.since = f.since"
)
_STATISTICS: Final = (
    "INSERT INTO signals_searchstatistics (id, signal_count, average_length, built_at) VALUES (1, %s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET signal_count = excluded.signal_count,"
    " average_length = excluded.average_length, built_at = excluded.built_at"
)


def rebuild(*, at: datetime) -> int:
    """Make the champion lists and the words of "did you mean" anew; returns how many lexemes have a list.

    Searches go on meanwhile with the lists as they were.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('signals_championlist'))")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(_FOLDED)
        cursor.execute(_LENGTH)
        count, average = cursor.fetchone()
        cursor.execute("DELETE FROM signals_championlist")
        postings = sql.SQL(_POSTINGS).format(impact=bm25.impact(bm25.FREQUENCY, float(average)))
        cursor.execute(
            sql.SQL(_LISTS).format(postings=postings),
            {"limit": LIMIT, "unit": IMPACT_UNIT, "identifiers": f"{IDENTIFIER}%"},
        )
        lexemes = int(cursor.rowcount)
        cursor.execute(_STATISTICS, [count, float(average), at])
        cursor.execute(_FORGET_TAIL)
        _write_vocabulary(cursor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('search_words')")
        cursor.execute(
            "ANALYZE signals_searchrow, signals_championlist, signals_searchword, signals_searchtail"
        )
    return lexemes


def is_due() -> bool:
    """Whether the tail has grown so long that the lists should be made anew."""
    tail = SearchTail.objects.count()
    return tail > 0 and tail >= min(_DUE_COUNT, _DUE_SHARE * SearchRow.objects.count())


def _write_vocabulary(cursor: Any) -> None:
    """The words of all titles as they are written, with how many titles have each."""
    titles = SignalText.objects.values_list("title", flat=True)
    counts = Counter(word for title in titles for word in set(_WORD.findall(title.lower())))
    cursor.execute("DELETE FROM signals_searchword")
    with cursor.copy("COPY signals_searchword (word, signal_count) FROM STDIN") as copy:
        for row in counts.items():
            copy.write_row(row)
