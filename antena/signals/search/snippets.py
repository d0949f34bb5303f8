"""The passage of a text that answers a search, with the words found marked as spans: plain Python."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from antena.lib.text import clip, normalise, stem, words

LENGTH: Final = 280
_WORD: Final = re.compile(r"[^\W_]+(?:[·∙•‧⋅][^\W_]+)*")
# Each letter as a small one without accent, one for one, so that places in the text stay what they are.
_FOLDED: Final = {
    code: unicodedata.normalize("NFD", chr(code).lower())[0]
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x386, 0x530))
    if chr(code).isalpha()
}
_DOTTED_L: Final = re.compile(r"(?<=l)[·∙•‧⋅](?=l)")


class Mark(msgspec.Struct, frozen=True):
    """Characters ``start`` to ``end`` of a text that answer the search."""

    start: int
    end: int


class Marked(msgspec.Struct, frozen=True):
    """A plain text and its marks, in order and apart. Never HTML: a template writes the marks."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text as pieces, each with whether it is marked; joined, they are the text."""
        pieces, at = [], 0
        for mark in self.marks:
            pieces += [(self.text[at : mark.start], False), (self.text[mark.start : mark.end], True)]
            at = mark.end
        pieces.append((self.text[at:], False))
        return tuple(piece for piece in pieces if piece[0])


def stems(text: str, language: str) -> frozenset[str]:
    """What the words of a search are recognised by in a text of that language."""
    telling = set(words(text, language))
    return frozenset(_stem(word, language) for word in _WORD.findall(text) if normalise(word) in telling)


def mark(text: str, wanted: frozenset[str], language: str) -> Marked:
    """The whole text with the words marked whose stem is wanted."""
    return Marked(text, tuple(_marks(text, wanted, language)))


def snippet(texts: Sequence[str], wanted: frozenset[str], language: str, *, length: int = LENGTH) -> Marked:
    """The passage, at most about ``length`` characters, with the most different words that are wanted.

    Without any, the beginning of the first text that has one.
    """
    best, best_count = Marked(clip(next((text for text in texts if text), ""), length)), 0
    for text in texts:
        marks = _marks(text, wanted, language)
        for position, first in enumerate(marks):
            inside = [
                mark for mark in marks[position : position + 12] if mark.end <= first.start + length * 3 // 4
            ]
            count = len({_stem(text[mark.start : mark.end], language) for mark in inside})
            if count > best_count:
                best, best_count = _cut(text, inside, length), count
    return best


def _marks(text: str, wanted: frozenset[str], language: str) -> list[Mark]:
    if not wanted:
        return []
    found = _beginnings(wanted).finditer(text.translate(_FOLDED))
    spans = (match.span() for match in found)
    return [Mark(start, end) for start, end in spans if _stem(text[start:end], language) in wanted]


@lru_cache(maxsize=1000)
def _beginnings(wanted: frozenset[str]) -> re.Pattern[str]:
    """Words that begin as one of the stems does: few, so that few need stemming."""
    beginnings = sorted({re.escape(stem[:3]) for stem in wanted})
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(beginnings)})[^\W_]*(?:[·∙•‧⋅][^\W_]+)*")


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    # with its accents, which the stemmers want; the stem itself has none
    return stem(_DOTTED_L.sub("", word.casefold()), language)


def _cut(text: str, marks: Sequence[Mark], length: int) -> Marked:
    """``text`` around the marks, cut between words, with … where something is left out."""
    spare = max(length - (marks[-1].end - marks[0].start), 0)
    start = max(marks[0].start - spare // 3, 0)
    end = min(max(start + length, marks[-1].end), len(text))
    while 0 < start < marks[0].start and not text[start - 1].isspace():
        start += 1
    while marks[-1].end < end < len(text) and not text[end].isspace():
        end -= 1
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(before) - start
    shown = before + text[start:end] + after
    return Marked(
        shown, tuple(Mark(mark.start + shift, mark.end + shift) for mark in marks if mark.end <= end)
    )
