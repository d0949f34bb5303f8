"""The evidence of a link in the reader's language: why a body may be a place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def say_evidence(evidence: Iterable[str]) -> list[str]:
    """A sentence for each code of `antena.records.linking.Link.evidence`.

    A code that is unknown was left by rules that are gone; it is left out, so that a screen says less, not
    wrong.
    """
    said = []
    for code in evidence:
        key, _colon, values = code.partition(":")
        sentence = _SENTENCES.get(key)
        if sentence:
            said.append(sentence(values))
    return [one for one in said if one]


def _name(how: str) -> str:
    return {
        "exact": _("It has the name of the place."),
        "declined": _("It has the name of the place, in another grammatical case."),
        "spelt": _("It has the name of the place in another spelling."),
        "part": _("Some of its words are the name of the place."),
        "like": _("Its name begins as that of the place of its address."),
        "city": _("Its name says no place; only its address does."),
    }.get(how, "")


def _generic(words: str) -> str:
    return _("“%(words)s” is how a municipality is called.") % {"words": words}


def _city(value: str) -> str:
    how, _colon, km = value.partition(":")
    sentences = {
        "same": _("Its address is in that place."),
        "near": _("Its address is %(km)s km away."),
        "away": _("Its address is %(km)s km away."),
        "far": _("Its address is far away: %(km)s km."),
    }
    return sentences.get(how, "") % {"km": km or "0"}


def _distance(km: str) -> str:
    return _("Its coordinates are %(km)s km from the middle of the place.") % {"km": km}


def _postcode(value: str) -> str:
    if value == "same":
        return _("Its postcode is of the same province.")
    return _("Its postcode is of another province.")


def _nuts(value: str) -> str:
    if value == "same":
        return _("Its statistical region is that of the place.")
    return _("Its statistical region is another.")


def _largest(times: str) -> str:
    if times == "1":
        return _("Of the places of that name it is the largest, by little.")
    return _("Of the places of that name it is the largest, %(times)s times the next.") % {"times": times}


def _namesakes(count: str) -> str:
    number = int(count) if count.isdigit() else 0
    return ngettext(
        "%(n)s other place has that name, and less speaks for it.",
        "%(n)s other places have that name, and less speaks for them.",
        number,
    ) % {"n": number}


_SENTENCES: Final[Mapping[str, Callable[[str], str]]] = {
    "generic": _generic,
    "name": _name,
    "city": _city,
    "distance": _distance,
    "postcode": _postcode,
    "nuts": _nuts,
    "largest": _largest,
    "namesakes": _namesakes,
    "bare": lambda _value: _("Its whole name is that of the place."),
    "alone": lambda _value: _("No other place of the country has that name."),
    "smaller": lambda _value: _("A larger place has the same name."),
    "member": lambda _value: _("The place is a member of the association."),
    "or_a_member": lambda _value: _("A smaller member of the association has the same name."),
}
