"""One page of hits as a screen, a feed or the API wants it."""

from enum import StrEnum

import msgspec

from antena.signals.models import Signal, SignalText
from antena.signals.search.request import PAGE_SIZE, SearchRequest
from antena.signals.search.snippets import Marked


class FoundBy(StrEnum):
    """Which leg of the search found a hit; nothing typed, nothing found it."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"
    LISTED = ""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A signal among the hits. ``text``: the best for the reader, in their language or not (``is_own``).

    ``signal.deadlines`` and ``signal.themes`` are fetched; bodies, versions and rules are not.
    """

    signal: Signal
    text: SignalText
    is_own: bool
    title: Marked
    snippet: Marked
    found_by: FoundBy


class FacetValue(msgspec.Struct, frozen=True):
    """A value, its name in the reader's language, how many hits choosing it gives, whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


class Facet(msgspec.Struct, frozen=True):
    """``name`` is the one in the address."""

    name: str
    values: tuple[FacetValue, ...]


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """``is_capped``: there are more than ``total``, and the counts of the facets are lower bounds too.

    ``did_you_mean`` is a spelling that finds more, or empty.
    """

    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    is_capped: bool
    facets: tuple[Facet, ...]
    did_you_mean: str
    took_ms: float

    @property
    def total_label(self) -> str:
        """``187``, or ``2000+``."""
        return f"{self.total}+" if self.is_capped else str(self.total)

    @property
    def pages(self) -> int:
        """How many pages can be leafed through; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))
