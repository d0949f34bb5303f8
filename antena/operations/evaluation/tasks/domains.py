"""EuroVoc's domains of EU acts, learned from the older ones and asked of the newest."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from antena.operations.classifying import laws
from antena.operations.classifying.law_examples import every_window
from antena.operations.classifying.meanings import product_vectors
from antena.operations.datasets.acts import Act, acts
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.evaluation.measures import Average, Flags, Floats, ece, f1, f1_of
from antena.themes.classifier import Passage
from antena.themes.classifier.learned import LearnedModel, shipped

_HALF = 0.5
_THRESHOLDS = tuple(step / 100 for step in range(15, 60, 5))
_GOALS: Mapping[Average, float] = {"micro": 0.86, "macro": 0.70}


_NOTE = "765 acts to learn from; one domain has no example among them, another two"
# What is read, by which leg, and whether with the codes of the directory the publisher gave.
_WAYS = (
    ("words and every window, without the directory's codes", "words", False),
    ("words and every window, with the directory's codes", "words", True),
    ("words and one vector, as the product reads, without the directory's codes", "words", False),
    ("words and one vector, as the product reads, with the directory's codes", "words", True),
    ("the title and its vector, as acts come without a text", "words", False),
    ("meaning and numbers of laws alone, any language", "any", False),
)
_GOAL_WAY = 1


def _run(bench: Bench) -> Sequence[Row]:
    older, newer = laws.split(acts(bench.data))
    learn, truth = laws.domain_flags(older), laws.domain_flags(newer)
    model = shipped("domains")
    seen = laws.vectors(newer, bench)
    baselines = {
        "most frequent": _most_frequent(learn, len(newer)),
        "TF-IDF + logistic": _tfidf(older, learn, newer),
        "TF-IDF + logistic, best threshold": _tfidf(older, learn, newer, chosen=True),
        "embeddings + logistic": _embedded(older, learn, newer, bench),
    }
    whole = [every_window(of) for of in seen]
    passages = [laws.best_passage(act) for act in newer]
    titles = [Passage(one.language, one.title) for one in passages]
    product, of_titles = (list(product_vectors(some, bench)[:, None]) for some in (passages, titles))
    rows: list[Row] = []
    ways: Sequence[tuple[Sequence[Passage], Sequence[Floats]]] = (
        (passages, whole),
        (passages, whole),
        (passages, product),
        (passages, product),
        (titles, of_titles),
        (passages, whole),
    )
    codes = [tuple(act.directory) for act in newer]
    for (way, leg, is_filed), (read, vectors) in zip(_WAYS, ways, strict=True):
        given: Sequence[Sequence[str]] = codes if is_filed else [()] * len(newer)
        scores = _scores(model, read, vectors, leg, given)
        said = model.said(scores, leg=leg)
        for average, goal in _GOALS.items():
            rows.append(
                Row(
                    what=way,
                    metric=f"{average} F1",
                    ours=f1(truth, said, average),
                    baselines={name: f1(truth, flags, average) for name, flags in baselines.items()},
                    goal=Goal(value=goal) if way == _WAYS[_GOAL_WAY][0] else None,
                    note=_NOTE,
                )
            )
        rows.append(_calibration(way, truth, model.probabilities(scores, leg=leg), learn))
    return rows


def _calibration(way: str, truth: Flags, probabilities: Floats, learn: Flags) -> Row:
    groups = np.repeat(np.arange(len(truth)), truth.shape[1]).tolist()
    constant = np.tile(learn.mean(axis=0), (len(truth), 1))

    def error(said: Floats) -> Figure:
        return ece(truth.reshape(-1), said.reshape(-1), groups=groups)

    return Row(
        what=way,
        metric="ECE",
        ours=error(probabilities),
        baselines={"share of each domain": error(constant)},
        goal=Goal(value=0.05, at_most=True),
    )


def _scores(
    model: LearnedModel,
    read: Sequence[Passage],
    vectors: Sequence[Floats],
    leg: str,
    codes: Sequence[Sequence[str]],
) -> Floats:
    return np.stack(
        [
            model.scores(passage, own.astype(np.float32), leg=leg, codes=of)[0]
            for passage, own, of in zip(read, vectors, codes, strict=True)
        ]
    )


def _most_frequent(learn: Flags, count: int) -> Flags:
    """As many of the most frequent domains as an act has on average."""
    most = np.argsort(-learn.sum(axis=0))[: round(learn.sum() / len(learn))]
    return np.tile(np.isin(np.arange(learn.shape[1]), most), (count, 1))


def _tfidf(older: Sequence[Act], learn: Flags, newer: Sequence[Act], *, chosen: bool = False) -> Flags:
    """With ``chosen`` the threshold is the best of the newest fifth of the older acts, else one half."""
    words = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5)
    known = words.fit_transform([_whole(act) for act in older])
    asked = words.transform([_whole(act) for act in newer])
    if not chosen:
        return _said(_logistic(known, learn, asked), _HALF)
    cut = round(len(older) * (1 - laws.HELD_OUT))
    tried = _logistic(known[:cut], learn[:cut], known[cut:])
    best = max(_THRESHOLDS, key=lambda least: f1_of(learn[cut:], _said(tried, least), "micro"))
    return _said(_logistic(known, learn, asked), best)


def _embedded(older: Sequence[Act], learn: Flags, newer: Sequence[Act], bench: Bench) -> Flags:
    def means(some: Sequence[Act]) -> Floats:
        return np.stack([every_window(of).mean(axis=0) for of in laws.vectors(some, bench)])

    return _said(_logistic(means(older), learn, means(newer)), _HALF)


def _logistic(known: Any, learn: Flags, asked: Any) -> Floats:
    """What a logistic regression for each label gives. Both matrices may be sparse."""
    chances = np.zeros((asked.shape[0], learn.shape[1]))
    for place in range(learn.shape[1]):
        if learn[:, place].any():
            found = LogisticRegression(C=50.0, solver="liblinear").fit(known, learn[:, place])
            chances[:, place] = found.predict_proba(asked)[:, 1]
    return chances


def _said(chances: Floats, least: float) -> Flags:
    """The labels of at least this chance, the nearest where none has it."""
    said: Flags = chances >= least
    lonely = ~said.any(axis=1)
    said[lonely, chances[lonely].argmax(axis=1)] = True
    return said


def _whole(act: Act) -> str:
    return f"{act.best.title} {act.best.body}"


TASK = Task(
    name="domains",
    title="An EU act → the domains of EuroVoc",
    data="956 EU acts with the descriptors of the Publications Office (EUR-Lex, CC BY 4.0), en and fr",
    split="By date: the newest fifth is measured; parameters were chosen inside the older four fifths",
    run=_run,
)
