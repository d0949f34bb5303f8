"""Storing what the thesaurus says: concepts, with a row for each of their names in each language."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from antena.themes.models import CatalogueVersion, ConceptLabel, EurovocConcept
from antena.themes.rules import ConceptEntry

_COLUMNS = [
    "labels",
    "microthesaurus",
    "microthesauri",
    "broader",
    "is_deprecated",
    "source",
    "digest",
    "seen_at",
    "gone_at",
]


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the concepts handed over were new to the source, said something new, or what was known."""

    new: int
    changed: int
    same: int


@transaction.atomic
def store_concepts(*, source: str, concepts: Sequence[ConceptEntry], at: datetime) -> Stored:
    """Store ``concepts`` as ``source`` tells them, each once; ``at`` becomes their "last seen".

    What a source tells stands before what ships with the product, and a later load of the catalogue does not
    undo it. Where anything changed, classifiers are made again.
    """
    known: dict[str, tuple[str, datetime | None]] = {
        id_: (digest, gone_at)
        for id_, digest, gone_at in EurovocConcept.objects.filter(
            source=source, pk__in=[entry.id for entry in concepts]
        ).values_list("id", "digest", "gone_at")
    }
    digests = {entry.id: _digest(entry) for entry in concepts}
    told = [entry for entry in concepts if known.get(entry.id) != (digests[entry.id], None)]
    EurovocConcept.objects.filter(pk__in=digests.keys() - {entry.id for entry in told}).update(seen_at=at)
    if told:
        EurovocConcept.objects.bulk_create(
            [_row(entry, source, digests[entry.id], at) for entry in told],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_COLUMNS,
        )
        _store_labels([entry for entry in told if known.get(entry.id, ("",))[0] != digests[entry.id]])
        CatalogueVersion.objects.update(concepts=at.isoformat())
    new = len(digests.keys() - known.keys())
    return Stored(new=new, changed=len(told) - new, same=len(concepts) - len(told))


@transaction.atomic
def retire_concepts(*, source: str, unseen_since: datetime) -> int:
    """Mark as gone what ``source`` told before ``unseen_since`` and not again; return how many.

    Their rows and labels stay: stored signals carry them.
    """
    unseen = EurovocConcept.objects.filter(source=source, gone_at=None, seen_at__lt=unseen_since)
    return unseen.update(gone_at=unseen_since)


def _digest(entry: ConceptEntry) -> str:
    return hashlib.sha256(msgspec.json.encode(entry, order="deterministic")).hexdigest()


def _row(entry: ConceptEntry, source: str, digest: str, at: datetime) -> EurovocConcept:
    english = entry.labels.get("en") or next(iter(entry.labels.values()), "")
    return EurovocConcept(
        id=entry.id,
        labels={"en": english},
        microthesaurus=entry.microthesauri[0] if entry.microthesauri else "",
        microthesauri=list(entry.microthesauri),
        broader=list(entry.broader),
        is_deprecated=entry.is_deprecated,
        source=source,
        digest=digest,
        seen_at=at,
    )


def _store_labels(entries: Sequence[ConceptEntry]) -> None:
    ConceptLabel.objects.filter(concept__in=[entry.id for entry in entries]).delete()
    ConceptLabel.objects.bulk_create(
        (label for entry in entries for label in _labels(entry)), batch_size=5_000
    )


def _labels(entry: ConceptEntry) -> Iterable[ConceptLabel]:
    for language, text in entry.labels.items():
        yield ConceptLabel(concept_id=entry.id, language=language, text=text, is_preferred=True)
    for language, texts in entry.alternatives.items():
        for text in texts:
            yield ConceptLabel(concept_id=entry.id, language=language, text=text, is_preferred=False)
