"""Finds the terms of one language in a text in a single pass over its words, by stem."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from antena.lib import text as words_of
from antena.lib.text.stopwords import STOP_WORDS
from antena.themes.classifier.stems import stem

# A word with what may stand inside it: the dot of l·l in its spellings, and combining accents.
_TOKEN: Final = re.compile(r"(?:[eE]-)?(?:[^\W_]|[\u0300-\u036f·‧•∙⋅]|(?<=[lL])\.(?=[lL]))+")
_BREAK: Final = re.compile(r"[.,;:!?()\[\]«»“”|•]")
_SENTENCE_END: Final = re.compile(r"[.;!?\n]")
_WIDEST_GAP: Final = 10
_UNKNOWN: Final = 0
_CACHED_WORDS: Final = 200_000


class Owner(msgspec.Struct, frozen=True):
    """A theme or goal, by its place in the classifier's list, and how much a term says for it."""

    place: int
    weight: float
    is_hint: bool


class Term(msgspec.Struct, frozen=True, eq=False):
    """A word or phrase of ``length`` words, and the themes and goals it speaks for.

    Boilerplate speaks for none; with ``hushes_sentence`` nothing else in its sentence counts either.
    """

    length: int
    owners: tuple[Owner, ...]
    hushes_sentence: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A term as it stands in a text: characters ``start`` to ``end``."""

    term: Term
    start: int
    end: int


class _Node:
    __slots__ = ("next", "term")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.term: Term | None = None


class Lexicon:
    """The terms of one language. Longest match first, left to right; phrases do not cross punctuation.

    ``false_friends`` are words that share a stem with a term by accident: they count inside a phrase, never
    alone. ``needed`` are function words that phrases need all the same.
    """

    def __init__(
        self, language: str, *, false_friends: Iterable[str] = (), needed: Iterable[str] = ()
    ) -> None:
        self._language = language
        self._written_stops = STOP_WORDS.get(language, frozenset())
        self._needed = {words_of.normalise(word) for word in needed}
        self._false_friends = {words_of.normalise(word) for word in false_friends}
        self._numbers: dict[str, int] = {}
        self._root = _Node()
        self._known: dict[str, tuple[int, ...]] = {}

    def stems(self, phrase: str) -> tuple[str, ...]:
        """The stems ``phrase`` is matched by; empty when it holds only function words."""
        return tuple(
            stem(form, self._language) for token in _TOKEN.findall(phrase) for form in self._forms(token)
        )

    def add(
        self, stems: tuple[str, ...], owners: Iterable[Owner] = (), *, hushes_sentence: bool = False
    ) -> None:
        """Make a term known; one with the same stems is replaced."""
        node = self._root
        for each in stems:
            number = self._numbers.setdefault(each, len(self._numbers) + 1)
            node = node.next.setdefault(number, _Node())
        node.term = Term(len(stems), tuple(owners), hushes_sentence)
        self._known.clear()

    def find(self, text: str) -> tuple[list[Hit], int]:
        """The terms in ``text``, and how many words it has without function words."""
        numbers: list[int] = []
        tokens: list[re.Match[str]] = []
        known = self._known
        for token in _TOKEN.finditer(text):
            found = known.get(token[0])
            if found is None:
                found = self._look_up(token[0])
            for number in found:
                numbers.append(number)
                tokens.append(token)
        hits = self._hits(text, numbers, tokens)
        return _heard(text, hits), len(numbers)

    def _hits(self, text: str, numbers: list[int], tokens: list[re.Match[str]]) -> list[Hit]:
        hits: list[Hit] = []
        roots = self._root.next
        at = 0
        while at < len(numbers):
            node = roots.get(abs(numbers[at])) if numbers[at] else None
            term = self._longest(text, numbers, tokens, at, node) if node else None
            if term is None:
                at += 1
                continue
            hits.append(Hit(term, tokens[at].start(), tokens[at + term.length - 1].end()))
            at += term.length
        return hits

    def _longest(
        self, text: str, numbers: list[int], tokens: list[re.Match[str]], at: int, node: _Node
    ) -> Term | None:
        # A false friend has a negative number.
        best = node.term if numbers[at] > 0 else None
        for place in range(at + 1, len(numbers)):
            following = node.next.get(abs(numbers[place]))
            if following is None or not _joins(text, tokens[place - 1].end(), tokens[place].start()):
                break
            node = following
            best = node.term or best
        return best

    def _look_up(self, word: str) -> tuple[int, ...]:
        if len(self._known) >= _CACHED_WORDS:
            self._known.clear()
        return self._known.setdefault(word, tuple(self._number(form) for form in self._forms(word)))

    def _number(self, form: str) -> int:
        number = self._numbers.get(stem(form, self._language), _UNKNOWN)
        return -number if form in self._false_friends else number

    def _forms(self, token: str) -> list[str]:
        """The normalised words of a token, usually one, none for a function word.

        Letters standing alone are what is left of l', d' or 's. "sòl" (soil) is not "sol" (only): a word that
        is a function word only without its accents stays.
        """
        if token[1:2] == "-":
            token = token.replace("-", "")
        kept = [form for form in words_of.words(token, self._language) if len(form) > 1 or form.isdigit()]
        if kept:
            return kept
        plain, written = words_of.normalise(token), token.casefold()
        is_accented = plain != written and len(plain) > 1 and written not in self._written_stops
        return [plain] if is_accented or plain in self._needed else []


def _joins(text: str, start: int, end: int) -> bool:
    """Whether what stands between two words, "of the" at most, lets them be one phrase."""
    return end - start <= _WIDEST_GAP and not _BREAK.search(text, start, end)


def _heard(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that speak for something, outside the sentences a phrase of boilerplate hushes."""
    hushed = [_sentence(text, hit) for hit in hits if hit.term.hushes_sentence]
    return [
        hit for hit in hits if hit.term.owners and not any(start <= hit.start < end for start, end in hushed)
    ]


def _sentence(text: str, hit: Hit) -> tuple[int, int]:
    start = max(text.rfind(sign, 0, hit.start) for sign in ".;!?\n")
    end = _SENTENCE_END.search(text, hit.end)
    return start + 1, end.start() if end else len(text)
