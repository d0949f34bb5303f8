"""Searching everything that arrived, and taking the result away as a file or a feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.signals import exports, search
from antena.signals.embedding import embedder_if_any
from antena.signals.search.request import BadRequest as UnreadableRequest
from antena.signals.search.request import SearchRequest, Sort, from_query
from antena.web.context import today
from antena.web.labels import FACETS, FIELDS, SORTS
from antena.web.paging import Leaf, leaves
from antena.web.rows import days_to

# Facets a reader opens first stay open; the others wait behind their name.
OPEN = {"kind", "status", "theme"}
SHOWN = 8


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Words and filters in the address, hits on the page; a filter that means nothing is a 400."""
    with _told_to_the_reader():
        asked = from_query(request.GET)
        page = search.search(asked, language=_language(), at=timezone.now(), embedder=embedder_if_any())
    return render(request, "public/search.html", {"page": page, **_frame(asked, page.pages)} | _hits(page))


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole result of a search in one of the forms of `exports.FORMATS`."""
    with _told_to_the_reader():
        asked = from_query(request.GET)
        made = exports.export(
            form,
            asked,
            language=_language(),
            base_url=request.build_absolute_uri("/"),
            url=request.build_absolute_uri(f"{reverse('web:search')}?{asked.to_query()}"),
            at=timezone.now(),
            embedder=embedder_if_any(),
        )
    response = StreamingHttpResponse(made.chunks, content_type=made.content_type)
    disposition = "inline" if made.is_feed else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{made.filename}"'
    return response


@contextmanager
def _told_to_the_reader() -> Iterator[None]:
    """What cannot be answered becomes Django's `BadRequest`, with a sentence in the reader's language."""
    try:
        yield
    except UnreadableRequest as error:
        name = FIELDS.get(error.field, error.field)
        raise BadRequest(f"{name}: “{error.value}” {error.sentence}.") from error
    except exports.UnknownFormatError as error:
        raise BadRequest(_("There is no export called “%(form)s”.") % {"form": str(error)[:20]}) from error


def _frame(asked: SearchRequest, pages: int) -> dict[str, Any]:
    def address(page: int) -> str:
        query = asked.on_page(page).to_query()
        return f"?{query}" if query else "?"

    files = [(name, str(label)) for name, label in exports.FORMATS.items()]
    query = asked.on_page(1).to_query()
    return {
        "asked": asked,
        "query": query,
        "files": [(label, f"{reverse('web:export', args=[name])}?{query}") for name, label in files],
        "sorts": _sorts(asked),
        "leaves": [Leaf(page, address(page)) for page in leaves(asked.page, pages)],
        "facet_names": FACETS,
        "open_facets": OPEN,
        "shown": f":{SHOWN}",
        "more": f"{SHOWN}:",
        "fits": SHOWN,
    }


def _sorts(asked: SearchRequest) -> list[tuple[str, Any, bool]]:
    # The order that needs no asking has no value, so that words typed later are ordered by relevance.
    usual = Sort.RELEVANCE if asked.text else Sort.NEWEST
    offered = [usual, *(sort for sort in (Sort.DEADLINE, Sort.NEWEST) if sort != usual)]
    return [("" if sort == usual else sort.value, SORTS[sort], sort == asked.order) for sort in offered]


def _hits(page: search.SearchPage) -> dict[str, Any]:
    now = today()
    return {"hits": [(hit, days_to(hit.signal.next_deadline, now)) for hit in page.hits]}


def _language() -> str:
    return get_language() or "en"
