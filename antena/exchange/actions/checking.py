"""The dry run: what each row would do, and what is wrong with it. Nothing but the rows is written."""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from django.db import transaction

from antena.exchange.actions.states import held
from antena.exchange.actions.uploading import table_of
from antena.exchange.enums import ImportState, RowState
from antena.exchange.models import Import, ImportRow
from antena.exchange.tables.problems import CellError, Problem
from antena.exchange.tables.table import Row
from antena.exchange.targets import TARGETS, Plan, Reading, Target
from antena.exchange.targets.converting import Converted, Converter

BATCH = 1000


@transaction.atomic
def check(*, import_id: int) -> Import:
    """Read every row and say what it would do. May be repeated. Raises `WrongStateError`, `TableError`."""
    brought = held(import_id, ImportState.MAPPED, ImportState.CHECKED)
    target = TARGETS[brought.target]
    table = table_of(brought)
    converter = Converter(table.headers, brought.mapping, target.columns(), blanks_erase=brought.blanks_erase)
    brought.rows.all().delete()
    seen: dict[str, int] = {}
    for batch in _batches(table.rows):
        converted = [converter.read(row) for row in batch]
        wrong = {one.number: list(one.errors) for one in converted if one.errors}
        readings = _readings(target, converted, wrong, seen)
        planned = {
            plan.number: (reading, plan)
            for reading, plan in zip(readings, target.plan(readings), strict=True)
        }
        ImportRow.objects.bulk_create(
            [
                _right(brought, row, *planned[row.number])
                if row.number in planned
                else _wrong(brought, row, wrong[row.number])
                for row in batch
            ]
        )
    brought.state = ImportState.CHECKED
    brought.save(update_fields=["state"])
    return brought


def _readings(
    target: Target,
    converted: Sequence[Converted],
    wrong: dict[int, list[CellError]],
    seen: dict[str, int],
) -> list[Reading]:
    """The rows that can be planned; what is wrong with the others is added to ``wrong``."""
    right = [(one.number, one.values) for one in converted if not one.errors]
    readings, errors = target.readings(right)
    for error in errors:
        wrong.setdefault(error.row, []).append(error)
    found = []
    for reading in readings:
        key = target.identity(reading.facts)
        first = seen.setdefault(key, reading.number)
        if first == reading.number:
            found.append(reading)
        else:
            repeated = CellError(row=reading.number, problem=Problem.REPEATED, detail=str(first))
            wrong.setdefault(reading.number, []).append(repeated)
    return found


def _right(brought: Import, row: Row, reading: Reading, plan: Plan) -> ImportRow:
    return ImportRow(
        brought=brought,
        number=row.number,
        cells=list(row.cells),
        facts=reading.facts,
        errors=msgspec.to_builtins(plan.errors),
        notes=msgspec.to_builtins(plan.notes),
        state=plan.state,
        changes=list(plan.changes),
        object_id=plan.object_id,
    )


def _wrong(brought: Import, row: Row, errors: Sequence[CellError]) -> ImportRow:
    return ImportRow(
        brought=brought,
        number=row.number,
        cells=list(row.cells),
        errors=msgspec.to_builtins(errors),
        state=RowState.WRONG,
    )


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    upcoming = iter(rows)
    while batch := list(islice(upcoming, BATCH)):
        yield batch
