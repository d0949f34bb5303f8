"""What a reader asks of the search: a plain value that an address can carry there and back."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antena.signals.enums import Impact, Kind, Status

MAX_TEXT: Final = 400
MAX_VALUE: Final = 120
MAX_VALUES: Final = 60
PAGE_SIZE: Final = 20
# Nobody leafs further; who wants everything exports it or narrows the search.
MAX_PAGE: Final = 100

PROBLEMS: Final[dict[str, Promise]] = {
    "too_long": _("is too long"),
    "too_many": _("has too many values"),
    "not_printable": _("contains signs that cannot be written"),
    "not_a_date": _("is not a date such as 2027-04-15"),
    "not_a_page": _("is not the number of a page"),
    "unknown": _("is not a value we know"),
    "ends_before_it_begins": _("ends before it begins"),
}


class BadRequest(Exception):  # noqa: N818  the name the whole house calls it by
    """A request that cannot be answered: which ``field``, which ``value`` (cut), and a key of `PROBLEMS`."""

    def __init__(self, field: str, value: str, problem: str) -> None:
        super().__init__(f"{field}: {value[:40]!r}: {problem}")
        self.field = field
        self.value = value[:40]
        self.problem = problem

    @property
    def sentence(self) -> str:
        """The problem in the reader's language, to follow the name of the field."""
        return str(PROBLEMS[self.problem])


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    DEADLINE = "deadline"
    NEWEST = "newest"


class Samples(StrEnum):
    """Whether signals of the sample are among the hits."""

    WITH = ""
    WITHOUT = "no"
    ONLY = "only"


Chosen = TypeVar("Chosen", bound=StrEnum)

# name in the address → name of the field
FACETS: Final = {
    "kind": "kinds",
    "status": "statuses",
    "impact": "impacts",
    "theme": "themes",
    "programme": "programmes",
    "language": "languages",
    "source": "sources",
}
_KNOWN: Final = {
    "kind": frozenset(Kind.values),
    "status": frozenset(Status.values),
    "impact": frozenset(Impact.values),
}
_DATES: Final = ("due_from", "due_until", "published_from", "published_until")


class SearchRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Words, filters, order and page. Values of one filter are alternatives; different filters all hold.

    ``themes`` are codes (a field stands for its sub-themes too); dates are days, both ends included; ``sort``
    None means relevance where there are words and the newest first where there are none. ``page`` is 1, 2…
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    impacts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    due_from: date | None = None
    due_until: date | None = None
    published_from: date | None = None
    published_until: date | None = None
    samples: Samples = Samples.WITH
    sort: Sort | None = None
    page: int = 1

    @property
    def order(self) -> Sort:
        """The order that applies: without words there is no relevance to order by."""
        if self.text:
            return self.sort or Sort.RELEVANCE
        return self.sort if self.sort in {Sort.DEADLINE, Sort.NEWEST} else Sort.NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return self.without_words() != SearchRequest()

    def without_words(self) -> "SearchRequest":
        """The same filters, without words, order and page."""
        return msgspec.structs.replace(self, text="", sort=None, page=1)

    def values(self, facet: str) -> tuple[str, ...]:
        """What is chosen of a facet, by its name in the address."""
        chosen: tuple[str, ...] = getattr(self, FACETS[facet])
        return chosen

    def toggled(self, facet: str, value: str) -> "SearchRequest":
        """The same request with one value of a facet chosen, or no longer chosen; back on the first page."""
        chosen = set(self.values(facet)) ^ {value}
        return msgspec.structs.replace(self, **{FACETS[facet]: tuple(sorted(chosen)), "page": 1})

    def on_page(self, page: int) -> "SearchRequest":
        """The same request on another page."""
        return msgspec.structs.replace(self, page=page)

    def to_pairs(self) -> list[tuple[str, str]]:
        """Name and value of everything that differs from an empty request, in a fixed order."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in FACETS for value in self.values(name)]
        pairs += [(name, day.isoformat()) for name in _DATES if (day := getattr(self, name))]
        if self.samples:
            pairs.append(("samples", self.samples.value))
        if self.sort:
            pairs.append(("sort", self.sort.value))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def to_query(self) -> str:
        """The query string of an address; `from_query` reads the same request from it."""
        return urlencode(self.to_pairs())


def from_query(query: Mapping[str, Any]) -> SearchRequest:
    """Read a request from a ``QueryDict`` or any mapping of names to a value or a list of values.

    Names that mean nothing here are passed over, as are empty values. Raises `BadRequest`.
    """
    given = {name: _texts(name, query) for name in ("q", *FACETS, *_DATES, "samples", "sort", "page")}
    dates: dict[str, Any] = {name: _day(name, given[name]) for name in _DATES}
    for kind in ("due", "published"):
        begin, end = dates[f"{kind}_from"], dates[f"{kind}_until"]
        if begin and end and end < begin:
            raise BadRequest(f"{kind}_until", end.isoformat(), "ends_before_it_begins")
    filters: dict[str, Any] = {field: _choices(name, given[name]) for name, field in FACETS.items()}
    return SearchRequest(
        **filters,
        **dates,
        text=" ".join(_last(given["q"]).split()),
        samples=_member(Samples, "samples", given["samples"]) or Samples.WITH,
        sort=_member(Sort, "sort", given["sort"]),
        page=_page(given["page"]),
    )


def _texts(name: str, query: Mapping[str, Any]) -> list[str]:
    raw = query.getlist(name) if hasattr(query, "getlist") else query.get(name, [])
    values = [raw] if isinstance(raw, str) else [str(value) for value in _listed(raw)]
    if len(values) > MAX_VALUES:
        raise BadRequest(name, values[0], "too_many")
    limit = MAX_TEXT if name == "q" else MAX_VALUE
    for value in values:
        if len(value) > limit:
            raise BadRequest(name, value, "too_long")
        if any(sign < " " and sign not in "\t\n\r" for sign in value) or _has_surrogate(value):
            raise BadRequest(name, value.encode("ascii", "replace").decode(), "not_printable")
    return [value.strip() for value in values if value.strip()]


def _listed(raw: Any) -> Iterable[Any]:
    return raw if isinstance(raw, list | tuple | set | frozenset) else [raw]


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in value)


def _last(values: list[str]) -> str:
    return values[-1] if values else ""


def _choices(name: str, values: list[str]) -> tuple[str, ...]:
    known = _KNOWN.get(name)
    for value in values:
        if known is not None and value not in known:
            raise BadRequest(name, value, "unknown")
    return tuple(sorted(set(values)))


def _day(name: str, values: list[str]) -> date | None:
    if not values:
        return None
    try:
        return date.fromisoformat(values[-1])
    except ValueError:
        raise BadRequest(name, values[-1], "not_a_date") from None


def _member(kind: type[Chosen], name: str, values: list[str]) -> Chosen | None:
    if not values:
        return None
    try:
        return kind(values[-1])
    except ValueError:
        raise BadRequest(name, values[-1], "unknown") from None


def _page(values: list[str]) -> int:
    text = _last(values) or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_PAGE):
        raise BadRequest("page", text, "not_a_page")
    return int(text)
