"""What makes a draft itself: whether it can be stored, the hash of what it says, its address for ever."""

import hashlib
import re
from datetime import datetime
from typing import Any

import msgspec

from antena.signals.enums import Kind
from antena.sources.drafts import Draft

SLUG_LENGTH = 80
_KINDS = frozenset(Kind.values)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LARGEST_AMOUNT = 2**62
_LARGEST_COUNT = 2**31 - 1
_encode = msgspec.json.Encoder(order="deterministic").encode


class UnstorableDraftError(Exception):
    """A draft that no signal can be made of; the message names source, record and field."""

    def __init__(self, draft: Draft, field: str, value: object) -> None:
        super().__init__(f"{draft.source}: {draft.external_id[:80]}: {field}: {str(value)[:80]!r}")
        self.field = field


def encoded(draft: Draft) -> tuple[Draft, bytes]:
    """The draft without what PostgreSQL cannot hold (NUL, lone surrogates), and its canonical JSON."""
    try:
        canonical = _encode(draft)
    except UnicodeEncodeError:
        canonical = b"\\u0000"
    if b"\\u0000" not in canonical:
        return draft, canonical
    draft = msgspec.convert(_cleaned(msgspec.to_builtins(draft, builtin_types=(datetime,))), Draft)
    return draft, _encode(draft)


def content_hash(canonical: bytes) -> str:
    """48 hexadecimal digits that change whenever anything the source says does."""
    return hashlib.blake2b(canonical, digest_size=24).hexdigest()


def check(draft: Draft) -> None:
    """Raise `UnstorableDraftError` where the draft breaks what a signal promises."""
    if draft.kind not in _KINDS:
        raise UnstorableDraftError(draft, "kind", draft.kind)
    if not 0 < len(draft.external_id) <= 200:
        raise UnstorableDraftError(draft, "external_id", draft.external_id)
    if len(draft.url) > 2000:
        raise UnstorableDraftError(draft, "url", draft.url)
    if not draft.texts or not all(text.title and 0 < len(text.language) <= 12 for text in draft.texts):
        raise UnstorableDraftError(draft, "texts", draft.texts)
    if len({text.language for text in draft.texts}) != len(draft.texts):
        raise UnstorableDraftError(draft, "texts", [text.language for text in draft.texts])
    for field in ("budget_total_eur", "grant_min_eur", "grant_max_eur"):
        if not 0 <= (getattr(draft, field) or 0) <= _LARGEST_AMOUNT:
            raise UnstorableDraftError(draft, field, getattr(draft, field))
    if not 0 <= (draft.expected_grants or 0) <= _LARGEST_COUNT:
        raise UnstorableDraftError(draft, "expected_grants", draft.expected_grants)
    for deadline in draft.deadlines:
        if deadline.at.tzinfo is None:
            raise UnstorableDraftError(draft, "deadlines", deadline.at)


def slug_of(draft: Draft) -> str:
    """A readable address made of kind and identifier, the same whenever it is asked.

    Where the identifier does not survive being written in a-z, 0-9 and hyphens, a mark made of the whole
    identifier is added, so that two identifiers never share an address for looking alike.
    """
    plain = _NOT_SLUG.sub("-", draft.external_id.lower()).strip("-")
    slug = f"{draft.kind.replace('_', '-')}-{plain}"
    unharmed = plain in {draft.external_id, draft.external_id.lower()} and draft.external_id in {
        plain,
        plain.upper(),
    }
    return slug if unharmed and len(slug) <= SLUG_LENGTH else marked_slug(slug, draft)


def marked_slug(slug: str, draft: Draft) -> str:
    """``slug`` with eight digits of the identity's hash: for an address that another signal already has."""
    mark = hashlib.blake2b(f"{draft.source}/{draft.external_id}".encode(), digest_size=4).hexdigest()
    return f"{slug[: SLUG_LENGTH - 9].rstrip('-')}-{mark}"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value
