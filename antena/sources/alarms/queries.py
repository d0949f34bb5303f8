"""What is known of each source's past, and the alarms that are open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from django.db.models import F, Max, Min, Q, Window
from django.db.models.functions import RowNumber

from antena.sources import queries
from antena.sources.alarms import sentences
from antena.sources.alarms.judging import RECENT, Pass, Past
from antena.sources.catalogue import FOLDER
from antena.sources.contracts import Contract
from antena.sources.enums import AnswerState, RunState, Trouble
from antena.sources.models import LIVE, Alarm, Run
from antena.sources.running import days

# What a person can call the usual from now on.
ACCEPTABLE = (Trouble.VOLUME, Trouble.NEW_FIELDS, Trouble.LOST_FIELDS, Trouble.COVERAGE)
# Runs somebody stopped or that are under way say nothing of the source.
_SPEAKING = (RunState.DONE, RunState.PARTIAL, RunState.REFUSED, RunState.FAILED)


class OpenAlarm(msgspec.Struct, frozen=True, kw_only=True):
    """An open alarm in the reader's words: ``happened`` for the office, ``plainly`` for everybody else."""

    alarm: Alarm
    happened: str
    plainly: str
    next_step: str

    @property
    def label(self) -> str:
        return str(Trouble(self.alarm.problem).label)

    @property
    def is_calm(self) -> bool:
        """It was not found any more, and is cleared when that lasts."""
        return self.alarm.calm_since is not None

    @property
    def can_be_accepted(self) -> bool:
        """A person may say that this is how the source is now."""
        return self.alarm.problem in ACCEPTABLE


def pasts(*, at: datetime, sources: Iterable[str] | None = None) -> list[Past]:
    """Return what is known of each source; four queries however many there are."""
    contracts = queries.contracts()
    wanted = [source for source in contracts if sources is None or source in set(sources)]
    passes: dict[str, list[Pass]] = {source: [] for source in wanted}
    for run in _recent_runs(wanted):
        passes[run.source].append(_pass(run))
    moments = _moments(wanted)
    opened, accepted = _opened(wanted), _accepted(wanted)
    return [
        Past(
            contract=contracts[source],
            at=at,
            passes=passes[source],
            sampled=sampled_fields(source),
            opened=opened.get(source, {}),
            accepted=accepted.get(source, {}),
            **_told(contracts[source], moments.get(source, {})),
        )
        for source in wanted
    ]


@cache
def sampled_fields(source: str) -> frozenset[str]:
    """The fields the samples of a source have and nobody reads; none where it has no samples of its own."""
    found: set[str] = set()
    for path in (FOLDER / source / "expected").glob("*.json"):
        found.update(msgspec.json.decode(path.read_bytes()).get("unknown_fields", {}))
    return frozenset(found)


def open_alarms(contracts: Mapping[str, Contract]) -> dict[str, list[OpenAlarm]]:
    """Return the open alarms of these sources in the active language, the gravest first; one query."""
    rank = {trouble.value: place for place, trouble in enumerate(Trouble)}
    rows = sorted(
        Alarm.objects.filter(cleared_at=None, source__in=list(contracts)),
        key=lambda alarm: rank[alarm.problem],
    )
    found: dict[str, list[OpenAlarm]] = {}
    for alarm in rows:
        found.setdefault(alarm.source, []).append(said(alarm, contracts[alarm.source]))
    return found


def said(alarm: Alarm, contract: Contract) -> OpenAlarm:
    """Say an alarm in the active language."""
    return OpenAlarm(
        alarm=alarm,
        happened=sentences.happened(alarm.problem, contract, alarm.detail),
        plainly=sentences.plainly(alarm.problem, contract, alarm.detail),
        next_step=sentences.next_step(alarm.problem),
    )


def _recent_runs(sources: list[str]) -> Iterable[Run]:
    ranked = Run.objects.filter(source__in=sources, origin=LIVE, state__in=_SPEAKING).annotate(
        age=Window(RowNumber(), partition_by=F("source"), order_by=F("started_at").desc())
    )
    return ranked.filter(age__lte=RECENT + 1).order_by("source", "-started_at")


def _pass(run: Run) -> Pass:
    pages = {state: int(run.pages.get(state.value, 0)) for state in AnswerState}
    told = run.listed is not None and run.expected
    return Pass(
        run_id=run.pk,
        at=run.started_at,
        state=run.state,
        rows=run.rows,
        days=days(run),
        failed_pages=pages[AnswerState.FAILED],
        pages=sum(pages.values()),
        problem=run.problem,
        error=run.error,
        coverage=min(1.0, run.listed / run.expected) if told and run.listed and run.expected else None,
        unknown=frozenset(run.unknown_fields),
        fields=run.fields,
    )


def _moments(sources: list[str]) -> dict[str, dict[str, Any]]:
    rows = (
        Run.objects.filter(source__in=sources)
        .order_by()
        .values("source")
        .annotate(
            first_run=Min("started_at"),
            last_run=Max("started_at"),
            last_good=Max("started_at", filter=Q(state=RunState.DONE)),
            last_new=Max("started_at", filter=Q(new__gt=0)),
            last_change=Max("started_at", filter=Q(new__gt=0) | Q(changed__gt=0)),
        )
    )
    return {row["source"]: dict(row) for row in rows}


def _told(contract: Contract, moments: Mapping[str, Any]) -> dict[str, datetime | None]:
    # A register of places has its rows for years: there a change is the sign of life.
    last_new = moments.get("last_new" if contract.gives == "signals" else "last_change")
    return {
        **{name: moments.get(name) for name in ("first_run", "last_run", "last_good")},
        "last_new": last_new,
    }


def _opened(sources: list[str]) -> dict[str, dict[str, datetime]]:
    found: dict[str, dict[str, datetime]] = {}
    for alarm in Alarm.objects.filter(cleared_at=None, source__in=sources).select_related("run"):
        start = alarm.run.started_at if alarm.run is not None else alarm.since
        found.setdefault(alarm.source, {})[alarm.problem] = start
    return found


def _accepted(sources: list[str]) -> dict[str, dict[str, datetime]]:
    rows = Alarm.objects.filter(source__in=sources).exclude(accepted_at=None).select_related("run")
    found: dict[str, dict[str, datetime]] = {}
    for alarm in rows.order_by("accepted_at"):
        start = alarm.run.started_at if alarm.run is not None else alarm.since
        found.setdefault(alarm.source, {})[alarm.problem] = start
    return found
