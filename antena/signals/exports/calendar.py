"""Exports as a calendar: iCalendar (RFC 5545), one event for each deadline."""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from typing import Final

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from antena.lib.dates import BRUSSELS
from antena.signals.exports.cells import writable
from antena.signals.exports.rows import About, Due, ExportRow

_WARNINGS: Final = (timedelta(days=14), timedelta(days=3))
_END: Final = b"END:VCALENDAR\r\n"


def ics_chunks(rows: Iterable[ExportRow], about: About) -> Iterator[bytes]:
    """The calendar, event by event. A deadline without an hour is a whole day in Brussels."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Antena//{about.publisher}//{about.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", writable(about.title))
    if about.note:
        calendar.add("x-wr-caldesc", writable(about.note))
    yield calendar.to_ical().removesuffix(_END)
    for row in rows:
        for due in row.deadlines:
            yield _event(row, due, about).to_ical()
    yield _END


def _event(row: ExportRow, due: Due, about: About) -> Event:
    event = Event()
    event.add("uid", due.uid)
    event.add("sequence", row.version - 1)
    event.add("dtstamp", about.at.astimezone(UTC))
    event.add("last-modified", row.updated_at.astimezone(UTC))
    event.add("dtstart", due.at.astimezone(BRUSSELS).date() if due.day_only else due.at.astimezone(UTC))
    event.add("summary", _one_line(_("Deadline: %(title)s") % {"title": row.title}))
    told = [due.label, row.programme, row.summary, row.page_url]
    event.add("description", writable("\n".join(part for part in told if part)))
    event.add("url", row.page_url)
    event.add("categories", [_one_line(row.kind_label)])
    event.add("transp", "TRANSPARENT")
    for before in _WARNINGS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", _one_line(row.title))
        event.add_component(alarm)
    return event


def _one_line(text: str) -> str:
    return " ".join(writable(text).split())
