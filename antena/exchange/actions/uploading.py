"""A file arrives: read at once, so that one that is no table is refused at the door; then kept."""

import hashlib
import re
from datetime import datetime
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from antena.accounts.models import User
from antena.exchange.actions.states import audit
from antena.exchange.models import Import
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.reading import read
from antena.exchange.tables.table import Table
from antena.exchange.targets import TARGETS, names_of

_STORAGE = "raw"
_LOOKED_AT = 50
_SHOWN = 60
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]")


class UnknownTargetError(Exception):
    """Nothing of this name can be brought; the message is the name."""


@transaction.atomic
def upload(*, target: str, file_name: str, content: bytes, by: User, at: datetime) -> Import:
    """Keep a file that can be read as a table. Raises `UnknownTargetError` and `TableError`."""
    if target not in TARGETS:
        raise UnknownTargetError(target)
    columns = names_of(TARGETS[target].columns())
    table = read(content, knows=columns.knows)
    digest = hashlib.sha256(content).hexdigest()
    stored = storages[_STORAGE].save(f"imports/{at:%Y}/{digest[:24]}.{table.form}", ContentFile(content))
    brought = Import.objects.create(
        target=target,
        file_name=_NOT_IN_NAMES.sub("", file_name)[:200] or f"file.{table.form}",
        file=stored,
        sha256=digest,
        size=len(content),
        form=table.form,
        encoding=table.encoding,
        sheet=table.sheet[:80],
        other_sheets=list(table.other_sheets),
        headers=list(table.headers),
        header_row=table.header_row,
        samples=_samples(table),
        row_count=len(table.rows),
        by=by,
        at=at,
    )
    audit("uploaded", brought, by, {"rows": len(table.rows), "sha256": digest})
    return brought


def table_of(brought: Import) -> Table:
    """The kept file, read again as it was. Raises `TableError` where it is no longer what was brought."""
    with storages[_STORAGE].open(brought.file) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != brought.sha256:
        raise TableError(Problem.BROKEN_WORKBOOK, brought.file)
    return read(content, knows=names_of(TARGETS[brought.target].columns()).knows)


def _samples(table: Table) -> list[list[str]]:
    looked_at = table.rows[:_LOOKED_AT]
    columns = ((row.cells[place][:_SHOWN] for row in looked_at) for place in range(len(table.headers)))
    return [list(islice(dict.fromkeys(filter(None, column)), 3)) for column in columns]
