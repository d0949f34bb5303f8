"""Searching signals: words and meaning fused, filters first, facets counted.

Make a request with `from_query`, answer it with `search`; keep rows up to date with `index_signals` and
`refresh_filters`, and the champion lists with `champions.rebuild`.
"""

from antena.signals.search.hybrid import ranked_ids, search
from antena.signals.search.indexing import index_signals, refresh_filters
from antena.signals.search.page import Facet, FacetValue, FoundBy, Hit, SearchPage
from antena.signals.search.request import (
    FACETS,
    PAGE_SIZE,
    BadRequest,
    Samples,
    SearchRequest,
    Sort,
    from_query,
)

__all__ = [
    "FACETS",
    "PAGE_SIZE",
    "BadRequest",
    "Facet",
    "FacetValue",
    "FoundBy",
    "Hit",
    "Samples",
    "SearchPage",
    "SearchRequest",
    "Sort",
    "from_query",
    "index_signals",
    "ranked_ids",
    "refresh_filters",
    "search",
]
