"""Practices for a need: the case of a challenge, cases for needs in Catalan, and what they rested on."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antena.lib.text import stem, words
from antena.matching.practices import relevance
from antena.operations.datasets.practices import Case, cases
from antena.operations.evaluation import measures
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Row, Task
from antena.signals.reading.transfer import KINDS, read_transfer
from antena.themes import catalogue
from antena.themes.classifier import Classifier, Passage, vocabulary_of_catalogue

_JUDGED: Final = Path(__file__).parents[1] / "practices" / "needs.toml"
_CONDITIONS: Final = Path(__file__).parents[1] / "practices" / "conditions.toml"
_DEPTH: Final = 10
# The editors' own words for who acts, as the levels the reader knows.
_GOVERNANCE: Final = {"Local": "municipality", "National": "state", "Sub National Regions": "region"}

Floats = NDArray[np.float64]


def run(bench: Bench) -> Sequence[Row]:
    """Both retrievals beside words alone and meaning alone, then what was read against the editors."""
    known = cases(bench.data)
    themes = Classifier(vocabulary_of_catalogue(catalogue.load()))
    return [
        _challenges(bench, known, themes),
        *_needs(bench, known, themes),
        *_levels(known),
        *_conditions(known),
    ]


def _challenges(bench: Bench, known: Sequence[Case], themes: Classifier) -> Row:
    asked = [one.challenges for one in known]
    texts = [one.solutions for one in known]
    legs = _legs(bench, asked, "en", [("", text) for text in texts], themes)
    right = np.arange(len(known))
    ours = _fused(legs, same_language=True)
    return Row(
        what="challenge → solution of the same case",
        metric=f"MRR@{_DEPTH}",
        ours=_mrr(ours, right),
        baselines={"BM25": _mrr(legs["words"], right), "embeddings": _mrr(legs["meaning"], right)},
        note="weights of the fusion were chosen on this set: in English it is no test of them",
    )


def _needs(bench: Bench, known: Sequence[Case], themes: Classifier) -> Sequence[Row]:
    judged = tomllib.loads(_JUDGED.read_text(encoding="utf-8"))
    texts = [(one.title, f"{one.information}\n{one.whole}") for one in known]
    rows = []
    for part in ("test", "dev"):
        names = [name for name, (of, _) in judged["needs"].items() if of == part]
        grades = [[_grade(judged, name, one.item_id) for one in known] for name in names]
        legs = _legs(bench, [judged["needs"][name][1] for name in names], "ca", texts, themes)
        ours = _fused(legs, same_language=False)
        rows.append(
            Row(
                what=f"need in Catalan → cases in English ({part})",
                metric=f"nDCG@{_DEPTH}",
                ours=_ndcg(ours, grades),
                baselines={
                    "BM25": _ndcg(legs["words"], grades),
                    "embeddings": _ndcg(legs["meaning"], grades),
                    "themes": _ndcg(legs["themes"], grades),
                },
                note="every case judged for every need, twice; the mean of both grades"
                if part == "test"
                else "weights of the fusion were chosen on these",
            )
        )
    rows.append(_agreement(judged, known))
    return rows


def _legs(
    bench: Bench, asked: Sequence[str], language: str, texts: Sequence[tuple[str, str]], themes: Classifier
) -> Mapping[str, Floats]:
    """The scores of each leg, shape (asked, texts)."""
    queries = bench.embed_queries([one[:2_000] for one in asked], [language] * len(asked))
    passages = bench.embed([f"{title}\n{body}".strip()[:2_000] for title, body in texts], ["en"] * len(texts))
    stems = [_stems(f"{title}\n{body}", "en") for title, body in texts]
    of_texts = [_themes(themes, title, body, "en") for title, body in texts]
    return {
        "meaning": (queries @ passages.T).astype(np.float64),
        "words": np.array([relevance.bm25(_stems(one, language), stems) for one in asked]),
        "themes": np.array(
            [relevance.shared_themes(_themes(themes, one, "", language), of_texts) for one in asked]
        ),
    }


def _fused(legs: Mapping[str, Floats], *, same_language: bool) -> Floats:
    return np.array(
        [
            relevance.relevance(meaning, themes, by_words, same_language=same_language)
            for meaning, themes, by_words in zip(legs["meaning"], legs["themes"], legs["words"], strict=True)
        ]
    )


def _stems(text: str, language: str) -> list[str]:
    return [stem(word, language) for word in words(text, language)]


def _themes(themes: Classifier, title: str, body: str, language: str) -> Mapping[str, float]:
    found = themes.read([Passage(language=language, title=title, body=body)])
    return {one.code: one.score for one in found.themes}


def _mrr(scores: Floats, right: NDArray[np.intp]) -> Figure:
    ranks = measures.ranks(scores, right)
    return measures.mean(np.where(ranks <= _DEPTH, 1.0 / ranks, 0.0))


def _ndcg(scores: Floats, grades: Sequence[Sequence[float]]) -> Figure:
    ranked = [
        [of[at] for at in np.argsort(-row, kind="stable")] for row, of in zip(scores, grades, strict=True)
    ]
    return measures.mean([measures.ndcg_of(row, of, _DEPTH) for row, of in zip(ranked, grades, strict=True)])


def _grade(judged: Mapping[str, Any], need: str, case: str) -> float:
    """The mean of the grades of both passes."""
    return (_first(judged, need, case) + _second(judged, need, case)) / 2


def _first(judged: Mapping[str, Any], need: str, case: str) -> int:
    return next((int(grade) for grade, named in judged["first"][need].items() if int(case) in named), 0)


def _second(judged: Mapping[str, Any], need: str, case: str) -> int:
    passed = judged["second"].get(case, {})
    return next((int(grade) for grade, named in passed.items() if need in named), 0)


def _agreement(judged: Mapping[str, Any], known: Sequence[Case]) -> Row:
    pairs = [
        (_first(judged, need, one.item_id), _second(judged, need, one.item_id))
        for need in judged["needs"]
        for one in known
    ]
    return Row(
        what="agreement of the two passes of judging",
        metric="Cohen's kappa",
        ours=measures.kappa(*zip(*pairs, strict=True), groups=[n // len(known) for n in range(len(pairs))]),
        note="one judge on one day, the second pass case by case instead of need by need",
    )


def _levels(known: Sequence[Case]) -> Sequence[Row]:
    """Who acts, against the one word of the editors where they gave a single one."""
    stated = [(one, _GOVERNANCE[one.governance]) for one in known if one.governance in _GOVERNANCE]
    read = [(_level(one), truth) for one, truth in stated]
    told = [(said, truth) for said, truth in read if said]
    most = max({truth for _, truth in told}, key=[truth for _, truth in told].count)
    return [
        Row(
            what="who acts, read from the text, against the editors' word",
            metric="accuracy where something was read",
            ours=measures.share([said == truth for said, truth in told]),
            baselines={"the most frequent": measures.share([truth == most for _, truth in told])},
            note=f"{len(told)} of the {len(stated)} cases with a single word; the word is silver, not judged",
        )
    ]


def _level(case: Case) -> str:
    return str(_read(case).get("competence", {}).get("level", ""))


def _read(case: Case) -> Mapping[str, Mapping[str, Any]]:
    found = read_transfer(case.title, f"{case.information}\n{case.whole}", "en")
    return {one.kind: one.value for one in found}


def _conditions(known: Sequence[Case]) -> Sequence[Row]:
    """What was read of each kind, against what both passes of judging found in the case."""
    judged = tomllib.loads(_CONDITIONS.read_text(encoding="utf-8"))
    dev = {str(case) for case in judged["dev"]}
    cases_ = [one for one in known if one.item_id in judged["first"]]
    read = {one.item_id: _read(one) for one in cases_}
    rows = []
    for at, kind in enumerate(KINDS):
        parts = [("", cases_)]
        if kind == "competence":
            parts = [(f" ({name})", [one for one in cases_ if (one.item_id in dev) is is_dev])
                     for name, is_dev in (("dev", True), ("test", False))]  # fmt: skip
        for name, part in parts:
            ids = [one.item_id for one in part]
            truths = [(judged["first"][case][at], judged["second"][case][at]) for case in ids]
            rows.append(_condition(kind, name, truths, [read[case].get(kind) for case in ids]))
    return rows


def _condition(
    kind: str, part: str, truths: Sequence[tuple[Any, Any]], read: Sequence[Mapping[str, Any] | None]
) -> Row:
    told = [
        [_fits(kind, truth, said) for truth in both]
        for both, said in zip(truths, read, strict=True)
        if said is not None
    ]
    firsts = [first for first, _ in truths]
    missed = sum(bool(first) and said is None for first, said in zip(firsts, read, strict=True))
    baselines = {}
    if kind == "competence":
        most = max(sorted(set(firsts)), key=firsts.count)
        of_read = [first for first, said in zip(firsts, read, strict=True) if said is not None]
        baselines = {"the most frequent": measures.share([first == most for first in of_read])}
    same = sum(first == second for first, second in truths)
    agreement = measures.kappa_of(*zip(*truths, strict=True))
    return Row(
        what=f"{kind} as read from a case{part}, against our judgement",
        metric="right where something was read",
        ours=measures.share([first for first, _ in told]),
        baselines=baselines,
        note=f"{missed} stated and not read, of {sum(map(bool, firsts))} stated; by the second pass"
        f" {sum(second for _, second in told)} of {len(told)} right; the passes say the same of {same} of"
        f" {len(truths)} (kappa {agreement:.2f}); one judge, one sitting, excerpts of the texts",
    )


def _fits(kind: str, truth: Any, said: Mapping[str, Any]) -> bool:
    """A cost or a time within a tenth of the judged one is right; of territories, all read must be."""
    if kind == "territory":
        return set(said["territories"]) <= set(truth.split())
    (value,) = said.values()
    return bool(value == truth if kind == "competence" else truth and abs(value - truth) <= 0.1 * truth)


TASK = Task(
    name="practices",
    title="Practices for a need",
    data="96 cases of adaptation to the climate (AdapteCCa, Climate-ADAPT), in English; 66 needs in Catalan"
    " written and judged by us",
    split="needs: 22 for choosing weights, 44 for the test, fixed before anything was measured on the test",
    run=run,
)
