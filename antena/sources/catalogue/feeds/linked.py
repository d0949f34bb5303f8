"""schema.org as JSON-LD, in a page or alone: events, calls, articles."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from selectolax.lexbor import LexborHTMLParser

from antena.lib.dates import parse_day, parse_moment
from antena.lib.text import plain
from antena.sources.catalogue.feeds.items import Item

# What we read, and what it is to us; subtypes of Event end in "Event".
_KINDS: Final = {
    "Event": "event",
    "Course": "event",
    "MonetaryGrant": "call",
    "Grant": "call",
    "GovernmentService": "practice",
    "Article": "news",
    "NewsArticle": "news",
    "BlogPosting": "news",
}


def items_in_page(body: bytes) -> Sequence[Item]:
    """Read the JSON-LD of an HTML page. Raises ValueError where there is none that can be read."""
    scripts = LexborHTMLParser(body.decode("utf-8", "replace")).css('script[type="application/ld+json"]')
    documents = []
    for script in scripts:
        try:
            documents.append(msgspec.json.decode(script.text(deep=True)))
        except msgspec.DecodeError as error:
            raise ValueError(f"JSON-LD that is no JSON: {error}") from error
    return items(documents)


def items(documents: Sequence[Any]) -> Sequence[Item]:
    """Read JSON-LD documents. Raises ValueError where none of them is one, or none lists what we read."""
    nodes = [node for document in documents for node in _nodes(document, 0)]
    found = [_item(node, kind) for node in nodes if (kind := _kind(node))]
    if not any("@type" in node or "@context" in node for node in nodes):
        raise ValueError("nothing in it is marked up with schema.org")
    return found


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "itemListElement", "item", "subEvent", "event"):
            yield from _nodes(value.get(name), depth + 1)


def _kind(node: dict[str, Any]) -> str:
    types = node.get("@type")
    for name in types if isinstance(types, list) else [types]:
        short = str(name).rpartition("/")[2]
        if kind := _KINDS.get(short) or ("event" if short.endswith("Event") else ""):
            return kind
    return ""


def _item(node: dict[str, Any], kind: str) -> Item:
    moments = {
        name: _moment(node.get(name))
        for name in ("startDate", "endDate", "datePublished", "applicationDeadline")
    }
    published = moments["datePublished"]
    url = _words(node.get("url"))
    place = _words(node.get("location"))
    return Item(
        id=_words(node.get("@id")) or _words(node.get("identifier")) or url,
        title=" ".join(plain(_words(node.get("name")) or _words(node.get("headline"))).split()),
        url=url,
        summary=plain(_words(node.get("description"))),
        body=plain(_words(node.get("articleBody"))),
        language=_words(node.get("inLanguage"))[:2].lower(),
        kind=kind,
        published=published.date() if isinstance(published, datetime) else published,
        starts=moments["startDate"],
        ends=moments["endDate"],
        deadline=moments["applicationDeadline"],
        cancelled="EventCancelled" in _words(node.get("eventStatus")),
        details={"location": place} if place else {},
        bad=tuple(
            (name, str(node[name])) for name, read in moments.items() if node.get(name) and read is None
        ),
    )


def _words(value: Any) -> str:
    """A value as words: the first of a list, the name or the id of a thing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next(
            (value[name] for name in ("name", "@value", "@id", "value", "url") if value.get(name)), None
        )
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _moment(value: Any) -> datetime | date | None:
    words = _words(value)
    if not words:
        return None
    try:
        return parse_day(words) if len(words) <= 10 else parse_moment(words)
    except (ValueError, OverflowError):
        return None
