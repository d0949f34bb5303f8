"""What an official name says by itself: what kind of body it is, and which of its words name the place."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from antena.records.linking.keys import key
from antena.records.linking.types import Kind
from antena.records.linking.vocabulary import Phrase, Vocabulary

_CLAUSES: Final = re.compile(r"[,;:()\[\]|*\"“”«»]|\s[-–—]+\s|[-–—]+\s|\s[-–—]+")
_MUNICIPAL: Final = {"before", "after"}
# The longest name of a place, in words, and how many words around the generic part are looked at.
_LONGEST: Final = 8


class Segment(NamedTuple):
    """Words beside the generic part of a name. ``begins``: the place's name stands at their beginning."""

    words: tuple[str, ...]
    begins: bool


class Reading(NamedTuple):
    """What a name says: the kind, the words that told it, and the segments that may name the place."""

    kind: Kind
    generic: str = ""
    segments: tuple[Segment, ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    phrase: Phrase


def read(name: str, vocabulary: Vocabulary) -> Reading:
    """Read ``name`` by the words of ``vocabulary``.

    The first generic words say what a body is ("Institute of the City of Athens"), unless a language puts
    them last and they stand there ("City of Athens Institute"), or a legal form ends the name.
    """
    words, clause = _words(name, vocabulary)
    marks = list(_marks(words, clause, vocabulary))
    head = _head(marks, len(words))
    if head is None:
        return Reading("unknown", segments=(Segment(tuple(words), begins=True),) if words else ())
    said = " ".join(words[head.start : head.end])
    if head.phrase.part not in _MUNICIPAL:
        return Reading("other_public" if head.phrase.part == "public" else "other", said)
    return Reading("municipality", said, tuple(_segments(words, clause, marks)))


def cores(segment: Segment, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The runs of words of ``segment`` that may be the name of the place, the longest first."""
    words = segment.words
    first, last = 0, len(words)
    starts = [0]
    while first < last - 1 and words[first] in vocabulary.particles:
        first += 1
        starts.append(first)
    while last - 1 > first and words[last - 1] in vocabulary.particles:
        last -= 1
    if segment.begins:
        ends = range(last, first, -1)
        runs = [(start, end) for end in ends for start in starts if end - start <= _LONGEST]
    else:
        runs = [(start, last) for start in range(last) if last - start <= _LONGEST]
    yield from dict.fromkeys(words[start:end] for start, end in runs)


def _words(name: str, vocabulary: Vocabulary) -> tuple[list[str], list[int]]:
    """The words of ``name``, abbreviations written out, and the number of the clause each stands in."""
    words: list[str] = []
    clause: list[int] = []
    for number, part in enumerate(_CLAUSES.split(name)):
        for word in key(part).split():
            words.append(vocabulary.short.get(word, word))
            clause.append(number)
    return words, clause


def _marks(words: list[str], clause: list[int], vocabulary: Vocabulary) -> Iterator[_Mark]:
    at = 0
    while at < len(words):
        mark = _mark(words, clause, at, vocabulary)
        if mark:
            yield mark
        at = mark.end if mark else at + 1


def _mark(words: list[str], clause: list[int], at: int, vocabulary: Vocabulary) -> _Mark | None:
    for phrase in (*vocabulary.phrases.get(words[at], ()), *vocabulary.patterns):
        end = at + len(phrase.words)
        if end > len(words) or clause[at] != clause[end - 1]:
            continue
        if phrase.part == "forms" and not _may_be_a_form(words, at, end, vocabulary):
            continue
        if all(map(_fits, phrase.words, words[at:end])):
            return _Mark(at, end, phrase)
    return None


def _may_be_a_form(words: list[str], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a legal form can stand here: at the end, and not after a particle ("Vilanova de Sau")."""
    return end == len(words) and at > 0 and words[at - 1] not in vocabulary.particles


def _fits(pattern: str, word: str) -> bool:
    if pattern.startswith("*"):
        return word.endswith(pattern[1:])
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _head(marks: list[_Mark], length: int) -> _Mark | None:
    if not marks:
        return None
    last = marks[-1]
    if last.phrase.part == "forms":
        return last
    if last.end == length and last.phrase.head_last and last.phrase.part not in _MUNICIPAL:
        return last
    return marks[0]


def _segments(words: list[str], clause: list[int], marks: list[_Mark]) -> Iterator[Segment]:
    """The words after and before each municipal part, within its clause.

    First up to the next municipal part, for a place may be named as a body is ("el Port de la Selva"); then
    up to any generic part.
    """
    municipal = {at for mark in marks if mark.phrase.part in _MUNICIPAL for at in range(mark.start, mark.end)}
    generic = {at for mark in marks for at in range(mark.start, mark.end)}
    after: list[Segment] = []
    before: list[Segment] = []
    for mark in marks:
        if mark.phrase.part not in _MUNICIPAL:
            continue
        for taken in (municipal, generic):
            within = {at for at, number in enumerate(clause) if number == clause[mark.start]} - taken
            following = _run(words, within, range(mark.end, len(words)))
            if following and mark.phrase.part == "before":
                after.append(Segment(following, begins=True))
            preceding = _run(words, within, range(mark.start - 1, -1, -1))[::-1]
            if preceding:
                before.append(Segment(preceding, begins=False))
    yield from dict.fromkeys((*after, *before)) or _elsewhere(words, clause, generic)


def _elsewhere(words: list[str], clause: list[int], taken: set[int]) -> list[Segment]:
    """The first clause with other words, where the generic part is alone in its own ("Gdynia - miasto")."""
    free = [at for at in range(len(words)) if at not in taken]
    return [Segment(tuple(words[at] for at in free if clause[at] == clause[free[0]]), begins=True)][
        : len(free)
    ]


def _run(words: list[str], within: set[int], places: range) -> tuple[str, ...]:
    return tuple(words[at] for at in takewhile(within.__contains__, places))
