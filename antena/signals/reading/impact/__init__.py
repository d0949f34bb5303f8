"""What a signal is to local government: a duty, money, a service, an opportunity, or nothing. Plain Python.

Two algorithms by name. "impact-1", which is used, is a sum of documented weights (``impact-1.toml``), so that
each answer can show the words it rests on. "impact-2" weighs what that one finds, the form, the EuroVoc
domains and the meaning with weights learned from acts and calls judged by hand; measured on those kept out it
was no better in all, so it only adds how directly a signal touches local government.
"""

import math
from collections.abc import Iterator, Sequence

import msgspec

from antena.lib.text import clip, sentences
from antena.signals.reading.impact import judging
from antena.signals.reading.impact.features import Vector, features, names
from antena.signals.reading.impact.scheme import CLASSES, Phrase, Scheme, Sign, Weights, load

DOCUMENTED, LEARNED = "impact-1", "impact-2"
ALGORITHM = DOCUMENTED
# what was judged by hand to learn from
_JUDGED = frozenset({"act", "proposal", "call"})
# the kinds that share one start, being law or on the way to it
_LAW = frozenset({"act", "proposal", "communication", "opinion", "procedure"})
_LOCAL_BODIES = frozenset(
    {"municipality", "local_authority", "public_body", "any_legal_entity", "regional_authority"}
)
_BODY_READ = 24_000
_SENTENCE = 300
_MOST_EVIDENCE = 4
_FLAT = str.maketrans("\n\r\t\u00a0’", "    '")


class ImpactPassage(msgspec.Struct, frozen=True):
    """The words of a signal in one language."""

    language: str
    title: str
    body: str = ""


class ImpactFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known besides the words. ``microthesauri`` are those of the EuroVoc ids, four digits each.

    ``bodies`` and ``required`` are the kinds of body the eligibility rules name; ``theme_score`` is that of
    the best theme, in [0, 1].
    """

    kind: str
    document_type: str = ""
    programme: str = ""
    eurovoc: tuple[str, ...] = ()
    microthesauri: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    theme_score: float = 0.0


class ImpactEvidence(msgspec.Struct, frozen=True):
    """Words that speak for the class, in the sentence they stand in; a EuroVoc label has no sentence."""

    language: str
    sentence: str
    words: tuple[str, ...]


class ImpactReading(msgspec.Struct, frozen=True):
    """The class, how sure the algorithm is of it in [0, 1], and what it rests on, strongest first.

    ``level`` is "direct" or "indirect", "" where nothing is touched or nobody learned to tell.
    """

    impact: str
    confidence: float
    evidence: tuple[ImpactEvidence, ...]
    algorithm: str
    level: str = ""


class _Hit(msgspec.Struct, frozen=True):
    """A sign as it was found: its weights, how strongly, where first; ``passage`` -1 for a EuroVoc label."""

    weights: Weights
    strength: float
    passage: int
    start: int
    words: tuple[str, ...]


class _Found(msgspec.Struct, frozen=True):
    """What the documented scheme finds: a hit or None for each sign, and the sum for each class."""

    scheme: Scheme
    hits: tuple[_Hit | None, ...]
    scores: dict[str, float]


def read_impact(
    passages: Sequence[ImpactPassage],
    facts: ImpactFacts,
    *,
    vector: Vector | None = None,
    algorithm: str = ALGORITHM,
) -> ImpactReading:
    """What the signal is to local government; ``vector`` is its meaning, if made.

    Never raises on any text.
    """
    found = _look(passages, facts)
    hits = [hit for hit in found.hits if hit]
    judged = judging.judge(_numbers(found, facts), vector) if facts.kind in _JUDGED else None
    if algorithm == LEARNED and judged is not None:
        evidence = tuple(_evidence(judged.impact, hits, passages))
        confidence = round(judged.classes[judged.impact], 3)
        return ImpactReading(judged.impact, confidence, evidence, LEARNED, judged.level)
    best = _best(found.scores)
    total = sum(math.exp(score - found.scores[best]) for score in found.scores.values())
    level = judged.nearer if judged is not None and best != "none" else ""
    return ImpactReading(best, round(1 / total, 3), tuple(_evidence(best, hits, passages)), DOCUMENTED, level)


def documented_impact(passages: Sequence[ImpactPassage], facts: ImpactFacts) -> str:
    """The class by the documented weights alone, for learning: it needs nothing that is learned."""
    return _best(_look(passages, facts).scores)


def _best(scores: dict[str, float]) -> str:
    return max(CLASSES, key=lambda name: scores[name])


def numbers(passages: Sequence[ImpactPassage], facts: ImpactFacts) -> Vector:
    """What the learned algorithm looks at besides the meaning, as `number_names` calls it."""
    return _numbers(_look(passages, facts), facts)


def number_names() -> tuple[str, ...]:
    """What each of `numbers` is."""
    return names([sign.name for sign in load(DOCUMENTED).signs])


def _look(passages: Sequence[ImpactPassage], facts: ImpactFacts) -> _Found:
    scheme = load(DOCUMENTED)
    texts = [_flat(passage) for passage in passages]
    hits = tuple(_find(sign, passages, texts, facts) for sign in scheme.signs)
    return _Found(scheme, hits, _scores(scheme, facts, [hit for hit in hits if hit]))


def _numbers(found: _Found, facts: ImpactFacts) -> Vector:
    return features(
        scores=found.scores,
        strengths=[hit.strength if hit else 0.0 for hit in found.hits],
        microthesauri=facts.microthesauri,
        document_type=facts.document_type,
        is_call=facts.kind == "call",
    )


def _scores(scheme: Scheme, facts: ImpactFacts, hits: Sequence[_Hit]) -> dict[str, float]:
    parts = [(scheme.start[_start(facts.kind)], 1.0), (scheme.theme, facts.theme_score)]
    parts += [(table.get(key, {}), 1.0) for table, key in _keyed(scheme, facts)]
    if _LOCAL_BODIES - {"any_legal_entity"} & set(facts.required) or "municipality" in facts.bodies:
        parts.append((scheme.eligibility["names_local"], 1.0))
    elif facts.bodies and not _LOCAL_BODIES & set(facts.bodies):
        parts.append((scheme.eligibility["leaves_out_local"], 1.0))
    parts += [(hit.weights, hit.strength) for hit in hits]
    return {name: sum(weights.get(name, 0.0) * strength for weights, strength in parts) for name in CLASSES}


def _start(kind: str) -> str:
    return "law" if kind in _LAW else kind


def _keyed(scheme: Scheme, facts: ImpactFacts) -> Iterator[tuple[dict[str, dict[str, float]], str]]:
    yield scheme.forms, facts.document_type
    yield scheme.programmes, facts.programme


def _flat(passage: ImpactPassage) -> str:
    """Title and body in small letters, blanks made spaces: each character where it was."""
    text = f"{passage.title}\n{passage.body[:_BODY_READ]}".translate(_FLAT)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(sign.lower()[:1] for sign in text)


def _find(
    sign: Sign, passages: Sequence[ImpactPassage], texts: Sequence[str], facts: ImpactFacts
) -> _Hit | None:
    """The sign where it is found most strongly; words and EuroVoc together are a little stronger."""
    weights = sign.law if facts.kind in _LAW else sign.weights
    best: _Hit | None = None
    for index, (passage, text) in enumerate(zip(passages, texts, strict=True)):
        places = sorted(
            place
            for phrase in sign.phrases.get(passage.language, ())
            # Nearly no phrase stands in a text: the quick question first.
            if phrase.text in text
            for place in _places(phrase, text)
        )
        if not places:
            continue
        in_title = places[0][0] < len(passage.title)
        strength = 1.0 if in_title else min(0.85, 0.25 + 0.12 * (len(places) - 1))
        words = tuple(dict.fromkeys(text[start:end] for start, end in places))
        if best is None or strength > best.strength:
            best = _Hit(weights, strength, index, places[0][0], words[:6])
    labels = tuple(sign.eurovoc[concept] for concept in facts.eurovoc if concept in sign.eurovoc)
    described = 1.0 if labels else 0.6 if sign.microthesauri & set(facts.microthesauri) else 0.0
    if not described:
        return best
    if best is None:
        return _Hit(weights, described, -1, 0, labels)
    return msgspec.structs.replace(best, strength=max(best.strength, described) + 0.2)


def _places(phrase: Phrase, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(phrase.text)
    while start >= 0:
        end = start + len(phrase.text)
        if not text[start - 1 : start].isalnum() and (phrase.open or not text[end : end + 1].isalnum()):
            while phrase.open and text[end : end + 1].isalnum():
                end += 1
            yield start, end
        start = text.find(phrase.text, end)


def _evidence(best: str, hits: Sequence[_Hit], passages: Sequence[ImpactPassage]) -> Iterator[ImpactEvidence]:
    """What speaks for the class: one sentence for each sign, the strongest first."""
    speaking = [hit for hit in hits if hit.words and hit.weights.get(best, 0.0) > 0]
    speaking.sort(key=lambda hit: -hit.strength * hit.weights[best])
    for hit in speaking[:_MOST_EVIDENCE]:
        if hit.passage < 0:
            yield ImpactEvidence("en", "", hit.words)
            continue
        passage = passages[hit.passage]
        yield ImpactEvidence(passage.language, _sentence_at(passage, hit.start), hit.words)


def _sentence_at(passage: ImpactPassage, start: int) -> str:
    if start <= len(passage.title):
        return clip(passage.title, _SENTENCE)
    start -= len(passage.title) + 1
    # a sentence is seldom longer; reading a megabyte for one would be dear
    around = max(0, start - 2_000)
    for span in sentences(passage.body[around : start + 2_000]):
        if span.start <= start - around < span.end:
            cut = max(0, start - around - span.start - _SENTENCE // 2)
            return clip(span.text[cut:].split(" ", 1)[-1] if cut else span.text, _SENTENCE)
    return ""
