"""Words as they are indexed and as they are asked for: plain Python, the same for both sides."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from antena.lib.text import search_text

# Languages whose stemmer PostgreSQL ships. Only those an installation speaks are used: see `configurations`.
_STEMMERS: Final = MappingProxyType(
    {
        "ca": "catalan",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "es": "spanish",
        "eu": "basque",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hu": "hungarian",
        "it": "italian",
        "lt": "lithuanian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "ro": "romanian",
        "sv": "swedish",
    }
)
PLAIN: Final = "simple"
# Marks the lexeme of an identifier; no word begins with it, since words are letters and digits only.
IDENTIFIER: Final = "="

MAX_IDENTIFIER: Final = 60

# Signs that are letters to Python but become quotes or colons when accents are taken off a tsvector.
_NO_WORD: Final = re.compile(r"[^\w\s]|[_\u0149\u02b9\u02bb-\u02bd\u02c8\u02d0]")
_QUOTED: Final = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,})[\"“”„«»]")
_NO_IDENTIFIER: Final = re.compile(r"[\W_]+")
# What people leave out on a keyboard without accents, and the stemmer needs: "collaboracio", "educacion".
_ACCENTS: Final = {
    "ca": (re.compile(r"(?<=[cs])io\b"), "ió"),
    "es": (re.compile(r"(?<=[cs])ion\b"), "ión"),
}


class Terms(NamedTuple):
    """A query taken apart: all its words, the phrases that must stand as written, and the identifiers."""

    words: str
    phrases: tuple[str, ...]
    identifiers: tuple[str, ...]

    @property
    def is_code(self) -> bool:
        """Nothing but identifiers: no meaning to look for."""
        tokens = self.words.split()
        return not self.phrases and bool(tokens) and all(map(looks_like_identifier, tokens))


def configurations(languages: Sequence[str]) -> Mapping[str, str]:
    """Language → text search configuration, for the languages an installation speaks; `PLAIN` for others."""
    return {language: _STEMMERS[language] for language in languages if language in _STEMMERS}


def take_apart(text: str) -> Terms:
    """The terms of what a person typed. Quotation marks of any kind make a phrase."""
    identifiers = [identifier(token) for token in text.split() if looks_like_identifier(token)]
    if identifiers and len(text) <= MAX_IDENTIFIER:
        # "HORIZON CL5-2026-D4-01": people put spaces into what has none
        identifiers.append(identifier(text))
    return Terms(
        words=_QUOTED.sub(r" \1 ", text),
        phrases=tuple(found.strip() for found in _QUOTED.findall(text) if found.strip()),
        identifiers=tuple(dict.fromkeys(identifiers)),
    )


def looks_like_identifier(token: str) -> bool:
    """Whether it is written like a CELEX number, a topic or a procedure: digits joined to something else."""
    bare = identifier(token)
    return len(bare) >= 6 and any(c.isdigit() for c in bare) and not token.strip(".,;:()").isdigit()


def identifier(text: str) -> str:
    """An identifier without case, spaces and punctuation: ``horizoncl52026d401``."""
    return _NO_IDENTIFIER.sub("", text.casefold())


def indexable(text: str, language: str) -> str:
    """The text handed to ``to_tsvector``: words and numbers only."""
    return _NO_WORD.sub(" ", search_text(text, language))


def askable(text: str, language: str) -> str:
    """The same for a query, with the words whose missing accents would lead the stemmer astray repaired."""
    words = indexable(text, language)
    if language in _ACCENTS:
        pattern, accented = _ACCENTS[language]
        repaired = [pattern.sub(accented, word) for word in words.split() if pattern.search(word)]
        words = " ".join([words, *repaired])
    return words


def as_tsquery(lexemes: Sequence[str], identifiers: Sequence[str] = ()) -> str:
    """Any of the lexemes, or an identifier that begins with one of these, in the syntax of ``tsquery``."""
    quoted = [_quoted(lexeme) for lexeme in lexemes]
    quoted += [f"{_quoted(IDENTIFIER + identifier)}:*" for identifier in identifiers]
    return " | ".join(quoted)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
