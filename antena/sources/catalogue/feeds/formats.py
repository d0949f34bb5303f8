"""Which of the formats a page is in, and the items it lists."""

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

import msgspec

from antena.sources.catalogue.feeds import feed, ical, linked
from antena.sources.catalogue.feeds.items import Item
from antena.sources.pages import Page

Format = Literal["calendar", "linked", "json", "feed"]

_HTML: Final = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


class UnreadablePageError(Exception):
    """The page is in none of the formats, or breaks off; the message says which and how."""


def format_of(body: bytes) -> Format:
    """Say what a page is written in, from its first bytes."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000]
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if start[:1] in {b"{", b"["}:
        return "json"
    return "linked" if _HTML.match(start) else "feed"


def items_of(body: bytes) -> Sequence[Item]:
    """Read the items of a page. Raises `UnreadablePageError`."""
    try:
        return _READERS[format_of(body)](body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, TypeError, RecursionError, LookupError) as error:
        # Libraries that read other people's files stumble in their own ways.
        raise UnreadablePageError(f"{format_of(body)}: {error or type(error).__name__}") from error


def why_unreadable(page: Page) -> str:
    """Say why a page is no answer, "" where it is one."""
    try:
        items_of(page.body)
    except UnreadablePageError as error:
        return str(error)
    return ""


def _json(body: bytes) -> Sequence[Item]:
    try:
        document = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    if isinstance(document, dict) and "jsonfeed.org" in str(document.get("version", "")):
        return feed.json_items(document)
    return linked.items([document])


_READERS: Final[dict[Format, Callable[[bytes], Sequence[Item]]]] = {
    "calendar": ical.items,
    "linked": linked.items_in_page,
    "json": _json,
    "feed": feed.items,
}
