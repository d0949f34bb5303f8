"""The fields of the catalogue a call or act is about, against labels of ours."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from antena.operations.classifying.law_examples import mean_windows
from antena.operations.classifying.meanings import product_vectors
from antena.operations.datasets.acts import acts
from antena.operations.evaluation.bench import Bench, Vectors
from antena.operations.evaluation.frame import Row, Task
from antena.operations.evaluation.judged_fields import LETTERS, JudgedText, flags, judged
from antena.operations.evaluation.measures import Average, Flags, Floats, f1, f1_of, kappa
from antena.themes import catalogue
from antena.themes.classifier import (
    Classifier,
    Prototypes,
    Reading,
    Vocabulary,
    prototypes,
    vocabulary_of_catalogue,
)
from antena.themes.classifier.learned import LearnedModel, shipped

_AVERAGES: Final[Sequence[Average]] = ("micro", "macro")
# A score says a field from this quantile of all scores, or from this share of the best field of its text.
_QUANTILES: Final = tuple(step / 20 for step in range(8, 20))
_SHARES: Final = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
# A whole chapter of EuroVoc in the catalogue counts as this many of its concepts.
_CHAPTER: Final = 3
_NOTE: Final = "the words of the catalogue were written with other topics of the same set in sight"


class _Kept:
    """The bench as what makes prototypes: passages are embedded once and kept."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def name(self) -> str:
        return self._bench.model

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        return self._bench.embed(texts, languages)


def _run(bench: Bench) -> Sequence[Row]:
    texts = judged(bench.data)
    seen = product_vectors([text.passage for text in texts], bench)
    vocabulary = vocabulary_of_catalogue(catalogue.load())
    letters = _letters(vocabulary)
    near = prototypes(vocabulary, _Kept(bench))
    product = Classifier(vocabulary, near, shipped("goals"))
    truth = flags([text.first for text in texts])
    development = np.asarray([text.is_for_development for text in texts])
    by_meaning = Classifier(vocabulary, near)

    def told(classifier: Classifier, *, eurovoc: bool = True, meaning: bool = True) -> Flags:
        return flags(
            [
                _said(
                    classifier.read(
                        [text.passage],
                        eurovoc=text.eurovoc if eurovoc else (),
                        vector=vector if meaning else None,
                    ),
                    letters,
                )
                for text, vector in zip(texts, seen, strict=True)
            ]
        )

    scores = {
        "nearest prototypes": _nearest(near, seen, letters),
        "learned domains": _by_domain(shipped("domains"), texts, seen, vocabulary, letters),
        "learned of other acts' descriptors": _by_weak_labels(by_meaning, texts, seen, letters, bench),
    }
    said = {
        "most frequent": _most_frequent(truth, development),
        "words alone": told(by_meaning, eurovoc=False, meaning=False),
        **{name: _chosen(found, truth, development) for name, found in scores.items()},
    }
    ours = told(product)
    unaided = told(product, eurovoc=False)
    added = ours | _chosen(scores["learned domains"], truth, development, beside=ours)
    return [
        *_agreement(texts),
        *_rows("topics and acts", ours, truth, said, ~development),
        *_rows("topics", ours, truth, said, ~development & _of("topic", texts)),
        *_rows("acts, with their descriptors", ours, truth, said, ~development & _of("act", texts)),
        *_rows("acts, without", unaided, truth, said, ~development & _of("act", texts)),
        *_rows("development part: as it is", ours, truth, said, development),
        *_rows("development part: with learned domains added", added, truth, said, development),
    ]


def _letters(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Code of a theme → the letter of its field."""
    fields = [theme.code for theme in vocabulary.themes if theme.is_field]
    return {theme.code: LETTERS[fields.index(theme.field)] for theme in vocabulary.themes}


def _said(reading: Reading, letters: Mapping[str, str]) -> str:
    return "".join(letters[theme.code] for theme in reading.themes)


def _of(kind: str, texts: Sequence[JudgedText]) -> Flags:
    return np.asarray([text.kind == kind for text in texts])


def _agreement(texts: Sequence[JudgedText]) -> Sequence[Row]:
    whole = [(text.first, text.second) for text in texts]
    first, second = (flags([pair[place] for pair in whole]) for place in (0, 1))
    single = [(str(one), str(two)) for one, two in zip(first.ravel(), second.ravel(), strict=True)]
    groups = np.repeat(np.arange(len(texts)), len(LETTERS)).tolist()
    note = "the same judge minutes apart, in another order: an upper bound"
    return [
        Row(
            what=f"two passes, {what}",
            metric="Cohen's kappa",
            ours=kappa(*zip(*pairs, strict=True), groups=of),
            note=note,
        )
        for what, pairs, of in (("all fields of a text", whole, None), ("each field", single, groups))
    ]


def _rows(
    what: str, ours: Flags, truth: Flags, baselines: Mapping[str, Flags], places: Flags
) -> Sequence[Row]:
    return [
        Row(
            what=what,
            metric=f"{average} F1",
            ours=f1(truth[places], ours[places], average),
            baselines={name: f1(truth[places], said[places], average) for name, said in baselines.items()},
            note=_NOTE,
        )
        for average in _AVERAGES
    ]


def _most_frequent(truth: Flags, development: Flags) -> Flags:
    most = int(truth[development].sum(axis=0).argmax())
    return np.tile(np.arange(len(LETTERS)) == most, (len(truth), 1))


def _nearest(near: Prototypes, seen: Vectors, letters: Mapping[str, str]) -> Floats:
    """The cosine of the nearest sub-theme of each field. Shape (texts, fields)."""
    cosines = seen @ near.vectors.T
    of = np.asarray([letters[code] for code in near.codes])
    return np.stack([cosines[:, of == letter].max(axis=1) for letter in LETTERS], axis=1)


def _by_domain(
    model: LearnedModel,
    texts: Sequence[JudgedText],
    seen: Vectors,
    vocabulary: Vocabulary,
    letters: Mapping[str, str],
) -> Floats:
    """Probabilities of domains as fields, by the codes the catalogue names. Shape (texts, fields)."""
    shares = np.zeros((len(model.classes), len(LETTERS)))
    for theme in vocabulary.themes:
        known = [vocabulary.concepts[id_].microthesaurus for id_ in theme.eurovoc]
        for code in (*known, *theme.microthesauri * _CHAPTER):
            if code[:2] in model.classes:
                shares[model.classes.index(code[:2]), LETTERS.index(letters[theme.code])] += 1
    shares /= np.maximum(1, shares.sum(axis=1, keepdims=True))
    chances = []
    for text, vector in zip(texts, seen, strict=True):
        leg = model.leg(text.passage.language)
        score, _ = model.scores(text.passage, vector[None], leg=leg)
        chances.append(model.probabilities(score, leg=leg))
    found: Floats = np.stack(chances) @ shares
    return found


def _by_weak_labels(
    classifier: Classifier,
    texts: Sequence[JudgedText],
    seen: Vectors,
    letters: Mapping[str, str],
    bench: Bench,
) -> Floats:
    """A logistic regression of meanings on the fields the descriptors of other acts lead to."""
    asked = {text.id for text in texts}
    others = [act for act in acts(bench.data) if act.celex not in asked]
    labels = flags([_said(classifier.read((), eurovoc=tuple(act.eurovoc)), letters) for act in others])
    known = mean_windows(others, bench)
    chances = np.zeros((len(texts), len(LETTERS)))
    for place in np.flatnonzero(labels.any(axis=0)):
        found = LogisticRegression(C=10.0, solver="liblinear").fit(known, labels[:, place])
        chances[:, place] = found.predict_proba(seen)[:, 1]
    return chances


def _chosen(scores: Floats, truth: Flags, development: Flags, *, beside: Flags | None = None) -> Flags:
    """Scores as fields, by the two thresholds that do best on the development part, ``beside`` others."""
    already = np.zeros_like(truth) if beside is None else beside

    def said(least: float, share: float) -> Flags:
        best = scores.max(axis=1, keepdims=True)
        found: Flags = (scores >= np.quantile(scores, least)) & (scores >= share * best)
        return found if beside is not None else found | (scores == best)

    pairs = [(least, share) for least in _QUANTILES for share in _SHARES]
    best = max(
        pairs,
        key=lambda pair: f1_of(truth[development], (said(*pair) | already)[development], "micro"),
    )
    return said(*best)


TASK = Task(
    name="fields",
    title="A call or act → the seven fields of the catalogue",
    data="92 topics of EU programmes and 62 EU acts, drawn by chance and labelled by us",
    split="Forty per cent, by their identifiers, to choose thresholds on; the others are measured",
    run=_run,
)
