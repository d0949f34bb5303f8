"""How fast and how well the search answers, beside each of its legs alone and beside PostgreSQL's own rank.

``bench_search`` stores an invented collection in a schema of its own, asks it, and throws it away.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple

import msgspec
import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from antena.signals.models import EMBEDDING_DIMENSIONS, SearchRow
from antena.signals.search import listing, ranking
from antena.signals.search.corpus import Corpus
from antena.signals.search.hybrid import search
from antena.signals.search.indexing import index_signals
from antena.signals.search.question import Question, question
from antena.signals.search.request import PAGE_SIZE, SearchRequest, Sort
from antena.signals.search.scratch import Building, scratch
from antena.signals.search.terms import as_tsquery

_AT: Final = datetime(2026, 11, 22, tzinfo=UTC)
_MODEL: Final = "bench"
MIXED: Final = "two topic words and two common ones"
_TS_RANK: Final = """
SELECT signal_id FROM signals_searchrow WHERE words @@ %s::tsquery
ORDER BY ts_rank(words, %s::tsquery) DESC, signal_id DESC LIMIT 10
"""


class Timing(msgspec.Struct, frozen=True):
    """Milliseconds, median and 95th percentile: ranking by both legs, by each alone, and the whole page.

    The page includes total, facets, signals, texts and snippets; the legs only the order of twenty hits.
    """

    queries: str
    hybrid: tuple[float, float]
    words: tuple[float, float]
    meaning: tuple[float, float]
    page: tuple[float, float]


class SearchBench(msgspec.Struct, frozen=True):
    """``recall``: share of the exact ten nearest that the index finds. ``precision_*``: share of the first
    ten hits about the topic asked for, for queries of two words of a topic and two common ones.
    """

    signals: int
    building: Building
    indexed_per_second: float
    timings: tuple[Timing, ...]
    recall: float
    recall_filtered: float
    precision_bm25: float
    precision_ts_rank: float
    precision_hybrid: float


class _Asked(NamedTuple):
    text: str
    topic: int
    vector: NDArray[np.float32]


class _Prepared:
    """An embedder whose questions were embedded beforehand: what is measured is the search."""

    name = _MODEL

    def __init__(self, asked: Sequence[_Asked]) -> None:
        self._vectors = {one.text: one.vector for one in asked}

    def query(self, text: str, language: str) -> NDArray[np.float32]:  # noqa: ARG002  the protocol's
        return self._vectors[text]


def bench_search(*, signals: int = 100_000, queries: int = 60, seed: int = 7) -> SearchBench:
    """Measure everything once. Takes about three minutes at 100,000 signals on two cores."""
    corpus = Corpus(signals, dimensions=EMBEDDING_DIMENSIONS, seed=seed)
    with scratch(corpus, model=_MODEL) as building:
        sets = _question_sets(corpus, queries)
        mixed = sets[MIXED]
        return SearchBench(
            signals=signals,
            building=building,
            timings=tuple(_timings(sets)),
            recall=_recall(mixed, SearchRequest()),
            recall_filtered=_recall(mixed, SearchRequest(kinds=("call",))),
            precision_bm25=_precision(corpus, mixed, legs="words"),
            precision_ts_rank=_precision_of_ts_rank(corpus, mixed),
            precision_hybrid=_precision(corpus, mixed, legs="both"),
            indexed_per_second=_indexed_per_second(min(signals, 3000)),
        )


def _question_sets(corpus: Corpus, count: int) -> dict[str, list[tuple[SearchRequest, _Asked]]]:
    """Kinds of queries → requests with what they are about."""
    topics = corpus.some_topics(count)
    vectors = corpus.vectors(topics, noise=0.5)
    about = list(zip(topics.tolist(), vectors, strict=True))

    def texts(write: Callable[[int], Sequence[str]]) -> list[_Asked]:
        return [_Asked(" ".join(write(topic)), topic, vector) for topic, vector in about]

    one = texts(lambda _topic: corpus.common(1))
    two = texts(lambda topic: corpus.of_topic(topic, 2))
    four = texts(lambda topic: [*corpus.of_topic(topic, 2), *corpus.common(2)])
    return {
        "one common word": [(SearchRequest(text=ask.text), ask) for ask in one],
        "two topic words": [(SearchRequest(text=ask.text), ask) for ask in two],
        MIXED: [(SearchRequest(text=ask.text), ask) for ask in four],
        "the same, filtered to 20 %": [(SearchRequest(text=ask.text, kinds=("call",)), ask) for ask in four],
        "the same, filtered to 1 %": [
            (SearchRequest(text=ask.text, programmes=("programme 5",)), ask) for ask in four
        ],
        "filters only": [
            (SearchRequest(kinds=("call",), statuses=("open",), sort=Sort.DEADLINE), ask) for ask in four[:20]
        ],
    }


def _timings(sets: dict[str, list[tuple[SearchRequest, _Asked]]]) -> Iterator[Timing]:
    embedder = _Prepared([ask for pairs in sets.values() for _request, ask in pairs])
    for name, pairs in sets.items():
        requests = [request for request, _ask in pairs]

        def legs(request: SearchRequest, legs: str) -> None:
            _rank(request, _asked(request, embedder, legs=legs))

        def page(request: SearchRequest) -> None:
            search(request, language="ca", at=_AT, embedder=embedder)

        yield Timing(
            queries=name,
            hybrid=_measured(requests, partial(legs, legs="both")),
            words=_measured(requests, partial(legs, legs="words")),
            meaning=_measured(requests, partial(legs, legs="meaning")),
            page=_measured(requests, page),
        )


def _asked(request: SearchRequest, embedder: _Prepared, *, legs: str = "both") -> Question:
    """The question as a search prepares it, for one leg alone or both."""
    prepared = None if legs == "words" else embedder
    made = question(request, language="ca", theme_ids={}, embedder=prepared)
    if legs != "meaning":
        return made
    return made._replace(asked=made.asked._replace(facts=made.asked.facts._replace(lexemes=[])))


def _rank(request: SearchRequest, made: Question, *, limit: int = PAGE_SIZE) -> list[int]:
    if not request.text:
        found = listing.listed(made.asked.filters, order=request.order, at=_AT, offset=0, limit=limit)
    else:
        found = ranking.rank(made.asked, order=request.order, at=_AT, offset=0, limit=limit).page
    return [hit.signal_id for hit in found]


def _measured(requests: Sequence[SearchRequest], run: Callable[[SearchRequest], None]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after one round to warm up."""
    for request in requests[:10]:
        run(request)
    times = []
    for request in requests:
        started = time.perf_counter()
        run(request)
        times.append((time.perf_counter() - started) * 1000)
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def _recall(pairs: Sequence[tuple[SearchRequest, _Asked]], narrowed: SearchRequest) -> float:
    """Share of the exact ten nearest under the filters that the vector leg names first."""
    embedder = _Prepared([ask for _request, ask in pairs])
    shares = []
    for _request, ask in pairs:
        made = _asked(msgspec.structs.replace(narrowed, text=ask.text), embedder, legs="meaning")
        exact = made._replace(asked=made.asked._replace(facts=made.asked.facts._replace(few=True)))
        best = set(_rank(SearchRequest(text=ask.text), exact, limit=10))
        found = _rank(SearchRequest(text=ask.text), made, limit=10)
        shares.append(len(best.intersection(found)) / max(len(best), 1))
    return float(np.mean(shares))


def _precision(corpus: Corpus, pairs: Sequence[tuple[SearchRequest, _Asked]], *, legs: str) -> float:
    """Share of the first ten hits whose topic is the one asked for."""
    embedder = _Prepared([ask for _request, ask in pairs])
    return _share_about(
        corpus,
        [
            (ask.topic, _rank(request, _asked(request, embedder, legs=legs), limit=10))
            for request, ask in pairs
        ],
    )


def _precision_of_ts_rank(corpus: Corpus, pairs: Sequence[tuple[SearchRequest, _Asked]]) -> float:
    """The same for PostgreSQL's own rank of the same rows and the same lexemes."""
    embedder = _Prepared([ask for _request, ask in pairs])
    found = []
    with connection.cursor() as cursor:
        for request, ask in pairs:
            query = as_tsquery(_asked(request, embedder).asked.facts.lexemes)
            cursor.execute(_TS_RANK, [query, query])
            found.append((ask.topic, [pk for (pk,) in cursor.fetchall()]))
    return _share_about(corpus, found)


def _share_about(corpus: Corpus, found: Sequence[tuple[int, Sequence[int]]]) -> float:
    shares = [sum(corpus.topic_of[pk] == topic for pk in ids) / max(len(ids), 1) for topic, ids in found]
    return float(np.mean(shares))


def _indexed_per_second(count: int) -> float:
    """Search rows made from stored texts and written, the whole way `index_signals` goes."""
    with transaction.atomic():
        ids = list(range(count))
        SearchRow.objects.filter(pk__in=ids).delete()
        started = time.perf_counter()
        index_signals(ids)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return count / seconds
