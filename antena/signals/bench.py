"""How fast signals are stored, beside the ORM doing the same in the same run."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec
from django.db import connection, transaction

from antena.signals.importing import SignalImporter
from antena.signals.models import Deadline, Signal, SignalText
from antena.signals.search import index_signals
from antena.sources.drafts import Draft, DraftDeadline, DraftText

SOURCE = "bench"
# What each invented signal is stored as: itself, its one text, its one deadline.
ROWS = 3
_WORDS = ("town", "waste", "water", "energy", "housing", "school", "mobility", "grant", "youth", "climate")
_START = date(2026, 1, 1)


class ImportBench(msgspec.Struct, frozen=True):
    """Records per second: one signal with one text of about 100 words and one deadline each."""

    records: int
    batch: int
    fresh: float
    unchanged: float
    changed: float
    orm_fresh: float

    @property
    def ratio(self) -> float:
        """How many times faster than the ORM a fresh import is."""
        return self.fresh / self.orm_fresh


def bench_import(*, records: int = 20_000, batch: int = 2_000) -> ImportBench:
    """Store invented drafts fresh, unchanged and changed, then the same through the ORM.

    Everything is rolled back; so the disk's wait at each commit is not in the figures of either.
    """
    drafts = [_draft(number, "first") for number in range(records)]
    later = [_draft(number, "second") for number in range(records)]
    importer, at = SignalImporter(), datetime(2026, 11, 22, tzinfo=UTC)

    def store(items: Sequence[Draft]) -> None:
        importer.store(items, run_id=0, at=at)

    fresh, unchanged, changed = _rates(store, [drafts, drafts, later], batch)
    (orm_fresh,) = _rates(_store_by_orm, [drafts], batch)
    return ImportBench(records, batch, fresh, unchanged, changed, orm_fresh)


def _rates(
    store: Callable[[Sequence[Draft]], None], rounds: Sequence[Sequence[Draft]], batch: int
) -> list[float]:
    with transaction.atomic():
        rates = [_rate(store, drafts, batch) for drafts in rounds]
        transaction.set_rollback(True)
    return rates


def fill(count: int, *, at: datetime) -> None:
    """Store and index that many invented signals of the source `SOURCE`, to see how a full house answers."""
    importer = SignalImporter()
    for start in range(0, count, 5_000):
        importer.store([_draft(n, "first") for n in range(start, min(start + 5_000, count))], run_id=0, at=at)
    ids = list(Signal.objects.filter(source=SOURCE).values_list("pk", flat=True))
    for start in range(0, len(ids), 2_000):
        with transaction.atomic():
            index_signals(ids[start : start + 2_000])
    with connection.cursor() as cursor:
        # what autovacuum would do in the minutes after
        cursor.execute("ANALYZE")


def empty() -> None:
    """Take out what `fill` stored."""
    Signal.objects.filter(source=SOURCE).delete()


def _rate(store: Callable[[Sequence[Draft]], None], drafts: Sequence[Draft], batch: int) -> float:
    started = time.perf_counter()
    for start in range(0, len(drafts), batch):
        store(drafts[start : start + batch])
    with connection.cursor() as cursor:
        # the foreign keys are checked at commit, which never comes here
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return len(drafts) / (time.perf_counter() - started)


def _store_by_orm(drafts: Sequence[Draft]) -> None:
    """What a plain Django importer does: bulk_create with update_conflicts for each of the three tables."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    signals = Signal.objects.bulk_create(
        [
            Signal(
                source=draft.source,
                external_id=draft.external_id,
                slug=draft.external_id.lower(),
                kind=draft.kind,
                programme=draft.programme,
                url=draft.url,
                published_on=draft.published_on,
                opens_on=draft.opens_on,
                keywords=list(draft.keywords),
                content_hash=draft.external_id,
                first_seen=at,
                last_seen=at,
            )
            for draft in drafts
        ],
        update_conflicts=True,
        unique_fields=["source", "external_id"],
        update_fields=["kind", "programme", "url", "published_on", "opens_on", "content_hash", "last_seen"],
    )
    pairs = list(zip(signals, drafts, strict=True))
    SignalText.objects.bulk_create(
        [
            SignalText(signal=signal, language=text.language, title=text.title, body=text.body, updated_at=at)
            for signal, draft in pairs
            for text in draft.texts
        ],
        update_conflicts=True,
        unique_fields=["signal", "language"],
        update_fields=["title", "body", "updated_at"],
    )
    Deadline.objects.bulk_create(
        [Deadline(signal=signal, at=item.at) for signal, draft in pairs for item in draft.deadlines]
    )


def _draft(number: int, edition: str) -> Draft:
    dice = random.Random(number)  # noqa: S311  invented texts, no secret
    opens = _START + timedelta(days=number % 400)
    return Draft(
        source=SOURCE,
        external_id=f"BENCH-{number:07d}",
        kind="call",
        url=f"https://example.org/calls/{number}",
        texts=(
            DraftText(
                language="en",
                title=f"{edition} call {number} for {dice.choice(_WORDS)} and {dice.choice(_WORDS)}",
                body=" ".join(dice.choices(_WORDS, k=100)),
            ),
        ),
        programme="LIFE",
        published_on=opens,
        opens_on=opens,
        deadlines=(DraftDeadline(at=datetime.combine(opens, datetime.min.time(), UTC) + timedelta(days=90)),),
        keywords=tuple(dice.sample(_WORDS, 3)),
    )
