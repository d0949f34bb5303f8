"""Does a score mean what it says, and are chosen matches better than simpler choices? By judged pairs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.algorithm import algorithm
from antena.matching.engine.learning import Verdicts, curve_of, learn, scores_of
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.evaluation.measures import auc, ece, kappa, mean
from antena.operations.evaluation.radar_pairs import Judged, Scored, grades, judged, scored
from antena.signals.models import SignalText
from antena.themes.models import Theme

_FOLDS: Final = 5
# Of the ten judged pairs of a town, how many a choice may take.
_TAKEN: Final = 4
Doubles = NDArray[np.float64]


def _run(bench: Bench) -> Sequence[Row]:
    pairs = judged(bench.data)
    said = scored(pairs, algorithm())
    baselines = _baselines(bench, pairs)
    return [
        *_agreement(),
        *_calibrated(said),
        Row(
            what="all pairs",
            metric="AUC of the score",
            ours=auc(said.worth, said.scores, groups=said.towns.tolist()),
            baselines={
                name: auc(said.worth, scores, groups=said.towns.tolist())
                for name, scores in baselines.items()
            },
        ),
        Row(
            what="of ten judged pairs of a town",
            metric=f"worth reading among the first {_TAKEN}",
            ours=_first(said, said.scores),
            baselines={name: _first(said, scores) for name, scores in baselines.items()},
            note="pairs were drawn over the whole range of scores: among all pairs the shares are lower",
        ),
        *_weights(said),
    ]


def _agreement() -> Iterator[Row]:
    twice = [(row.grade, row.again) for row in grades() if row.again]
    for what, some in (
        ("three grades", twice),
        ("worth reading or not", [(str(one != "not"), str(two != "not")) for one, two in twice]),
    ):
        yield Row(
            what=f"two passes, {what}",
            metric="Cohen's kappa",
            ours=kappa(*zip(*some, strict=True)),
            note="the same judge within minutes, from memory, in another order: an upper bound",
        )


def _calibrated(said: Scored) -> Iterator[Row]:
    before = ece(said.worth, said.scores, groups=said.towns.tolist())
    for what, groups in (("towns", said.towns), ("signals", said.signals)):
        shares = _held_out(said, groups)
        yield Row(
            what=f"{what} held out",
            metric="ECE",
            ours=ece(said.worth, shares, groups=said.towns.tolist()),
            baselines={
                "score as it is": before,
                "one share for all": ece(said.worth, np.full(len(shares), said.worth.mean())),
            },
            goal=Goal(value=0.05, at_most=True),
            note=f"reliability: {_diagram(said.worth, shares)}",
        )


def _held_out(said: Scored, groups: NDArray[np.str_]) -> Doubles:
    """The share a curve gives that was made without the group of the pair."""
    names, which = np.unique(groups, return_inverse=True)
    fold = np.random.default_rng(0).permutation(len(names))[which] % _FOLDS
    shares = np.full(len(which), said.worth.mean())
    for number in range(_FOLDS):
        for bucket in np.unique(said.buckets):
            own = said.buckets == bucket
            curve = curve_of(said.scores[own & (fold != number)], said.worth[own & (fold != number)])
            out = own & (fold == number)
            shares[out] = np.interp(said.scores[out], curve.scores, curve.shares)
    return shares


def _diagram(worth: NDArray[np.bool_], shares: Doubles) -> str:
    """Said and found in fifths of the pairs, as text."""
    order = np.argsort(shares, kind="stable")
    return "; ".join(
        f"said {shares[some].mean():.2f} found {worth[some].mean():.2f}" for some in np.array_split(order, 5)
    )


def _first(said: Scored, scores: Doubles) -> Figure:
    """The share worth reading among the first of each town."""
    values = []
    for town in np.unique(said.towns):
        own = np.flatnonzero(said.towns == town)
        best = own[np.argsort(-scores[own], kind="stable")[:_TAKEN]]
        values.append(float(said.worth[best].mean()))
    return mean(values)


def _baselines(bench: Bench, pairs: Sequence[Judged]) -> dict[str, Doubles]:
    """What is simpler: words of the town's themes, their meaning, the nearest date, chance."""
    labels = {code: said.get("en", code) for code, said in Theme.objects.values_list("code", "labels")}
    wanted = [" ".join(labels.get(code, code) for code in sorted(pair.town.themes)) for pair in pairs]
    ids = [pair.signal.id for pair in pairs]
    texts = {
        signal: f"{title} {body[:4000]}"
        for signal, title, body in SignalText.objects.filter(signal__in=ids, language="en").values_list(
            "signal_id", "title", "body"
        )
    }
    queries = bench.embed_queries(wanted, ["en"] * len(wanted))
    vectors = np.array(
        [pair.signal.vector if pair.signal.vector is not None else np.zeros(384) for pair in pairs]
    )
    return {
        "words alone": _bm25(wanted, [texts.get(id_, "") for id_ in ids]),
        "embeddings alone": (queries * vectors).sum(axis=1).astype(np.float64),
        "dates alone": np.array([_nearness(pair) for pair in pairs]),
        "chance": bench.generator().random(len(pairs)),
    }


def _nearness(pair: Judged) -> float:
    """The sooner it closes, else the newer it is, the higher."""
    days = pair.signal.days_left if pair.signal.days_left is not None else pair.signal.days_old
    return -float(days if days is not None else 10_000)


def _bm25(queries: Sequence[str], texts: Sequence[str], k1: float = 1.2, b: float = 0.75) -> Doubles:
    """BM25 of each query with the text beside it; frequencies of words are those of the texts given."""
    split: Callable[[str], list[str]] = re.compile(r"\w{3,}").findall
    bags = [Counter(split(text.lower())) for text in texts]
    seen = Counter(word for bag in {id(bag): bag for bag in bags}.values() for word in bag)
    middle = sum(map(Counter.total, bags)) / max(1, len(bags))
    result = []
    for query, bag in zip(queries, bags, strict=True):
        length = k1 * (1 - b + b * bag.total() / middle)
        result.append(
            sum(
                log(1 + (len(bags) - seen[word] + 0.5) / (seen[word] + 0.5))
                * bag[word] * (k1 + 1) / (bag[word] + length)
                for word in set(split(query.lower()))
                if bag[word]
            )
        )  # fmt: skip
    return np.array(result)


def _weights(said: Scored) -> Iterator[Row]:
    """Would other weights be better? Learned on one half of the towns, asked of the other."""
    names = np.unique(said.towns)
    half = set(np.random.default_rng(20240701).permutation(names)[: len(names) // 2].tolist())
    learnt = np.array([town in half for town in said.towns])
    towns = np.unique(said.towns, return_inverse=True)[1].astype(np.int64)
    base = algorithm().weights
    weights, _ = learn(Verdicts(said.features[learnt], said.worth[learnt], towns[learnt]), base)
    out = ~learnt
    told = [scores_of(said.features[out], np.array(list(some.values()))) for some in (weights, base)]
    groups = said.towns[out].tolist()
    yield Row(
        what="weights learned on half the towns, on the other half",
        metric="AUC of the score",
        ours=auc(said.worth[out], told[0], groups=groups),
        baselines={"weights as they are": auc(said.worth[out], told[1], groups=groups)},
        note=", ".join(f"{name} {base[name]:.2f}→{weight:.2f}" for name, weight in weights.items()),
    )


TASK = Task(
    name="calibration",
    title="What a score of a match means",
    data="300 pairs of 30 Catalan towns with EU calls and acts, judged by hand for this evaluation",
    split="five folds, whole towns or whole signals held out; weights: half of the towns",
    run=_run,
)
