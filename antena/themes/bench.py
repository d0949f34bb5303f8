"""How fast the classifier reads, on prose with terms strewn in more densely than in real calls."""

import random
import time
from dataclasses import dataclass
from typing import Final

from antena.themes.classifier import Classifier, Passage, Vocabulary

_TEXTS: Final = 200
_WORDS: Final = 500
_PROSE_PER_TERM: Final = 5
_PROSE: Final = (
    "projects should contribute to the expected outcomes of this topic and describe how partners in at least "
    "three countries will work together over the whole period what they will measure and what will remain"
)


@dataclass(frozen=True)
class Speed:
    """Texts of 500 English words read a second by one core, by CPU time, words and descriptors only."""

    texts_per_second: float


def measure(vocabulary: Vocabulary) -> Speed:
    """Read 200 texts once so that their stems are known, as a worker's soon are, then time it."""
    classifier = Classifier(vocabulary)
    passages = _passages(vocabulary)
    for passage in passages:
        classifier.read([passage])
    start = time.process_time()
    for passage in passages:
        classifier.read([passage])
    return Speed(texts_per_second=len(passages) / (time.process_time() - start))


def _passages(vocabulary: Vocabulary) -> list[Passage]:
    chance = random.Random(1)  # noqa: S311 - the same texts each time, no secret
    terms = [word for theme in vocabulary.themes for word in theme.words.get("en", ())]
    return [_passage(chance, terms) for _ in range(_TEXTS)]


def _passage(chance: random.Random, terms: list[str]) -> Passage:
    words: list[str] = []
    while len(words) < _WORDS:
        words += [*chance.choices(_PROSE.split(), k=_PROSE_PER_TERM), *chance.choice(terms).split()]
        words[-1] += "."
    return Passage("en", chance.choice(terms), " ".join(words[:_WORDS]))
