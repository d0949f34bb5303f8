"""Excel workbooks (XLSX), told by what is in them and read without running anything."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, Final

from openpyxl import load_workbook

from antena.exchange.tables.headers import counted, trimmed
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.table import MAX_COLUMNS, Line

# What a workbook may unfold to; a file of some megabytes can be made to hold terabytes of nothing.
MAX_UNPACKED: Final = 200 * 2**20
# Rows and cells looked at, blank ones included: a format put on whole columns makes a million of them.
_MAX_VISITED: Final = 1_100_000
_MAX_CELLS: Final = 20_000_000
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = (
    ("word/document.xml", "Word"),
    ("ppt/presentation.xml", "PowerPoint"),
    ("xl/workbook.bin", "XLSB"),
)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook of any age does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def lines(content: bytes) -> tuple[list[Line], str, tuple[str, ...]]:
    """The lines of the first sheet with anything in it, its name, and the other sheets' names.

    Raises `TableError`.
    """
    _check(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations it leaves out; we read cells alone
            warnings.simplefilter("ignore")
            return _first_filled(content)
    except TableError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts do: KeyError, ValueError, zipfile and XML errors
        raise TableError(Problem.BROKEN_WORKBOOK, type(error).__name__) from error


def _check(content: bytes) -> None:
    if content.startswith(_OLE):
        raise TableError(Problem.ENCRYPTED if _ENCRYPTED in content else Problem.OLD_EXCEL)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            kind = packed.read("mimetype")[:80].decode("ascii", "replace") if _has(parts, "mimetype") else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise TableError(Problem.BROKEN_WORKBOOK, "ZIP") from error
    if any(part.flag_bits & 1 for part in parts):
        raise TableError(Problem.ENCRYPTED)
    # No part unpacks to more than it says: zipfile stops there.
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableError(Problem.TOO_LARGE, str(MAX_UNPACKED // 2**20))
    if not _has(parts, "xl/workbook.xml"):
        found = next((name for part, name in _OTHERS if _has(parts, part)), "")
        raise TableError(Problem.NOT_A_TABLE, found or ("OpenDocument" if "opendocument" in kind else "ZIP"))


def _has(parts: list[zipfile.ZipInfo], name: str) -> bool:
    return any(part.filename == name and part.file_size < MAX_UNPACKED for part in parts)


def _first_filled(content: bytes) -> tuple[list[Line], str, tuple[str, ...]]:
    found: tuple[list[Line], str] | None = None
    others = []
    with _opened(content, results=False) as book:
        for sheet in book.worksheets:
            if found is None and sheet.sheet_state == "visible" and (got := _lines(sheet)):
                found = (got, sheet.title)
            else:
                others.append(sheet.title)
    if found is None:
        raise TableError(Problem.EMPTY)
    filled, name = found
    if any(line.formulas for line in filled):
        filled = _with_results(content, name, filled)
    return filled, name, tuple(others)


@contextmanager
def _opened(content: bytes, *, results: bool) -> Iterator[Any]:
    """A workbook read as it streams; ``results``: of formulas what they gave when they were last computed."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=results)
    try:
        yield book
    finally:
        book.close()


def _lines(sheet: Any) -> list[Line]:
    found: list[Line] = []
    for number, row in _visited(sheet):
        cells = trimmed([_text(cell.value) for cell in row], number)
        if cells:
            formulas = tuple(place for place, cell in enumerate(row[: len(cells)]) if cell.data_type == "f")
            found.append(Line(number, cells, formulas))
            counted(len(found))
    return found


def _visited(sheet: Any) -> Iterator[tuple[int, Any]]:
    # what a sheet says of its own size is often wrong, and may be a lie
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells += len(row)
        if number > _MAX_VISITED or cells > _MAX_CELLS:
            raise TableError(Problem.TOO_MANY_ROWS, str(_MAX_VISITED))
        if len(row) > MAX_COLUMNS and any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise TableError(Problem.TOO_MANY_COLUMNS, str(MAX_COLUMNS))
        yield number, row


def _with_results(content: bytes, name: str, filled: list[Line]) -> list[Line]:
    """The lines with the results of their formulas; a formula without one stays marked."""
    wanted = {line.number: line for line in filled}
    found = []
    with _opened(content, results=True) as book:
        for number, row in _visited(book[name]):
            line = wanted.get(number)
            if line is None:
                continue
            cells, without = list(line.cells), []
            for place in line.formulas:
                if place < len(row) and row[place].value is not None:
                    cells[place] = _text(row[place].value).strip()
                else:
                    without.append(place)
            found.append(Line(number, cells, tuple(without)))
    return found


def _text(value: object) -> str:
    """A cell as a person would write it in a CSV file."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        whole_day = value.time() == time(0)
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat() if isinstance(value, date) else value.isoformat(timespec="minutes")
    return str(value).replace("_x000D_", "").replace("\x00", "")
