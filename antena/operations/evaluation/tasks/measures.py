"""The title of a town's project → which of the fourteen measures of the French green fund paid for it.

Zero-shot: each measure is described by a few projects in our own words. Learned: from the titles of other
départements. Some titles of the départements of ``_READ`` had been read when the descriptions were written;
they are never asked in the test.
"""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from antena.operations.datasets.green_fund import Grant, grants
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Goal, Row, Task
from antena.operations.evaluation.lexical import Floats, characters
from antena.operations.evaluation.measures import f1, one_hot, recall_at

_READ: Final = frozenset(
    {"15", "16", "21", "22", "29", "32", "35", "36", "37", "43", "5", "50", "54", "56", "57", "61", "62"}
    | {"64", "8", "80", "83", "86", "88", "89", "90", "92", "971", "974", "976", "988"}
)
_TRAINING: Final = 0.6
# How many of a measure's projects speak for it, and what letters count beside meaning.
_NEAREST: Final = 2
_LETTERS: Final = 0.5
_GOALS: Final = {1: Goal(value=0.75), 3: Goal(value=0.90)}
_LEARNED_GOAL: Final = Goal(value=0.90)
_MEANING: Final = 2.0


class _Split(NamedTuple):
    train: list[Grant]
    test: list[Grant]


def descriptions() -> Mapping[str, list[str]]:
    """Official name of each measure → projects it pays for, in our words."""
    text = (resources.files("antena.operations.evaluation.judged") / "measures.toml").read_text("utf-8")
    return {one["name"]: one["projects"] for one in tomllib.loads(text)["measures"]}


def split(all_grants: Sequence[Grant], seed: int) -> _Split:
    """By département: those that were read and others by chance, 60 % in all, to learn; the rest to test."""
    places = sorted({grant.departement for grant in all_grants})
    order = np.random.default_rng(seed).permutation(len(places))
    unread = [places[at] for at in order if places[at] not in _READ]
    learned = _READ | set(unread[: max(0, round(_TRAINING * len(places)) - len(_READ))])
    return _Split(
        [grant for grant in all_grants if grant.departement in learned],
        [grant for grant in all_grants if grant.departement not in learned],
    )


def _run(bench: Bench) -> Sequence[Row]:
    described = descriptions()
    parts = split(grants(bench.data), bench.seed)
    return [*_described(bench, described, parts.test), _learned(bench, list(described), parts)]


def _described(bench: Bench, described: Mapping[str, list[str]], asked: Sequence[Grant]) -> list[Row]:
    names = list(described)
    vectors = _vectors(bench, asked)
    projects = [project for listed in described.values() for project in listed]
    owner = np.repeat(np.arange(len(names)), [len(listed) for listed in described.values()])
    near = _best(vectors @ bench.embed(projects, ["fr"] * len(projects)).T, owner)
    titles = [grant.title for grant in asked]
    systems = {
        "names of the measures, embeddings": vectors @ bench.embed(names, ["fr"] * len(names)).T,
        "names of the measures, characters": characters(titles, names),
        "our descriptions, embeddings alone": near,
        "our descriptions, characters alone": _best(characters(titles, projects), owner),
    }
    ours = near + _LETTERS * systems["our descriptions, characters alone"]
    right = [names.index(grant.measure) for grant in asked]
    groups = [grant.departement for grant in asked]
    return [
        Row(
            what="zero-shot, départements kept out",
            metric=f"R@{k}",
            ours=recall_at(ours, right, k, groups=groups),
            baselines={name: recall_at(one, right, k, groups=groups) for name, one in systems.items()},
            goal=goal,
        )
        for k, goal in _GOALS.items()
    ]


def _best(scores: Floats, owner: NDArray[np.intp]) -> Floats:
    """For each measure the mean of its nearest projects."""
    columns = [
        np.sort(scores[:, owner == one], axis=1)[:, -_NEAREST:].mean(axis=1) for one in range(owner.max() + 1)
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _learned(bench: Bench, names: Sequence[str], parts: _Split) -> Row:
    letters = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
    )
    known = letters.fit_transform([grant.title for grant in parts.train])
    asked = letters.transform([grant.title for grant in parts.test])
    of_known, of_asked = (_MEANING * _vectors(bench, part) for part in parts)
    truth = [grant.measure for grant in parts.train]
    true = one_hot([grant.measure for grant in parts.test], names)
    groups = [grant.departement for grant in parts.test]

    def figure(train: object, test: object) -> NDArray[np.bool_]:
        model = LogisticRegression(C=20, max_iter=400, class_weight="balanced").fit(train, truth)
        return one_hot(list(model.predict(test)), names)

    both = [
        sparse.hstack([one, sparse.csr_matrix(other)]).tocsr()
        for one, other in ((known, of_known), (asked, of_asked))
    ]
    return Row(
        what="learned, other départements",
        metric="macro F1",
        ours=f1(true, figure(*both), "macro", groups=groups),
        baselines={
            "TF-IDF alone": f1(true, figure(known, asked), "macro", groups=groups),
            "embeddings alone": f1(true, figure(of_known, of_asked), "macro", groups=groups),
        },
        goal=_LEARNED_GOAL,
    )


def _vectors(bench: Bench, some: Sequence[Grant]) -> Floats:
    return bench.embed([grant.title for grant in some], ["fr"] * len(some))


TASK: Final = Task(
    name="measures",
    title="A project's title → the measure that paid for it",
    data="9,230 grants of the French green fund of 2023 (Licence Ouverte 2.0)",
    split="by département, 60 % to learn and to choose on, 40 % to test",
    run=_run,
)
