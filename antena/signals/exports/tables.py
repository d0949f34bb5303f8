"""Exports as tables: CSV and XLSX."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from antena.signals.exports.cells import CELL_LENGTH, harmless, writable
from antena.signals.exports.rows import About, ExportRow, Value, headers, values

_CHUNK: Final = 64 * 1024
_FLUSH_EVERY: Final = 100
_WIDTHS: Final = {"A": 60, "D": 24, "E": 36, "N": 60, "P": 40, "Q": 40}


def csv_chunks(rows: Iterable[ExportRow], about: About) -> Iterator[bytes]:
    """Comma-separated UTF-8 with a byte order mark, which Excel asks for; a note is the last line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(headers())
    for number, row in enumerate(rows, start=1):
        writer.writerow([_as_text(value) for value in values(row)])
        if number % _FLUSH_EVERY == 0:
            yield _drained(buffer)
    if about.note:
        writer.writerow([harmless(about.note)])
    yield _drained(buffer)


def xlsx_chunks(rows: Iterable[ExportRow], about: About) -> Iterator[bytes]:
    """A workbook: the signals, and a sheet that says what they are."""
    book = Workbook(write_only=True)
    # the published types know nothing of sheets that are only written
    sheet: Any = book.create_sheet(_("Signals")[:31])
    sheet.freeze_panes = "B2"
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.append([_bold(sheet, header) for header in headers()])
    for row in rows:
        sheet.append([_as_cell(value) for value in values(row)])
    _write_about(book.create_sheet(_("About")[:31]), about)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _write_about(sheet: Any, about: About) -> None:
    sheet.column_dimensions["A"].width = 100
    moment = about.at.astimezone(UTC).isoformat(timespec="minutes")
    for line in (about.title, about.note, about.url, about.publisher, moment):
        if line:
            sheet.append([_as_cell(line)])


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _as_text(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    # A spreadsheet ends a line at NUL; everything else is quoted.
    return "" if value is None else harmless(str(value).replace("\0", ""))


def _as_cell(value: Value) -> Value:
    if isinstance(value, datetime):
        # A workbook knows no time zones.
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, str):
        return harmless(writable(value)[: CELL_LENGTH - 1])
    return value


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
