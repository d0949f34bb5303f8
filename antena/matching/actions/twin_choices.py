"""What people say of a place as a possible twin: of interest, or not this one and why."""

from datetime import datetime

from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.matching.enums import ExclusionReason, TwinMark
from antena.matching.models import TwinChoice


class NoReasonError(Exception):
    """Somebody excludes a place and does not say why, or gives a reason for one of interest."""


class SamePlaceError(Exception):
    """A place is no twin of itself."""


@transaction.atomic
def choose_twin(
    *,
    place_id: int,
    other_id: int,
    by: User,
    at: datetime,
    mark: TwinMark,
    reason: ExclusionReason | None = None,
    note: str = "",
) -> TwinChoice:
    """Mark ``other_id`` as of interest to ``place_id``, or as not to be proposed again and why.

    The last word counts, and the audit keeps those before it. Raises `NoReasonError`, `SamePlaceError`.
    """
    if place_id == other_id:
        raise SamePlaceError(place_id)
    if (mark == TwinMark.EXCLUDED) != (reason is not None):
        raise NoReasonError(mark)
    before = TwinChoice.objects.select_for_update().filter(place_id=place_id, other_id=other_id).first()
    choice, _ = TwinChoice.objects.update_or_create(
        place_id=place_id,
        other_id=other_id,
        defaults={
            "by": by,
            "at": at,
            "mark": TwinMark(mark),
            "reason": reason.value if reason else "",
            "note": note,
        },
    )
    _write(by, "chose twin", choice, {"mark": choice.mark, "reason": choice.reason, "before": _said(before)})
    return choice


@transaction.atomic
def unchoose_twin(*, place_id: int, other_id: int, by: User) -> None:
    """Take it back. Raises `TwinChoice.DoesNotExist` where nobody said anything."""
    choice = TwinChoice.objects.select_for_update().get(place_id=place_id, other_id=other_id)
    _write(by, "withdrew twin choice", choice, {"mark": None, "before": _said(choice)})
    choice.delete()


def _said(choice: TwinChoice | None) -> dict[str, str] | None:
    return {"mark": choice.mark, "reason": choice.reason, "note": choice.note} if choice else None


def _write(by: User, verb: str, choice: TwinChoice, detail: dict[str, object]) -> None:
    AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_kind="twin choice",
        object_id=f"{choice.place_id}/{choice.other_id}",
        detail=detail,
    )
