"""Which of a thousand sentences says the same in another language."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from antena.lib.embeddings.centring import unit
from antena.lib.embeddings.pairing import Floats, balanced, centred, mutual, whitening
from antena.operations.datasets.parallel import tatoeba, translated
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Goal, Row, Task
from antena.operations.evaluation.lexical import characters
from antena.operations.evaluation.measures import ranks, recall_at

_LEARNED_FROM: Final = ("FLORES-200", "NTREX-128")
_OTHERS: Final = ("en", "es", "fr")
# Languages near to Catalan: how sharply to decide is chosen on their sentences, never on Catalan ones.
_CHOSEN_ON: Final = ("es", "fr", "gl", "it", "pt")
_TEMPERATURES: Final = (0.02, 0.03, 0.05, 0.1)
_GOAL: Final = Goal(value=0.90)


class _Choice(NamedTuple):
    temperature: float
    reached: float


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
    choice = _chosen(bench)
    catalan, english = tatoeba(bench.data, "ca")
    matrix = whitening(
        np.concatenate([pairs[name]["ca"] for name in _LEARNED_FROM]),
        np.concatenate([pairs[name]["en"] for name in _LEARNED_FROM]),
    )
    one = bench.embed(catalan, ["ca"] * len(catalan))
    other = bench.embed(english, ["en"] * len(english))
    yield _row("Tatoeba, ca → en", one, other, matrix, choice, texts=(catalan, english), goal=_GOAL)
    for name, learned in zip(_LEARNED_FROM, reversed(_LEARNED_FROM), strict=True):
        for language in _OTHERS:
            matrix = whitening(pairs[learned]["ca"], pairs[learned][language])
            yield _row(f"{name}, ca → {language}", pairs[name]["ca"], pairs[name][language], matrix, choice)


def _chosen(bench: Bench) -> _Choice:
    """The temperature that finds most of the same test's sentences in the other languages."""
    near = []
    parallel = translated(bench.data, "FLORES-200", ("en", *_CHOSEN_ON))
    to = bench.embed(parallel["en"], ["en"] * len(parallel["en"]))
    for language in _CHOSEN_ON:
        matrix = whitening(bench.embed(parallel[language], [language] * len(to)), to)
        texts, english = tatoeba(bench.data, language)
        near.append(
            _nearness(
                bench.embed(texts, [language] * len(texts)),
                bench.embed(english, ["en"] * len(english)),
                matrix,
            )
        )
    return best(near, _TEMPERATURES)


def best(near: Sequence[Floats], temperatures: Sequence[float]) -> _Choice:
    """The first temperature with the highest mean R@1 of balancing, the right answers on the diagonal."""
    reached = [
        float(
            np.mean(
                [
                    (ranks(balanced(one, temperature=temperature), np.arange(len(one))) == 1).mean()
                    for one in near
                ]
            )
        )
        for temperature in temperatures
    ]
    at = int(np.argmax(reached))
    return _Choice(temperatures[at], reached[at])


def _nearness(one: Floats, other: Floats, matrix: Floats) -> Floats:
    """Cosines after whitening, each list centred on itself."""
    return np.asarray(centred(unit(one @ matrix)) @ centred(unit(other @ matrix)).T, dtype=np.float32)


def _row(
    what: str,
    one: Floats,
    other: Floats,
    matrix: Floats,
    choice: _Choice,
    *,
    texts: tuple[list[str], list[str]] | None = None,
    goal: Goal | None = None,
) -> Row:
    right = np.arange(len(one))
    near = _nearness(one, other, matrix)
    baselines = {
        "embeddings alone": recall_at(one @ other.T, right, 1),
        "mutual nearness": recall_at(mutual(one @ other.T), right, 1),
        "whitened, one question at a time": recall_at(near, right, 1),
        "whitened, mutual nearness": recall_at(mutual(near), right, 1),
    }
    if texts is not None:
        baselines["characters"] = recall_at(characters(*texts, shortest=2, longest=4), right, 1)
    return Row(
        what=what,
        metric="R@1",
        ours=recall_at(balanced(near, temperature=choice.temperature), right, 1),
        baselines=baselines,
        goal=goal,
        note="ours: whitened on pairs of the other sets, each list centred on itself, then balanced as if"
        " each sentence had exactly one partner: it needs both lists whole, as no search has them;"
        f" temperature {choice.temperature} of {', '.join(map(str, _TEMPERATURES))}, chosen on Tatoeba's"
        f" {', '.join(_CHOSEN_ON)} → en (mean R@1 {choice.reached:.3f})",
    )


TASK: Final = Task(
    name="sentences",
    title="The same sentence in another language",
    data="Tatoeba (LASER's test, CC BY 2.0 FR), FLORES-200 devtest, NTREX-128 (CC BY-SA 4.0)",
    split="nothing is learned from the set asked; the pairs whitening learns from are of the other sets, the"
    " shipped means of the languages are of FLORES and NTREX, and how sharply to decide is chosen on other"
    " languages than Catalan",
    run=_run,
)
