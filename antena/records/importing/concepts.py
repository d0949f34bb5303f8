"""Where drafts of concepts go: into the vocabulary, with a row for each name in each language."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from antena.sources.drafts import AnyDraft, ConceptDraft
from antena.sources.importing import Counts, only
from antena.themes import actions, queries
from antena.themes.rules import ConceptEntry


class ConceptImporter:
    """Stores concepts of the thesaurus; see `antena.sources.importing.Importer`."""

    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:  # noqa: ARG002  rows of the vocabulary do not name their run
        """Store ``drafts``; ``at`` becomes their "last seen". Raises `WrongDraftError`."""
        counts = Counts()
        for source, concepts in groupby(only(drafts, ConceptDraft), lambda draft: draft.source):
            entries = [_entry(draft) for draft in concepts]
            stored = actions.store_concepts(source=source, concepts=entries, at=at)
            counts += Counts(new=stored.new, changed=stored.changed, same=stored.same)
        return counts

    def listed(self, source: str) -> int:
        """Return how many concepts of ``source`` are stored and not marked as gone."""
        return queries.concepts_told_by(source)

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark as gone what was last seen before ``since``; return how many. Nothing is deleted."""
        return actions.retire_concepts(source=source, unseen_since=since)


def _entry(draft: ConceptDraft) -> ConceptEntry:
    return ConceptEntry(
        id=draft.external_id,
        labels=draft.labels,
        alternatives=draft.alternatives,
        broader=draft.broader,
        microthesauri=draft.micro_thesauri,
        is_deprecated=draft.deprecated,
    )
