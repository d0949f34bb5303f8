"""What people say of a signal for a town; kept apart from what the engine suggests."""

from datetime import datetime

from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.matching.actions.jobs import match_later
from antena.matching.enums import Answer
from antena.matching.models import Verdict
from antena.matching.queries.verdicts import seen


@transaction.atomic
def give_verdict(
    *, profile_id: int, signal_id: int, by: User | None, at: datetime, answer: Answer, note: str = ""
) -> Verdict:
    """Say whether a signal is for a town; the last answer counts, and the audit keeps those before it."""
    before = Verdict.objects.select_for_update().filter(profile_id=profile_id, signal_id=signal_id).first()
    verdict, _ = Verdict.objects.update_or_create(
        profile_id=profile_id,
        signal_id=signal_id,
        defaults={
            "by": by,
            "at": at,
            "answer": Answer(answer),
            "note": note,
            "seen": seen(profile_id=profile_id, signal_id=signal_id, at=at),
        },
    )
    _write(by, "gave verdict", verdict, {"answer": verdict.answer, "before": before and before.answer})
    match_later(profile_id=profile_id)
    return verdict


@transaction.atomic
def withdraw_verdict(*, profile_id: int, signal_id: int, by: User | None) -> None:
    """Take an answer back. Raises `Verdict.DoesNotExist` where there is none."""
    verdict = Verdict.objects.select_for_update().get(profile_id=profile_id, signal_id=signal_id)
    _write(by, "withdrew verdict", verdict, {"answer": None, "before": verdict.answer})
    verdict.delete()
    match_later(profile_id=profile_id)


def carry_verdicts() -> int:
    """Give the answers about signals that follow another to their leaders; returns how many went.

    Two sources came to tell of one thing, and what a town said of it holds. Where the town answered the
    leader too, that answer stands and the other waits with its signal.
    """
    of_followers = Verdict.objects.exclude(signal__same_as=None).select_related("signal")
    rows = list(of_followers.order_by("-at", "pk"))
    leaders = {row.signal.same_as_id for row in rows}
    taken = (
        set(Verdict.objects.filter(signal__in=leaders).values_list("profile", "signal")) if rows else set()
    )
    moved = 0
    for row in rows:
        leader = row.signal.same_as_id
        if leader is not None and (row.profile_id, leader) not in taken:
            taken.add((row.profile_id, leader))
            moved += Verdict.objects.filter(pk=row.pk).update(signal=leader)
    return moved


def _write(by: User | None, verb: str, verdict: Verdict, detail: dict[str, object]) -> None:
    AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_kind="verdict",
        object_id=f"{verdict.profile_id}/{verdict.signal_id}",
        detail=detail,
    )
