"""A file as a table. What it is, is told by its content; its name is never looked at."""

from typing import Final

from antena.exchange.tables import csvs, workbooks
from antena.exchange.tables.headers import Knows, assembled, header_line
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.table import MAX_BYTES, MAX_ROWS, Table

_NOT_TABLES: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)


def read(content: bytes, *, knows: Knows = lambda _name: False) -> Table:
    """Read a CSV file or a workbook; ``knows`` says whether a word names a column of what is brought.

    Raises `TableError`.
    """
    if len(content) > MAX_BYTES:
        raise TableError(Problem.TOO_LARGE, str(MAX_BYTES // 2**20))
    if not content.strip():
        raise TableError(Problem.EMPTY)
    if kind := next((name for mark, name in _NOT_TABLES if content.startswith(mark)), ""):
        raise TableError(Problem.NOT_A_TABLE, kind)
    encoding = delimiter = sheet = ""
    others: tuple[str, ...] = ()
    if workbooks.is_workbook(content):
        lines, sheet, others = workbooks.lines(content)
    else:
        text, encoding = csvs.decode(content)
        lines, delimiter = csvs.lines(text)
    if not lines:
        raise TableError(Problem.EMPTY)
    header = header_line(lines, knows)
    headers, rows = assembled(lines, header)
    if len(rows) > MAX_ROWS:
        raise TableError(Problem.TOO_MANY_ROWS, str(MAX_ROWS))
    return Table(
        form="xlsx" if sheet else "csv",
        headers=headers,
        rows=rows,
        header_row=lines[header].number,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        other_sheets=others,
    )
