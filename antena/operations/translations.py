"""Compiles the message catalogues, with Babel, so that no system package is needed."""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folders: Iterable[Path]) -> int:
    """Write the ``.mo`` beside each ``.po`` that is newer than it; return how many were written."""
    written = 0
    for source in sorted(po for folder in folders for po in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        partial = target.with_suffix(".partial")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)
        written += 1
    return written
