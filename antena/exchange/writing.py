"""Tables for people to take: CSV and XLSX, every cell harmless to a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from antena.signals.exports.cells import CELL_LENGTH, harmless, writable

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CHUNK: Final = 64 * 1024
_FLUSH_EVERY: Final = 200
_WIDTH: Final = 24

Cell = str | int | date | None


class UnknownFormatError(Exception):
    """Tables are not written in this format; the message is its name."""


class Sheet:
    """A sheet of a workbook: its name, its headers and its rows, each read once."""

    def __init__(self, name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        self.name = name
        self.headers = headers
        self.rows = rows


def written(form: str, sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The sheets as a workbook; as CSV the first of them alone. Raises `UnknownFormatError`."""
    if form not in FORMATS:
        raise UnknownFormatError(form)
    return _csv(sheets[0]) if form == "csv" else _xlsx(sheets)


def _csv(sheet: Sheet) -> Iterator[bytes]:
    buffer = io.StringIO()
    # Excel takes the file for UTF-8 only with the mark.
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow([harmless(header) for header in sheet.headers])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow([_text(cell) for cell in row])
        if number % _FLUSH_EVERY == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _xlsx(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    for sheet in sheets:
        # the published types know nothing of sheets that are only written
        page: Any = book.create_sheet(writable(sheet.name)[:31])
        page.freeze_panes = "A2"
        for position in range(1, len(sheet.headers) + 1):
            page.column_dimensions[_letters(position)].width = _WIDTH
        page.append([_bold(page, header) for header in sheet.headers])
        for row in sheet.rows:
            page.append([_cell(cell) for cell in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _letters(position: int) -> str:
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else harmless(str(cell).replace("\0", ""))


def _cell(cell: Cell) -> Cell:
    return harmless(writable(cell)[: CELL_LENGTH - 1]) if isinstance(cell, str) else cell


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=harmless(writable(text)))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
