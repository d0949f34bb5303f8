"""Comma-separated text, whatever separates it and however it was encoded."""

import csv
import io
import re
from collections import Counter
from typing import Final

from antena.exchange.tables.headers import counted, trimmed
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.table import MAX_CELL, Line

_DELIMITERS: Final = (";", "\t", ",", "|")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MARKUP: Final = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<table|<head|<body|<script|<svg)", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Excel writes the separator on a line of its own where it is not that of the country.
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE: Final = 60


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: what its mark says, else UTF-8, UTF-16 or Windows 1252.

    Raises `TableError` where it is none of them, or no text.
    """
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "") or _guess(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        is_text = encoding.startswith("utf-16") or not _CONTROL.search(content.decode("latin-1"))
        problem = Problem.UNKNOWN_ENCODING if is_text else Problem.BINARY
        raise TableError(problem, encoding) from error
    if _MARKUP.match(text):
        raise TableError(Problem.NOT_A_TABLE, "HTML" if "<html" in text[:2000].lower() else "XML/HTML")
    if text.lstrip()[:1] in ("{", "[") and re.match(r"\s*[\[{]\s*[\[{\"\]}]", text):
        raise TableError(Problem.NOT_A_TABLE, "JSON")
    if _CONTROL.search(text):
        raise TableError(Problem.BINARY)
    return text, encoding


def lines(text: str) -> tuple[list[Line], str]:
    """The lines of the table and their delimiter. Raises `TableError`."""
    if stated := _SEPARATOR_LINE.match(text):
        delimiter, text, first = stated[1], text[stated.end() :], 2
    else:
        delimiter, first = _delimiter(text), 1
    found: list[Line] = []
    # The limit is the process's; ours is checked cell by cell.
    csv.field_size_limit(max(csv.field_size_limit(), 4 * MAX_CELL))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=first):
            if kept := trimmed(cells, number):
                found.append(Line(number, kept))
                counted(len(found))
    except csv.Error as error:
        problem = Problem.TOO_LONG if "field larger" in str(error) else Problem.OPEN_QUOTE
        raise TableError(problem, str(len(found) + first)) from error
    return found, delimiter


def _guess(content: bytes) -> str:
    sample = content[:4096]
    zeros = sample.count(0)
    if zeros > len(sample) * 0.2:
        # In UTF-16 without its mark, Latin letters leave a zero in every second place.
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 5 * even or even > 5 * odd:
            return "utf-16-le" if odd > even else "utf-16-be"
        raise TableError(Problem.BINARY)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one by which most of the first lines have the same number of cells, the more the better."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                widths[len(cells)] += 1
            if widths.total() >= _SAMPLE:
                break
    except csv.Error:
        return 0.0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width = max(wide, key=lambda one: (wide[one], one))
    return wide[width] / widths.total(), width
