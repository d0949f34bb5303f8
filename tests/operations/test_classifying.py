"""Fitting a classifier of texts: on invented texts it finds again what they were made of."""

import msgspec
import numpy as np

from antena.lib.learned import Provenance
from antena.operations.classifying.fitting import Example, Shape, fit
from antena.operations.classifying.goal_examples import is_held_out, wording
from antena.operations.datasets.goal_sentences import GoalSentence
from antena.themes.classifier import Passage
from antena.themes.classifier.learned import LearnedModel

TOLD = Provenance(what="", data=(), split="", learned_on="", command="")


def examples(count: int, seed: int) -> list[Example]:
    """Half speak of water and lie in one direction, half of roads in another."""
    chance = np.random.default_rng(seed)
    made = []
    for at in range(count):
        which = at % 2
        vector = chance.normal(scale=0.01, size=(1, 384)) + np.eye(2, 384)[which]
        labels = np.asarray([which == 0, which == 1])
        text = ("clean water", "safe roads")[which]
        made.append(Example(Passage("en", text), vector.astype(np.float32), labels, str(at // 4)))
    return made


def learned(shape: Shape) -> LearnedModel:
    return LearnedModel(
        fit(
            examples(60, 1),
            name="toy",
            classes=("water", "roads"),
            languages=("en",),
            provenance=TOLD,
            shape=shape,
        )
    )


def test_both_legs_find_the_classes_of_new_texts():
    model = learned(Shape(landmarks=20))
    for leg in ("any", "words"):
        for one in examples(10, 2):
            scores, _ = model.scores(one.passage, one.vectors, leg=leg)
            assert (model.said(scores[None], leg=leg)[0] == one.labels).all()
            probabilities = model.probabilities(scores, leg=leg)
            assert probabilities[one.labels.argmax()] > 0.9 > 0.1 > probabilities[one.labels.argmin()]


def test_codes_correct_what_words_and_meaning_miss_and_nothing_else():
    """A third class is told by the code alone."""
    made = [
        msgspec.structs.replace(
            one,
            labels=np.append(one.labels, at % 4 < 2),
            codes=("1510",) if at % 4 < 2 else ("0630",),
            group=str(at),
        )
        for at, one in enumerate(examples(60, 1))
    ]

    def fitted(some: list[Example]) -> LearnedModel:
        classes = ("water", "roads", "nature")
        shape = Shape(landmarks=20)
        return LearnedModel(
            fit(some, name="toy", classes=classes, languages=("en",), provenance=TOLD, shape=shape)
        )

    filed = fitted(made)
    plain = fitted([msgspec.structs.replace(one, codes=()) for one in made])
    for leg in ("any", "words"):
        for one in made[:8]:
            known, _ = filed.scores(one.passage, one.vectors, leg=leg, codes=one.codes)
            without, _ = filed.scores(one.passage, one.vectors, leg=leg)
            assert (known[2] > without[2]) == bool(one.labels[2])
            assert np.abs(known[:2] - without[:2]).max() < 0.1
            assert (without == plain.scores(one.passage, one.vectors, leg=leg)[0]).all()


def test_the_same_examples_give_the_same_weights():
    first, second = (
        fit(
            examples(30, 1),
            name="toy",
            classes=("a", "b"),
            languages=("en",),
            provenance=TOLD,
            shape=Shape(landmarks=10),
        )
        for _ in range(2)
    )
    assert all((first.arrays[key] == second.arrays[key]).all() for key in first.arrays)


def test_the_same_words_are_never_on_both_sides_of_the_split():
    one, other = GoalSentence(1, 6, "Clean water, for all."), GoalSentence(2, 6, "clean WATER for all")
    assert wording(one) == wording(other)
    assert is_held_out(one) == is_held_out(other)
