"""Which optional fields drafts have: one that always came and stops coming is a change of shape."""

from collections import Counter
from functools import cache

import msgspec

from antena.sources.drafts import AnyDraft

# Which parts of the texts are counted as fields of their own.
TEXTS = ("summary", "body", "conditions")
# The same for every record of a source, so they say nothing.
_CONSTANT = frozenset({"licence", "attribution"})


@cache
def optional_fields(kind: type[AnyDraft]) -> tuple[tuple[str, str], ...]:
    """The optional fields of a kind of draft, each with the name it is counted under."""
    fields = msgspec.structs.fields(kind)
    tag = tag_of(kind)
    return tuple(
        (field.name, f"{tag}.{field.name}")
        for field in fields
        if not field.required and field.name not in _CONSTANT
    )


@cache
def tag_of(kind: type[AnyDraft]) -> str:
    """What a kind of draft is called: "signal", "fact", "project"…"""
    return str(kind.__struct_config__.tag)


def count(draft: AnyDraft, counts: Counter[str]) -> None:
    """Add a draft to ``counts``: one for its kind, one for each optional field that says something."""
    kind = type(draft)
    tag = tag_of(kind)
    counts[tag] += 1
    for field, name in optional_fields(kind):
        if getattr(draft, field):
            counts[name] += 1
    texts = getattr(draft, "texts", ())
    for part in TEXTS:
        if any(getattr(text, part) for text in texts):
            counts[f"{tag}.texts.{part}"] += 1
