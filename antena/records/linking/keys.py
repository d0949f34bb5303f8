"""The forms two names are compared in."""

import re
import unicodedata
from typing import Final

from antena.lib.text import normalise

_APART: Final = re.compile(r"[\W_]+")
_GREEK_MARKS: Final = re.compile("([\u0370-\u03ff])[\u0300\u0301\u0308\u0342]+")
# Spellings of one sound: umlauts written out, transliterations of Greek and Cyrillic, doubled letters.
_SOUNDS: Final = (
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("ou", "u"),
    ("aa", "a"),
    ("ei", "i"),
    ("ai", "e"),
    ("ph", "f"),
    ("kh", "h"),
    ("ch", "h"),
    ("th", "t"),
    ("dj", "z"),
    ("zh", "z"),
    ("j", "i"),
    ("y", "i"),
    ("w", "v"),
    ("c", "k"),
    ("q", "k"),
    ("x", "s"),
)
_DOUBLED: Final = re.compile(r"(.)\1+")


def key(text: str) -> str:
    """``text`` as bare words: normalised, without signs, Greek without its accents."""
    return key_of_normalised(normalise(text))


def key_of_normalised(text: str) -> str:
    """`key` of what `normalise` gave already."""
    if not text.isascii():
        marked = _GREEK_MARKS.sub(r"\1", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", marked)
    return _APART.sub(" ", text).strip()


def loose(name: str) -> str:
    """What stays of a `key` when it may have been spelt in another way: "muenchen" and "munchen" alike."""
    for written, sound in _SOUNDS:
        name = name.replace(written, sound)
    return _DOUBLED.sub(r"\1", name.replace(" ", ""))
