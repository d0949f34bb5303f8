"""What a learned model is given of a text: words in a few thousand buckets, and nearness to others."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.lib import text as words_of
from antena.themes.classifier.stems import stem

Floats = NDArray[np.float32]

BUCKETS: Final = 8192
# How fast nearness falls with distance between unit vectors: at right angles exp(-3).
SHARPNESS: Final = 1.5
# The numbers of laws, 2006/112, are the same in every language: what an act amends tells what it is about.
_NUMBER: Final = re.compile(r"\b\d{2,4}/\d{1,4}\b")
# Of the title and beginning of a law: whence it comes and when, which says nothing of its subject.
_HEADING: Final = re.compile(
    r"^.{0,220}?\b\d{1,2}(?:er|º|\.)?\s(?:de |d[’'])?\w+\s(?:de |del )?\d{4}\b,?\s*", re.DOTALL
)
_RELEVANCE: Final = re.compile(r"\((?:Text with EEA|Texte présentant)[^)]*\)")
_RECITALS: Final = re.compile(r"\b(?:whereas|considérant(?: ce qui suit| que)?)\b", re.IGNORECASE)
_READ: Final = 6_000
_SHORTEST: Final = 20
# A word of the title counts as if it stood in the body this many times more.
_IN_TITLE: Final = 3


class Words(msgspec.Struct, frozen=True, eq=False):
    """Buckets with their signed weights, unit length together, and the wording that filled each most."""

    places: NDArray[np.intp]
    values: Floats
    wordings: tuple[str, ...]


def subject(title: str) -> str:
    """The title of a law without its number and date; any other title as it is."""
    plain = _RELEVANCE.sub("", title).strip()
    rest = _HEADING.sub("", plain, count=1)
    return rest if len(rest) > _SHORTEST else plain


def running(body: str) -> str:
    """The body of a law from its reasons on; any other body as it is."""
    found = _RECITALS.search(body)
    return body[found.end() :] if found else body


def tokens(title: str, body: str, language: str) -> Mapping[str, float]:
    """Stems, pairs of them and numbers of laws, with how often they stand there."""
    counts: Counter[str] = Counter()
    for text, times in ((subject(title), _IN_TITLE), (running(body)[:_READ], 1)):
        stems = [token_stem(word, language) for word in words_of.words(text, language) if len(word) > 1]
        for one in stems:
            counts[one] += times
        for first, second in pairwise(stems):
            counts[f"{first} {second}"] += times
    return {**counts, **numbers(title, body)}


def numbers(title: str, body: str) -> Mapping[str, float]:
    """The numbers of laws alone, which any language writes alike."""
    found = _NUMBER.findall(f"{title} {body[:_READ]}")
    return {number: float(times) for number, times in Counter(found).items()}


def code_levels(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of the directory of EU law with the wider ones they stand under: 062020 → 06, 0620, 062020."""
    digits = ("".join(filter(str.isdecimal, code)) for code in codes)
    found = {code[:end] for code in digits for end in range(2, len(code) + 1, 2)}
    return tuple(sorted(found))


def coded(codes: Iterable[str], known: Mapping[str, int]) -> Floats:
    """The codes ``known`` at their places and the wider ones, of unit length together. Shape (known,)."""
    made = np.zeros(len(known), dtype=np.float32)
    made[[known[code] for code in code_levels(codes) if code in known]] = 1
    length = max(float(np.linalg.norm(made)), 1.0)
    return np.asarray(made / np.float32(length), dtype=np.float32)


@lru_cache(maxsize=200_000)
def token_stem(word: str, language: str) -> str:
    """The stem a normalised word is counted under."""
    return stem(word, language)


def bucket(token: str) -> tuple[int, int]:
    """The place of a token among the buckets, and its sign."""
    key = crc32(token.encode())
    return key % BUCKETS, 1 if key >> 31 else -1


def hashed(counted: Mapping[str, float], rarity: Floats) -> Words:
    """Tokens in their buckets, weighed by ``rarity``, shape (BUCKETS,), and brought to unit length."""
    values: dict[int, float] = {}
    strongest: dict[int, tuple[float, str]] = {}
    for token, times in counted.items():
        place, sign = bucket(token)
        weight = float((1 + np.log(times)) * rarity[place])
        values[place] = values.get(place, 0.0) + sign * weight
        if weight > strongest.get(place, (0.0, ""))[0]:
            strongest[place] = (weight, token)
    places = sorted(place for place, value in values.items() if value and place in strongest)
    vector = np.asarray([values[place] for place in places], dtype=np.float32)
    length = float(np.linalg.norm(vector)) or 1.0
    return Words(
        np.asarray(places, dtype=np.intp), vector / length, tuple(strongest[place][1] for place in places)
    )


def rarity(texts: Sequence[Collection[str]]) -> Floats:
    """How much each bucket says: the logarithm of how few of the texts, given by their tokens, fill it."""
    filled = np.zeros(BUCKETS)
    for text in texts:
        filled[list({bucket(token)[0] for token in text})] += 1
    return np.log((1 + len(texts)) / (1 + filled)).astype(np.float32) + np.float32(0.1)


def nearness(vectors: Floats, landmarks: Floats) -> Floats:
    """How near vectors are to landmarks, in (0, 1]; all of unit length. Shape (vectors, landmarks)."""
    near: Floats = np.exp(2 * SHARPNESS * (vectors @ landmarks.T - 1)).astype(np.float32)
    return near
