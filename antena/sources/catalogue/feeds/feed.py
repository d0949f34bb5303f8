"""RSS, Atom and JSON Feed."""

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from time import struct_time
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from antena.lib.dates import parse_day, parse_moment
from antena.lib.text import plain
from antena.sources.catalogue.feeds.items import Item

_END: Final = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>\s*$", re.IGNORECASE)


def items(body: bytes) -> Sequence[Item]:
    """Read RSS or Atom. Raises ValueError where it is neither, or breaks off."""
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise ValueError("this is neither RSS nor Atom")
    # A feed that is not well-formed is read as far as it can be, but for one that was cut short.
    if (
        parsed.get("bozo")
        and isinstance(parsed.get("bozo_exception"), SAXException)
        and not _END.search(body)
    ):
        raise ValueError(f"it breaks off: {parsed['bozo_exception']}")
    language = str(parsed.feed.get("language", ""))[:2].lower()
    return [_item(entry, language) for entry in parsed.entries]


def _item(entry: Any, language: str) -> Item:
    content = " ".join(str(part.get("value", "")) for part in entry.get("content", []))
    summary = plain(str(entry.get("summary", "")))
    body = plain(content) if content else ""
    return Item(
        id=str(entry.get("id") or entry.get("link") or ""),
        title=" ".join(plain(str(entry.get("title", ""))).split()),
        url=str(entry.get("link", "")),
        summary="" if body.startswith(summary) else summary,
        body=body,
        language=str(entry.get("language", ""))[:2].lower() or language,
        published=_published(entry),
        keywords=tuple(str(tag.get("term")) for tag in entry.get("tags", []) if tag.get("term")),
        bad=_bad(entry),
    )


def _bad(entry: Any) -> tuple[tuple[str, str], ...]:
    stated = _first(entry, "published", "updated")
    return (("published", str(stated)),) if stated and _published(entry) is None else ()


def _published(entry: Any) -> date | None:
    return _day(_first(entry, "published_parsed", "updated_parsed"))


def _first(entry: Any, *names: str) -> Any:
    # As a plain dict: the library guesses one name from the other, and warns that it will stop to.
    return next((value for name in names if (value := dict.get(entry, name))), None)


def _day(moment: struct_time | None) -> date | None:
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def json_items(document: dict[str, Any]) -> Sequence[Item]:
    """Read a JSON Feed (https://www.jsonfeed.org/version/1.1/). Raises ValueError."""
    rows = document.get("items")
    if not isinstance(rows, list):
        raise ValueError("a JSON feed without items")
    language = str(document.get("language", ""))[:2].lower()
    return [_json_item(row if isinstance(row, dict) else {}, language) for row in rows]


def _json_item(row: dict[str, Any], language: str) -> Item:
    stated = row.get("date_published") or ""
    published = _stated_day(stated)
    tags = row.get("tags")
    return Item(
        id=str(row.get("id") or row.get("url") or ""),
        title=str(row.get("title") or ""),
        url=str(row.get("url") or ""),
        summary=plain(str(row.get("summary") or "")),
        body=plain(str(row.get("content_html") or row.get("content_text") or "")),
        language=str(row.get("language") or "")[:2].lower() or language,
        published=published,
        keywords=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        bad=(("date_published", str(stated)),) if stated and published is None else (),
    )


def _stated_day(stated: object) -> date | None:
    try:
        return parse_moment(str(stated)).date() if len(str(stated)) > 10 else parse_day(str(stated))
    except (ValueError, OverflowError):
        return None
