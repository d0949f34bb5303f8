"""Marks for the collector of translatable words.

The engine knows no Django, so it cannot translate; it only marks. ``makemessages`` finds ``_("…")`` and
``ngettext("…", "…")`` in any Python file by their names; `antena.matching.sentences` translates what they
return.
"""

from typing import NamedTuple


class Plural(NamedTuple):
    """A sentence in singular and plural, chosen by the number in the value called ``by``."""

    one: str
    many: str
    by: str = "count"


Message = str | Plural


def _(message: str) -> str:
    """Mark ``message`` for translation and return it as it is."""
    return message


def ngettext(one: str, many: str, *, by: str = "count") -> Plural:
    """Mark a singular and a plural for translation; ``by`` names the value that decides."""
    return Plural(one, many, by)
