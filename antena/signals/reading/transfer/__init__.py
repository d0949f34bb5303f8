"""What a practice rested on where it was done: the size of the place, its territory, who acted, cost, time.

Read from the words of the practice so that a town can compare itself. Precise rather than complete: what is
not stated gives no reading, and whoever compares says "not stated". Plain Python.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec

from antena.lib.money import read_amounts
from antena.lib.text import Span, sentences
from antena.signals.reading.transfer.patterns import Language, languages, load

__all__ = ["KINDS", "LEVELS", "TransferReading", "languages", "read_transfer"]

KINDS: Final = ("size", "territory", "competence", "cost", "time")
# Who acts, the nearest to the town first.
LEVELS: Final = ("municipality", "county", "region", "state")
_LONGEST_TEXT: Final = 60_000
_LONGEST_SENTENCE: Final = 500
# inhabitants of a place, euros of a practice, months it takes
_PLACES: Final = range(20, 20_000_001)
_COSTS: Final = range(1_000, 10_000_000_001)
_MONTHS: Final = range(2, 361)
_YEARS: Final = range(1970, 2041)
# A level is who acts when it has this share of what is said of all levels; a body takes two mentions.
_LEADS: Final = 0.4
_MENTIONS: Final = 2
_TITLE: Final = 3


class TransferReading(msgspec.Struct, frozen=True):
    """One thing a practice rested on.

    ``value`` by kind: size {"inhabitants"}; territory {"territories": [...]}; competence {"level"} of
    `LEVELS`, the one that acts first; cost {"amount"} in whole euros; time {"months"}. ``sentence`` is a
    piece of the text as it stands, in ``language``; ``confidence`` in [0, 1].
    """

    kind: str
    value: dict[str, Any]
    sentence: str
    language: str
    confidence: float


def read_transfer(title: str, text: str, language: str) -> list[TransferReading]:
    """What the words say, at most one reading of each kind, in the order of `KINDS`.

    Never raises; nothing in a language without words for it. Beyond 60,000 characters nothing is read.
    """
    if language not in languages():
        return []
    words = load(language)
    spans = [*sentences(title), *sentences(text[:_LONGEST_TEXT])]
    in_title = len(sentences(title))
    found = (_READERS[kind](words, spans, in_title) for kind in KINDS)
    return [
        TransferReading(kind, value, clipped(sentence), language, confidence)
        for kind, reading in zip(KINDS, found, strict=True)
        if reading is not None
        for value, sentence, confidence in (reading,)
    ]


_Read = tuple[dict[str, Any], str, float]


def clipped(sentence: str) -> str:
    """The sentence, a very long one cut at a word."""
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence
    cut = sentence[:_LONGEST_SENTENCE]
    return cut[: cut.rfind(" ")] if " " in cut else cut


def _size(words: Language, spans: Sequence[Span], in_title: int) -> _Read | None:
    best: tuple[float, int, int, str] | None = None
    for at, span in enumerate(spans):
        for match in (hit for pattern in words.size for hit in pattern.finditer(span.text)):
            inhabitants = _people(words, match)
            before = span.text[max(0, match.start() - 40) : match.start()]
            if inhabitants not in _PLACES or words.bounds.search(f"{before} {match[0]}"):
                continue
            sure = 0.85 if at < in_title or words.settled.search(span.text) else 0.6
            candidate = (sure, -at, inhabitants, span.text)
            best = max(best, candidate) if best else candidate
    return best and ({"inhabitants": best[2]}, best[3], best[0])


def _people(words: Language, match: re.Match[str]) -> int:
    groups = match.groupdict()
    times = words.scales[groups["scale"].lower()] if groups.get("scale") else 1
    if groups.get("word"):
        return words.numbers[groups["word"].lower()] * times
    written = groups["number"]
    if times > 1 and re.fullmatch(r"\d+[.,]\d{1,2}", written):
        return round(float(written.replace(",", ".")) * times)
    digits = re.sub(r"\D", "", written)
    # a year, or a decimal that is no number of people
    return 0 if re.fullmatch(r"(?:19|20)\d\d|\d+[.,]\d{1,2}", written) and times == 1 else int(digits) * times


def _territory(words: Language, spans: Sequence[Span], in_title: int) -> _Read | None:
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for at, span in enumerate(spans):
        for code, pattern in words.territories.items():
            hits = len(pattern.findall(span.text))
            if hits:
                counts[code] += hits * (_TITLE if at < in_title else 1)
                first.setdefault(code, span.text)
    most = max(counts.values(), default=0)
    named = [code for code, count in counts.most_common() if count >= max(_MENTIONS, 0.3 * most)]
    if not named:
        return None
    return {"territories": sorted(named)}, first[named[0]], min(0.9, 0.5 + 0.05 * most)


def _competence(words: Language, spans: Sequence[Span], in_title: int) -> _Read | None:
    said: Counter[str] = Counter()
    proof: dict[str, tuple[int, str]] = {}
    for at, span in enumerate(spans):
        acts = len(words.acting.findall(span.text))
        for level, hits in _levels(words, span.text).items():
            weight = hits * (2 if acts else 1) * (2 if at < in_title else 1)
            said[level] += weight
            strength = weight + min(acts, 2)
            if strength > proof.get(level, (0, ""))[0]:
                proof[level] = (strength, span.text)
    whole = sum(said.values())
    if whole < _MENTIONS:
        return None
    # in doubt the nearest to the town that has much of what is said
    level = next((level for level in LEVELS if said[level] >= _LEADS * whole), said.most_common(1)[0][0])
    share = said[level] / whole
    return {"level": level}, proof[level][1], round(min(0.95, share) * min(1.0, 0.5 + whole / 12), 2)


def _levels(words: Language, sentence: str) -> Counter[str]:
    """How often each level is named; of two names that overlap the longer counts."""
    hits = [
        (match.start(), match.end(), level)
        for level, pattern in words.levels.items()
        for match in pattern.finditer(sentence)
    ]
    kept = (
        level
        for start, end, level in hits
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in hits)
    )
    return Counter(kept)


def _cost(words: Language, spans: Sequence[Span], _in_title: int) -> _Read | None:
    best: tuple[float, int, str] | None = None
    for span in spans:
        if not words.cost.search(span.text):
            continue
        for amount in read_amounts(span.text):
            around = span.text[max(0, amount.start - 60) : amount.end + 25]
            if amount.high not in _COSTS or words.not_cost.search(around):
                continue
            sure = 0.85 if words.total.search(span.text) else 0.65
            candidate = (sure, amount.high, span.text)
            best = max(best, candidate) if best else candidate
    return best and ({"amount": best[1]}, best[2], best[0])


def _time(words: Language, spans: Sequence[Span], _in_title: int) -> _Read | None:
    best: tuple[float, int, str] | None = None
    for span in spans:
        for match, months in _spans_of_time(words, span.text):
            around = span.text[max(0, match.start() - 70) : match.end() + 30]
            if months not in _MONTHS or words.not_lasting.search(around):
                continue
            bare = len(span.text) <= len(match[0]) + 25
            if not bare and not words.lasting.search(around):
                continue
            candidate = (0.85 if match["low"] or bare else 0.65, months, span.text)
            best = max(best, candidate) if best else candidate
    return best and ({"months": best[1]}, best[2], best[0])


def _spans_of_time(words: Language, sentence: str) -> Iterator[tuple[re.Match[str], int]]:
    for match in words.span.finditer(sentence):
        if match["low"]:
            low, high = int(match["low"]), int(match["high"])
            yield match, 12 * (high - low) + 12 if low in _YEARS and high in _YEARS and low <= high else 0
            continue
        unit = words.units[match["unit"].lower()]
        number = words.numbers[match["word"].lower()] if match["word"] else _whole(match["number"])
        yield match, number * unit


def _whole(written: str) -> int:
    return int(written) if written.isdigit() and len(written) <= 3 else 0


_READERS: dict[str, Callable[[Language, Sequence[Span], int], _Read | None]] = {
    "size": _size,
    "territory": _territory,
    "competence": _competence,
    "cost": _cost,
    "time": _time,
}
