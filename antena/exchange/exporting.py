"""What was brought, in the very form it is brought in: exports, templates, and wrong rows to correct."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from antena.exchange import queries
from antena.exchange.models import Import
from antena.exchange.rules import sentence
from antena.exchange.tables.problems import CellError
from antena.exchange.targets import EXPECTS, Column, Target, header
from antena.exchange.writing import Cell, Sheet, written

# So many records are looked at to see which columns are in use before the first line is written.
_LOOKED_AT = 50_000


def export(target: Target, form: str, *, language: str) -> Iterator[bytes]:
    """Every record of a target, importable as it is. Raises `UnknownFormatError`.

    Columns that no record uses are left out where templates leave them out too.
    """
    records = target.exported()
    first = list(islice(records, _LOOKED_AT))
    used = {name for record in first for name, value in record.items() if value not in ("", None, [])}
    columns = [column for column in target.columns() if not column.only_if_used or column.name in used]
    rows = ([_cell(record.get(column.name)) for column in columns] for record in chain(first, records))
    with translation.override(language):
        sheet = Sheet(str(target.label), [header(column.name, language) for column in columns], rows)
        return written(form, [sheet])


def template(target: Target, form: str, *, language: str) -> Iterator[bytes]:
    """An empty table with one example row; the workbook explains each column on a second sheet.

    Raises `UnknownFormatError`.
    """
    with translation.override(language):
        columns = [column for column in target.columns() if not column.only_if_used]
        example = [str(column.example) for column in columns]
        explained = [_explained(column, language) for column in columns]
        sheets = [
            Sheet(str(target.label), [header(column.name, language) for column in columns], [example]),
            Sheet(
                _("Explanations"),
                [_("Column"), _("Required"), _("What it holds"), _("Remarks"), _("Example")],
                explained,
            ),
        ]
        return written(form, sheets)


def wrong_rows(brought: Import, form: str, *, language: str) -> Iterator[bytes]:
    """The rows that were not imported, as they came, with what is wrong in a last column.

    Corrected, the file can be brought as it is. Raises `UnknownFormatError`.
    """
    with translation.override(language):
        rows = [[*row.cells, "\n".join(explain(row.errors))] for row in queries.wrong_rows(brought)]
        return written(form, [Sheet(_("Wrong rows"), [*brought.headers, _("What is wrong")], rows)])


def explain(errors: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong in a row, a sentence each, in the active language, with its column before it."""
    found = []
    for error in msgspec.convert(errors, list[CellError]):
        said = sentence(error, expects=str(EXPECTS.get(error.expects, "")))
        column = error.column or (header(error.field) if error.field else "")
        found.append(f"{column}: {said}" if column else said)
    return found


def _explained(column: Column, language: str) -> list[Cell]:
    expects = str(EXPECTS[column.kind])
    if column.choices:
        expects += f" ({'; '.join(f'{value}: {label}' for value, label in column.choices.items())})"
    return [
        header(column.name, language),
        _("yes") if column.required else "",
        expects,
        str(column.hint),
        str(column.example),
    ]


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, date | int) or value is None:
        return value
    return str(value)
