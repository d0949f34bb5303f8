"""Names of languages, in themselves and in the reader's (CLDR, by Babel)."""

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def own_name(code: str) -> str:
    """The language's name in itself: "català". The code itself when nobody knows it."""
    return name_in(code, code)


@cache
def name_in(code: str, reader: str) -> str:
    """The language's name in the reader's language: ("fr", "ca") gives "francès"."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(Locale.parse(reader, sep="-"))
    except (UnknownLocaleError, ValueError):
        return code
    return name or code
