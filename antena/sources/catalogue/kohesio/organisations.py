"""Whether a beneficiary's name is that of an organisation: whoever may be a natural person is never stored.

Farmers, freelancers and shopkeepers stand in these tables with their own names. A name counts as that of an
organisation only where it says so itself: by a legal form at its end, or by a word no person is called by.
Names without such a word are left out, companies among them: a company lost is a gap, a person kept is a
wrong.
"""

import re
from pathlib import Path
from typing import Final

import msgspec

from antena.lib.text import normalise

_WORD: Final = re.compile(r"[^\W_]+")
# "S.L.U." and "s.r.o." are one word each; "A/S" is another.
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_][./]){1,5}[^\W\d_]?(?!\w)\.?")
_SURNAME: Final = re.compile(r"\w+\s*,")
_TAIL: Final = re.compile(r"\s*\([^)]*\)\s*$")


class _Words(msgspec.Struct, frozen=True):
    """The lists of organisations.toml, which says what each is; words are normalised, phrases in blanks."""

    anywhere: frozenset[str]
    first: frozenset[str]
    phrases: frozenset[str]
    forms: frozenset[str]
    dotted: frozenset[str]
    persons: frozenset[str]


def _load() -> _Words:
    texts = msgspec.toml.decode(
        (Path(__file__).parent / "organisations.toml").read_bytes(), type=dict[str, dict[str, list[str]]]
    )
    lists = {
        name: {" ".join(_WORD.findall(normalise(word))) for words in group.values() for word in words}
        for name, group in texts.items()
    }
    return msgspec.convert(lists, _Words)


_WORDS: Final = _load()


def is_organisation(name: str) -> bool:
    """Say whether a name is without doubt that of a public body, association or company."""
    plain = normalise(_TAIL.sub("", name))
    joined = _DOTTED.sub(lambda match: re.sub(r"[./]", "", match[0]) + " ", plain)
    words = _WORD.findall(joined.replace("sp. z oo", "spzoo").replace("sp z oo", "spzoo"))
    if not words:
        return False
    spaced = f" {' '.join(words)} "
    if any(f" {word} " in spaced for word in _WORDS.persons):
        return False
    return (
        (words[0] in _WORDS.first and not _SURNAME.match(plain))
        or not _WORDS.anywhere.isdisjoint(words)
        or any(f" {phrase} " in spaced for phrase in _WORDS.phrases)
        or (len(words) > 1 and _has_form(plain, words[-1]))
    )


def _has_form(plain: str, last: str) -> bool:
    if last in _WORDS.forms:
        return True
    if last not in _WORDS.dotted:
        return False
    # "Foo, SA", "Foo S.A." or "Foo A/S"; "Ana Sa" may be a person.
    marked = r"[./]".join(map(re.escape, last))
    return bool(re.search(rf"(?:,\s*{re.escape(last)}|\b{marked})\.?\s*$", plain))
