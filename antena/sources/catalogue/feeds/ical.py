"""iCalendar (RFC 5545): events."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Component

from antena.lib.text import plain
from antena.sources.catalogue.feeds.items import Item


def items(body: bytes) -> Sequence[Item]:
    """Read the events of a calendar. Raises ValueError where it is none, or breaks off."""
    if not body.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise ValueError("it breaks off")
    return [_item(event) for event in Calendar.from_ical(body).walk("VEVENT")]


def _item(event: Component) -> Item:
    starts, ends = _when(event, "DTSTART"), _when(event, "DTEND")
    bad = tuple(
        (name, _words(event, name))
        for name, value in (("DTSTART", starts), ("DTEND", ends))
        if name in event and value is None
    )
    place = _words(event, "LOCATION")
    return Item(
        # An event that repeats has one UID and a date each.
        id="-".join(part for part in (_words(event, "UID"), _words(event, "RECURRENCE-ID")) if part),
        title=" ".join(_words(event, "SUMMARY").split()),
        url=_words(event, "URL"),
        body=plain(_words(event, "DESCRIPTION")),
        kind="event",
        starts=starts,
        ends=ends,
        cancelled=_words(event, "STATUS").upper() == "CANCELLED",
        details={"location": place} if place else {},
        bad=bad,
    )


def _words(event: Component, name: str) -> str:
    value: Any = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return ""
    inner = getattr(value, "dt", None)
    return inner.isoformat() if isinstance(inner, date) else str(value).strip()


def _when(event: Component, name: str) -> datetime | date | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None
