"""What an alarm says to the reader: what happened, and what to do next."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from antena.lib import dates
from antena.sources import rules
from antena.sources.contracts import Contract
from antena.sources.enums import Trouble

_Values = Mapping[str, Any]


def happened(trouble: str, contract: Contract, detail: _Values) -> str:
    """Say what happened, in the active language."""
    return _HAPPENED[Trouble(trouble)](contract, detail)


def plainly(trouble: str, contract: Contract, detail: _Values) -> str:
    """Say what happened to a reader who cannot mend it: no codes, no fields, no answers of servers."""
    plain = _PLAINLY.get(Trouble(trouble))
    return plain() % {"source": contract.name} if plain else happened(trouble, contract, detail)


def next_step(trouble: str) -> str:
    """Say what to do next, in the active language."""
    return _STEPS[Trouble(trouble)]()


def _failing(contract: Contract, detail: _Values) -> str:
    if detail.get("problem"):
        return rules.sentence(str(detail["problem"]), source=contract.name, detail=str(detail["error"]))
    return _("%(source)s: its last runs were not whole.") % {"source": contract.name}


def _silent(contract: Contract, detail: _Values) -> str:
    if not detail.get("last"):
        return _("%(source)s answers, but nothing new ever came from it.") % {"source": contract.name}
    return _("%(source)s answers, but nothing new has come since %(day)s. It should come every %(time)s.") % {
        "source": contract.name,
        "day": _day(detail["last"]),
        "time": _time(detail["hours"]),
    }


def _late(contract: Contract, detail: _Values) -> str:
    if not detail.get("last"):
        return _("%(source)s has not had one whole run yet.") % {"source": contract.name}
    return _("%(source)s is late: its last whole run was on %(day)s. It should run every %(time)s.") % {
        "source": contract.name,
        "day": _day(detail["last"]),
        "time": _time(detail["hours"]),
    }


def _volume(contract: Contract, detail: _Values) -> str:
    return _("%(source)s brought %(rows)s records; it usually brings between %(low)s and %(high)s.") % {
        "source": contract.name,
        **{name: _number(detail[name]) for name in ("rows", "low", "high")},
    }


def _new_fields(contract: Contract, detail: _Values) -> str:
    return _("%(source)s sends fields it did not send before: %(fields)s.") % {
        "source": contract.name,
        "fields": _listed(detail["fields"]),
    }


def _lost_fields(contract: Contract, detail: _Values) -> str:
    return _("%(source)s no longer fills fields it always filled: %(fields)s.") % {
        "source": contract.name,
        "fields": _listed(detail["fields"]),
    }


def _coverage(contract: Contract, detail: _Values) -> str:
    said = _("%(source)s: we hold %(share)s of what its publisher says it has; it used to be %(usual)s.")
    names = {name: str(format_percent(detail[name], locale=_locale())) for name in ("share", "usual")}
    return said % {"source": contract.name, **names}


def _key_missing(contract: Contract, detail: _Values) -> str:
    return _("%(source)s is waiting for a key (%(keys)s), so it is not asked.") % {
        "source": contract.name,
        "keys": _listed(detail["keys"]),
    }


_HAPPENED: dict[Trouble, Callable[[Contract, _Values], str]] = {
    Trouble.FAILING: _failing,
    Trouble.REFUSED: _failing,
    Trouble.SILENT: _silent,
    Trouble.LATE: _late,
    Trouble.VOLUME: _volume,
    Trouble.NEW_FIELDS: _new_fields,
    Trouble.LOST_FIELDS: _lost_fields,
    Trouble.COVERAGE: _coverage,
    Trouble.KEY_MISSING: _key_missing,
}

# Where the sentence of `happened` holds what only those who mend it understand.
_PLAINLY: dict[Trouble, Callable[[], str]] = {
    Trouble.FAILING: lambda: _(
        "%(source)s could not be read, or not wholly. What it brought before is kept, and it is asked again "
        "by itself."
    ),
    Trouble.REFUSED: lambda: _(
        "%(source)s listed far fewer records than it should, so nothing was changed until the office has "
        "looked at it."
    ),
    Trouble.LOST_FIELDS: lambda: _("%(source)s no longer tells something it always told."),
    Trouble.NEW_FIELDS: lambda: _(
        "%(source)s tells something it did not tell before. Nothing of it is lost."
    ),
    Trouble.KEY_MISSING: lambda: _(
        "%(source)s answers only those who hold a key of its publisher, and we have none yet."
    ),
}

_STEPS: dict[Trouble, Callable[[], str]] = {
    Trouble.FAILING: lambda: _(
        "It is asked again by itself every hour. If it goes on, open its run, read what the pages answered, "
        "and see whether the publisher moved or closed the service."
    ),
    Trouble.REFUSED: lambda: _(
        "Nothing was changed. Look at the publisher's own site: if it really lists fewer records now, accept "
        "the run; if not, leave it, and the next run tries again."
    ),
    Trouble.SILENT: lambda: _(
        "Look at the publisher's own site: if it has news we do not have, the address or the question has "
        "changed, and whoever maintains Antena should look. If it is on holiday, there is nothing to do."
    ),
    Trouble.LATE: lambda: _(
        "See whether the worker is running and whether other sources are late too; then ask it now, or "
        "resume its last run."
    ),
    Trouble.VOLUME: lambda: _(
        "Compare with the publisher's own site. If this is how it is from now on, say so; if not, replay its "
        "kept answers once the cause is mended."
    ),
    Trouble.NEW_FIELDS: lambda: _(
        "Nothing is lost: the raw answers are kept. Whoever maintains Antena should see whether the new "
        "fields matter; say that it is known when they do not."
    ),
    Trouble.LOST_FIELDS: lambda: _(
        "A field was probably renamed. Whoever maintains Antena should compare a raw answer with the "
        "samples, mend the reader and replay the kept answers."
    ),
    Trouble.COVERAGE: lambda: _(
        "Open its last runs and see what was set aside or failed; resume what is not whole."
    ),
    Trouble.KEY_MISSING: lambda: _(
        "Ask the publisher for a key and put it in the setting ANTENA_SOURCE_KEYS; until then it is left "
        "alone."
    ),
}


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")


def _day(moment: str) -> str:
    day = datetime.fromisoformat(moment).astimezone(dates.BRUSSELS).date()
    return dates.long_date(day, get_language() or "en")


def _time(hours: int) -> str:
    if hours % 24 or hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _number(value: float) -> str:
    return str(format_decimal(value, locale=_locale()))


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:10])
    return f"{shown}…" if len(names) > 10 else shown
