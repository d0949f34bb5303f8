"""Which kinds of territory, audiences and assets a text names, with the words that name them."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from antena.lib.text import normalise
from antena.matching.engine.vocabulary import ASSETS, AUDIENCES, TERRITORIES

# What a text is about is said early; the rest of a law or a call repeats it or lists exceptions.
READ = 6_000
MENTIONS = 2
_BETWEEN_WORDS = re.compile(r"[\W_]+")
CODES = frozenset({*TERRITORIES, *AUDIENCES, *ASSETS})


class Text(msgspec.Struct, frozen=True):
    """The words of a signal in one language."""

    language: str
    title: str
    body: str


class Subject(msgspec.Struct, frozen=True):
    """A code a text names, the first word that names it, in which language, and whether the title says it."""

    code: str
    word: str
    language: str
    in_title: bool


@cache
def _words() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Language → (code, word as written in the vocabulary, word as compared)."""
    with (Path(__file__).parent / "data" / "subjects.toml").open("rb") as file:
        vocabulary: dict[str, dict[str, list[str]]] = tomllib.load(file)
    if vocabulary.keys() != CODES:
        raise ValueError(f"subjects.toml and the vocabulary differ: {sorted(vocabulary.keys() ^ CODES)}")
    found: dict[str, list[tuple[str, str, str]]] = {}
    for code, languages in vocabulary.items():
        for language, words in languages.items():
            found.setdefault(language, []).extend((code, word, comparable(word)) for word in words)
    return {language: tuple(words) for language, words in found.items()}


def read_subjects(texts: Iterable[Text]) -> tuple[Subject, ...]:
    """The subjects ``texts`` name, in order of code.

    A title names a subject with one word; a body only when it says so at least twice, since long texts
    mention in passing much that they are not about.
    """
    best: dict[str, Subject] = {}
    for text in texts:
        words = _words().get(text.language, ())
        for part, in_title in ((text.title, True), (text.body[:READ], False)):
            for code, word in _named(comparable(part), words, mentions=1 if in_title else MENTIONS):
                known = best.get(code)
                if known is None or (in_title and not known.in_title):
                    best[code] = Subject(code, word, text.language, in_title)
    return tuple(best[code] for code in sorted(best))


def _named(
    compared: str, words: Iterable[tuple[str, str, str]], *, mentions: int
) -> Iterator[tuple[str, str]]:
    """The codes named at least ``mentions`` times, each with the first of its words that is there."""
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    for code, word, needle in words:
        if needle in compared:
            first.setdefault(code, word)
            counts[code] = counts.get(code, 0) + compared.count(needle)
    return ((code, word) for code, word in first.items() if counts[code] >= mentions)


def comparable(text: str) -> str:
    """``text`` as a row of normalised words with single spaces, also around the whole."""
    return f" {_BETWEEN_WORDS.sub(' ', normalise(text)).strip()} "
