"""The machinery of one run: read every page, set drafts aside, judge the whole, import in one transaction."""

import logging
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from django.db import transaction
from django.utils import timezone

from antena.sources import presence, rules
from antena.sources.drafts import Problem, Refusal
from antena.sources.enums import AnswerState, RunState
from antena.sources.importing import Counts, Importer
from antena.sources.models import LIVE, QuarantinedRecord, Run
from antena.sources.origins import Bundles
from antena.sources.pages import Connector, Page, Parsed, UnreadableFileError
from antena.sources.raw import RawAnswers
from antena.sources.reading import shown
from antena.sources.staging import Stage
from antena.sources.validation import checked

log = logging.getLogger(__name__)

BATCH = 2_000


class Progress(Protocol):
    """Told after each bundle how far a run is; ``of`` is 0 while nobody knows."""

    def __call__(self, *, pages: int, of: int, records: int) -> None: ...


class StoppedError(Exception):
    """Somebody stopped the run between two pages."""


class Reading:
    """The first half of a run: from bundles of pages to staged drafts, quarantine and counts."""

    def __init__(
        self,
        run: Run,
        connector: Connector,
        stage: Stage,
        *,
        raw: RawAnswers | None,
        progress: Progress | None = None,
    ) -> None:
        self.run = run
        self.connector = connector
        self.stage = stage
        self.progress = progress
        # None where the pages are raw answers of past runs, read from the newest on: they are not kept twice,
        # an older copy of a record is no repetition, and nothing in them can be judged or taken for gone.
        self.raw = raw
        self.pages: Counter[AnswerState] = Counter()
        self.rows = 0
        self.quarantined = 0
        self.incomplete = 0
        self.totals: dict[str, int] = {}
        self.unknown: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.announced = 0
        self.last_problem = ""

    @property
    def expected(self) -> int | None:
        """The publisher's own total over all its listings, None where it says none."""
        return sum(self.totals.values()) if self.totals else None

    def read(self, bundles: Bundles) -> None:
        """Read them all. Raises `StoppedError`."""
        for pages in bundles:
            if self.connector.split is not None and (pages[0].file or pages[0].failure is not None):
                self._read_files(pages)
                continue
            parsed = self._parse(pages)
            self._settle(pages, parsed)
            self._take(parsed)
            self._note(of=max(page.of for page in pages))

    def _read_files(self, pages: Sequence[Page]) -> None:
        """Read files piece by piece; one that breaks off is a failed page, and what was read stays."""
        for page in pages:
            whole = Parsed()
            try:
                for piece in self._pieces(page):
                    parsed = self._parse([piece])
                    self._take(parsed)
                    whole.rows += parsed.rows
                    whole.failures += parsed.failures[:1]
                    self._note(of=page.of)
            except UnreadableFileError as error:
                whole.failures.append(
                    Refusal(record=page.key, field="", problem=Problem.UNREADABLE, detail=str(error))
                )
            failures = [msgspec.structs.replace(failure, record=page.key) for failure in whole.failures[:1]]
            self._settle([page], Parsed(rows=whole.rows, failures=failures))
            self._take(Parsed(failures=failures))
            self._note(of=page.of)

    def _pieces(self, page: Page) -> Iterator[Page]:
        """Raises `UnreadableFileError`."""
        if page.failure is not None or self.connector.split is None:
            return
        try:
            yield from self.connector.split(page, self.connector.contract)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, UnicodeError) as error:
            raise UnreadableFileError(str(error) or type(error).__name__) from error

    def _parse(self, pages: Sequence[Page]) -> Parsed:
        try:
            return self.connector.parse(pages, self.connector.contract)
        except Exception as error:
            # A parser never raises; where it has a bug after all, one page is lost and seen, not the run.
            log.exception("parser of %s, page %s", self.run.source, pages[0].key)
            refusal = Refusal(record=pages[0].key, field="", problem=Problem.CRASHED, detail=repr(error))
            return Parsed(failures=[refusal])

    def _settle(self, pages: Sequence[Page], parsed: Parsed) -> None:
        failures = {failure.record: failure for failure in parsed.failures}
        whole = AnswerState.OK if parsed.rows else AnswerState.EMPTY
        for page in pages:
            failure = failures.get(page.key)
            if failure is None and page.failure is not None:
                failure = Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)
            if failure is not None:
                self.last_problem = f"{page.key}: {failure.detail or failure.problem}"
            state = whole if failure is None else AnswerState.FAILED
            self.pages[state] += 1
            if self.raw is not None:
                self.raw.settle(page.key, state, failure)

    def _take(self, parsed: Parsed) -> None:
        refusals = list(parsed.refusals)
        for draft in parsed.drafts:
            fit, problems = checked(draft)
            refusals += problems
            if fit is not None and self.stage.add(fit):
                presence.count(fit, self.fields)
            elif fit is not None and self.raw is not None:
                refusals.append(
                    Refusal(record=fit.external_id, field="external_id", problem=Problem.REPEATED)
                )
        self.rows += parsed.rows
        self.totals.update(parsed.totals)
        self.unknown.update(parsed.unknown_fields)
        self.incomplete += len({refusal.record for refusal in refusals if refusal.record_kept})
        self.quarantined += sum(not refusal.record_kept for refusal in refusals)
        QuarantinedRecord.objects.bulk_create(
            quarantined(self.run, refusal) for refusal in (*refusals, *parsed.failures)
        )

    def _note(self, *, of: int) -> None:
        """Write down how far it is, and notice whether somebody stopped the run."""
        self.announced = max(self.announced, of)
        alive = Run.objects.filter(pk=self.run.pk, state=RunState.RUNNING).update(**self.figures())
        if not alive:
            raise StoppedError(str(self.run))
        if self.progress is not None:
            self.progress(pages=self.pages.total(), of=of, records=self.rows)

    def figures(self) -> dict[str, object]:
        """The fields of the run this half fills."""
        return {
            "announced": self.announced,
            "pages": {str(state): count for state, count in self.pages.items()},
            "rows": self.rows,
            "expected": self.expected,
            "quarantined": self.quarantined,
            "incomplete": self.incomplete,
            "unknown_fields": {shown(field): count for field, count in self.unknown.most_common(200)},
            "fields": dict(self.fields),
        }


def quarantined(run: Run, refusal: Refusal) -> QuarantinedRecord:
    """The row of a refusal, cut to what its columns hold."""
    return QuarantinedRecord(
        run=run,
        record=shown(refusal.record, 200),
        field=shown(refusal.field, 120),
        problem=refusal.problem,
        detail=shown(refusal.detail, 2000),
        excerpt=shown(refusal.excerpt, 2000),
        record_kept=refusal.record_kept,
    )


def baseline(run: Run, contract_listing: str, importer: Importer) -> float | None:
    """How many records the past leads us to expect of ``run``; None where there is no past.

    A full listing should bring about what is stored and listed. A window should bring what the last whole one
    brought, day for day; live windows are compared with live ones, stored answers with stored ones.
    """
    if contract_listing == "full":
        return importer.listed(run.source)
    past = Run.objects.filter(source=run.source, state=RunState.DONE).exclude(pk=run.pk)
    live = run.origin == LIVE
    last = (past.filter(origin=LIVE) if live else past.exclude(origin=LIVE)).first()
    if last is None:
        return None
    return last.rows * days(run) / days(last)


def days(run: Run) -> int:
    """How many days a live window covers; 1 for everything else."""
    since = run.cursor.get("since")
    if since is None:
        return 1
    return (run.started_at.date() - datetime.fromisoformat(since).date()).days + 1


def conclude(reading: Reading, importer: Importer, *, at: datetime, accept_shrinkage: bool) -> None:
    """Judge what was read and, where it is believed, import it; import and the run's end are one transaction.

    Raises `StoppedError`.
    """
    run = reading.run
    contract = reading.connector.contract
    past = reading.raw is None
    verdict = rules.judge(
        contract,
        rows=reading.rows,
        understood=len(reading.stage),
        expected=None if past else reading.expected,
        baseline=baseline(run, contract.listing, importer),
        ok_pages=reading.pages[AnswerState.OK] + reading.pages[AnswerState.EMPTY],
        failed_pages=reading.pages[AnswerState.FAILED],
        accept_shrinkage=accept_shrinkage or past,
    )
    # A record nobody could read is still listed, and one that came twice took the place of another.
    unread = reading.quarantined if verdict.delists and not past else 0
    delists = verdict.delists and not past and not unread
    for field, value in reading.figures().items():
        setattr(run, field, value)
    with transaction.atomic():
        if not Run.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).exists():
            raise StoppedError(str(run))
        if verdict.imports:
            _import(run, reading, importer, at=at, delists=delists)
        run.warnings = rules.warnings(contract, rows=reading.rows, unread=unread, unknown=reading.unknown)
        detail = " · ".join(part for part in (verdict.detail, reading.last_problem) if part)
        finish(run, verdict.state, problem=verdict.problem, error=detail)


def _import(run: Run, reading: Reading, importer: Importer, *, at: datetime, delists: bool) -> None:
    counts = Counts()
    for batch in reading.stage.batches(BATCH):
        counts += importer.store(batch, run_id=run.pk, at=at)
    # A resumed run finds its earlier records the same: what they were the first time stands.
    run.new += counts.new
    run.changed += counts.changed
    run.seen = len(reading.stage)
    run.same = max(0, run.seen - run.new - run.changed)
    if delists:
        run.delisted += importer.delist_unseen(run.source, since=run.started_at)
    run.listed = importer.listed(run.source)


def finish(run: Run, state: RunState, *, problem: Problem | None = None, error: str = "") -> None:
    """End a run: every change of its state but `actions.stop` and the start goes through here."""
    run.state = state
    run.problem = problem or ""
    run.error = shown(error, 2000)
    run.finished_at = timezone.now()
    run.save()
