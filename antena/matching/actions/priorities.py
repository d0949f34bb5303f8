"""Adopting and withdrawing priorities. What they move is made again by the next pass, at once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.matching.actions.jobs import match_again_later
from antena.matching.engine.priorities import LEAST, MOST
from antena.matching.enums import PriorityKind
from antena.matching.models import Priority
from antena.themes.models import Goal, Theme


class BadPriorityError(Exception):
    """A priority says something it may not; ``field`` is where, the message what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotInForceError(Exception):
    """The priority was withdrawn before; the message names it."""


def draft_priority(
    *,
    kind: PriorityKind,
    code: str,
    factor: float,
    title: Mapping[str, str],
    body: str,
    adopted_on: date,
    starts_on: date,
    ends_on: date | None,
    at: datetime,
    session: str = "",
    reference: str = "",
    by: User | None = None,
) -> Priority:
    """A priority that is not stored yet, checked. Raises `BadPriorityError`."""
    if not LEAST <= factor <= MOST or factor == 1:
        raise BadPriorityError("factor", f"a factor is between {LEAST} and {MOST}, and not 1")
    if ends_on is not None and ends_on < starts_on:
        raise BadPriorityError("ends_on", "it ends before it starts")
    if not title.get(settings.LANGUAGE_CODE):
        raise BadPriorityError("title", f"it has no title in {settings.LANGUAGE_CODE}")
    if not body.strip():
        raise BadPriorityError("body", "nobody decided it")
    if not _is_known(kind, code):
        raise BadPriorityError("code", f"no {kind} is called {code!r}")
    return Priority(
        kind=kind,
        code=code,
        factor=factor,
        title={language: words for language, words in title.items() if words},
        body=body.strip(),
        session=session,
        reference=reference,
        adopted_on=adopted_on,
        starts_on=starts_on,
        ends_on=ends_on,
        entered_by=by,
        entered_at=at,
    )


@transaction.atomic
def adopt_priority(*, draft: Priority, by: User | None, at: datetime) -> Priority:
    """Store what `draft_priority` checked, with a row in the audit, and match everything again."""
    draft.entered_by, draft.entered_at = by, at
    draft.save(force_insert=True)
    detail = {"kind": draft.kind, "code": draft.code, "factor": draft.factor, "body": draft.body}
    _audit(by, "adopted priority", draft, detail)
    match_again_later()
    return draft


@transaction.atomic
def withdraw_priority(*, priority_id: int, by: User | None, at: datetime) -> Priority:
    """Take a priority back; the next pass is as if it had never been.

    Raises `Priority.DoesNotExist`, `NotInForceError`.
    """
    priority = Priority.objects.select_for_update(of=("self",)).get(pk=priority_id)
    if priority.withdrawn_at is not None:
        raise NotInForceError(priority_id)
    priority.withdrawn_at = at
    priority.save(update_fields=["withdrawn_at"])
    _audit(by, "withdrew priority", priority, {"kind": priority.kind, "code": priority.code})
    match_again_later()
    return priority


def _is_known(kind: PriorityKind, code: str) -> bool:
    if kind == PriorityKind.THEME:
        return Theme.objects.filter(code=code).exists()
    if kind == PriorityKind.GOAL:
        return code.isdecimal() and Goal.objects.filter(number=int(code)).exists()
    return bool(code.strip())


def _audit(by: User | None, verb: str, priority: Priority, detail: dict[str, object]) -> None:
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="priority", object_id=str(priority.pk), detail=detail
    )
