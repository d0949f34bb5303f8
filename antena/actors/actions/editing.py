"""One organisation, by one person: each change is locked against files and written down."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from antena.accounts.models import AuditEntry, User
from antena.actors.actions.storing import OrganisationDraft, store_organisations
from antena.actors.enums import OrganisationKind
from antena.actors.facts import FIELDS, facts_of, write
from antena.actors.models import Organisation
from antena.lib.mailboxes import looks_personal


class UnknownFieldError(Exception):
    """A person may not write this field of an organisation; the message names it."""


@transaction.atomic
def create_organisation(
    *, kind: OrganisationKind, facts: Mapping[str, Any], by: User, at: datetime
) -> Organisation:
    """Write a new organisation. Raises `UnknownFieldError`, and `ValidationError` where a value is wrong."""
    _check(kind, facts, {})
    pk = store_organisations(kind=kind, drafts=[OrganisationDraft(facts=facts)], at=at)[0]
    _audit("created", pk, by, {"name": facts.get("name", "")})
    return Organisation.objects.get(pk=pk)


@transaction.atomic
def edit_organisation(
    *, organisation_id: int, changes: Mapping[str, Any], by: User, at: datetime
) -> Organisation:
    """Write what a person says, and lock it against files; what is as it was is neither written nor locked.

    Raises `UnknownFieldError`, `Organisation.DoesNotExist`, and `ValidationError` where a value is wrong.
    """
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    before = facts_of(found)
    _check(found.kind, changes, before)
    different = {field: value for field, value in changes.items() if value != before[field]}
    if not different:
        return found
    drafts = [OrganisationDraft(facts=different, id=found.pk)]
    store_organisations(kind=OrganisationKind(found.kind), drafts=drafts, at=at)
    Organisation.objects.filter(pk=found.pk).update(locked_fields=sorted({*found.locked_fields, *different}))
    detail = {field: {"old": str(before[field]), "new": str(value)} for field, value in different.items()}
    _audit("corrected", found.pk, by, detail)
    return Organisation.objects.get(pk=found.pk)


@transaction.atomic
def mark_checked(*, organisation_id: int, on: date, by: User, at: datetime) -> None:
    """Write that somebody saw that the record holds. Raises `Organisation.DoesNotExist`."""
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    found.checked_on, found.updated_at = on, at
    found.save(update_fields=["checked_on", "updated_at"])
    _audit("checked", found.pk, by, {"on": on.isoformat()})


def _check(kind: str, said: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Whether the values can be stored, tried on a record that is never saved."""
    if unknown := sorted(set(said) - set(FIELDS)):
        raise UnknownFieldError(", ".join(unknown))
    tried = Organisation(kind=kind)
    columns = {"name", *(field for field in said if said[field] or field == "name")} - {"themes"}
    write(tried, {**before, **said})
    # only what was said, and is not empty where it may be
    tried.clean_fields(
        exclude={field.name for field in Organisation._meta.fields if field.name not in columns}
    )
    if tried.email and looks_personal(tried.email, known=(tried.name, tried.city)):
        raise ValidationError({"email": _("Write a generic mailbox, not a person's.")})


def _audit(verb: str, organisation_id: int, by: User, detail: Mapping[str, Any]) -> None:
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="organisation", object_id=str(organisation_id), detail=dict(detail)
    )
