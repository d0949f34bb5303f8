"""Projects and those who took part, stored: new, changed or the same, by bulk copy.

Whatever the order records come in, nothing is lost: a participation whose project is not there yet is kept,
and joined to it when it comes. Which place a body is, is found after the import (`antena.records.actions`).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from antena.places import bulk
from antena.records.importing import sql
from antena.records.models import Participation, Project
from antena.sources.drafts import AnyDraft, DraftBody, DraftText, ParticipationDraft, ProjectDraft
from antena.sources.importing import Counts, WrongDraftError

_encode = msgspec.json.Encoder(order="deterministic").encode
_BODY_FIELDS: Final = tuple(name for name in sql.BODY.columns if name != "content_hash")


class ProjectImporter:
    """Stores projects and participations (`antena.sources.importing.Importer`), in any mixture and order."""

    @transaction.atomic
    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:  # noqa: ARG002  Importer's
        """Store drafts of one source; a record said twice counts once, as last said.

        A participation has changed when it or what it says of its body has. Raises `WrongDraftError` for
        drafts of another family or of two sources; nothing is stored then.
        """
        if not drafts:
            return Counts()
        source = _only_source(drafts)
        projects = {one.external_id: one for one in drafts if isinstance(one, ProjectDraft)}
        shares = {one.external_id: one for one in drafts if isinstance(one, ParticipationDraft)}
        with connection.cursor() as cursor:
            for statement in sql.MAKE_ROOM:
                cursor.execute(statement)
            stored = _store_projects(cursor, source, projects, at)
            stored += _store_participations(cursor, source, shares, at)
        return Counts(stored.new, stored.changed, len(drafts) - stored.new - stored.changed)

    def listed(self, source: str) -> int:
        """How many projects and participations of the source are stored and not marked as gone."""
        models = (Project, Participation)
        return sum(model.objects.filter(source=source, delisted_at=None).count() for model in models)

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark what no run has seen since that moment as gone from then; how many."""
        gone = 0
        with connection.cursor() as cursor:
            for statement in sql.DELIST:
                cursor.execute(statement, [since, source, since])
                gone += int(cursor.rowcount)
        return gone


def _only_source(drafts: Sequence[AnyDraft]) -> str:
    for draft in drafts:
        if not isinstance(draft, ProjectDraft | ParticipationDraft):
            raise WrongDraftError(f"{draft.source} {draft.external_id}: {type(draft).__name__}")
    sources = sorted({draft.source for draft in drafts})
    if len(sources) > 1:
        raise WrongDraftError(f"drafts of several sources: {', '.join(sources)}")
    return sources[0]


def _store_projects(
    cursor: CursorWrapper, source: str, drafts: Mapping[str, ProjectDraft], at: datetime
) -> Counts:
    hashes = {key: _hash(draft) for key, draft in drafts.items()}
    known, same = _known(cursor, sql.PROJECT, source, hashes, at)
    written = [key for key in drafts if key not in same]
    if written:
        rows = (_project_row(drafts[key], hashes[key]) for key in written)
        bulk.copy(cursor, sql.PROJECT.incoming, sql.PROJECT.columns, rows)
        cursor.execute(sql.UPSERT_PROJECTS, {"source": source, "at": at})
        cursor.execute(sql.ATTACH, [source, [key for key in written if key not in known]])
    return _counts(known, same, len(drafts))


def _store_participations(
    cursor: CursorWrapper, source: str, drafts: Mapping[str, ParticipationDraft], at: datetime
) -> Counts:
    hashes = {key: _hash(draft) for key, draft in drafts.items()}
    known, same = _known(cursor, sql.PARTICIPATION, source, hashes, at)
    seen = sorted({draft.body.external_id for draft in drafts.values()})
    cursor.execute(sql.TOUCH_BODIES, {"at": at, "source": source, "keys": seen})
    written = [draft for key, draft in drafts.items() if key not in same]
    if written:
        _store_bodies(cursor, source, {draft.body.external_id: draft.body for draft in written}, at)
        rows = (_participation_row(draft, hashes[draft.external_id]) for draft in written)
        bulk.copy(cursor, sql.PARTICIPATION.incoming, sql.PARTICIPATION.columns, rows)
        cursor.execute(sql.UPSERT_PARTICIPATIONS, {"source": source, "at": at})
    return _counts(known, same, len(drafts))


def _store_bodies(cursor: CursorWrapper, source: str, bodies: Mapping[str, DraftBody], at: datetime) -> None:
    cursor.execute(sql.KNOWN_BODIES, [source, list(bodies)])
    stored = dict(cursor.fetchall())
    hashes = {key: _hash(body) for key, body in bodies.items()}
    rows = [_body_row(body, hashes[key]) for key, body in bodies.items() if stored.get(key) != hashes[key]]
    if rows:
        bulk.copy(cursor, sql.BODY.incoming, sql.BODY.columns, rows)
        cursor.execute(sql.UPSERT_BODIES, {"source": source, "at": at})


def _known(
    cursor: CursorWrapper, table: sql.Table, source: str, hashes: Mapping[str, str], at: datetime
) -> tuple[set[str], set[str]]:
    """Which records are stored, and which of them say the same as before; those are marked as seen."""
    if not hashes:
        return set(), set()
    cursor.execute(table.known, [source, list(hashes)])
    stored = {external_id: (pk, digest) for external_id, pk, digest in cursor.fetchall()}
    same = {key for key, (_pk, digest) in stored.items() if digest == hashes[key]}
    cursor.execute(table.touch, [at, [stored[key][0] for key in same]])
    return set(stored), same


def _counts(known: set[str], same: set[str], drafts: int) -> Counts:
    return Counts(new=drafts - len(known), changed=len(known) - len(same), same=len(same))


def _project_row(draft: ProjectDraft, digest: str) -> tuple[Any, ...]:
    return (
        draft.external_id,
        digest,
        draft.kind,
        draft.acronym,
        draft.programme,
        draft.topic,
        draft.url,
        _json(dict(_worded(draft.texts))),
        draft.starts_on,
        draft.ends_on,
        draft.total_eur,
        draft.eu_eur,
        _json(draft.keywords),
        _json(draft.countries),
        draft.licence,
        draft.attribution,
        _json(draft.details),
    )


def _worded(texts: Iterable[DraftText]) -> Iterable[tuple[str, dict[str, str]]]:
    for text in texts:
        parts = {"title": text.title, "summary": text.summary, "body": text.body}
        yield text.language, {name: words for name, words in parts.items() if words}


def _body_row(body: DraftBody, digest: str) -> tuple[Any, ...]:
    return (*(getattr(body, name) for name in _BODY_FIELDS), digest)


def _participation_row(draft: ParticipationDraft, digest: str) -> tuple[Any, ...]:
    return (
        draft.external_id,
        digest,
        draft.project,
        draft.body.external_id,
        draft.role,
        draft.eu_eur,
        draft.ended,
    )


def _hash(said: ProjectDraft | ParticipationDraft | DraftBody) -> str:
    return hashlib.blake2b(_encode(said), digest_size=24).hexdigest()


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
