"""The domains of EuroVoc a law belongs to, where its publisher has not described it yet: read by machine."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from antena.signals.enums import Kind, TextOrigin
from antena.signals.models import Signal, SignalEmbedding, SignalText
from antena.themes.classifier import Evidence, Passage
from antena.themes.classifier.learned import LearnedModel, evidence, shipped

# The domains were learned from acts; of calls they say little that is true (docs/developer/evaluation).
LIKE_ACTS: Final = frozenset({Kind.ACT, Kind.PROPOSAL, Kind.PROCEDURE})
MOST: Final = 3


class ReadDomain(msgspec.Struct, frozen=True):
    """A domain by its two digits, with the calibrated probability and the words it rests on."""

    code: str
    probability: float
    evidence: tuple[Evidence, ...]


def read_domains(signal: Signal, texts: Sequence[SignalText]) -> tuple[ReadDomain, ...]:
    """The domains a law without descriptors is read to belong to, at most three, the most probable first.

    The codes of the directory of EU law, where its publisher gave some, are read too. () for what is no law,
    what its publisher described, or what has no meaning made by the model the domains were learned with. At
    most one query; about five milliseconds.
    """
    if signal.eurovoc or signal.kind not in LIKE_ACTS:
        return ()
    model = shipped("domains")
    made = SignalEmbedding.objects.filter(signal=signal, model=model.embedder).first()
    return _read(model, made, texts, codes=signal.details.get("directory", ())) if made else ()


def _read(
    model: LearnedModel, made: SignalEmbedding, texts: Sequence[SignalText], *, codes: Sequence[str]
) -> tuple[ReadDomain, ...]:
    written = [text for text in texts if text.origin != TextOrigin.MACHINE] or texts
    passages = [
        Passage(text.language, text.title, f"{text.summary}\n{text.body}".strip()) for text in written
    ]
    vector = np.asarray(made.vector, dtype=np.float32)
    guesses = [guess for guess in model.read(passages, vector[None], codes) if guess.said]
    return tuple(ReadDomain(guess.code, guess.probability, evidence(guess)) for guess in guesses[:MOST])
