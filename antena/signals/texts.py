"""Which words of a signal a reader is shown, and what must be said of them."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from antena.signals.enums import TextOrigin
from antena.signals.models import SignalText


class Picked(NamedTuple):
    """The words to show. ``is_wished``: in the reader's language. ``out_of_date``: a translation whose
    original has changed since."""

    text: SignalText
    is_wished: bool
    out_of_date: bool

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def origin(self) -> str:
        return self.text.origin


def pick(texts: Iterable[SignalText], language: str, fallbacks: Sequence[str] = ("en",)) -> Picked | None:
    """The reader's own language if there is one, else the first of ``fallbacks``, else the best origin.

    None where there are no words at all. To tell the age of a machine translation all texts are read whole.
    """
    found = sorted(texts, key=lambda text: (_RANK[text.origin], text.language))
    by_language = {text.language: text for text in reversed(found)}
    wished = (by_language[code] for code in (language, *fallbacks) if code in by_language)
    best = next(wished, found[0] if found else None)
    if best is None:
        return None
    return Picked(best, best.language == language, is_out_of_date(best, found))


def is_out_of_date(text: SignalText, texts: Iterable[SignalText]) -> bool:
    """Whether ``text`` is a translation of words that none of ``texts`` says any more."""
    if text.origin != TextOrigin.MACHINE or not text.source_hash:
        return False
    return all(text.source_hash != text_hash(other) for other in texts if other.origin != TextOrigin.MACHINE)


def text_hash(text: SignalText) -> str:
    """48 hexadecimal digits of the words: what a translation made of them keeps as ``source_hash``."""
    words = "\0".join((text.title, text.summary, text.body, text.conditions))
    return hashlib.blake2b(words.encode(), digest_size=24).hexdigest()


_RANK: dict[str, int] = {TextOrigin.PERSON: 0, TextOrigin.OFFICIAL: 1, TextOrigin.MACHINE: 2}
