"""Many rows at once: COPY into a table, and indexes made after the rows instead of with each of them."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper
from psycopg import sql


def copy(cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write ``rows`` into ``table`` with COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: with millions of living objects it costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def indexes_afterwards(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Drop the indexes and outgoing foreign keys of ``table`` and make them again at the end, as they were.

    Indexes that hold a key or a uniqueness stay. Call it inside a transaction: cut short, nothing happened.
    """
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f'",
        [table],
    )
    keys = cursor.fetchall()
    cursor.execute(
        "SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE indrelid = %s::regclass AND NOT indisunique",
        [table],
    )
    indexes = cursor.fetchall()
    name_of = sql.Identifier
    for name, _ in keys:
        cursor.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name_of(table), name_of(name)))
    for name, _ in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(name_of(name)))
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for name, definition in keys:
        added = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
        cursor.execute(added.format(name_of(table), name_of(name), sql.SQL(definition)))
