"""Needs as a small town hall writes them → topics of EU programmes, judged by hand.

How they were judged: docs/developer/judgements.md. Relevance is that of the product's search, over the
vectors it would store; BM25 stands for its words leg.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Final, NamedTuple

import msgspec
import numpy as np

from antena.lib.embeddings.windows import means, windows
from antena.lib.text import words
from antena.operations.datasets.topics import Topic, topics
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Row, Task
from antena.operations.evaluation.lexical import Bm25, Floats, fused
from antena.operations.evaluation.measures import drawn, mean, ndcg_of, share
from antena.signals.search.legs import NEAR_ENOUGH
from antena.signals.search.relevance import COVER, full_cover

LANGUAGES: Final = ("ca", "es", "en")
_JUDGED: Final = "antena.operations.evaluation.judged"
_DEVELOPMENT: Final = 0.4
_K: Final = 10
_GOAL: Final = Goal(value=0.60)


class Need(msgspec.Struct, frozen=True):
    """A need in three languages, and the grades (1 to 3) of the topics that answer it."""

    query: str
    field: str
    texts: Mapping[str, str]
    grades: Mapping[str, int]


class _Asked(NamedTuple):
    """Needs, topics, and what each system says of every pair, by language of the question."""

    needs: Sequence[Need]
    topics: Sequence[Topic]
    systems: Mapping[str, Mapping[str, Floats]]


def needs() -> Sequence[Need]:
    """Every need, in the order of the file."""
    grades: dict[str, dict[str, int]] = {}
    for row in _read("needs_judged.csv"):
        if row["grade"] != "0":
            grades.setdefault(row["query"], {})[row["topic"]] = int(row["grade"])
    return [
        Need(
            row["query"],
            row["field"],
            {code: row[code] for code in LANGUAGES},
            grades.get(row["query"], {}),
        )
        for row in _read("needs.csv")
    ]


def development(count: int, seed: int) -> frozenset[int]:
    """Places of the needs that figures may be chosen on; the others are for the test."""
    return frozenset(np.random.default_rng(seed).permutation(count)[: round(_DEVELOPMENT * count)].tolist())


def agreement() -> tuple[float, int]:
    """Cohen's kappa, linearly weighted, of the two passes over the same pairs, and the number of pairs."""
    first = {(row["query"], row["topic"]): int(row["grade"]) for row in _read("needs_judged.csv")}
    again = {(row["query"], row["topic"]): int(row["grade"]) for row in _read("needs_judged_again.csv")}
    one = np.array([first[pair] for pair in again])
    other = np.array(list(again.values()))
    by_chance = np.abs(one[:, None] - other[None, :]).mean()
    return float(1 - np.abs(one - other).mean() / by_chance), len(again)


def _run(bench: Bench) -> Sequence[Row]:
    asked = _ask(bench, needs(), topics(bench.data))
    kept = development(len(asked.needs), bench.seed)
    return [*_rows(asked, kept), *_nothing(asked), *_titles_alone(asked, kept)]


def _ask(bench: Bench, asked: Sequence[Need], found: Sequence[Topic]) -> _Asked:
    titles = [" ".join(topic.title.split()) for topic in found]
    bodies = [topic.description for topic in found]
    parts = [windows(title, body) for title, body in zip(titles, bodies, strict=True)]
    counts = [len(part) for part in parts]
    every = [text for part in parts for text in part]
    vectors = means(bench.embed(every, ["en"] * len(every)), counts)
    one = bench.embed([part[0] for part in parts], ["en"] * len(parts))
    bm25 = Bm25(titles, bodies, "en")
    english = bm25.scores([need.texts["en"] for need in asked], "en")
    systems = {}
    for language in LANGUAGES:
        texts = [need.texts[language] for need in asked]
        queries = bench.embed_queries(texts, [language] * len(texts))
        by_words = bm25.scores(texts, language)
        nearness: Floats = queries @ vectors.T
        full = np.array([full_cover(len(set(words(text, language))), len(found)) for text in texts])
        systems[language] = {
            "ours": np.maximum(nearness, 0) + (COVER * by_words / full[:, None]).astype(np.float32),
            "meaning": nearness,
            "one vector of the beginning": queries @ one.T,
            "BM25, same language": by_words,
            "BM25 of the English": english,
            "rank fusion, same language": fused(by_words, queries @ one.T),
            "rank fusion with the English": fused(english, queries @ one.T),
        }
    return _Asked(asked, found, systems)


def _rows(asked: _Asked, kept: frozenset[int]) -> Iterator[Row]:
    kappa, pairs = agreement()
    note = f"two passes over {pairs} pairs by one judge on one day agree with a weighted kappa of {kappa:.2f}"
    answered = [place for place, need in enumerate(asked.needs) if need.grades]
    parts = {
        "test": [place for place in answered if place not in kept],
        "development": [place for place in answered if place in kept],
    }
    for part, places in parts.items():
        for language in LANGUAGES:
            figures = {
                name: mean(_ndcg(asked, places, scores)) for name, scores in asked.systems[language].items()
            }
            is_asked = part == "test" and language == "ca"
            yield Row(
                what=f"{part}, needs in {language}",
                metric=f"nDCG@{_K}",
                ours=figures.pop("ours"),
                baselines=figures,
                goal=_GOAL if is_asked else None,
                note=note if is_asked else "",
            )


def _ndcg(asked: _Asked, places: Sequence[int], scores: Floats) -> list[float]:
    values = []
    for place in places:
        grades = asked.needs[place].grades
        first = (-scores[place]).argsort(kind="stable")[:_K]
        ranked = [grades.get(asked.topics[topic].topic_id, 0) for topic in first]
        values.append(ndcg_of(ranked, list(grades.values()), _K))
    return values


def _nothing(asked: _Asked) -> Iterator[Row]:
    """Needs nothing answers: how often nothing comes near, beside how often needs with answers find some."""
    unanswered = [place for place, need in enumerate(asked.needs) if not need.grades]
    answered = [place for place, need in enumerate(asked.needs) if need.grades]
    for language in LANGUAGES:
        best = asked.systems[language]["meaning"].max(axis=1)
        yield Row(
            what=f"needs nothing answers, in {language}",
            metric="share that nothing comes near to",
            ours=share(best[unanswered] < NEAR_ENOUGH),
            baselines={"needs with answers that nothing comes near to": share(best[answered] < NEAR_ENOUGH)},
            note=f"near: a cosine of {NEAR_ENOUGH} and more, as in the search",
        )


def _titles_alone(asked: _Asked, kept: frozenset[int]) -> Iterator[Row]:
    """How much of the first twelve is topics with a title and no text."""
    bare = np.array([not topic.description for topic in asked.topics])
    places = [place for place in range(len(asked.needs)) if place not in kept]
    for language in LANGUAGES:

        def taken(name: str, language: str = language) -> Figure:
            first = (-asked.systems[language][name][places]).argsort(axis=1, kind="stable")[:, :12]
            shares = bare[first].mean(axis=1)
            return drawn(lambda drawn_places: float(shares[drawn_places].mean()), len(shares))

        yield Row(
            what=f"topics without a text among the first twelve, needs in {language}",
            metric="share",
            ours=taken("ours"),
            baselines={"one vector of the beginning": taken("one vector of the beginning")},
            note=f"{int(bare.sum())} of {len(bare)} topics have a title only",
        )


def _read(name: str) -> Sequence[Mapping[str, str]]:
    text = (resources.files(_JUDGED) / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


TASK: Final = Task(
    name="needs",
    title="A town's need → the EU topics that answer it",
    data="629 topics of August 2026 (© European Union, CC BY 4.0); 138 needs and their verdicts are ours",
    split="development 40 %, test 60 % of the needs by a fixed seed; the ranking was chosen on development",
    run=_run,
)
