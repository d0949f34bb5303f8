"""The notification feed of CELLAR: which works were stored or changed, page by page, Atom or RSS.

Elements are known by their local names; of several ``id`` the one of the notification counts, for an Atom
entry has its own. Of a work only its CELEX number is of use, and many notifications have none.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from antena.sources.drafts import Problem, Refusal
from antena.sources.markup import Element, MarkupError, elements
from antena.sources.pages import Page
from antena.sources.reading import unreadable

_ENTRIES: Final = frozenset({"entry", "item"})
_KNOWN: Final = frozenset(
    {"id", "type", "date", "priority", "cellarId", "rootCellarId", "class", "identifier", "title", "updated"}
    | {"link", "guid", "pubDate", "description", "author", "summary", "content", "category", "published"}
)
# What we ask about: acts of sector 3, and what prepares them; no corrigenda, whose numbers end in R(01).
_CELEX: Final = re.compile(
    r"celex:((?:3(\d{4})[RLDH]\d{4}|5(\d{4})(?:PC|DC|JC|SC|[AIX][RE])\d{4})(?:\(\d\d\))?)", re.I
)


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the feed. ``works`` is CELEX → year; ``unknown`` counts fields nobody knows."""

    works: dict[str, int]
    more: bool
    unknown: dict[str, int]


def read(page: Page) -> Changes | Refusal:
    """Read a page of the feed, or say why it is none."""
    if page.failure is not None:
        return Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)
    try:
        top = list(elements([page.body]))
    except MarkupError as error:
        return unreadable(page, str(error))
    everything = list(_flat(top))
    more = [element.text.strip().casefold() for element in everything if element.local == "moreEntries"]
    if not more:
        return unreadable(page, "it does not say whether there are more entries")
    works: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for entry in everything:
        if entry.local not in _ENTRIES:
            continue
        for child in entry.children:
            if child.local not in _KNOWN:
                unknown[f"feed.{child.local}"] = unknown.get(f"feed.{child.local}", 0) + 1
            match = _CELEX.fullmatch(child.text.strip()) if child.local == "identifier" else None
            if match is not None:
                works[match[1].upper()] = int(match[2] or match[3])
    return Changes(works=works, more=more[-1] in {"true", "1"}, unknown=unknown)


def problem(page: Page) -> str:
    """Say why an answer is no page of the feed, "" where it is one."""
    found = read(page)
    return (found.detail or Problem.UNREADABLE) if isinstance(found, Refusal) else ""


def _flat(found: list[Element]) -> Iterator[Element]:
    """The children of the root, and in RSS those of its channel."""
    for element in found:
        if element.local == "channel":
            yield from element.children
        else:
            yield element
