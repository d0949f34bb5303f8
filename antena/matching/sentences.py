"""Sentences of the engine in the reader's language, their values written as that language writes them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext, ngettext

from antena.lib.dates import long_date
from antena.lib.money import euros
from antena.matching.engine.marks import Message, Plural
from antena.matching.engine.sentences import BODIES, SENTENCES
from antena.matching.engine.vocabulary import ASSETS, AUDIENCES, TERRITORIES
from antena.matching.practices.sentences import CONDITIONS, EXPERTS
from antena.matching.twins.sentences import TWINS
from antena.themes.models import Goal, Theme

_GROUPS: Mapping[str, Mapping[str, Message]] = {
    **SENTENCES,
    "twin": TWINS,
    "transfer": CONDITIONS,
    "expert": EXPERTS,
}

# A stored reason, obstacle or next step: {"key": …, "values": {…}}.
Stored = Mapping[str, Any]


@dataclass(frozen=True)
class Speaker:
    """Says the engine's sentences in one language. ``themes`` and ``goals`` hold labels by code, by
    language.
    """

    language: str
    themes: Mapping[str, Mapping[str, str]]
    goals: Mapping[int, Mapping[str, str]]

    def say(self, group: str, key: str, values: Mapping[str, Any]) -> str:
        """The sentence ``key`` of a group of the engine or of the twin finder with ``values``; "" if unknown.

        A key is unknown where a match was made by an algorithm that is gone; a screen then says less, not
        wrong.
        """
        message = _GROUPS[group].get(key)
        if message is None:
            return ""
        with translation.override(self.language):
            said = {name: self._value(name, value) for name, value in values.items()}
            if isinstance(message, Plural):
                return ngettext(message.one, message.many, int(values[message.by])) % said
            return gettext(message) % said

    def say_stored(self, group: str, stored: Stored) -> str:
        """The sentence of something stored with a match."""
        return self.say(group, str(stored.get("key", "")), stored.get("values", {}))

    def plain(self, message: str) -> str:
        """A marked message without values."""
        with translation.override(self.language):
            return gettext(message)

    def label(self, labels: Mapping[str, str], code: object) -> str:
        """The label of the reader's language, else the English one, else the code."""
        return labels.get(self.language) or labels.get("en") or str(code)

    def together(self, words: Iterable[str]) -> str:
        """Words as one list: "a, b and c"."""
        return str(format_list(list(words), locale=self.locale))

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return str(format_decimal(value, locale=self.locale))

    def _value(self, name: str, value: Any) -> str:
        write = _WRITERS.get(name)
        return str(value) if write is None else write(self, value)

    @property
    def locale(self) -> Locale:
        try:
            return Locale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale("en")


def speaker(language: str | None = None) -> Speaker:
    """A speaker of ``language``, of the active one if None. Two queries."""
    return Speaker(
        language or translation.get_language() or "en",
        dict(Theme.objects.values_list("code", "labels")),
        dict(Goal.objects.values_list("number", "labels")),
    )


def _from(labels: Mapping[str, str]) -> Callable[[Speaker, Any], str]:
    """A writer of one code or of several, with labels marked for translation."""

    def write(speaker: Speaker, value: Any) -> str:
        codes = [value] if isinstance(value, str) else value
        return speaker.together(gettext(labels[code]) if code in labels else str(code) for code in codes)

    return write


def _themes(speaker: Speaker, codes: Iterable[str]) -> str:
    return speaker.together(speaker.label(speaker.themes.get(code, {}), code) for code in codes)


def _goals(speaker: Speaker, numbers: Iterable[int]) -> str:
    return speaker.together(
        f"{number} {speaker.label(speaker.goals.get(number, {}), '')}".strip() for number in numbers
    )


def _countries(speaker: Speaker, codes: str | Iterable[str]) -> str:
    names = speaker.locale.territories
    return speaker.together(names.get(code, code) for code in ([codes] if isinstance(codes, str) else codes))


def _day(speaker: Speaker, value: date | str) -> str:
    return long_date(value if isinstance(value, date) else date.fromisoformat(value), speaker.language)


_WRITERS: dict[str, Callable[[Speaker, Any], str]] = {
    "themes": _themes,
    "goals": _goals,
    "assets": _from(ASSETS),
    "territories": _from(TERRITORIES),
    "audience": _from(AUDIENCES),
    "bodies": _from(BODIES),
    "country": _countries,
    "countries": _countries,
    "deadline": _day,
    "adopted": _day,
    "priority": lambda speaker, labels: speaker.label(labels, next(iter(labels.values()), "")),
    **dict.fromkeys(("members", "towns", "twins"), Speaker.together),
    **dict.fromkeys(("amount", "highest"), lambda speaker, amount: euros(amount, speaker.language)),
    **dict.fromkeys(
        ("count", "needed", "inhabitants", "limit", "percent", "partners", "have", "own", "km"),
        Speaker.number,
    ),
    **dict.fromkeys(("metres", "own_metres", "latitude", "own_latitude"), Speaker.number),
}
