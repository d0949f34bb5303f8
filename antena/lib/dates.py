"""Days and moments as sources write them and as readers of each language expect them."""

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

# Deadlines of the European institutions are said in this time.
BRUSSELS: Final = ZoneInfo("Europe/Brussels")

# Sources write 9999-12-31 for "without end" and 0001-01-01 for "unknown": neither is a date.
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2200

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:(?:[T ]\d.*)|Z|[+-]\d\d:?\d\d)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]\d.*)?")
_EPOCH_MILLISECONDS: Final = re.compile(r"-?\d{12,14}")
_WRITTEN_BY_MAIL: Final = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d.*")

_CATALAN_MONTHS: Final = (
    "gener",
    "febrer",
    "març",
    "abril",
    "maig",
    "juny",
    "juliol",
    "agost",
    "setembre",
    "octubre",
    "novembre",
    "desembre",
)


def parse_day(text: str) -> date:
    """The day ``text`` names: year first ("2027-04-15", "20270415") or day first ("15/04/2027").

    A time or an offset after it is left aside: the day is the one written. Raises ValueError with the text.
    """
    stripped = text.strip()
    if match := _YEAR_FIRST.fullmatch(stripped):
        year, month, day = match[1], match[3], match[4]
    elif match := _DAY_FIRST.fullmatch(stripped):
        day, month, year = match[1], match[3], match[4]
    else:
        raise ValueError(f"not a day: {text!r}")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"not a day: {text!r}") from error
    _check_year(found, text)
    return found


def parse_moment(text: str, *, zone: tzinfo = BRUSSELS) -> datetime:
    """The instant ``text`` names, in UTC: ISO 8601, milliseconds since 1970, or the form mail headers use.

    ``zone`` is where a time without an offset is said. A day without a time is refused, for the reader of a
    deadline must decide whether it ends that day or before it. Raises ValueError with the text.
    """
    stripped = text.strip()
    try:
        if _EPOCH_MILLISECONDS.fullmatch(stripped):
            moment = datetime.fromtimestamp(int(stripped) / 1000, UTC)
        elif _WRITTEN_BY_MAIL.fullmatch(stripped):
            moment = parsedate_to_datetime(stripped)
        elif len(stripped) <= 10:
            raise ValueError("no time of day")
        else:
            moment = datetime.fromisoformat(_iso(stripped))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(f"not a moment: {text!r}") from error
    _check_year(moment, text)
    return moment


def _iso(text: str) -> str:
    """Slashes in the date, and a blank before the offset, are all that sources add to the standard."""
    text = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", text)
    return re.sub(r" (?=[+-]\d\d:?\d\d$|Z$)", "", text)


def _check_year(found: date, text: str) -> None:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"no such year is meant: {text!r}")


def day_of(moment: date) -> date:
    """The day itself, or the day an instant falls on in Brussels. A naive datetime gives the day it says."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(BRUSSELS).date() if moment.tzinfo else moment.date()


def long_date(day: date, language: str) -> str:
    """``day`` in words: "15 d'abril de 2027", "15 de abril de 2027", "15 April 2027", "1er avril 2027".

    A datetime stands for its day in Brussels. A language nobody has rules for gives the ISO form.
    """
    day = day_of(day)
    locale = _locale(language)
    if language[:2] == "ca":
        month = _CATALAN_MONTHS[day.month - 1]
        preposition = "d'" if month[0] in "aeiou" else "de "
        return f"{day.day} {preposition}{month} de {day.year}"
    if locale is None:
        return day.isoformat()
    if language[:2] == "en":
        return format_date(day, "d MMMM y", locale=locale)
    if language[:2] == "fr" and day.day == 1:
        return format_date(day, "d'er' MMMM y", locale=locale)
    return format_date(day, "long", locale=locale)


def short_date(day: date, language: str) -> str:
    """``day`` for a table: "15/4/2027" in ca and es, "15 Apr 2027" in en, "15/04/2027" in fr.

    A datetime stands for its day in Brussels. A language nobody has rules for gives the ISO form.
    """
    day = day_of(day)
    locale = _locale(language)
    if locale is None:
        return day.isoformat()
    pattern = {"ca": "d/M/y", "es": "d/M/y", "en": "d MMM y", "fr": "dd/MM/y"}.get(language[:2], "medium")
    return format_date(day, pattern, locale=locale)


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def days_between(start: date, end: date) -> int:
    """Whole days from ``start`` to ``end``, negative if it lies behind; instants count as Brussels days."""
    return (day_of(end) - day_of(start)).days
