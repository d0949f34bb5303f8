"""Delimited tables of any size: cut into small pages without being read whole, and read again piece by piece.

A record is the lines over which its quotation marks pair up. Where they never do, the line they begin on is
refused alone and the next one is a record again: one bad quotation mark does not swallow the file.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from antena.sources.pages import Page, UnreadableFileError

PIECE_ROWS: Final = 1_000
PIECE_BYTES: Final = 8 << 20
# More than the longest description of a project.
_RECORD_LINES: Final = 400
_RECORD_BYTES: Final = 120_000
_MARK: Final = b"\xef\xbb\xbf"


class Row(msgspec.Struct, frozen=True):
    """A record by the names of its columns; ``number`` from 1. ``broken`` says why it is none, else ""."""

    number: int
    values: dict[str, str] = {}
    broken: str = ""


def pieces(
    lines: Iterable[bytes], page: Page, *, part: str, size: int = PIECE_ROWS, of: int = 0
) -> Iterator[Page]:
    """Yield the table as pages of at most ``size`` records, each beginning with the header as it came.

    ``lines`` keep their line ends. Keys are ``page.key``, ``part`` and a number. Raises `UnreadableFileError`
    where there is not even a header.
    """
    feed = iter(lines)
    header = next(feed, b"").removeprefix(_MARK)
    if not header.strip():
        raise UnreadableFileError(f"{part}: the table is empty")
    header = header.rstrip(b"\r\n") + b"\n"
    body = bytearray(header)
    count = number = 0
    for record in records(feed):
        body += record if record.endswith(b"\n") else record + b"\n"
        count += 1
        if count == size or len(body) > PIECE_BYTES:
            number += 1
            yield _piece(page, part, number, body, of)
            body, count = bytearray(header), 0
    if count or not number:
        yield _piece(page, part, number + 1, body, of)


def _piece(page: Page, part: str, number: int, body: bytearray, of: int) -> Page:
    return Page(key=f"{page.key}.{part}.{number:04}", url=page.url, body=bytes(body), of=of or page.of)


def complete(lines: Iterable[bytes], delimiter: str) -> str:
    """Say why a table is none or breaks off before its end, "" where it is whole. Reads it once."""
    columns = 0
    last = b""
    for record in records(lines):
        columns = columns or len(_fields(record.removeprefix(_MARK), delimiter))
        last = record
    if columns < 2:
        return "there is no header of columns"
    if not last.endswith(b"\n") and (_is_open(last) or len(_fields(last, delimiter)) < columns):
        return "the last line is cut short"
    return ""


def header_of(body: bytes, delimiter: str) -> list[str]:
    """The names of the columns of a piece; [] where it has none."""
    return [name.strip() for name in _fields(body.removeprefix(_MARK).partition(b"\n")[0], delimiter)]


def rows(body: bytes, delimiter: str) -> Iterator[Row]:
    """Yield the records of a piece after its header. Nothing raises: what is no record is ``broken``."""
    names = header_of(body, delimiter)
    lines = body.removeprefix(_MARK).splitlines(keepends=True)[1:]
    for number, record in enumerate(records(lines), 1):
        if _is_open(record):
            yield Row(number, broken="a quotation mark is never closed")
            continue
        try:
            fields = next(csv.reader([record.decode()], delimiter=delimiter), [])
        except UnicodeDecodeError as error:
            yield Row(number, broken=f"not UTF-8: {error.reason}")
        except csv.Error as error:
            yield Row(number, broken=str(error))
        else:
            if len(fields) == len(names):
                yield Row(number, dict(zip(names, fields, strict=True)))
            else:
                yield Row(number, broken=f"{len(fields)} columns in place of {len(names)}")


def _is_open(record: bytes) -> bool:
    return record.count(b'"') % 2 == 1


def _fields(line: bytes, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.decode("utf-8", "replace")], delimiter=delimiter), [])
    except csv.Error:
        return []


def records(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Put the lines together that belong to one record; blank lines are none."""
    waiting: list[bytes] = []
    open_marks = False
    size = 0
    for line in lines:
        if not waiting and not line.strip():
            continue
        waiting.append(line)
        size += len(line)
        open_marks ^= _is_open(line)
        if not open_marks:
            yield b"".join(waiting)
            waiting, size = [], 0
        elif len(waiting) >= _RECORD_LINES or size > _RECORD_BYTES:
            yield from _one_by_one(waiting)
            waiting, size, open_marks = [], 0, False
    yield from _one_by_one(waiting)


def _one_by_one(lines: list[bytes]) -> Iterator[bytes]:
    """Give up the first line, whose quotation marks never pair up, and go on after it."""
    if lines:
        yield lines[0]
        yield from records(lines[1:]) if len(lines) > 1 else ()


_DECIMAL_COMMA: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_DECIMAL_POINT: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_MANY_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_BLANKS: Final = re.compile(r"[\s\u00a0\u2009\u202f]")


def euros(text: str) -> int | None:
    """Read whole euros from "2073781,25", "299250.5", "1.234.567,5" or "75 354 267"; None where not stated.

    "", "N/A" and 0 mean that nothing is stated. Raises ValueError where it is no amount.
    """
    bare = _BLANKS.sub("", text)
    if bare.casefold() in {"", "n/a", "n.a.", "na", "null", "none", "-"}:
        return None
    if _DECIMAL_COMMA.fullmatch(bare):
        number = bare.replace(".", "").replace(",", ".")
    elif _MANY_THOUSANDS.fullmatch(bare):
        number = bare.replace(".", "")
    elif _DECIMAL_POINT.fullmatch(bare):
        number = bare.replace(",", "")
    else:
        raise ValueError(f"not an amount: {text!r}")
    if len(number.partition(".")[0]) > 18:
        raise ValueError(f"not an amount: {text!r}")
    return round(float(number)) or None
