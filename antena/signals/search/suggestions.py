"""Did you mean: the likeliest spelling of words that no title has."""

import re
from typing import Final

from django.db import connection

_WORD: Final = re.compile(r"[^\W\d_]{4,60}")
_MAX_WORDS: Final = 6
# The most alike; among equals the most frequent.
_NEAREST: Final = """
SELECT asked.word, (
  SELECT w.word FROM signals_searchword w WHERE w.word %% asked.word
  ORDER BY similarity(w.word, asked.word) DESC, w.signal_count DESC, w.word LIMIT 1)
FROM unnest(%s::text[]) AS asked (word)
"""


def spelling(text: str) -> str:
    """The text with each unknown word put as a known one nearly like it; empty where nothing changes."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(text)))[:_MAX_WORDS]
    if not words:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [words])
        known = {word: nearest for word, nearest in cursor.fetchall() if nearest}
    better = _WORD.sub(lambda match: _like(match[0], known.get(match[0].lower())), text)
    return "" if better.lower() == text.lower() else better


def _like(word: str, better: str | None) -> str:
    if better is None:
        return word
    return better.capitalize() if word[:1].isupper() else better
