"""Writing the vocabulary: the catalogue that ships with the product, loaded as often as one likes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.db import transaction

from antena.themes import catalogue, queries
from antena.themes.catalogue import Catalogue, FieldEntry, ThemeEntry
from antena.themes.classifier import PassageEmbedder, prototypes
from antena.themes.models import CatalogueVersion, EurovocConcept, Goal, Theme, ThemeVector

_THEME_COLUMNS = [
    "parent",
    "letter",
    "position",
    "labels",
    "descriptions",
    "words",
    "hints",
    "eurovoc",
    "microthesauri",
    "sdg_targets",
]


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows the vocabulary has after a load, and whether it differs from the one before."""

    fields: int
    themes: int
    goals: int
    concepts: int
    changed: bool


def catalogue_is_loaded(*, folder: Path = catalogue.FOLDER) -> bool:
    """Whether what is stored is ``folder`` as it reads now. Raises `catalogue.CatalogueError`."""
    return _is_stored(_digest(catalogue.load(folder)))


@transaction.atomic
def load_catalogue(*, folder: Path = catalogue.FOLDER) -> Loaded:
    """Store the catalogue of ``folder`` in place of the one before; rows keep their ids.

    A theme that is no longer in the catalogue stays, since stored signals may carry it. Loading what is
    stored already writes nothing. Raises `catalogue.CatalogueError`.
    """
    content = catalogue.load(folder)
    digest = _digest(content)
    changed = not _is_stored(digest)
    if changed:
        _store_themes(content)
        _store_goals(content)
        _store_concepts(content)
        CatalogueVersion.objects.update_or_create(id=1, defaults={"digest": digest})
    return Loaded(
        fields=len(content.fields),
        themes=sum(len(field.themes) for field in content.fields),
        goals=len(content.goals),
        concepts=len(content.concepts),
        changed=changed,
    )


@transaction.atomic
def store_meanings(*, embedder: PassageEmbedder) -> int:
    """Embed the sub-themes, once per catalogue and model; return how many were, 0 where they were there.

    Takes about ten seconds with the bundled model, which no process then has to spend again. Raises
    `queries.CatalogueNotLoaded`.
    """
    version = CatalogueVersion.objects.select_for_update().first()
    if version is None:
        raise queries.CatalogueNotLoaded("load the themes first: antena load-themes")
    if queries.meanings(version.digest, embedder.name) is not None:
        return 0
    made = prototypes(queries.vocabulary(), embedder)
    themes = Theme.objects.in_bulk(made.codes, field_name="code")
    ThemeVector.objects.filter(model=embedder.name).delete()
    ThemeVector.objects.bulk_create(
        ThemeVector(theme=themes[code], model=embedder.name, digest=version.digest, vector=vector.tolist())
        for code, vector in zip(made.codes, made.vectors, strict=True)
    )
    return len(made.codes)


def _digest(content: Catalogue) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _is_stored(digest: str) -> bool:
    return CatalogueVersion.objects.filter(digest=digest).exists()


def _store_themes(content: Catalogue) -> None:
    fields = [_row(field, field, position=0, parent=None) for field in content.fields]
    Theme.objects.bulk_create(
        fields, update_conflicts=True, unique_fields=["code"], update_fields=_THEME_COLUMNS
    )
    stored = Theme.objects.in_bulk([field.code for field in fields], field_name="code")
    Theme.objects.bulk_create(
        list(_children(content, stored)),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_THEME_COLUMNS,
    )


def _children(content: Catalogue, stored: dict[str, Theme]) -> Iterator[Theme]:
    for field in content.fields:
        for position, entry in enumerate(field.themes, start=1):
            yield _row(entry, field, position=position, parent=stored[field.code])


def _row(entry: ThemeEntry, field: FieldEntry, *, position: int, parent: Theme | None) -> Theme:
    return Theme(
        code=entry.code,
        parent=parent,
        letter=field.letter,
        position=position,
        labels=entry.labels,
        descriptions=entry.descriptions,
        words=entry.words,
        hints=entry.hints,
        eurovoc=list(entry.eurovoc),
        microthesauri=entry.microthesauri,
        sdg_targets=entry.sdg_targets,
    )


def _store_goals(content: Catalogue) -> None:
    Goal.objects.bulk_create(
        [
            Goal(number=goal.number, labels=goal.labels, words=goal.words, hints=goal.hints)
            for goal in content.goals
        ],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["labels", "words", "hints"],
    )


def _store_concepts(content: Catalogue) -> None:
    """Store the concepts that ship with the product, but for those a source knows better."""
    told = set(EurovocConcept.objects.exclude(source="").values_list("id", flat=True))
    EurovocConcept.objects.bulk_create(
        [
            EurovocConcept(id=concept.id, microthesaurus=concept.microthesaurus, labels={"en": concept.label})
            for concept in content.concepts
            if concept.id not in told
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["microthesaurus", "labels"],
    )
