"""Place names in a list and in a sentence: sorted past their article, joined to their preposition."""

import re
from typing import Final

from antena.lib.text.normal import normalise

# Articles that begin place names, by language. A name is sorted by the word after them.
_ARTICLES: Final = {
    "ca": ("el", "la", "els", "les", "en", "na", "es", "sa", "ses"),
    "oc": ("lo", "era", "eth", "es"),
    "es": ("el", "la", "los", "las"),
    "gl": ("o", "a", "os", "as"),
    "fr": ("le", "la", "les"),
    "en": ("the",),
}
_ANY_ARTICLE: Final = "|".join(sorted({article for group in _ARTICLES.values() for article in group}))
_LEADING_ARTICLE: Final = re.compile(rf"(?P<article>(?:{_ANY_ARTICLE})\s+|[ls]['’]\s*)(?=\w)", re.IGNORECASE)
_NOT_A_WORD: Final = re.compile(r"[^\w]+|_")
_CATALAN_NAME: Final = re.compile(
    r"(?P<article>(?:el|els|la|les)\s+|l['’]\s*)(?P<rest>\w.*)", re.IGNORECASE | re.DOTALL
)
_FRENCH_NAME: Final = re.compile(r"(?P<article>Les?)\s+(?P<rest>\w.*)", re.DOTALL)

# "of" and "to" where the name that follows changes nothing.
_PREPOSITIONS: Final = {
    "de": ("von", "nach"),
    "en": ("of", "to"),
    "es": ("de", "a"),
    "gl": ("de", "a"),
    "it": ("di", "a"),
    "nl": ("van", "naar"),
    "pt": ("de", "a"),
}


def sort_key(name: str) -> str:
    """What ``name`` is ordered by, byte for byte: unaccented, lower case, its article moved to the end.

    "l'Hospitalet de Llobregat" gives "hospitalet de llobregat, l". The database's own collation has no
    part in it, so the order is the same on every server.
    """
    match = _LEADING_ARTICLE.match(name.strip())
    if match is None:
        return _plain_key(name)
    return f"{_plain_key(name.strip()[match.end() :])}, {_plain_key(match['article'])}"


def _plain_key(name: str) -> str:
    # A space after each apostrophe keeps `normalise` from dropping the elided article inside the name.
    apart = re.sub("['’‘ʼ]", " ", name)
    return _NOT_A_WORD.sub(" ", normalise(apart)).strip()


def of_place(name: str, language: str) -> str:
    """``name`` after "of": "d'Olot", "del Vendrell", "de l'Hospitalet"; "of Olot"; "du Mans".

    A language without a rule here gives the bare name.
    """
    return _joined(name, language, 0)


def to_place(name: str, language: str) -> str:
    """``name`` after "to": "a Olot", "al Vendrell", "a l'Hospitalet"; "to Olot"; "au Mans".

    Catalan, Spanish and French say "in" the same way. A language without a rule here gives the bare name.
    """
    return _joined(name, language, 1)


def _joined(name: str, language: str, which: int) -> str:
    name = name.strip()
    primary = language[:2].lower()
    if primary == "ca":
        return _catalan(name, which)
    if primary == "fr":
        return _french(name, which)
    if primary in _PREPOSITIONS:
        return f"{_PREPOSITIONS[primary][which]} {_capital(name)}"
    return name


def _catalan(name: str, which: int) -> str:
    preposition = ("de", "a")[which]
    match = _CATALAN_NAME.fullmatch(name)
    if match:
        article = match["article"].strip().lower().replace("’", "'")
        contracted = {"el": ("del ", "al "), "els": ("dels ", "als ")}.get(article)
        if contracted:
            return contracted[which] + match["rest"]
        blank = "" if article == "l'" else " "
        return f"{preposition} {article}{blank}{match['rest']}"
    # Before i or u and a vowel the first sound is a consonant: "de Iemen".
    if which == 0 and re.match(r"h?[aeiou](?<![iu](?=[aeiou]))|y(?![aeiou])", normalise(name[:4])):
        return f"d'{name}"
    return f"{preposition} {name}"


def _french(name: str, which: int) -> str:
    match = _FRENCH_NAME.fullmatch(name)
    if match:
        return (("du ", "au "), ("des ", "aux "))[match["article"] == "Les"][which] + match["rest"]
    name = _capital(name)
    # Whether an h is mute cannot be seen, and "de Honfleur" is understood where "d'Hambourg" jars.
    if which == 0 and normalise(name)[:1] in set("aeiou"):
        return f"d'{name}"
    return f"{('de', 'à')[which]} {name}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
