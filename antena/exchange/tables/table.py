"""A table as it was read: headers, and rows of plain text."""

from typing import Final

import msgspec

MAX_BYTES: Final = 20 * 2**20
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
# Longer than any text we keep; a cell of a workbook holds 32,767.
MAX_CELL: Final = 100_000


class Row(msgspec.Struct, frozen=True):
    """One line of a table. ``number`` counts from 1 as a spreadsheet does, title lines and header included.

    ``cells`` are as many as the headers; ``extra`` counts the filled cells beyond them; ``formulas`` are the
    positions of cells that hold a formula whose result the file does not carry.
    """

    number: int
    cells: tuple[str, ...]
    extra: int = 0
    formulas: tuple[int, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds. ``header_row`` is the number of the row the headers stand in.

    ``form`` is "csv" or "xlsx"; ``encoding`` and ``delimiter`` are of the former, ``sheet`` of the latter.
    """

    form: str
    headers: tuple[str, ...]
    rows: list[Row]
    header_row: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    # other sheets that hold something and were not read
    other_sheets: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """A row before anybody knows which is the header. Empty cells at its end are cut off."""

    number: int
    cells: list[str]
    formulas: tuple[int, ...] = ()
