"""Rows of a file of public data, plain or compressed."""

import csv
import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec


class NoDataError(Exception):
    """The public data a task reads is not there or cannot be read; the message names the file."""


def csv_rows(path: Path, *, delimiter: str = ",") -> Sequence[Mapping[str, str]]:
    """The rows of a file with a header, columns by name. Raises `NoDataError`."""
    return list(csv.DictReader(_text(path).splitlines(keepends=True), delimiter=delimiter))


def json_lines(path: Path) -> Sequence[Mapping[str, Any]]:
    """The objects of a file that holds one in each line. Raises `NoDataError`."""
    try:
        return [msgspec.json.decode(line, type=dict[str, Any]) for line in _text(path).split("\n") if line]
    except msgspec.MsgspecError as error:
        raise NoDataError(f"{path}: {error}") from error


def _text(path: Path) -> str:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeError) as error:
        raise NoDataError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
