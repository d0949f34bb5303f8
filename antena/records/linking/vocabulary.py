"""The generic words of official names, by language: the files of ``languages/``, and what countries speak.

A phrase is a few words in the form of `keys.key`; a word that ends in ``*`` stands for every word that begins
so, one that begins with it for every word that ends so. A file says:

- ``countries``: where the language is official; "*" is everywhere
- ``before``, ``after``: what makes a municipality, standing before or after its name
- ``public``: other public bodies; ``other``: everybody else; ``forms``: legal forms, only at a name's end
- ``particles``: small words between the generic part and the name
- ``endings``: pairs of a declined ending and the one of the name's first case
- ``short``: abbreviations of words in names
- ``head_last``: whether the word that says what something is stands last ("City of Athens Agency")
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

import msgspec

Part = Literal["before", "after", "public", "other", "forms"]
PARTS: Final[tuple[Part, ...]] = ("before", "after", "public", "other", "forms")


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of ``languages/``."""

    countries: list[str]
    before: list[str] = []
    after: list[str] = []
    public: list[str] = []
    other: list[str] = []
    forms: list[str] = []
    particles: list[str] = []
    endings: list[tuple[str, str]] = []
    short: dict[str, str] = {}
    head_last: bool = False


class Countries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``countries.toml``: other codes of countries, and facts of their addresses."""

    aliases: dict[str, str]
    postcode_begins_as_lau: dict[str, int]
    after_a_city: list[str]
    articles: list[str]


class Phrase(NamedTuple):
    """Words of a generic part, what they make of a name, and whether their language has its head last."""

    words: tuple[str, ...]
    part: Part
    head_last: bool


class Vocabulary(NamedTuple):
    """What is known of official names in one country. ``phrases`` by their first word, the longest first.

    ``patterns`` are the phrases whose first word has a ``*``.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    patterns: tuple[Phrase, ...]
    particles: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    short: Mapping[str, str]


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is a file for, by its code. Raises `msgspec.ValidationError` on a wrong file."""
    folder = resources.files(__package__) / "languages"
    return {
        file.name.removesuffix(".toml"): msgspec.convert(tomllib.loads(file.read_text("utf-8")), Language)
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".toml")
    }


@cache
def countries() -> Countries:
    """What ``countries.toml`` says."""
    text = (resources.files(__package__) / "countries.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Countries)


def country_code(code: str) -> str:
    """The ISO code of a country: "GB" for "UK", "GR" for "EL"; "" stays ""."""
    code = code.strip().upper()
    return countries().aliases.get(code, code)


@cache
def vocabulary(country: str) -> Vocabulary:
    """The words of the languages of ``country`` and of those used everywhere; of all where it is ""."""
    spoken = [one for one in languages().values() if not country or {country, "*"} & set(one.countries)]
    phrases: dict[str, list[Phrase]] = {}
    patterns: list[Phrase] = []
    for language in spoken:
        for phrase in _phrases(language):
            if "*" in phrase.words[0]:
                patterns.append(phrase)
            else:
                phrases.setdefault(phrase.words[0], []).append(phrase)
    return Vocabulary(
        phrases={word: _longest_first(group) for word, group in phrases.items()},
        patterns=_longest_first(patterns),
        particles=frozenset(word for one in spoken for word in one.particles),
        endings=tuple(dict.fromkeys(pair for one in spoken for pair in one.endings)),
        short={short: full for one in spoken for short, full in one.short.items()},
    )


def _phrases(language: Language) -> Iterable[Phrase]:
    for part in PARTS:
        for text in getattr(language, part):
            yield Phrase(tuple(text.split()), part, language.head_last)


def _longest_first(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(phrases, key=lambda one: (-len(one.words), PARTS.index(one.part), one.words)))
