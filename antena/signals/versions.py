"""What changed between two states of a signal, in words a person can read. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

Facts = dict[tuple[str, str], Any]
"""(field, language) → JSON value; the language is "" for what has none."""

Kind = Literal["same", "added", "removed"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Beyond this many pairs of words, two paragraphs are shown as one removed and one added: matching words is
# quadratic, and a rewritten page reads no better word by word.
_MOST_PAIRS = 4_000_000


class Change(NamedTuple):
    """One field that changed, as it is stored in `SignalVersion.changes`."""

    field: str
    language: str
    old: Any
    new: Any


class Piece(NamedTuple):
    """A run of words that is in both texts, only in the new one, or only in the old one."""

    kind: Kind
    text: str


def changes(before: Facts, after: Facts) -> list[Change]:
    """The fields whose value differs, in a steady order.

    A text in a language that the source no longer gives stays stored, so it is no change; any other fact that
    is gone changes to None.
    """
    keys = sorted(key for key in before.keys() | after.keys() if key in after or not key[1])
    return [
        Change(*key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
    ]


def difference(old: str, new: str) -> list[Piece]:
    """The pieces that make ``new`` of ``old``, word by word.

    Joining the same and removed pieces gives ``old`` again; the same and added ones, ``new``.
    """
    return _joined(_by_lines(old, new))


def folded(pieces: Sequence[Piece], *, words: int = 12) -> list[Piece]:
    """The pieces with long unchanged parts cut to ``words`` words beside each change, an ellipsis between."""
    return [
        piece if piece.kind != "same" else Piece("same", _fold(piece.text, words, position, len(pieces)))
        for position, piece in enumerate(pieces)
    ]


def _fold(text: str, words: int, position: int, count: int) -> str:
    tokens = _TOKEN.findall(text)
    keep = 2 * words
    head = 0 if position == 0 else keep
    tail = 0 if position == count - 1 else keep
    if count == 1 or len(tokens) <= head + tail + 4:
        return text
    start = "".join(tokens[:head]).rstrip()
    end = "".join(tokens[len(tokens) - tail :]).lstrip() if tail else ""
    return f"{start}{' ' * bool(start)}…{' ' * bool(end)}{end}"


def _by_lines(old: str, new: str) -> Iterator[Piece]:
    before, after = _LINE.findall(old), _LINE.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Piece("same", removed)
        else:
            yield from _by_words(removed, added)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        yield Piece("removed", old)
        yield Piece("added", new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield Piece("removed", "".join(before[a:b]))
            yield Piece("added", "".join(after[c:d]))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
