"""What an export says of a signal: plain values, ready for any writer."""

from datetime import date, datetime
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One deadline. ``uid`` stays when the date moves; ``at`` is aware; ``day_only``: no hour is stated."""

    uid: str
    at: datetime
    day_only: bool
    label: str = ""


class ExportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A signal. Addresses are absolute; amounts are whole euros; labels are in the reader's language.

    ``uid`` names the signal for ever; ``text_language`` is that of title and summary.
    """

    uid: str
    source: str
    external_id: str
    kind: str
    kind_label: str
    status: str
    status_label: str
    impact: str
    impact_label: str
    title: str
    summary: str
    text_language: str
    programme: str
    themes: tuple[str, ...]
    published_on: date | None
    opens_on: date | None
    deadlines: tuple[Due, ...]
    next_deadline: datetime | None
    budget_total_eur: int | None
    grant_min_eur: int | None
    grant_max_eur: int | None
    page_url: str
    official_url: str
    attribution: str
    licence: str
    first_seen: datetime
    updated_at: datetime
    version: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What an export is. ``note``: that not everything is in it, or empty. ``url`` shows the search."""

    title: str
    note: str
    language: str
    url: str
    publisher: str
    at: datetime


Value = str | int | date | datetime | None

# Headers of a table, in order, with what stands under each.
COLUMNS: Final[tuple[tuple[Promise, str], ...]] = (
    (_("Title"), "title"),
    (_("Kind"), "kind_label"),
    (_("Status"), "status_label"),
    (_("Programme"), "programme"),
    (_("Themes"), "themes"),
    (_("Effect on local government"), "impact_label"),
    (_("Next deadline"), "next_deadline"),
    (_("All deadlines"), "deadlines"),
    (_("Published on"), "published_on"),
    (_("Opens on"), "opens_on"),
    (_("Total budget (€)"), "budget_total_eur"),
    (_("Smallest grant (€)"), "grant_min_eur"),
    (_("Largest grant (€)"), "grant_max_eur"),
    (_("Summary"), "summary"),
    (_("Language of the text"), "text_language"),
    (_("Page"), "page_url"),
    (_("Official page"), "official_url"),
    (_("Source"), "source"),
    (_("Identifier"), "external_id"),
    (_("Attribution"), "attribution"),
    (_("Licence"), "licence"),
)


def headers() -> list[str]:
    """The headers in the language that is active."""
    return [str(header) for header, _name in COLUMNS]


def values(row: ExportRow) -> list[Value]:
    """The cells of a row, under the headers."""
    return [_value(getattr(row, name)) for _header, name in COLUMNS]


def _value(found: object) -> Value:
    if isinstance(found, tuple):
        return "; ".join(_moment(item) if isinstance(item, Due) else str(item) for item in found)
    assert found is None or isinstance(found, str | int | date)
    return found


def _moment(due: Due) -> str:
    moment = due.at.date().isoformat() if due.day_only else due.at.isoformat(timespec="minutes")
    return f"{moment} {due.label}".strip()
