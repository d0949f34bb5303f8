"""Looking for silence, and telling the office of it: each alarm once, in one message for all that are new."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import translation

from antena.accounts import queries as accounts
from antena.accounts.models import AuditEntry, User
from antena.notices import actions as notices
from antena.sources import queries as source_queries
from antena.sources.alarms import judging, letters, queries
from antena.sources.alarms.judging import Finding, Past
from antena.sources.alarms.letters import Links
from antena.sources.enums import Trouble
from antena.sources.models import Alarm, Run

# The name of this kind of mail among those a person may not want.
MAIL = "source alarms"
# Alarms that open within this time of one another are told in one message; what is calm again before is not.
SETTLE = timedelta(minutes=10)
# A source that fails is asked again an hour later (`rules.RETRY`): a stumble is nothing to write about.
STUMBLE = timedelta(minutes=90)
# Whoever looks holds this lock, so that two who look at once do not open the same alarm: "AA".
_LOCK = 0x4141


class NotOpenError(Exception):
    """The alarm was cleared before, or is of a kind nobody can call the usual; the message names it."""


@transaction.atomic
def look_for_silence(*, at: datetime, sources: Iterable[str] | None = None) -> list[Alarm]:
    """Open, keep and clear alarms of ``sources``, None for all; return those that are new.

    An alarm whose trouble is no longer found stays until it was calm for `judging.calm`; one for a missing
    key goes at once.
    """
    _hold_lock()
    opened: list[Alarm] = []
    for past in queries.pasts(at=at, sources=sources):
        opened += _compare(past, judging.findings(past))
    return opened


@transaction.atomic
def tell_officers(*, links: Links, at: datetime) -> int:
    """Post one message of all new alarms to every officer who wants it, and one when all is well again.

    Returns how many were posted. What was told is written down in the same transaction, so nothing is told
    twice.
    """
    _hold_lock()
    posted = 0
    known = list(source_queries.contracts())
    untold = Alarm.objects.filter(told_at=None, cleared_at=None, calm_since=None, source__in=known)
    stumbles = Q(problem=Trouble.FAILING, since__gt=at - STUMBLE)
    fresh = list(untold.exclude(stumbles).order_by("id"))
    if fresh and at - min(alarm.since for alarm in fresh) >= SETTLE:
        posted += _tell(fresh, f"alarms {fresh[-1].pk}", letters.new_alarms, links, at)
        _mark(fresh, told_at=at)
    open_ones = Alarm.objects.filter(cleared_at=None, source__in=known).exclude(problem=Trouble.KEY_MISSING)
    ended = Alarm.objects.filter(ended_told_at=None).exclude(told_at=None).exclude(cleared_at=None)
    over = list(ended.order_by("id"))
    if over and not open_ones.exists():
        posted += _tell(over, f"all well {over[-1].pk}", letters.all_well, links, at)
        _mark(over, ended_told_at=at)
    return posted


@transaction.atomic
def accept(*, alarm_id: int, by: User, at: datetime) -> None:
    """Say that this is how the source is from now on: the runs from the one that showed it are the measure.

    Raises `NotOpenError`.
    """
    alarm = Alarm.objects.select_for_update(of=("self",)).filter(pk=alarm_id, cleared_at=None).first()
    if alarm is None or alarm.problem not in queries.ACCEPTABLE:
        raise NotOpenError(alarm_id)
    alarm.accepted_at = alarm.cleared_at = at
    alarm.save(update_fields=["accepted_at", "cleared_at"])
    detail = {"problem": alarm.problem, **alarm.detail}
    AuditEntry.objects.create(
        actor=by, verb="accepted alarm", object_kind="source", object_id=alarm.source, detail=detail
    )


def _hold_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def _compare(past: Past, found: list[Finding]) -> list[Alarm]:
    source, at = past.contract.source, past.at
    known = {alarm.problem: alarm for alarm in Alarm.objects.filter(source=source, cleared_at=None)}
    opened = []
    for finding in found:
        alarm = known.pop(finding.trouble, None)
        if alarm is None:
            opened.append(_open(past, finding))
            continue
        # which run showed it first stays: it is what the measure is taken before
        alarm.detail, alarm.seen_last, alarm.calm_since = finding.detail, at, None
        alarm.save(update_fields=["detail", "seen_last", "calm_since"])
    for alarm in known.values():
        _calm(alarm, past)
    return opened


def _calm(alarm: Alarm, past: Past) -> None:
    alarm.calm_since = alarm.calm_since or past.at
    if alarm.problem == Trouble.KEY_MISSING or past.at - alarm.calm_since >= judging.calm(past.contract):
        alarm.cleared_at = past.at
    alarm.save(update_fields=["calm_since", "cleared_at"])


def _open(past: Past, finding: Finding) -> Alarm:
    return Alarm.objects.create(
        source=past.contract.source,
        problem=finding.trouble,
        detail=finding.detail,
        since=past.at,
        seen_last=past.at,
        run=Run.objects.filter(pk=finding.run_id).first() if finding.run_id else None,
    )


def _mark(alarms: list[Alarm], **moments: datetime) -> None:
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(**moments)


def _tell(alarms: list[Alarm], key: str, letter: letters.Letter, links: Links, at: datetime) -> int:
    contracts = source_queries.contracts()
    posted = 0
    for officer in accounts.officers_to_mail(kind=MAIL):
        with translation.override(officer.language):
            stop = links.stop(accounts.stop_token(user=officer, kind=MAIL))
            subject, body = letter(alarms, contracts, links)
            posted += notices.post(
                to=officer.email,
                language=officer.language,
                subject=subject,
                body=f"{body}\n\n{letters.closing(stop)}\n",
                unsubscribe=stop,
                key=f"{key} {officer.pk}",
                at=at,
            )
    return posted
