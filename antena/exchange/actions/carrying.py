"""The right rows are imported, batch by batch; whatever cuts it off, the rest is done by whoever goes on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zlib import crc32

import msgspec
from django.db import connection, transaction

from antena.accounts.models import User
from antena.exchange.actions.states import audit, held
from antena.exchange.enums import ImportState, Outcome, RowState
from antena.exchange.models import Import, ImportRow
from antena.exchange.queries import pending, state_counts
from antena.exchange.targets import TARGETS, Plan, Reading, Written
from antena.sources.enums import RunState
from antena.sources.models import Run

# One transaction each; what is brought by hand is rarely more than one.
BATCH: Final = 1000
# The first half of the number of a lock, ours among all advisory locks of the database: "AX".
_CLASS: Final = 0x4158


_STORE: Final = """
UPDATE exchange_importrow AS stored
SET state = done.state, outcome = done.outcome, object_id = done.object_id, before = done.before::jsonb,
    mark = done.mark, changes = done.changes::jsonb, errors = done.errors::jsonb
FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]
) AS done(id, state, outcome, object_id, before, mark, changes, errors)
WHERE stored.id = done.id
"""


@transaction.atomic
def start_carrying(*, import_id: int, by: User, at: datetime) -> Import:
    """Decide that a checked import is carried out. Raises `WrongStateError`."""
    brought = held(import_id, ImportState.CHECKED)
    source = TARGETS[brought.target].run_source
    if source:
        # what it writes carries the run, as what a source brings does
        run = Run.objects.create(
            source=source,
            state=RunState.DONE,
            started_at=at,
            finished_at=at,
            origin=f"file {brought.file_name}",
        )
        brought.run_id = run.pk
    brought.state, brought.done_by, brought.done_at = ImportState.CARRYING, by, at
    brought.save(update_fields=["state", "done_by", "done_at", "run_id"])
    audit("imported", brought, by, dict(state_counts(brought)))
    return brought


def carry_out(*, import_id: int, at: datetime) -> Import:
    """Import the rows nothing was done with yet, each planned again against what is stored by now.

    Each batch is a transaction of its own and remembered row by row, so it may be cut off and called again.
    Raises `WrongStateError`.
    """
    while not _carry_batch(import_id, at=at):
        pass
    return Import.objects.get(pk=import_id)


def lock_target(target: str) -> None:
    """Wait until no other import writes to this target; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CLASS, crc32(target.encode()) - 2**31])


@transaction.atomic
def _carry_batch(import_id: int, *, at: datetime) -> bool:
    """Whether that was the last one."""
    brought = held(import_id, ImportState.CARRYING)
    lock_target(brought.target)
    target = TARGETS[brought.target]
    rows = list(pending(brought)[:BATCH])
    if not rows:
        _finish(brought)
        return True
    plans = target.plan([Reading(row.number, row.facts) for row in rows])
    writing = [plan for plan in plans if plan.state in (RowState.NEW, RowState.CHANGED)]
    written = target.write(writing, run_id=brought.run_id or 0, at=at)
    done = {plan.number: one for plan, one in zip(writing, written, strict=True)}
    _store(rows, plans, done)
    if len(rows) < BATCH:
        _finish(brought)
    return len(rows) < BATCH


def _finish(brought: Import) -> None:
    brought.state = ImportState.DONE
    brought.save(update_fields=["state"])
    if brought.run_id:
        counts = state_counts(brought)
        new, changed, same = (counts.get(state, 0) for state in ("new", "changed", "same"))
        Run.objects.filter(pk=brought.run_id).update(
            rows=sum(counts.values()),
            new=new,
            changed=changed,
            same=same,
            seen=new + changed + same,
            quarantined=counts.get("wrong", 0),
        )


def _store(rows: Sequence[ImportRow], plans: Sequence[Plan], done: dict[int, Written]) -> None:
    lines: list[tuple[Any, ...]] = []
    for row, plan in zip(rows, plans, strict=True):
        written = done.get(plan.number)
        wrong = plan.state == RowState.WRONG
        lines.append(
            (
                row.pk,
                plan.state.value,
                Outcome.NONE.value if wrong else Outcome.CARRIED.value,
                written.object_id if written else plan.object_id,
                _json(plan.before) if written and plan.before is not None else None,
                written.mark if written else "",
                _json(plan.changes),
                _json(plan.errors),
            )
        )
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [list(column) for column in zip(*lines, strict=True)])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
