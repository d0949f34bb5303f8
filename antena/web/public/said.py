"""A sentence shown where it stands: the text of a signal, cut at the words a link of evidence names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from antena.lib.text import sentences
from antena.matching.models import SignalSubjects
from antena.signals.models import Signal, SignalText
from antena.web.evidence import digest


@dataclass(frozen=True)
class Said:
    """The words a link leads to. ``before`` and ``after`` are what stands around them in ``part``.

    ``part`` is "title", "summary", "body" or "conditions", "" where the words stand in no text any more: they
    are then shown alone. ``language`` is that of the words.
    """

    words: str
    language: str
    part: str
    before: str = ""
    after: str = ""


# Letters shown before and after the words.
AROUND = 320
PARTS = ("title", "summary", "body", "conditions")


def said(signal: Signal, texts: Iterable[SignalText], asked: str) -> Said | None:
    """The words whose digest is ``asked``, in the text they stand in; None where the signal says no such.

    Only words that the signal itself says, or that were read from it, are shown: an address cannot put words
    into its mouth. One query.
    """
    texts = list(texts)
    if not asked:
        return None
    for words, language in _read_from(signal):
        if digest(words) == asked:
            placed = (_placed(words, text) for text in texts if text.language == language)
            return next((one for one in placed if one), Said(words, language, ""))
    for text in texts:
        for part in PARTS:
            for span in sentences(getattr(text, part)):
                if digest(span.text) == asked:
                    return _cut(getattr(text, part), span.start, span.end, text.language, part)
    return None


def _read_from(signal: Signal) -> Iterator[tuple[str, str]]:
    """What was read from the signal's texts: sentences of rules and impact, words of subjects."""
    for rule in signal.rules.all():
        yield rule.sentence, rule.language
    for row in signal.impact_evidence:
        yield str(row.get("sentence", "")), str(row.get("language", ""))
    for subjects in SignalSubjects.objects.filter(signal=signal).values_list("subjects", flat=True):
        for one in subjects:
            yield one["word"], one["language"]


def _placed(words: str, text: SignalText) -> Said | None:
    for part in PARTS:
        whole = getattr(text, part)
        start = whole.casefold().find(words.casefold()) if words else -1
        # casefold may change the length of a letter; what it found must then be there as it stands
        if start >= 0 and whole[start : start + len(words)].casefold() == words.casefold():
            return _cut(whole, start, start + len(words), text.language, part)
    return None


def _cut(whole: str, start: int, end: int, language: str, part: str) -> Said:
    before, after = whole[max(0, start - AROUND) : start], whole[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") :]
    if end + AROUND < len(whole):
        after = after[: after.rfind(" ") + 1] + "…"
    return Said(whole[start:end], language, part, before, after)
