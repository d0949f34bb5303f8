"""The shape of JSON answers: which fields there are and of what type, to tell a live answer from a sample."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

Shape = dict[str, frozenset[str]]
"""Path of a field ("results[].metadata.title[]") → the types seen there, as JSON calls them."""

# Deeper than this, and beyond this many items of a list, an answer repeats itself.
_DEEPEST = 12
_ITEMS = 50
# A key that is a name and not a field: a number, a language, an identifier.
_MOST_KEYS = 80


class Difference(msgspec.Struct, frozen=True):
    """How an answer differs from the samples: new fields, fields no longer seen, types that changed."""

    new: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.missing or self.changed)


def shape_of(bodies: Iterable[bytes]) -> Shape:
    """Return the shape of several answers taken together; what is no JSON has none."""
    seen: dict[str, set[str]] = {}
    for body in bodies:
        try:
            document = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        for path, kind in _walk(document, "", 0):
            seen.setdefault(path, set()).add(kind)
    return {path: frozenset(kinds) for path, kinds in seen.items()}


def difference(samples: Shape, live: Shape) -> Difference:
    """Compare a live shape with that of the samples; fields within a new or missing one are not listed."""
    return Difference(
        new=_outermost(live.keys() - samples.keys()),
        missing=_outermost(samples.keys() - live.keys()),
        changed=tuple(
            f"{path}: {_said(samples[path])} → {_said(live[path])}"
            for path in sorted(samples.keys() & live.keys())
            # A field that may be null is not another field.
            if live[path] - samples[path] - {"null"}
        ),
    )


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    yield path or ".", _kind(value)
    if depth >= _DEEPEST:
        return
    if isinstance(value, dict):
        named = len(value) > _MOST_KEYS or all(key[:1].isdigit() for key in value)
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{'*' if named else key}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for inner in value[:_ITEMS]:
            yield from _walk(inner, f"{path}[]", depth + 1)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith((f"{outer}.", f"{outer}[")) for outer in kept):
            kept.append(path)
    return tuple(kept)


def _said(kinds: frozenset[str]) -> str:
    return "/".join(sorted(kinds))
