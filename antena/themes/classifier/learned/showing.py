"""What a guess of a learned model rests on, as it stands in the text."""

import re
from collections.abc import Iterator
from typing import Final

from antena.lib import text as words_of
from antena.themes.classifier.learned.features import token_stem
from antena.themes.classifier.learned.model import Guess
from antena.themes.classifier.results import Evidence, Passage

_WORD: Final = re.compile(r"\w+(?:/\d+)?")
_SEARCHED: Final = 6_000
_BEGINNING: Final = 120


def evidence(guess: Guess) -> tuple[Evidence, ...]:
    """The words that speak for it most as the text writes them; else the title or beginning that was read."""
    passage = guess.passage
    wanted = dict.fromkeys(part for stems in guess.stems for part in stems.split())
    found = _written(passage, set(wanted))
    shown = [Evidence("learned", found[part], passage.language) for part in wanted if part in found]
    if shown:
        return tuple(shown[:3])
    words = passage.title or passage.body
    beginning = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rpartition(' ')[0]} …"
    return (Evidence("learned", beginning, passage.language),) if beginning.strip() else ()


def _written(passage: Passage, stems: set[str]) -> dict[str, str]:
    """Stem → the first word of the text that has it."""
    found: dict[str, str] = {}
    for word in _words(passage):
        for form in (word, *words_of.words(word, passage.language)):
            stem = form if "/" in form else token_stem(form, passage.language[:2].lower())
            if stem in stems:
                found.setdefault(stem, word)
        if len(found) == len(stems):
            break
    return found


def _words(passage: Passage) -> Iterator[str]:
    for text in (passage.title, passage.body[:_SEARCHED]):
        for match in _WORD.finditer(text):
            yield match[0]
