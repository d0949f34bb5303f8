"""The Sustainable Development Goal of a sentence, learned from three quarters of the labelled ones."""

from typing import Final

from antena.lib.learned import Provenance, Weights
from antena.operations.classifying import goal_examples
from antena.operations.classifying.fitting import Shape, fit
from antena.operations.datasets.goal_sentences import sentences, targets
from antena.operations.evaluation.bench import Bench
from antena.operations.learning.frame import Model
from antena.themes.classifier.learned import PACKAGE

SHAPE: Final = Shape(landmarks=400, words=1.5, stiffness=0.4, one_of_many=True)


def _learn(bench: Bench) -> Weights:
    kept = [one for one in sentences(bench.data) if not goal_examples.is_held_out(one)]
    held = {goal_examples.wording(one) for one in sentences(bench.data) if goal_examples.is_held_out(one)}
    learned = kept + [one for one in targets(bench.data) if goal_examples.wording(one) not in held]
    vectors = bench.embed([one.text for one in learned], ["en"] * len(learned))
    return fit(
        goal_examples.examples(learned, vectors),
        name="goals",
        classes=[str(goal) for goal in goal_examples.GOALS],
        languages=("en",),
        provenance=Provenance(
            what="The Sustainable Development Goal of a text from its meaning and its words",
            data=("Labelled sentences and targets of the goals, TU Berlin, Apache-2.0",),
            split="a quarter of the sentences, drawn by their words, was kept out",
            learned_on="2026-11-22",
            command="antena learn text_goals --data DIR",
            model=bench.model,
        ),
        shape=SHAPE,
    )


MODEL = Model(
    name="text_goals", title="Text → the Sustainable Development Goals", package=PACKAGE, learn=_learn
)
