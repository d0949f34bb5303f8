"""Drafts become signals: new, changed or the same, by bulk copy.

Only the identity and the hash of what is stored are read back; what is new or changed is copied into
temporary tables and upserted from there. What a person wrote or corrected is never overwritten.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from psycopg import sql as composable

from antena.signals import standing
from antena.signals.enums import TextOrigin
from antena.signals.importing import facts, rows, sql
from antena.signals.importing.identity import (
    UnstorableDraftError,
    check,
    content_hash,
    encoded,
    marked_slug,
    slug_of,
)
from antena.signals.models import Signal
from antena.signals.versions import Change, changes
from antena.sources.drafts import AnyDraft, Draft
from antena.sources.importing import Counts, only

__all__ = ["MixedSourcesError", "SignalImporter", "UnstorableDraftError"]

_DATES = {"kind", "opens_on", "stated_status", "deadlines"}


class MixedSourcesError(Exception):
    """Drafts of several sources were handed over at once; the message names them."""


class _Incoming(NamedTuple):
    draft: Draft
    content_hash: str


class _Change(NamedTuple):
    """What a changed signal was: its id, the version to write, what differs, what a person locked."""

    signal_id: int
    version: int
    changes: list[Change]
    locked: frozenset[str]


class SignalImporter:
    """Stores drafts as signals (`antena.sources.importing.Importer`). ``sample``: they go with the sample."""

    def __init__(self, *, sample: bool = False) -> None:
        self._sample = sample

    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:
        """Store drafts of one source in one transaction; a record said twice counts once, as last said.

        Raises `WrongDraftError`, `UnstorableDraftError` and `MixedSourcesError`; nothing is stored then.
        """
        hashed = map(_hashed, only(drafts, Draft))
        incoming = {draft.external_id: _Incoming(draft, digest) for draft, digest in hashed}
        if not incoming:
            return Counts(new=0, changed=0, same=0)
        source = _only_source(drafts)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.KNOWN, [source, list(incoming)])
            known = {external_id: (pk, digest) for external_id, pk, digest in cursor.fetchall()}
            same = {key for key, (_pk, digest) in known.items() if digest == incoming[key].content_hash}
            cursor.execute(sql.TOUCH, [at, [known[key][0] for key in same]])
            written = {
                key: item._replace(draft=rows.fitted(item.draft))
                for key, item in incoming.items()
                if key not in same
            }
            if written:
                ids = [known[key][0] for key in written if key in known]
                _write(cursor, written, _changed(ids, written), run_id=run_id, at=at, sample=self._sample)
        changed = len(known) - len(same)
        return Counts(new=len(written) - changed, changed=changed, same=len(drafts) - len(written))

    def listed(self, source: str) -> int:
        """How many signals of the source are stored and not marked as gone."""
        return Signal.objects.filter(source=source, delisted_at=None, is_sample=False).count()

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark the source's signals that no run has seen since that moment as gone from then; how many."""
        with connection.cursor() as cursor:
            cursor.execute(sql.DELIST, [since, source, since])
            return int(cursor.rowcount)


def _hashed(draft: Draft) -> tuple[Draft, str]:
    draft, canonical = encoded(draft)
    return draft, content_hash(canonical)


def _only_source(drafts: Sequence[AnyDraft]) -> str:
    sources = {draft.source for draft in drafts}
    if len(sources) > 1:
        raise MixedSourcesError(", ".join(sorted(sources)))
    return sources.pop()


def _write(
    cursor: Any,
    written: dict[str, _Incoming],
    changed: dict[str, _Change],
    *,
    run_id: int,
    at: datetime,
    sample: bool,
) -> None:
    for item in written.values():
        check(item.draft)
    for statement in sql.MAKE_ROOM:
        cursor.execute(statement)
    drafts = _write_signals(cursor, written, changed, at=at, sample=sample)
    _write_texts(cursor, drafts, changed, at=at)
    _write_deadlines(cursor, drafts, changed)
    versions = (
        rows.version_row(change.signal_id, change.version, change.changes, run_id=run_id, at=at)
        for change in changed.values()
        if change.changes
    )
    _copy(cursor, sql.COPY_VERSIONS, versions)
    standing.restate([c.signal_id for c in changed.values() if c.locked & _DATES], at=at)


def _write_signals(
    cursor: Any, written: dict[str, _Incoming], changed: dict[str, _Change], *, at: datetime, sample: bool
) -> dict[int, Draft]:
    """Write the signals; returns id → draft."""
    new = {key: item for key, item in written.items() if key not in changed}
    slugs = _free_slugs(cursor, [item.draft for item in new.values()])
    cursor.execute(sql.NEXT_IDS, [len(new)])
    ids = {key: pk for key, (pk,) in zip(new, cursor.fetchall(), strict=True)}
    unread = (*sql.UNREAD.values(), sample)
    lines = (
        (
            *rows.signal_row(item.draft, slug=slugs[key], content_hash=item.content_hash, version=1, at=at),
            *unread,
            ids[key],
        )
        for key, item in new.items()
    )
    _copy(cursor, sql.COPY_NEW_SIGNALS, lines)
    lines = (
        rows.signal_row(
            written[key].draft, slug="", content_hash=written[key].content_hash, version=change.version, at=at
        )
        for key, change in changed.items()
    )
    _copy(cursor, sql.COPY_CHANGED_SIGNALS, lines)
    if changed:
        cursor.execute(sql.UPDATE_SIGNALS)
    ids |= {key: change.signal_id for key, change in changed.items()}
    return {pk: written[key].draft for key, pk in ids.items()}


def _write_texts(cursor: Any, drafts: dict[int, Draft], changed: dict[str, _Change], *, at: datetime) -> None:
    stored = {change.signal_id for change in changed.values()}
    for statement, wanted in (
        (sql.COPY_NEW_TEXTS, drafts.keys() - stored),
        (sql.COPY_CHANGED_TEXTS, drafts.keys() & stored),
    ):
        lines = (row for pk in sorted(wanted) for row in rows.text_rows(pk, drafts[pk], at=at))
        _copy(cursor, statement, lines)
    cursor.execute(sql.UPSERT_TEXTS)


def _write_deadlines(cursor: Any, drafts: dict[int, Draft], changed: dict[str, _Change]) -> None:
    stored = {change.signal_id for change in changed.values()}
    locked = {change.signal_id for change in changed.values() if "deadlines" in change.locked}
    cursor.execute(sql.FORGET_DEADLINES, [list(stored - locked)])
    lines = (row for pk, draft in drafts.items() if pk not in locked for row in rows.deadline_rows(pk, draft))
    _copy(cursor, sql.COPY_DEADLINES, lines)


def _copy(cursor: Any, statement: composable.Composable, lines: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def _changed(ids: Sequence[int], written: dict[str, _Incoming]) -> dict[str, _Change]:
    """What differs between each stored signal and its draft, apart from what a person wrote or locked."""
    signals = Signal.objects.filter(pk__in=ids).select_for_update(of=("self",))
    found = {}
    for signal in signals.prefetch_related("texts", "deadlines"):
        locked = frozenset(signal.locked_fields)
        texts = list(signal.texts.all())
        persons = {text.language for text in texts if text.origin == TextOrigin.PERSON}
        different = [
            change
            for change in changes(
                facts.of_signal(signal, texts, signal.deadlines.all()),
                facts.of_draft(written[signal.external_id].draft),
            )
            if change.field not in locked and change.language not in persons
        ]
        found[signal.external_id] = _Change(signal.pk, signal.version + bool(different), different, locked)
    return found


def _free_slugs(cursor: Any, drafts: Sequence[Draft]) -> dict[str, str]:
    """An address for each draft that no other signal has."""
    wished = {draft.external_id: slug_of(draft) for draft in drafts}
    cursor.execute(sql.TAKEN_SLUGS, [list(wished.values())])
    taken = {slug for (slug,) in cursor.fetchall()}
    often = Counter(wished.values())
    return {
        draft.external_id: slug
        if (slug := wished[draft.external_id]) not in taken and often[slug] == 1
        else marked_slug(slug, draft)
        for draft in drafts
    }
