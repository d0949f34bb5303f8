"""The search of the house: a request in, a page of hits out."""

import time
from datetime import datetime

from antena.signals.search import facets, hits, labels, listing, ranking, suggestions
from antena.signals.search.meaning import QueryEmbedder
from antena.signals.search.page import SearchPage
from antena.signals.search.question import Question, question
from antena.signals.search.ranking import Ranking
from antena.signals.search.request import PAGE_SIZE, SearchRequest
from antena.themes.models import Theme


def search(
    request: SearchRequest, *, language: str, at: datetime, embedder: QueryEmbedder | None = None
) -> SearchPage:
    """Answer a request for a reader of ``language`` at that moment (which deadlines are to come).

    Without an embedder the search is by words alone. Raises `BadRequest` for a theme that does not exist.
    """
    started = time.perf_counter()
    themes = list(Theme.objects.only("code", "labels"))
    asked = question(
        request, language=language, theme_ids={theme.code: theme.pk for theme in themes}, embedder=embedder
    )
    found = _ranked(request, asked, at=at, offset=(request.page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    counts = facets.count(
        asked.asked, fixed=asked.fixed, chosen=asked.chosen, near=found.near, everything=not request.text
    )
    is_thin = bool(request.text) and not any(hit.by_words for hit in found.page)
    return SearchPage(
        request=request,
        hits=hits.load(found.page, text=request.text, language=language),
        total=counts.total,
        is_capped=counts.capped,
        facets=labels.facets(request, counts.values, themes, language),
        did_you_mean=suggestions.spelling(request.text) if is_thin and request.page == 1 else "",
        took_ms=(time.perf_counter() - started) * 1000,
    )


def ranked_ids(
    request: SearchRequest, *, language: str, at: datetime, limit: int, embedder: QueryEmbedder | None = None
) -> list[int]:
    """The ids of the first ``limit`` hits in order, whatever the page: for exports and for measuring."""
    theme_ids = dict(Theme.objects.values_list("code", "id"))
    asked = question(request, language=language, theme_ids=theme_ids, embedder=embedder)
    return [hit.signal_id for hit in _ranked(request, asked, at=at, offset=0, limit=limit).page]


def _ranked(request: SearchRequest, asked: Question, *, at: datetime, offset: int, limit: int) -> Ranking:
    order = request.order
    if request.text:
        return ranking.rank(asked.asked, order=order, at=at, offset=offset, limit=limit)
    return Ranking(listing.listed(asked.asked.filters, order=order, at=at, offset=offset, limit=limit), [])
