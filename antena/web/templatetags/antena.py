"""Template helpers of the house: dates, money and names in the reader's language."""

from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from antena.lib import dates, money
from antena.lib.text import of_place
from antena.web import languages

register = template.Library()


def _reader() -> str:
    return get_language() or "en"


@register.filter
def long_date(value: date | datetime | None) -> str:
    """ "15 d'abril de 2027"; nothing for no date. A moment is read where deadlines are set, in Brussels."""
    return dates.long_date(_day(value), _reader()) if value else ""


@register.filter
def short_date(value: date | datetime | None) -> str:
    """ "15 abr. 2027"; nothing for no date."""
    return dates.short_date(_day(value), _reader()) if value else ""


@register.filter
def month_name(value: date) -> str:
    """The month alone, as a heading of a scale."""
    return str(format_date(value, "LLLL", locale=_reader().replace("-", "_")))


@register.filter
def euros(amount: int | None) -> str:
    """ "5.000.000 €"; nothing for no amount."""
    return money.euros(amount, _reader()) if amount is not None else ""


@register.filter
def short_euros(amount: int | None) -> str:
    """ "5 M€"; nothing for no amount."""
    return money.euros(amount, _reader(), compact=True) if amount is not None else ""


@register.filter
def number(value: int | float | None) -> str:
    """A number with the reader's separators; a dash where nobody says."""
    return str(format_decimal(value, locale=_reader().replace("-", "_"))) if value is not None else "–"


@register.filter
def share(value: float) -> str:
    """A share in [0, 1] as the reader writes per cent."""
    return str(format_percent(value, locale=_reader().replace("-", "_")))


@register.filter
def tongue(code: str) -> str:
    """The name of a language in the reader's: "anglès". (Django's own ``language_name`` gives "English".)"""
    return languages.name_in(code, _reader())


@register.filter
def of_town(name: str) -> str:
    """ "d'Olot", "del Vendrell"; in English "of Olot"."""
    return of_place(name, _reader())


@register.filter
def days_left(days: int | None) -> str:
    """The time that remains, in words."""
    if days is None:
        return ""
    if days == 0:
        return _("closes today")
    if days < 0:
        return ngettext("closed %(days)s day ago", "closed %(days)s days ago", -days) % {"days": -days}
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def time_left(seconds: int) -> str:
    """An estimate of the time a run still takes, in words; it is not more exact than a minute."""
    if seconds < 60:
        return _("less than a minute left")
    if seconds < 2 * 3600:
        minutes = round(seconds / 60)
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
    hours = round(seconds / 3600)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


@register.filter
def duration(value: timedelta) -> str:
    """A time that has passed in one unit, short: "45 sec", "12 min", "30 hr"."""
    return str(format_timedelta(value, threshold=2, format="short", locale=_reader().replace("-", "_")))


@register.filter
def named(labels: dict[str, str]) -> str:
    """A label stored as language → text, in the reader's language or the house's best."""
    return labels.get(_reader()) or labels.get("en") or next(iter(labels.values()), "")


@register.filter
def percent(value: float, times: float) -> int:
    """``value`` × ``times`` as a whole number from 0 to 100, fit for an SVG attribute."""
    return max(0, min(100, round(value * times)))


@register.filter
def item(values: dict[Any, Any], key: Any) -> Any:
    """The value of a key that is itself a variable; nothing when it is absent."""
    return values.get(key)


def _day(value: date | datetime) -> date:
    return value.astimezone(dates.BRUSSELS).date() if isinstance(value, datetime) else value
