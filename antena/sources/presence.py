"""Which optional fields drafts have: one that always came and stops coming is a change of shape."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from antena.sources.drafts import AnyDraft, DraftText

# Which parts of the texts are counted as fields of their own.
TEXTS = ("summary", "body", "conditions")
# The same for every record of a source, so they say nothing.
_CONSTANT = frozenset({"licence", "attribution"})


class _Shape(NamedTuple):
    """A kind of draft: its name, how its optional fields are read, and the names they count under."""

    tag: str
    read: Callable[[AnyDraft], tuple[Any, ...]]
    names: tuple[str, ...]


@cache
def _shape(kind: type[AnyDraft]) -> _Shape:
    tag = str(kind.__struct_config__.tag)
    optional = [
        field.name
        for field in msgspec.structs.fields(kind)
        if not field.required and field.name not in _CONSTANT
    ]
    return _Shape(tag, attrgetter(*optional), tuple(f"{tag}.{name}" for name in optional))


def count(draft: AnyDraft, counts: Counter[str]) -> None:
    """Add a draft to ``counts``: one for its kind, one for each optional field that says something."""
    tag, read, names = _shape(type(draft))
    counts[tag] += 1
    for name, value in zip(names, read(draft), strict=True):
        if value:
            counts[name] += 1
    texts: tuple[DraftText, ...] = getattr(draft, "texts", ())
    for part in TEXTS:
        for text in texts:
            if getattr(text, part):
                counts[f"{tag}.texts.{part}"] += 1
                break
