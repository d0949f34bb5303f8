"""Taking the hits of a search away: as a table, as data, as a feed, as a calendar."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urljoin

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antena.signals.exports.calendar import ics_chunks
from antena.signals.exports.collecting import rows
from antena.signals.exports.data import json_chunks
from antena.signals.exports.feed import atom_chunks
from antena.signals.exports.rows import About, ExportRow
from antena.signals.exports.tables import csv_chunks, xlsx_chunks
from antena.signals.search import SearchRequest, ranked_ids
from antena.signals.search.meaning import QueryEmbedder

__all__ = ["FORMATS", "MAX_ROWS", "Export", "UnknownFormatError", "export"]

MAX_ROWS: Final = 5000


class UnknownFormatError(Exception):
    """Nothing is exported under that name; the message is the name."""


class _Format(msgspec.Struct, frozen=True):
    label: Promise
    content_type: str
    write: Callable[[Iterable[ExportRow], About], Iterator[bytes]]
    is_feed: bool = False


_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS: Final = {
    "csv": _Format(gettext_lazy("CSV table"), "text/csv; charset=utf-8", csv_chunks),
    "xlsx": _Format(gettext_lazy("Excel workbook"), _XLSX, xlsx_chunks),
    "json": _Format(gettext_lazy("JSON data"), "application/json", json_chunks),
    "atom": _Format(
        gettext_lazy("Atom feed"), "application/atom+xml; charset=utf-8", atom_chunks, is_feed=True
    ),
    "ics": _Format(
        gettext_lazy("Calendar of deadlines"), "text/calendar; charset=utf-8", ics_chunks, is_feed=True
    ),
}
# name in the address → what it is, for a reader
FORMATS: Final[dict[str, Promise]] = {name: found.label for name, found in _WRITERS.items()}


class Export(msgspec.Struct, frozen=True):
    """``chunks`` can be read once. ``is_feed``: made to be subscribed to rather than kept."""

    filename: str
    content_type: str
    is_feed: bool
    chunks: Iterator[bytes]


def export(
    name: str,
    request: SearchRequest,
    *,
    language: str,
    base_url: str,
    at: datetime,
    embedder: QueryEmbedder | None = None,
    url: str = "",
) -> Export:
    """The hits of a request, whatever its page, at most `MAX_ROWS`, with a note where there are more.

    ``base_url`` is where this installation answers ("https://…/"); ``url`` the address that shows the search.
    Raises `UnknownFormatError`, and `BadRequest` as a search does.
    """
    if name not in _WRITERS:
        raise UnknownFormatError(name)
    written = _WRITERS[name]
    ids = ranked_ids(request, language=language, at=at, limit=MAX_ROWS + 1, embedder=embedder)
    with translation.override(language):
        about = _about(request, language, url or _address(base_url, request), at, cut=len(ids) > MAX_ROWS)
    chunks = written.write(rows(ids[:MAX_ROWS], language=language, base_url=base_url), about)
    return Export(
        filename=f"antena-{at:%Y-%m-%d}.{name}",
        content_type=written.content_type,
        is_feed=written.is_feed,
        chunks=_in_language(chunks, language),
    )


def _about(request: SearchRequest, language: str, url: str, at: datetime, *, cut: bool) -> About:
    publisher = settings.ASSOCIATION.short_name
    asked = {"publisher": publisher, "text": request.text}
    note = _("Only the first %(count)d hits are here. Narrow the search to take all of them.")
    return About(
        title=(_("%(publisher)s: %(text)s") if request.text else _("%(publisher)s: signals")) % asked,
        note=note % {"count": MAX_ROWS} if cut else "",
        language=language,
        url=url,
        publisher=publisher,
        at=at,
    )


def _address(base_url: str, request: SearchRequest) -> str:
    query = request.on_page(1).to_query()
    return urljoin(base_url, f"?{query}" if query else "")


def _in_language(chunks: Iterator[bytes], language: str) -> Iterator[bytes]:
    """Each chunk made in the reader's language: a stream is read when the language of the request is gone."""
    while True:
        with translation.override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
