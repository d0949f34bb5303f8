"""Which words of a signal a reader is shown, and what must be said of them."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from antena.signals.enums import TextOrigin
from antena.signals.models import SignalText


def best(texts: Iterable[SignalText], language: str) -> SignalText | None:
    """The text for a reader: their language, then the association's in their order, then any.

    Among the rest what a person wrote comes before what a publisher wrote, a machine last. None where there
    are no words at all.
    """
    order = {code: rank for rank, code in enumerate((language, *settings.ASSOCIATION.languages))}
    order[language] = 0

    def rank(text: SignalText) -> tuple[int, int, str]:
        return order.get(text.language, len(order) + 1), _RANK[text.origin], text.language

    return min(texts, key=rank, default=None)


def without_bodies(lookup: str = "texts") -> "Prefetch[str, QuerySet[SignalText], str]":
    """The texts of signals as a list shows them; ``lookup`` leads to them from what is listed."""
    return Prefetch(lookup, SignalText.objects.only("signal", "language", "title", "summary", "origin"))


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
