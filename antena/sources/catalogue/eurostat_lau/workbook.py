"""The workbook as small pages: one sheet a country, so many units a page, as JSON.

A code that a spreadsheet took for a number has lost its zeros. Codes of a country have one length, so those
that were numbers are filled up to the longest of their sheet.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

import msgspec
import openpyxl

from antena.sources.contracts import Contract
from antena.sources.figures import iso_country
from antena.sources.pages import Page, UnreadableFileError

NUTS: Final = "NUTS 3 CODE"
LAU: Final = "LAU CODE"
# The digits of a code, by country, where all its codes have digits.
_LENGTHS: Final = {"AT": 5, "BE": 5, "DE": 8, "DK": 3, "ES": 5, "FI": 3, "FR": 5, "IT": 6, "SE": 4}
# Romania's register counts up from one: its codes have no zeros to lose.
_WITHOUT_ZEROS: Final = frozenset({"RO"})
# The header is one of the first rows, below a title if there is one.
_HEADER_WITHIN: Final = 10
# A row with less than this is a note under the table.
_LEAST_CELLS: Final = 2

Row = dict[str, Any]


class Piece(msgspec.Struct):
    """Some of the units of a country: ISO letters, Eurostat's own, and rows by the names of their columns."""

    country: str
    sheet: str
    data: list[Row]


def split(page: Page, contract: Contract) -> Iterator[Page]:
    """Yield the units of a workbook, some at a time. Raises `UnreadableFileError`."""
    with Path(page.file).open("rb") as file:
        try:
            yield from _pieces(file, page, contract.options["piece"])
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError) as error:
            # What openpyxl says of a zip whose parts are not those of a workbook.
            raise UnreadableFileError(f"no workbook: {error!r}") from error


def _pieces(file: IO[bytes], page: Page, size: int) -> Iterator[Page]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    found = False
    try:
        for sheet in book.worksheets:
            # Some writers note a size that is too small, and reading would stop there.
            sheet.reset_dimensions()
            rows = _rows(sheet.iter_rows(values_only=True))
            if rows is None or not _is_country(sheet.title):
                continue
            found = True
            country = iso_country(sheet.title)
            _fill_codes(rows, country)
            for number, start in enumerate(range(0, len(rows), size), 1):
                piece = Piece(country, sheet.title, rows[start : start + size])
                key = f"{page.key}.{sheet.title}.{number:04}"
                yield Page(key=key, url=page.url, body=msgspec.json.encode(piece), of=page.of)
    finally:
        book.close()
    if not found:
        raise UnreadableFileError(f"no sheet of a country with a column {LAU}")


def _is_country(title: str) -> bool:
    return len(title) == 2 and title.isascii() and title.isalpha() and title.isupper()


def _rows(cells: Iterator[tuple[Any, ...]]) -> list[Row] | None:
    """Return the rows under the header, by the names of their columns; None where there is no header."""
    for candidate in islice(cells, _HEADER_WITHIN):
        header = [" ".join(str(cell).upper().split()) if cell is not None else "" for cell in candidate]
        if LAU in header:
            return [row for line in cells if len(row := _row(header, line)) >= _LEAST_CELLS]
    return None


def _row(header: Sequence[str], line: Sequence[Any]) -> Row:
    return {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in zip(header, line, strict=False)
        if name and value is not None and value != ""
    }


def _fill_codes(rows: list[Row], country: str) -> None:
    """Give codes that were read as numbers their zeros back."""
    codes = [_digits(row.get(LAU)) for row in rows]
    lengths = [len(code) for code in codes if code.isdigit()]
    longest = max([*lengths, _LENGTHS.get(country, 0)], default=0)
    if country in _WITHOUT_ZEROS:
        longest = 0
    for row, code in zip(rows, codes, strict=True):
        if code:
            was_number = not isinstance(row[LAU], str)
            row[LAU] = code.zfill(longest) if was_number else code


def _digits(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
