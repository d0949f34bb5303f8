"""What a cell means: each function gives the value of a text or raises `ValueProblem`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import pycountry
from babel import Locale

from antena.exchange.tables.problems import Problem, ValueProblem
from antena.lib.dates import BRUSSELS, parse_day, parse_moment
from antena.lib.mailboxes import is_address, looks_personal
from antena.lib.money import read_amounts
from antena.lib.text import normalise

_LANGUAGES: Final = ("en", "ca", "es", "fr", "de", "it", "pt", "gl", "eu", "oc")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_YES: Final = frozenset(
    {"yes", "y", "true", "1", "x", "si", "s", "oui", "o", "vrai", "cert", "verdadero", "✓", "ja"}
)
_NO: Final = frozenset({"no", "n", "false", "0", "non", "faux", "fals", "falso", "-", "nein"})
# What countries are called in lists of the European Union and in everyday writing, apart from CLDR's names.
_OTHER_COUNTRY_NAMES: Final = {
    "EL": "GR",
    "UK": "GB",
    "USA": "US",
    "EEUU": "US",
    "EUA": "US",
    "REGNE UNIT": "GB",
    "GREAT BRITAIN": "GB",
    "HOLLAND": "NL",
    "TURKEY": "TR",
    "CZECH REPUBLIC": "CZ",
    "MACEDONIA": "MK",
}


def text(cell: str, *, longest: int = 10_000) -> str:
    """The text itself, single-spaced within its lines."""
    value = "\n".join(" ".join(line.split()) for line in cell.replace("\r", "").split("\n")).strip()
    if len(value) > longest:
        raise ValueProblem(Problem.TOO_LONG, str(longest))
    return value


def code(cell: str, *, longest: int = 100) -> str:
    """An identifier: printable signs, no line break."""
    value = " ".join(cell.split())
    if len(value) > longest or not value.isprintable():
        raise ValueProblem(Problem.BAD_CODE, str(longest))
    return value


def day(cell: str) -> date:
    """A day: 2027-04-15, 15/04/2027, 15 d'abril de 2027, 15 abr 2027, April 15, 2027, milliseconds of 1970.

    Numbers alone are read day first, as Europe writes them.
    """
    milliseconds = _moment(cell, BRUSSELS) if re.fullmatch(r"\s*-?\d{12,14}\s*", cell) else None
    return milliseconds.astimezone(BRUSSELS).date() if milliseconds else _written(cell)


def moment(cell: str, *, where: tzinfo = BRUSSELS) -> datetime | date:
    """A moment in UTC, or a day where no hour is named. ``where``: whose an hour without offset is."""
    if found := _moment(cell, where):
        return found
    if found := _day_with_hour(cell, where):
        return found
    try:
        return _written(cell)
    except ValueProblem as problem:
        raise ValueProblem(Problem.BAD_MOMENT) from problem


def zone(cell: str) -> str:
    """The name of a time zone, as Europe/Brussels."""
    name = cell.strip()
    if name not in available_timezones():
        raise ValueProblem(Problem.UNKNOWN_ZONE)
    return name


def money(cell: str) -> int:
    """Whole euros: "12.500 €", "EUR 12,500.00", "1,2 M€", "12500"; other currencies are refused."""
    stripped = cell.strip()
    if re.search(r"[$£¥₣]|\b(?:USD|GBP|CHF|SEK|PLN|CZK|HUF|RON|DKK|NOK)\b", stripped, re.IGNORECASE):
        raise ValueProblem(Problem.OTHER_CURRENCY)
    if re.fullmatch(r"\d{1,15}(?:\.\d{1,2})?", stripped):
        return round(float(stripped))
    has_sign = re.search("€|eur", stripped, re.IGNORECASE)
    found = read_amounts(stripped if has_sign else f"{stripped} €")
    whole = found and not re.search(r"\d", _without(stripped, found[0].start, found[0].end))
    if len(found) != 1 or found[0].low != found[0].high or not whole or stripped.startswith("-"):
        raise ValueProblem(Problem.BAD_AMOUNT)
    return found[0].low


def number(cell: str, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number, its thousands apart by a point, a comma or a blank."""
    digits = re.sub(r"(?<=\d)[.,\s\u00a0'](?=\d{3}(?:\D|$))", "", cell.strip())
    try:
        value = Decimal(digits)
    except InvalidOperation as error:
        raise ValueProblem(Problem.BAD_NUMBER) from error
    if not value.is_finite() or value != value.to_integral_value() or not least <= value <= most:
        raise ValueProblem(Problem.BAD_NUMBER, f"{least}–{most}")
    return int(value)


def country(cell: str) -> str:
    """ISO 3166-1 alpha-2, from the code of two or three letters or the name in ten languages."""
    found = _countries().get(_key(cell))
    if not found:
        raise ValueProblem(Problem.UNKNOWN_COUNTRY)
    return found


def language(cell: str) -> str:
    """A language's code, from the code or the name in ten languages."""
    found = _language_names().get(_key(cell))
    if not found:
        raise ValueProblem(Problem.UNKNOWN_LANGUAGE)
    return found


def url(cell: str, *, longest: int = 500) -> str:
    """An address of the web; one without http:// gets it."""
    value = cell.strip()
    if re.match(r"(?:https?:/?/?)?https?://", value, re.IGNORECASE):
        value = re.sub(r"^(?:https?:/?/?(?=http))", "", value, flags=re.IGNORECASE)
    elif "://" not in value:
        value = f"http://{value.lstrip('/')}"
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueProblem(Problem.BAD_ADDRESS) from error
    is_host = re.fullmatch(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}", host)
    if not is_host or parts.scheme.lower() not in ("http", "https") or re.search(r"[\s<>\"\\^`{|}]", value):
        raise ValueProblem(Problem.BAD_ADDRESS)
    if parts.username is not None or len(value) > longest:
        raise ValueProblem(Problem.BAD_ADDRESS)
    return value


def email(cell: str, *, known: tuple[str, ...] = ()) -> str:
    """A generic mailbox; one that looks like a person's is refused (`antena.lib.mailboxes`)."""
    value = re.sub("^mailto:", "", cell.strip(), flags=re.IGNORECASE)
    if not is_address(value):
        raise ValueProblem(Problem.BAD_EMAIL)
    if looks_personal(value, known=known):
        raise ValueProblem(Problem.PERSONAL_EMAIL)
    return value


def yes_no(cell: str) -> bool:
    """Yes or no, in words, as 1 and 0, or as a cross."""
    key = _key(cell)
    if key in _YES or key in _NO:
        return key in _YES
    raise ValueProblem(Problem.BAD_YES_NO)


def choice(cell: str, choices: Mapping[str, str]) -> str:
    """One of few: ``choices`` is normalised word → value."""
    found = choices.get(_key(cell))
    if found is None:
        raise ValueProblem(Problem.UNKNOWN_CHOICE, ", ".join(sorted(set(choices.values()))))
    return found


def listed(cell: str, *, most: int = 50) -> list[str]:
    """The parts of a list, apart by semicolons, bars or lines, else by commas; each once."""
    parts = re.split(r"[;|\n]", cell) if re.search(r"[;|\n]", cell) else cell.split(",")
    found = list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in parts))))
    if len(found) > most:
        raise ValueProblem(Problem.TOO_LONG, str(most))
    return found


def themes(cell: str, codes: Mapping[str, str]) -> list[str]:
    """Codes of themes. ``codes`` is normalised label or code → code; a label may hold commas of its own."""
    if whole := codes.get(_key(cell)):
        return [whole]
    found = []
    for part in listed(cell):
        if not (known := codes.get(_key(part))):
            raise ValueProblem(Problem.UNKNOWN_THEME, part)
        found.append(known)
    return list(dict.fromkeys(found))


def keyed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Word → value as `choice` and `themes` look words up; the first of two alike keeps its place."""
    found: dict[str, str] = {}
    for word, value in pairs:
        found.setdefault(_key(word), value)
    return found


def _key(cell: str) -> str:
    return re.sub(r"[\W_]+", " ", normalise(cell)).strip() or cell.strip()


def _without(whole: str, start: int, end: int) -> str:
    return whole[:start] + whole[end:]


def _moment(cell: str, where: tzinfo) -> datetime | None:
    try:
        return parse_moment(cell, zone=where)
    except ValueError:
        return None


_DAY_AND_HOUR: Final = re.compile(
    r"(?P<day>.*?\d{4})[,\s]+(?:a\s+l[ea]s\s+|à\s+|at\s+)?(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)?(?::\d\d)?\s*h?"
)


def _day_with_hour(cell: str, where: tzinfo) -> datetime | None:
    """ "15/04/2027 17:00", "15 d'abril de 2027 a les 17.00 h"."""
    match = _DAY_AND_HOUR.fullmatch(cell.strip())
    if not match:
        return None
    try:
        found = _written(match["day"])
        return parse_moment(f"{found}T{int(match['hour']):02}:{match['minute'] or '00'}", zone=where)
    except ValueError:
        return None


def _written(cell: str) -> date:
    """A day in figures or in words."""
    try:
        return parse_day(cell)
    except ValueError:
        return _in_words(cell)


def _in_words(cell: str) -> date:
    words = re.findall(r"\d+|[^\W\d_]+", normalise(cell))
    numbers = [int(word) for word in words if word.isdigit()]
    months = {_months()[word] for word in words if word in _months()}
    if len(numbers) == 2 and len(months) == 1:
        first, second = numbers
        day_, year = (second, first) if first > 31 else (first, second)
        try:
            found = date(year, months.pop(), day_)
        except (ValueError, OverflowError) as error:
            raise ValueProblem(Problem.BAD_DAY) from error
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    raise ValueProblem(Problem.BAD_DAY)


@lru_cache
def _months() -> dict[str, int]:
    """Normalised name, whole or shortened → number of the month, in ten languages."""
    found: dict[str, int] = {}
    for language_ in _LANGUAGES:
        months = Locale.parse(language_).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in months[form][width].items():
                    # "d'abril", "de gener": the month is the longest word
                    word = max(re.findall(r"[^\W\d_]+", normalise(name)) or [""], key=len)
                    if len(word) > 1:
                        found.setdefault(word, month)
    return found


@lru_cache
def _countries() -> dict[str, str]:
    pairs: list[tuple[str, str]] = []
    for one in pycountry.countries:
        pairs += [(one.alpha_2, one.alpha_2), (one.alpha_3, one.alpha_2), (one.name, one.alpha_2)]
        pairs += [(getattr(one, "official_name", one.name), one.alpha_2)]
        pairs += [(getattr(one, "common_name", one.name), one.alpha_2)]
    known = {value for _, value in pairs}
    pairs += [(name, value) for value, name in _named("territories") if value in known or value == "XK"]
    pairs += list(_OTHER_COUNTRY_NAMES.items())
    return keyed(pairs)


@lru_cache
def _language_names() -> dict[str, str]:
    named = [(name, value) for value, name in _named("languages") if len(value) <= 3]
    return keyed([*((value, value) for _, value in named), *named])


def _named(what: str) -> Sequence[tuple[str, str]]:
    return [
        (value, name)
        for language_ in _LANGUAGES
        for value, name in getattr(Locale.parse(language_), what).items()
    ]
