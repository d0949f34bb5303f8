"""Signals of a page with the words a reader sees, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Prefetch
from django.db.models.functions import Left

from antena.signals.models import Signal, SignalText, SignalTheme
from antena.signals.search import snippets
from antena.signals.search.page import FoundBy, Hit
from antena.signals.search.ranking import Ranked
from antena.signals.texts import best

# A snippet comes from the beginning of a body: further on, reading it would cost more than it tells.
_READ: Final = 4000


def load(ranked: Sequence[Ranked], *, text: str, language: str) -> tuple[Hit, ...]:
    """The hits in the order of ``ranked``; one whose signal went meanwhile is left out."""
    signals = _signals([found.signal_id for found in ranked])
    wanted: dict[str, frozenset[str]] = {}
    hits = []
    for found in ranked:
        signal = signals.get(found.signal_id)
        texts = list(signal.texts.all()) if signal else []
        picked = best(texts, language)
        if signal and picked:
            words = wanted.setdefault(picked.language, snippets.stems(text, picked.language))
            hits.append(_hit(signal, picked, found, words, language))
    return tuple(hits)


def _signals(ids: Sequence[int]) -> Mapping[int, Signal]:
    texts = SignalText.objects.annotate(start=Left("body", _READ))
    found = (
        Signal.objects.filter(pk__in=ids)
        .defer("details", "impact_evidence", "references")
        .prefetch_related(
            Prefetch("texts", texts.defer("body", "conditions")),
            "deadlines",
            Prefetch("themes", SignalTheme.objects.select_related("theme")),
        )
    )
    return {signal.pk: signal for signal in found}


def _hit(signal: Signal, text: SignalText, found: Ranked, words: frozenset[str], language: str) -> Hit:
    passages = [passage for passage in (text.summary, getattr(text, "start", "")) if passage]
    return Hit(
        signal=signal,
        text=text,
        is_own=text.language == language,
        title=snippets.mark(text.title, words, text.language),
        snippet=snippets.snippet(passages, words, text.language),
        found_by=_FOUND_BY[found.by_words, found.by_meaning],
    )


_FOUND_BY: Final = {
    (True, True): FoundBy.BOTH,
    (True, False): FoundBy.WORDS,
    (False, True): FoundBy.MEANING,
    (False, False): FoundBy.LISTED,
}
