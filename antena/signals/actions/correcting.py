"""What people do to signals: correct what a source or a reader got wrong, keep or set aside what arrived."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import JSONField

from antena.accounts.models import AuditEntry, User
from antena.signals import standing
from antena.signals.enums import Triage
from antena.signals.models import Deadline, EligibilityRule, Signal, SignalTheme
from antena.signals.rules import CORRECTABLE_FIELDS, CutOff
from antena.signals.search.indexing import refresh_filters
from antena.themes.models import Theme


class NotCorrectableError(Exception):
    """A person may not change this field of a signal; the message names it."""


@transaction.atomic
def correct_signal(*, signal_id: int, changes: Mapping[str, Any], by: User, at: datetime) -> Signal:
    """Write what a person says in place of what was read, and lock it against sources and readers.

    ``changes`` is field → value: a column as it is stored; "deadlines" a list of `CutOff`; "themes" a list of
    theme codes; "rules" the ids of the rules that hold. Raises `NotCorrectableError`, `Signal.DoesNotExist`,
    and Django's `ValidationError` where a value is none of its field; nothing is written then.
    """
    unknown = sorted(set(changes) - CORRECTABLE_FIELDS)
    if unknown:
        raise NotCorrectableError(", ".join(unknown))
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=signal_id)
    detail = {}
    for field, value in changes.items():
        write = _WRITERS.get(field, _write_column)
        detail[field] = write(signal, field, value)
    signal.locked_fields = sorted({*signal.locked_fields, *changes})
    signal.corrections += 1
    signal.clean_fields(exclude=_not_to_check(signal, changes))
    signal.save()
    standing.restate([signal.pk], at=at)
    _audit("corrected", [signal.pk], by, detail)
    refresh_filters([signal.pk])
    signal.refresh_from_db()
    return signal


@transaction.atomic
def triage(*, signal_ids: Sequence[int], triage: Triage, by: User, at: datetime) -> int:
    """Write what the office decided of these signals; returns how many it had decided otherwise before."""
    others = Signal.objects.filter(pk__in=signal_ids).exclude(triage=triage).select_for_update(of=("self",))
    changed = list(others.order_by("pk").values_list("pk", flat=True))
    Signal.objects.filter(pk__in=changed).update(triage=triage, triaged_by=by, triaged_at=at)
    _audit("triaged", changed, by, {"triage": triage})
    return len(changed)


def _not_to_check(signal: Signal, changes: Mapping[str, Any]) -> set[str]:
    """The columns whose value is not new, or is empty where the column may be."""
    return {
        field.name
        for field in signal._meta.concrete_fields
        if field.name not in changes
        or (not changes[field.name] and (field.null or field.blank or isinstance(field, JSONField)))
    }


def _write_column(signal: Signal, field: str, value: Any) -> dict[str, str]:
    old = getattr(signal, field)
    setattr(signal, field, value)
    if field == "impact":
        signal.impact_confidence, signal.impact_evidence = 1.0, []
    return {"old": str(old), "new": str(value)}


def _write_deadlines(signal: Signal, _field: str, value: Sequence[CutOff]) -> dict[str, str]:
    old = [str(deadline.at) for deadline in signal.deadlines.all()]
    signal.deadlines.all().delete()
    Deadline.objects.bulk_create(
        Deadline(signal=signal, at=cut_off.at, day_only=cut_off.day_only) for cut_off in value
    )
    return {"old": ", ".join(old), "new": ", ".join(str(cut_off.at) for cut_off in value)}


def _write_themes(signal: Signal, _field: str, value: Sequence[str]) -> dict[str, str]:
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=value)}
    missing = sorted(set(value) - set(themes))
    if missing:
        raise NotCorrectableError(f"themes: {', '.join(missing)}")
    old = [theme.theme.code for theme in signal.themes.select_related("theme")]
    signal.themes.all().delete()
    SignalTheme.objects.bulk_create(
        SignalTheme(signal=signal, theme=themes[code], score=1.0, by_person=True)
        for code in dict.fromkeys(value)
    )
    return {"old": ", ".join(old), "new": ", ".join(value)}


def _keep_rules(signal: Signal, _field: str, value: Sequence[int]) -> dict[str, str]:
    wrong = EligibilityRule.objects.filter(signal=signal).exclude(pk__in=value)
    old = "; ".join(f"{rule.kind} {rule.value}" for rule in wrong)
    wrong.delete()
    signal.rules.update(confidence=1.0)
    return {"old": old, "new": ""}


def _audit(verb: str, signal_ids: Sequence[int], by: User, detail: dict[str, Any]) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=by, verb=verb, object_kind="signal", object_id=str(pk), detail=detail)
        for pk in signal_ids
    )


_Writer = Callable[[Signal, str, Any], dict[str, str]]
_WRITERS: dict[str, _Writer] = {"deadlines": _write_deadlines, "themes": _write_themes, "rules": _keep_rules}
