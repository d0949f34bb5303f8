"""EuroVoc's descriptors of EU acts: the newest fifth is asked, the older ones are known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from antena.lib import text as words_of
from antena.operations.classifying import laws
from antena.operations.classifying.law_examples import mean_windows
from antena.operations.datasets.acts import Act, acts
from antena.operations.datasets.thesaurus import ConceptNames, concepts
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Row, Task
from antena.operations.evaluation.measures import Floats, mean, ndcg_of
from antena.themes.classifier.learned import features

_FIRST: Final = 5
_LONGEST_NAME: Final = 6
_IN_TITLE: Final = 5
_BODY_READ: Final = 6_000
# Neighbours looked at among the acts known, and how fast their say falls with distance.
_NEIGHBOURS: Final = (5, 10, 20)
_FALLS: Final = 8.0
# Candidates of each kind.
_OF_EACH: Final = 40
_STIFFNESSES: Final = (0.1, 1.0, 10.0)
_INNER: Final = 0.2


class _Seen(msgspec.Struct, frozen=True, eq=False):
    """What is counted once of every act, rows in the order of the acts, columns in that of the concepts."""

    ids: tuple[str, ...]
    # which descriptors an act has
    truth: NDArray[np.bool_]
    # how much the names of a concept stand in its words, and how near its name is in meaning
    named: Floats
    near: Floats
    # nearness of acts, in meaning and in words
    alike: tuple[Floats, Floats]


def _run(bench: Bench) -> Sequence[Row]:
    everything = acts(bench.data)
    older, newer = laws.split(everything)
    seen = _see(everything, concepts(bench.data), bench, known=len(older))
    asked = np.arange(len(older), len(everything))
    known = np.arange(len(older))
    stiffness, neighbours = _tuned(seen, known)
    inner = round(len(known) * (1 - _INNER))
    weights = _learned(seen, known[:inner], known[inner:], stiffness=stiffness, neighbours=neighbours)
    often = seen.truth[known].mean(axis=0)
    kin = _from_neighbours(seen, known, asked, neighbours)
    baselines = {
        "most frequent": np.tile(often, (len(asked), 1)),
        "names by stemmed words": seen.named[asked],
        "names by meaning": seen.near[asked],
        "neighbours by meaning": kin[0],
        "neighbours by TF-IDF": kin[1],
    }
    ours = _ranked(seen, known, asked, weights=weights, neighbours=neighbours)
    return [
        Row(
            what=f"the newest fifth, {len(newer)} acts",
            metric=f"nDCG@{_FIRST}",
            ours=_ndcg(ours, seen.truth[asked]),
            baselines={name: _ndcg(scores, seen.truth[asked]) for name, scores in baselines.items()},
            note=f"{len(seen.ids):,} concepts to choose from; {neighbours} neighbours",
        )
    ]


def _see(some: Sequence[Act], names: Sequence[ConceptNames], bench: Bench, *, known: int) -> _Seen:
    ids = tuple(one.id for one in names)
    places = {id_: place for place, id_ in enumerate(ids)}
    truth = np.zeros((len(some), len(ids)), dtype=np.bool_)
    for row, act in enumerate(some):
        truth[row, [places[id_] for id_ in act.eurovoc if id_ in places]] = True
    meant = mean_windows(some, bench)
    called = [(one.names["en"] or one.names["fr"])[0] for one in names]
    tongues = ["en" if one.names["en"] else "fr" for one in names]
    words = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5).fit(
        [_whole(act) for act in some[:known]]
    )
    filled = words.transform([_whole(act) for act in some])
    return _Seen(
        ids=ids,
        truth=truth,
        named=_named(some, names, known=known),
        near=meant @ bench.embed(called, tongues).T,
        alike=(meant @ meant.T, np.asarray((filled @ filled.T).todense())),
    )


def _whole(act: Act) -> str:
    return f"{act.best.title} {act.best.title} {act.best.body}"


def _named(some: Sequence[Act], names: Sequence[ConceptNames], *, known: int) -> Floats:
    """How often the names of each concept stand in each act, rare names more. Shape (acts, concepts)."""
    by_stems: dict[str, dict[tuple[str, ...], int]] = {"en": {}, "fr": {}}
    for place, one in enumerate(names):
        for language, of in by_stems.items():
            for name in one.names[language]:
                if stems := tuple(_stems(name, language)):
                    of.setdefault(stems, place)
    counts = np.zeros((len(some), len(names)), dtype=np.float32)
    for row, act in enumerate(some):
        text = act.best
        of = by_stems[text.language]
        for part, times in ((features.subject(text.title), _IN_TITLE), (_body(act), 1)):
            for stems, count in Counter(_phrases(_stems(part, text.language), of)).items():
                counts[row, of[stems]] += times * count * len(stems)
    rare = np.log((1 + known) / (1 + (counts[:known] > 0).sum(axis=0)))
    found: Floats = np.log1p(counts) * rare.astype(np.float32)
    return found


def _body(act: Act) -> str:
    return features.running(act.best.body)[:_BODY_READ]


def _stems(text: str, language: str) -> list[str]:
    return [features.token_stem(word, language) for word in words_of.words(text, language)]


def _phrases(stems: Sequence[str], wanted: Mapping[tuple[str, ...], int]) -> Iterator[tuple[str, ...]]:
    for start in range(len(stems)):
        for length in range(1, _LONGEST_NAME + 1):
            phrase = tuple(stems[start : start + length])
            if len(phrase) == length and phrase in wanted:
                yield phrase


def _from_neighbours(
    seen: _Seen, known: NDArray[np.intp], asked: NDArray[np.intp], neighbours: int
) -> tuple[Floats, Floats]:
    """Descriptors of the nearest known acts, by meaning and by words. Shapes (asked, concepts)."""
    carried = seen.truth[known].astype(np.float32)
    found = []
    for alike in seen.alike:
        near = alike[np.ix_(asked, known)].astype(np.float64)
        near[asked[:, None] == known[None, :]] = -np.inf
        least = np.sort(near, axis=1)[:, -neighbours][:, None]
        best = near.max(axis=1, keepdims=True)
        say = np.where(near >= least, np.exp(_FALLS * (near - best)), 0.0)
        found.append((say / say.sum(axis=1, keepdims=True)) @ carried)
    return found[0], found[1]


def _described(
    seen: _Seen, known: NDArray[np.intp], asked: NDArray[np.intp], neighbours: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """The candidates: which asked act, which concept, and what speaks for it. Shape (candidates, 7)."""
    often = np.log1p(seen.truth[known].sum(axis=0))
    meant, worded = _from_neighbours(seen, known, asked, neighbours)
    scores = (seen.named[asked], seen.near[asked], meant, worded)
    wanted = np.zeros(scores[0].shape, dtype=np.bool_)
    for each in scores:
        best = np.argpartition(-each, _OF_EACH, axis=1)[:, :_OF_EACH]
        np.put_along_axis(wanted, best, values=True, axis=1)
    rows, columns = np.nonzero(wanted)
    top = scores[1].max(axis=1)
    described = np.stack(
        [
            scores[0][rows, columns],
            scores[1][rows, columns],
            scores[1][rows, columns] - top[rows],
            np.sqrt(meant[rows, columns]),
            np.sqrt(worded[rows, columns]),
            np.sqrt(meant[rows, columns] * worded[rows, columns]),
            often[columns],
        ],
        axis=1,
    )
    return rows, columns, described


def _learned(
    seen: _Seen,
    known: NDArray[np.intp],
    asked: NDArray[np.intp],
    *,
    stiffness: float,
    neighbours: int,
) -> Any:
    """A logistic regression that tells descriptors from other candidates, fitted on ``asked``."""
    rows, columns, described = _described(seen, known, asked, neighbours)
    return LogisticRegression(C=1 / stiffness, max_iter=1_000).fit(
        described, seen.truth[asked[rows], columns]
    )


def _ranked(
    seen: _Seen, known: NDArray[np.intp], asked: NDArray[np.intp], *, weights: Any, neighbours: int
) -> Floats:
    """What the regression says of each candidate; the others last. Shape (asked, concepts)."""
    rows, columns, described = _described(seen, known, asked, neighbours)
    scores = np.full((len(asked), len(seen.ids)), -np.inf)
    scores[rows, columns] = weights.decision_function(described)
    return scores


def _tuned(seen: _Seen, known: NDArray[np.intp]) -> tuple[float, int]:
    """Stiffness and neighbours that do best on the newest tenth of the known acts, by date as well."""
    base, middle, end = np.split(known, [round(len(known) * 0.8), round(len(known) * 0.9)])
    before = np.concatenate([base, middle])

    def score(pair: tuple[float, int]) -> float:
        stiffness, neighbours = pair
        weights = _learned(seen, base, middle, stiffness=stiffness, neighbours=neighbours)
        ranked = _ranked(seen, before, end, weights=weights, neighbours=neighbours)
        return float(np.mean(_gains(ranked, seen.truth[end])))

    return max(
        ((stiffness, neighbours) for stiffness in _STIFFNESSES for neighbours in _NEIGHBOURS), key=score
    )


def _gains(scores: Floats, truth: NDArray[np.bool_]) -> list[float]:
    """nDCG of each act; an act without descriptors counts 0 for everybody."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_FIRST]
    ranked = np.take_along_axis(truth, order, axis=1)
    return [
        ndcg_of(list(map(float, said)), [1.0] * int(true.sum()), _FIRST)
        for said, true in zip(ranked, truth, strict=True)
    ]


def _ndcg(scores: Floats, truth: NDArray[np.bool_]) -> Figure:
    return mean(_gains(scores, truth))


TASK = Task(
    name="descriptors",
    title="An EU act → its descriptors of EuroVoc",
    data="956 EU acts with descriptors of the Publications Office (EUR-Lex, CC BY 4.0), and the thesaurus",
    split="By date: the newest fifth is measured; what ranks was learned and chosen inside the older part",
    run=_run,
)
