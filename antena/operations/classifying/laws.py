"""Acts as a classifier is given them: their words, and the vectors of several windows of them."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.operations.datasets.acts import Act, ActText
from antena.operations.evaluation.bench import Bench, Vectors
from antena.themes.classifier import Passage
from antena.themes.classifier.learned import features

# The newest fifth is for measuring only; nothing is learned, chosen or looked at there.
HELD_OUT: Final = 0.2
# EuroVoc's domains by their two digits.
DOMAINS: Final = (
    "04",
    "08",
    "10",
    "12",
    "16",
    "20",
    "24",
    "28",
    "32",
    "36",
    "40",
    "44",
    "48",
    "52",
    "56",
    "60",
    "64",
    "66",
    "68",
    "72",
    "76",
)
# Words of the first window, and of a further one.
_EMBEDDED_WORDS: Final = 110
_WINDOW: Final = 100
_FEWEST: Final = 20
_SUBJECT_WORDS: Final = 30
# Characters of the heading of the Official Journal, where no reasons are found.
_JOURNAL: Final = 300


class ActVectors(msgspec.Struct, frozen=True, eq=False):
    """``first`` is the vector of title and beginning, ``title`` of the subject, ``windows`` of all."""

    language: str
    first: Vectors
    title: Vectors
    windows: Vectors


def split(acts: Sequence[Act]) -> tuple[Sequence[Act], Sequence[Act]]:
    """The older acts, to learn from, and the newest fifth. ``acts`` come oldest first."""
    cut = round(len(acts) * (1 - HELD_OUT))
    return acts[:cut], acts[cut:]


def vectors(acts: Sequence[Act], bench: Bench) -> Sequence[Sequence[ActVectors]]:
    """The vectors of each act by language. Raises `EmbeddingFailed`."""
    windows = [[_windows(text) for text in act.texts] for act in acts]
    flat = [
        (window, text.language)
        for act, texts in zip(acts, windows, strict=True)
        for text, parts in zip(act.texts, texts, strict=True)
        for window in parts
    ]
    made = bench.embed([window for window, _ in flat], [language for _, language in flat])
    at, found = 0, []
    for act, texts in zip(acts, windows, strict=True):
        one = []
        for text, parts in zip(act.texts, texts, strict=True):
            own = made[at : at + len(parts)]
            one.append(ActVectors(text.language, own[:1], own[1:2], own))
            at += len(parts)
        found.append(one)
    return found


def passage(text: ActText) -> Passage:
    """The words of an act in one language."""
    return Passage(text.language, text.title, text.body)


def best_passage(act: Act) -> Passage:
    """The words to read first."""
    return passage(act.best)


def domain_flags(acts: Sequence[Act]) -> NDArray[np.bool_]:
    """Which of EuroVoc's domains each act carries. Shape (acts, domains)."""
    return np.asarray([[code in act.domains for code in DOMAINS] for act in acts], dtype=np.bool_)


def _windows(text: ActText) -> list[str]:
    first = " ".join(f"{text.title}\n{text.body[:2000]}".split()[:_EMBEDDED_WORDS])
    subject = features.subject(text.title)
    reasons = features.running(text.body)
    words = (reasons if reasons != text.body else text.body[_JOURNAL:]).split()
    parts = [words[start : start + _WINDOW] for start in (0, _WINDOW)]
    further = [" ".join(part) for part in parts if len(part) > _FEWEST]
    if further:
        further[0] = " ".join([*subject.split()[:_SUBJECT_WORDS], further[0]])
    return [first, subject or first, *further]
