"""Who may apply, from where, with whom, for how much and how long: read from the words of a call.

Precise rather than complete: a condition that is not stated in one of the ways of the language's file gives
no rule, and what a whole programme says in its annexes is not guessed here. Plain Python.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec
from babel import Locale

from antena.lib.money import read_amounts
from antena.lib.text import Span, sentences
from antena.signals.reading.eligibility.patterns import Language, RulePattern, languages, load

MOST_RULES = 24
_LONGEST_SENTENCE = 600
_LONGEST_TEXT = 400_000
_CLAUSE = re.compile(r"[.;](?=\s|[A-ZÀ-Ý]|$)|\[\[|\[\d")
# between the words that announce an amount and the amount itself
_AMOUNT_REACH = 45
_LARGEST_GRANT = 10**10
# CLDR's two-letter codes for unions, tests and the unknown
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


class RuleReading(msgspec.Struct, frozen=True):
    """One condition: ``value`` as in `EligibilityRule`; ``sentence`` is a piece of the text, as it stands."""

    kind: str
    value: dict[str, Any]
    sentence: str
    language: str
    confidence: float


def read_rules(text: str, language: str) -> list[RuleReading]:
    """The conditions that ``text`` states, the surest first, each once; none in a language without patterns.

    Never raises. Beyond 400,000 characters nothing is read.
    """
    if language not in languages():
        return []
    words, text = load(language), text[:_LONGEST_TEXT]
    found: dict[tuple[str, bytes], RuleReading] = {}
    spans: list[Span] = []
    for rule in words.rules:
        for match in rule.pattern.finditer(text):
            spans = spans or sentences(text)
            sentence = _sentence(spans, match)
            if not _concerns(rule, sentence.text):
                continue
            value = _READERS[rule.kind](words, rule, match, sentence)
            if value:
                reading = RuleReading(rule.kind, value, _clipped(sentence, match), language, rule.confidence)
                key = (rule.kind, msgspec.json.encode(value, order="deterministic"))
                found[key] = max(found.get(key, reading), reading, key=lambda item: item.confidence)
    return sorted(found.values(), key=lambda item: -item.confidence)[:MOST_RULES]


def stated_rules(*, grant_min_eur: int | None, grant_max_eur: int | None) -> list[RuleReading]:
    """The conditions that the source states as data: certain, and without a sentence."""
    value = {"min_eur": grant_min_eur, "max_eur": grant_max_eur}
    value = {name: amount for name, amount in value.items() if amount}
    return [RuleReading("budget", value, "", "", 1.0)] if value else []


def _concerns(rule: RulePattern, sentence: str) -> bool:
    """Whether the words beside the match leave it the condition it looks like."""
    if rule.unless and rule.unless.search(sentence):
        return False
    return rule.only is None or rule.only.search(sentence) is not None


def _sentence(spans: Sequence[Span], match: re.Match[str]) -> Span:
    """The sentence, or sentences, that the match lies in."""
    first = max(0, bisect_right(spans, match.start(), key=lambda span: span.start) - 1)
    last = max(
        first, bisect_right(spans, max(match.start(), match.end() - 1), key=lambda span: span.start) - 1
    )
    start, end = min(spans[first].start, match.start()), max(spans[last].end, match.end())
    return Span(start, end, match.string[start:end])


def _clipped(sentence: Span, match: re.Match[str]) -> str:
    """The sentence, or of a very long one the part around the match, from one word to another."""
    if len(sentence.text) <= _LONGEST_SENTENCE:
        return sentence.text.strip()
    start = max(sentence.start, match.start() - _LONGEST_SENTENCE // 4)
    end = min(sentence.end, start + _LONGEST_SENTENCE)
    piece = match.string[start:end]
    if start > sentence.start:
        piece = piece[piece.find(" ") + 1 :]
    if end < sentence.end:
        piece = piece[: piece.rfind(" ")] if " " in piece else piece
    return piece.strip()


def _scope(match: re.Match[str], sentence: Span, *, length: int = 320) -> str:
    """What the match speaks of: its group "span", else what follows it up to the end of the clause."""
    if "span" in match.re.groupindex:
        return match["span"] or ""
    rest = match.string[match.end() : max(sentence.end, match.end())][:length]
    end = _CLAUSE.search(rest)
    return rest[: end.start()] if end else rest


def _number(words: Language, written: str) -> int:
    return int(written) if written.isdigit() else words.numbers[written.lower()]


def _who(words: Language, rule: RulePattern, match: re.Match[str], sentence: Span) -> dict[str, Any]:
    scope = _scope(match, sentence)
    bodies = _named(words.bodies, scope)
    if not bodies:
        return {}
    if rule.required:
        return {"bodies": [*bodies, "any_legal_entity"], "required": bodies}
    if rule.welcome:
        return {"bodies": [*bodies, "any_legal_entity"], "welcome": bodies}
    return {"bodies": bodies}


def _named(vocabulary: Sequence[tuple[str, re.Pattern[str]]], text: str) -> list[str]:
    """The names whose words stand in the text, in their order there; of two that overlap, the longer."""
    hits = [
        (match.start(), match.end(), name) for name, pattern in vocabulary for match in pattern.finditer(text)
    ]
    kept = [
        hit
        for hit in hits
        if not any(
            other[0] <= hit[0] and hit[1] <= other[1] and other[1] - other[0] > hit[1] - hit[0]
            for other in hits
        )
    ]
    return list(dict.fromkeys(name for _start, _end, name in sorted(kept)))


def _where(words: Language, _rule: RulePattern, match: re.Match[str], sentence: Span) -> dict[str, Any]:
    scope = _scope(match, sentence, length=600).replace("-", " ")
    groups = _named(words.groups, scope)
    countries = sorted({code for name, code in _countries(words.code) if _names_country(scope, name)})
    value: dict[str, Any] = {}
    if groups:
        value["group"] = groups[0]
    if countries:
        value["countries"] = countries
    return value


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    territories = Locale.parse(language).territories
    return tuple(
        (name.replace("’", "'").replace("-", " "), code)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    )


def _names_country(text: str, name: str) -> bool:
    at = text.find(name)
    return (
        at >= 0
        and not text[at - 1 : at].isalpha()
        and not text[at + len(name) : at + len(name) + 1].isalpha()
    )


def _least(words: Language, rule: RulePattern, match: re.Match[str], _sentence: Span) -> dict[str, Any]:
    number = rule.value if rule.value is not None else _number(words, match["number"])
    return {"min": number} if 0 < number <= 60 else {}


def _budget(_words: Language, _rule: RulePattern, match: re.Match[str], sentence: Span) -> dict[str, Any]:
    following = match.string[match.end() : sentence.end]
    reach = _CLAUSE.search(following, 0, _AMOUNT_REACH)
    limit = reach.start() if reach else _AMOUNT_REACH
    # the announcing words stay in front: "between … and …" is told from two sums by them
    text = match.string[match.start() : sentence.end]
    offset = match.end() - match.start()
    amounts = [amount for amount in read_amounts(text) if amount.end > offset]
    if not amounts or amounts[0].start - offset > limit or amounts[0].high > _LARGEST_GRANT:
        return {}
    low, high = amounts[0].low, amounts[0].high
    if low < high:
        return {"min_eur": low, "max_eur": high}
    return {"max_eur": high} if high else {}


def _rate(_words: Language, _rule: RulePattern, match: re.Match[str], _sentence: Span) -> dict[str, Any]:
    written = next(value for name, value in match.groupdict().items() if name.startswith("percent") and value)
    percent = float(written.replace(",", "."))
    return {"percent": int(percent) if percent.is_integer() else percent} if 0 < percent <= 100 else {}


_LEAST = re.compile(
    r"at least|minimum|al menos|mínim[oa] de$|almenys|com a mínim|au moins|minimum", re.IGNORECASE
)
_MOST = re.compile(
    r"up to|maximum|hasta|máxim|fins|màxim|jusqu|fewer|less|under|below|no more|menos|inferior|menor|no super"
    r"|menys|moins|inférieur|n['’]exc",
    re.IGNORECASE,
)


def _duration(words: Language, _rule: RulePattern, match: re.Match[str], _sentence: Span) -> dict[str, Any]:
    groups = match.groupdict()
    unit = words.units[(groups["unit"] or groups["unit_"]).lower()]
    if groups["low"]:
        low, high = (_number(words, groups[name]) * unit for name in ("low", "high"))
        return {"min_months": low, "max_months": high} if 0 < low <= high <= 180 else {}
    months = _number(words, groups["only"]) * unit
    if not 1 < months <= 180:
        return {}
    bound = match[0]
    if _LEAST.search(bound):
        return {"min_months": months}
    return {"max_months": months} if _MOST.search(bound) else {"min_months": months, "max_months": months}


def _size(words: Language, _rule: RulePattern, match: re.Match[str], sentence: Span) -> dict[str, Any]:
    if not (words.applying.search(sentence.text) and _named(words.bodies[:2], sentence.text)):
        return {}
    inhabitants = int(re.sub(r"\D", "", match["inhabitants"]))
    if not 50 <= inhabitants <= 10_000_000:
        return {}
    return {"max_inhabitants" if _MOST.search(match["bound"]) else "min_inhabitants": inhabitants}


_Reader = Callable[[Language, RulePattern, re.Match[str], Span], dict[str, Any]]
_READERS: dict[str, _Reader] = {
    "who": _who,
    "where": _where,
    "partners": _least,
    "countries": _least,
    "budget": _budget,
    "rate": _rate,
    "duration": _duration,
    "size": _size,
}
