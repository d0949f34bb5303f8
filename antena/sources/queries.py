"""What the sources page and others ask: contracts, health, runs, what was set aside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from antena.lib.association import SourceChoice
from antena.sources import catalogue, following, rules
from antena.sources.contracts import Contract
from antena.sources.enums import Health, RunState
from antena.sources.locks import is_held
from antena.sources.models import FEED, LIVE, QuarantinedRecord, RawAnswer, Run
from antena.sources.pages import Connector

SPARKLINE = 12
EARLIER = 20
PAGE_SIZE = 50


class SourceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A source as the sources page shows it.

    ``runs`` are its last `SPARKLINE` runs, the newest first. ``coverage`` is how many of the publisher's own
    total are stored and listed, in [0, 1]; None where the publisher says no total. ``problem`` is the
    sentence of the newest run that was not whole, "" where it was.
    """

    contract: Contract
    health: Health
    runs: tuple[Run, ...] = ()
    last_run: datetime | None = None
    last_good: datetime | None = None
    last_new: datetime | None = None
    coverage: float | None = None
    problem: str = ""

    @property
    def latest(self) -> Run | None:
        return self.runs[0] if self.runs else None

    @property
    def counts(self) -> list[int]:
        """Records of the last runs, the oldest first: a sparkline."""
        return [run.rows for run in reversed(self.runs)]


class RunPage(msgspec.Struct, frozen=True, kw_only=True):
    """One run with its answers and a page of what it set aside; each problem as a sentence."""

    run: Run
    contract: Contract
    problem: str
    warnings: tuple[str, ...]
    answers: tuple[tuple[RawAnswer, str], ...]
    quarantine: PageOfRows[QuarantinedRecord]
    sentences: tuple[str, ...]


def connector(source: str) -> Connector:
    """Return a source, with what the association and the installation say of it.

    Raises `UnknownSourceError`.
    """
    found = following.connector(source) if source.startswith(FEED) else catalogue.connector(source)
    return msgspec.structs.replace(found, contract=_installed(found.contract))


def _installed(contract: Contract) -> Contract:
    choice = settings.ASSOCIATION.sources.get(contract.source, SourceChoice())
    addresses: dict[str, str] = settings.SOURCE_ADDRESSES.get(contract.source, {})
    return msgspec.structs.replace(
        contract,
        scope={**contract.scope, **choice.scope},
        words={**contract.words, **choice.words},
        api={**contract.api, **choice.api, **addresses},
        keys=settings.SOURCE_KEYS.get(contract.source, {}),
    )


def contracts() -> dict[str, Contract]:
    """Return the contract of every source of this association, by name, followed pages last; one query.

    Raises `ContractError`.
    """
    known = {
        source: _installed(found.contract)
        for source, found in catalogue.connectors().items()
        if _is_ours(found.contract)
    }
    return known | following.contracts()


def _is_ours(contract: Contract) -> bool:
    choice = settings.ASSOCIATION.sources.get(contract.source, SourceChoice())
    if choice.ask is not None:
        return choice.ask
    return contract.for_country in {"", settings.ASSOCIATION.country}


def health(*, at: datetime, sources: Iterable[str] | None = None) -> list[SourceHealth]:
    """Return how each source is, in the order of the catalogue; two queries however many there are."""
    known = contracts()
    wanted = [source for source in known if sources is None or source in set(sources)]
    newest: dict[str, list[Run]] = {source: [] for source in wanted}
    for run in _newest_runs(wanted):
        newest[run.source].append(run)
    moments = _moments(wanted)
    return [_health(known[source], newest[source], moments.get(source, {}), at) for source in wanted]


def due(*, at: datetime) -> list[str]:
    """Return the sources to ask now: those never asked, past their rhythm, or with pages to ask again.

    One that waits for a key, or that nobody follows any more, is never due.
    """
    last = {
        run.source: run
        for run in Run.objects.filter(origin=LIVE).order_by("source", "-started_at").distinct("source")
    }
    return [
        source
        for source, contract in contracts().items()
        if not (contract.missing_keys or contract.paused)
        and (
            (run := last.get(source)) is None
            or rules.is_due(
                contract.rhythm,
                state=run.state,
                started_at=run.started_at,
                finished_at=run.finished_at,
                at=at,
            )
        )
    ]


def cut_off() -> list[Run]:
    """Return the runs under way whose process died, the oldest first."""
    under_way = Run.objects.filter(state=RunState.RUNNING).order_by("started_at")
    return [run for run in under_way if not is_held(run.source)]


def earlier_runs(source: str) -> list[Run]:
    """Return the last `EARLIER` runs of a source, of whatever origin, the newest first; one query."""
    return list(Run.objects.filter(source=source).order_by("-started_at")[:EARLIER])


def run_page(run_id: int, *, page: int = 1) -> RunPage:
    """Return one run with what it answered and set aside. Raises `Run.DoesNotExist`."""
    run = Run.objects.get(pk=run_id)
    contract = contracts()[run.source]
    rows = quarantine(run_id=run_id, page=page)
    return RunPage(
        run=run,
        contract=contract,
        problem=problem_of(run, contract),
        warnings=tuple(_said(contract, problem, detail=detail) for problem, detail in run.warnings),
        answers=tuple(
            (answer, _said(contract, answer.problem, record=answer.key, detail=answer.error))
            for answer in run.answers.order_by("id")
        ),
        quarantine=rows,
        sentences=tuple(sentence_of(row, contract) for row in rows),
    )


def quarantine(*, run_id: int, page: int = 1) -> PageOfRows[QuarantinedRecord]:
    """Return a page of what a run set aside; a page that does not exist is the nearest one that does."""
    rows = QuarantinedRecord.objects.filter(run_id=run_id).order_by("record_kept", "id")
    return Paginator(rows, PAGE_SIZE).get_page(page)


def sentence_of(row: QuarantinedRecord, contract: Contract) -> str:
    """Say why a record or field was set aside, in the active language."""
    return _said(contract, row.problem, record=row.record, field=row.field, detail=row.detail)


def problem_of(run: Run, contract: Contract) -> str:
    """Say why a run was not whole, in the active language; "" where it was."""
    return _said(contract, run.problem, detail=run.error)


def _said(contract: Contract, problem: str, **names: str) -> str:
    return rules.sentence(problem, source=contract.name, **names) if problem else ""


def _newest_runs(sources: list[str]) -> QuerySet[Run]:
    ranked = Run.objects.filter(source__in=sources).annotate(
        age=Window(RowNumber(), partition_by=F("source"), order_by=F("started_at").desc())
    )
    return ranked.filter(age__lte=SPARKLINE).order_by("source", "-started_at")


def _moments(sources: list[str]) -> dict[str, dict[str, Any]]:
    good = Q(state=RunState.DONE)
    rows = (
        Run.objects.filter(source__in=sources)
        .order_by()
        .values("source")
        .annotate(
            last_run=Max("started_at"),
            last_good=Max("started_at", filter=good),
            last_new=Max("started_at", filter=Q(new__gt=0)),
        )
    )
    return {row["source"]: dict(row) for row in rows}


def _health(contract: Contract, runs: list[Run], moments: dict[str, Any], at: datetime) -> SourceHealth:
    finished = [run for run in runs if run.state != RunState.RUNNING]
    shares = (run.listed / run.expected for run in runs if run.listed is not None and run.expected)
    last_run, last_good, last_new = (moments.get(name) for name in ("last_run", "last_good", "last_new"))
    return SourceHealth(
        contract=contract,
        health=Health.WAITING
        if contract.missing_keys
        else rules.health_of(
            contract.rhythm,
            states=[run.state for run in finished],
            last_run=last_run,
            last_good=last_good,
            last_new=last_new,
            at=at,
        ),
        runs=tuple(runs),
        last_run=last_run,
        last_good=last_good,
        last_new=last_new,
        coverage=min(1.0, share) if (share := next(shares, None)) is not None else None,
        problem=problem_of(finished[0], contract) if finished else "",
    )
