"""Which of a thousand sentences says the same in another language."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from antena.lib.embeddings.centring import unit
from antena.lib.embeddings.pairing import Floats, centred, mutual, whitening
from antena.operations.datasets.parallel import tatoeba, translated
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Goal, Row, Task
from antena.operations.evaluation.lexical import characters
from antena.operations.evaluation.measures import recall_at

_LEARNED_FROM: Final = ("FLORES-200", "NTREX-128")
_OTHERS: Final = ("en", "es", "fr")
_GOAL: Final = Goal(value=0.90)


def _run(bench: Bench) -> Sequence[Row]:
    return list(_rows(bench))


def _rows(bench: Bench) -> Iterator[Row]:
    pairs = {
        name: {
            language: bench.embed(texts, [language] * len(texts))
            for language, texts in translated(bench.data, name, ("ca", *_OTHERS)).items()
        }
        for name in _LEARNED_FROM
    }
    catalan, english = tatoeba(bench.data, "ca")
    matrix = whitening(
        np.concatenate([pairs[name]["ca"] for name in _LEARNED_FROM]),
        np.concatenate([pairs[name]["en"] for name in _LEARNED_FROM]),
    )
    one = bench.embed(catalan, ["ca"] * len(catalan))
    other = bench.embed(english, ["en"] * len(english))
    yield _row("Tatoeba, ca → en", one, other, matrix, texts=(catalan, english), goal=_GOAL)
    for name, learned in zip(_LEARNED_FROM, reversed(_LEARNED_FROM), strict=True):
        for language in _OTHERS:
            matrix = whitening(pairs[learned]["ca"], pairs[learned][language])
            yield _row(f"{name}, ca → {language}", pairs[name]["ca"], pairs[name][language], matrix)


def _row(
    what: str,
    one: Floats,
    other: Floats,
    matrix: Floats,
    *,
    texts: tuple[list[str], list[str]] | None = None,
    goal: Goal | None = None,
) -> Row:
    right = np.arange(len(one))
    baselines = {
        "embeddings alone": recall_at(one @ other.T, right, 1),
        "mutual nearness": recall_at(mutual(one @ other.T), right, 1),
    }
    if texts is not None:
        baselines["characters"] = recall_at(characters(*texts, shortest=2, longest=4), right, 1)
    ours = mutual(centred(unit(one @ matrix)) @ centred(unit(other @ matrix)).T)
    return Row(
        what=what,
        metric="R@1",
        ours=recall_at(ours, right, 1),
        baselines=baselines,
        goal=goal,
        note="ours: whitened on pairs of the other sets, each list centred on itself, mutual nearness; it"
        " needs both lists whole, as no search has them",
    )


TASK: Final = Task(
    name="sentences",
    title="The same sentence in another language",
    data="Tatoeba (LASER's test, CC BY 2.0 FR), FLORES-200 devtest, NTREX-128 (CC BY-SA 4.0)",
    split="nothing is learned from the set asked; the pairs whitening learns from are of the other sets, and"
    " the shipped means of the languages are of FLORES and NTREX",
    run=_run,
)
