"""Learning the algorithm "impact-2" from acts and calls judged by hand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antena.lib.learned import Provenance, Weights
from antena.operations.evaluation.bench import Bench, Vectors
from antena.operations.evaluation.impact import fitting
from antena.operations.evaluation.impact.cases import Case
from antena.operations.evaluation.impact.lines import Sheets, judged, lines, meanings
from antena.operations.learning.frame import Model
from antena.signals.reading.impact import documented_impact, number_names, numbers
from antena.signals.reading.impact.judging import NAME, PACKAGE, Judgement, judge

_DATA: Final = (
    "eu_law_eurovoc: EU acts with EuroVoc descriptors (EUR-Lex, European Union, CC BY 4.0), 400 judged",
    "eu_calls_sedia_2026: topics of the Funding and Tenders Portal (European Union, CC BY 4.0), 100 judged",
    "eurovoc_thesaurus: micro-thesauri of EuroVoc (European Union, CC BY 4.0)",
)
# What may be the least chance of touching that is said to touch.
THRESHOLDS: Final = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
Told = Sequence[tuple[Case, Judgement]]
_SPLIT: Final = "acts from 2019 on and every other call, in an order of chance, are not learned from"


def _learn(bench: Bench) -> Weights:
    sheets = judged(bench)
    learned_from, held_out = sheets.part(held_out=False), sheets.part(held_out=True).titles
    table = lines(bench, learned_from)
    choice = fitting.choose(table)
    left_out = _left_out(bench, table, choice, learned_from)
    threshold = max(THRESHOLDS, key=lambda at: _balanced(left_out, at))
    bare = _weights(bench, fitting.arrays(table, choice), threshold, {})
    of_acts = list(left_out["titles"])
    of_acts += zip(held_out, judgements(bare, held_out, meanings(bench, held_out)), strict=True)
    figures = {"scale": choice.scale, "freedom": choice.freedom, "loss": round(choice.loss, 4)}
    return _weights(bench, bare.arrays, threshold, figures | _errors(of_acts))


def _weights(
    bench: Bench, arrays: Mapping[str, NDArray[Any]], threshold: float, figures: Mapping[str, float]
) -> Weights:
    return Weights(
        name=NAME,
        arrays={**arrays, "threshold": np.asarray([threshold], np.float32)},
        names={"features": number_names()},
        provenance=Provenance(
            what="What an act or call is to local government, and how directly, judged by hand",
            data=_DATA,
            split=_SPLIT,
            learned_on="2026-11-22",
            command="antena learn impact --data DIR",
            model=bench.model,
            figures=figures,
        ),
    )


def _left_out(
    bench: Bench, table: fitting.Table, choice: fitting.Choice, sheets: Sheets
) -> Mapping[str, Told]:
    """What models that did not learn from a case say of it, for each way the cases come."""
    ways = {"acts": sheets.acts, "titles": sheets.titles, "calls": sheets.calls}
    vectors = {way: meanings(bench, cases) for way, cases in ways.items()}
    said: dict[str, list[tuple[Case, Judgement]]] = {way: [] for way in ways}
    for learn, out in fitting.folds(table):
        left = {case.id for case, is_out in zip(table.cases, out, strict=True) if is_out}
        weights = _weights(bench, fitting.arrays(table.part(learn), choice), THRESHOLDS[-1], {})
        for way, cases in ways.items():
            places = [at for at, case in enumerate(cases) if case.id in left]
            some = [cases[at] for at in places]
            said[way] += zip(some, judgements(weights, some, vectors[way][places]), strict=True)
    return said


def _balanced(left_out: Mapping[str, Told], threshold: float) -> float:
    """Balanced accuracy of touches or not at that threshold, the mean over the ways cases come."""
    means = []
    for told in left_out.values():
        truth = np.asarray([case.impact != "none" for case, _ in told])
        said = np.asarray([1 - one.classes["none"] >= threshold for _, one in told])
        means.append((said[truth].mean() + (~said[~truth]).mean()) / 2)
    return float(np.mean(means))


def _errors(told: Told) -> dict[str, float]:
    """How often acts known by their titles are told right: the class by the documented weights, as is used.

    The level is told by models that did not learn from the act.

    ``broad_right`` of ``broad_of`` that touch local government are found, ``broad_cleared`` of
    ``broad_clear_of`` that do not are told so; ``narrow`` is the same of what touches it directly.
    """
    read = [
        (case, "" if documented_impact(case.passages, case.facts) == "none" else said.nearer)
        for case, said in told
    ]
    figures: dict[str, float] = {}
    for name, levels in (("broad", ("direct", "indirect")), ("narrow", ("direct",))):
        pairs = [(case.level in levels, level in levels) for case, level in read]
        figures |= {
            f"{name}_right": sum(true and said for true, said in pairs),
            f"{name}_of": sum(true for true, _ in pairs),
            f"{name}_cleared": sum(not true and not said for true, said in pairs),
            f"{name}_clear_of": sum(not true for true, _ in pairs),
        }
    return figures


def judgements(weights: Weights, cases: Sequence[Case], vectors: Vectors) -> Sequence[Judgement]:
    """What the weights say of the cases."""
    return [
        judge(numbers(case.passages, case.facts), vector, weights=weights)
        for case, vector in zip(cases, vectors, strict=True)
    ]


MODEL: Final = Model(
    name="impact", title="What a signal is to local government", package=PACKAGE, learn=_learn
)
