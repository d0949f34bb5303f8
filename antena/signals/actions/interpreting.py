"""What one signal says, read by the plain readers: themes, impact, conditions."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.windows import windows
from antena.signals.enums import Kind, TextOrigin
from antena.signals.models import Signal, SignalText
from antena.signals.reading.eligibility import RuleReading, read_rules, stated_rules
from antena.signals.reading.impact import ImpactFacts, ImpactPassage, ImpactReading, read_impact
from antena.themes.classifier import Classifier, Passage, Reading

# Only the words of what somebody can apply to state conditions.
_APPLIED_TO = frozenset({Kind.CALL, Kind.PARTNER_REQUEST, Kind.EVENT})

Vector = NDArray[np.float32]


class Interpretation(msgspec.Struct, frozen=True):
    """What was read of one signal."""

    about: Reading
    impact: ImpactReading
    rules: tuple[RuleReading, ...]


def interpret(
    signal: Signal,
    texts: Sequence[SignalText],
    *,
    classifier: Classifier,
    microthesauri: Mapping[str, str],
    vector: Vector | None,
) -> Interpretation:
    """Read the signal in all its languages. ``microthesauri`` is EuroVoc id → its four digits."""
    texts = _original(texts)
    passages = [Passage(text.language, text.title, _running_text(text)) for text in texts]
    about = classifier.read(passages, eurovoc=signal.eurovoc, vector=vector)
    rules = tuple(_rules(signal, texts))
    facts = ImpactFacts(
        kind=signal.kind,
        document_type=signal.document_type,
        programme=signal.programme,
        eurovoc=tuple(signal.eurovoc),
        microthesauri=tuple({microthesauri[id_] for id_ in signal.eurovoc if microthesauri.get(id_)}),
        bodies=_bodies(rules, "bodies"),
        required=_bodies(rules, "required"),
        theme_score=max((theme.score for theme in about.themes), default=0.0),
    )
    words = [ImpactPassage(passage.language, passage.title, passage.body) for passage in passages]
    return Interpretation(about, read_impact(words, facts, vector=vector), rules)


def embedded_windows(signal: Signal, texts: Sequence[SignalText]) -> tuple[list[str], str]:
    """The windows whose mean meaning stands for the signal, and their language.

    Where there is nothing but a title, the keywords help it.
    """
    best = max(_original(texts), key=lambda text: (bool(_running_text(text)), text.language == "en"))
    following = _running_text(best) or ", ".join(map(str, signal.keywords[:12]))
    return windows(best.title, following), best.language


def _original(texts: Sequence[SignalText]) -> Sequence[SignalText]:
    """What people and publishers wrote; a machine's words only where there are no others."""
    return [text for text in texts if text.origin != TextOrigin.MACHINE] or texts


def _running_text(text: SignalText) -> str:
    return f"{text.summary}\n{text.body}".strip()


def _rules(signal: Signal, texts: Iterable[SignalText]) -> Iterable[RuleReading]:
    """The conditions, each once however many languages state it."""
    found = stated_rules(grant_min_eur=signal.grant_min_eur, grant_max_eur=signal.grant_max_eur)
    if signal.kind in _APPLIED_TO:
        for text in texts:
            for part in (text.conditions, text.summary, text.body):
                found += read_rules(part, text.language)
    best: dict[tuple[str, bytes], RuleReading] = {}
    for rule in found:
        key = (rule.kind, msgspec.json.encode(rule.value, order="deterministic"))
        if key not in best or rule.confidence > best[key].confidence:
            best[key] = rule
    return best.values()


def _bodies(rules: Iterable[RuleReading], name: str) -> tuple[str, ...]:
    return tuple(body for rule in rules if rule.kind == "who" for body in rule.value.get(name, ()))
