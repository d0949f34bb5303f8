"""What people say of a link: it is so, it is not, it is another place. Nothing else overwrites it."""

from datetime import datetime

from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.places.models import Place
from antena.records.enums import LinkState
from antena.records.models import Body


class NothingProposedError(Exception):
    """The body has no place that could be confirmed; the message names the body."""


class NoSuchPlaceError(LookupError):
    """There is no place of this number."""


@transaction.atomic
def confirm_link(*, body_id: int, by: User, at: datetime) -> Body:
    """The body is the place it was linked with. Raises `Body.DoesNotExist` and `NothingProposedError`."""
    body = Body.objects.select_for_update().get(pk=body_id)
    if body.place_id is None:
        raise NothingProposedError(body.name)
    return _decide(body, LinkState.CONFIRMED, body.place_id, "confirmed link", by=by, at=at)


@transaction.atomic
def reject_link(*, body_id: int, by: User, at: datetime) -> Body:
    """The body is no place of ours, or none at all. Raises `Body.DoesNotExist`."""
    body = Body.objects.select_for_update().get(pk=body_id)
    return _decide(body, LinkState.REJECTED, None, "rejected link", by=by, at=at)


@transaction.atomic
def choose_place(*, body_id: int, place_id: int, by: User, at: datetime) -> Body:
    """The body is this place. Raises `Body.DoesNotExist` and `NoSuchPlaceError`."""
    body = Body.objects.select_for_update().get(pk=body_id)
    if not Place.objects.filter(pk=place_id).exists():
        raise NoSuchPlaceError(place_id)
    return _decide(body, LinkState.CONFIRMED, place_id, "chose place", by=by, at=at)


def _decide(body: Body, state: LinkState, place_id: int | None, verb: str, *, by: User, at: datetime) -> Body:
    detail = {
        "name": body.name,
        "old": {"place": body.place_id, "state": body.link_state},
        "new": {"place": place_id, "state": state},
    }
    body.place_id, body.link_state = place_id, state
    body.linked_by, body.linked_at, body.linked_hash = by, at, body.content_hash
    body.save(update_fields=["place", "link_state", "linked_by", "linked_at", "linked_hash"])
    AuditEntry.objects.create(actor=by, verb=verb, object_kind="body", object_id=str(body.pk), detail=detail)
    return body
