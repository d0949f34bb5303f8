"""Many organisations at once, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import transaction

from antena.actors.enums import OrganisationKind
from antena.actors.facts import COLUMNS, write
from antena.actors.models import Organisation
from antena.themes.models import Theme

_BATCH = 500


class OrganisationDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What to write of one organisation: ``facts`` as `actors.facts.Facts`, only the fields that are said.

    ``id`` of one that is stored; None makes a new one, with ``uid`` where it had one elsewhere.
    """

    facts: Mapping[str, Any]
    id: int | None = None
    uid: UUID | None = None


@transaction.atomic
def store_organisations(
    *, kind: OrganisationKind, drafts: Sequence[OrganisationDraft], at: datetime, sample: bool = False
) -> list[int]:
    """Write new and changed organisations of a kind; returns their ids in the order of ``drafts``.

    Who did it and why is written down by the caller, once for all of them. Raises `Organisation.DoesNotExist`
    where an id is not of that kind.
    """
    ids = [draft.id for draft in drafts if draft.id is not None]
    found = Organisation.objects.filter(kind=kind, pk__in=ids).order_by("pk").select_for_update(of=("self",))
    known = {one.pk: one for one in found}
    if missing := sorted(set(ids) - set(known)):
        raise Organisation.DoesNotExist(f"{kind}: {missing[0]}")
    rows = []
    for draft in drafts:
        row = known[draft.id] if draft.id is not None else _new(kind, draft, at=at, sample=sample)
        write(row, draft.facts)
        row.updated_at = at
        rows.append(row)
    Organisation.objects.bulk_create([row for row in rows if row.pk is None], batch_size=_BATCH)
    Organisation.objects.bulk_update(known.values(), [*COLUMNS, "updated_at"], batch_size=_BATCH)
    _write_themes(
        {
            row.pk: draft.facts["themes"]
            for row, draft in zip(rows, drafts, strict=True)
            if "themes" in draft.facts
        }
    )
    return [row.pk for row in rows]


@transaction.atomic
def remove_organisations(*, ids: Collection[int]) -> int:
    """Delete organisations that an import brought and nobody changed since; how many there were."""
    removed, _by_model = Organisation.objects.filter(pk__in=ids).delete()
    return removed


def _new(kind: OrganisationKind, draft: OrganisationDraft, *, at: datetime, sample: bool) -> Organisation:
    return Organisation(uid=draft.uid or uuid4(), kind=kind, is_sample=sample, created_at=at, updated_at=at)


def _write_themes(wanted: Mapping[int, Sequence[str]]) -> None:
    """Replace the themes of these organisations. Codes that are no theme raise `Theme.DoesNotExist`."""
    ids = dict(Theme.objects.values_list("code", "pk")) if any(wanted.values()) else {}
    if unknown := {code for codes in wanted.values() for code in codes} - set(ids):
        raise Theme.DoesNotExist(", ".join(sorted(unknown)))
    through = Organisation.themes.through
    through.objects.filter(organisation_id__in=list(wanted)).delete()
    through.objects.bulk_create(
        (
            through(organisation_id=pk, theme_id=ids[code])
            for pk, codes in wanted.items()
            for code in dict.fromkeys(codes)
        ),
        batch_size=_BATCH,
    )
