"""What goes into a reading and what comes out."""

from typing import Literal

import msgspec


class Passage(msgspec.Struct, frozen=True):
    """A text in one language. The title counts more than the body; either may be empty."""

    language: str
    title: str
    body: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """What a theme rests on: words as they stand in the text, a EuroVoc label, or nearness in meaning.

    "learned" is what a learned model rests on: the words that speak for it most, or, in a language whose
    words it does not know, the title (or the beginning) whose meaning it read. ``language`` is that of the
    words or the label; empty for meaning.
    """

    kind: Literal["word", "eurovoc", "meaning", "learned"]
    text: str
    language: str


class Scored(msgspec.Struct, frozen=True):
    """A theme (its code) or a goal (its number as text), with a score in [0, 1], strongest evidence first."""

    code: str
    score: float
    evidence: tuple[Evidence, ...]


class Reading(msgspec.Struct, frozen=True):
    """Up to four themes and three goals, best first.

    The themes are sub-themes; where none is sure, the one field or sub-theme that comes nearest. Empty only
    when there is no evidence at all.
    """

    themes: tuple[Scored, ...]
    goals: tuple[Scored, ...]
