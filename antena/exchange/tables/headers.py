"""Which line of a table holds the headers, and the table made of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Line, Row

# Titles, dates of printing and blank lines may stand before the headers, but not more of them than this.
_LOOKED_AT: Final = 25

Knows = Callable[[str], bool]


def header_line(lines: Sequence[Line], knows: Knows) -> int:
    """The index of the line that holds the headers: the one with most names ``knows`` says are columns.

    Where it knows none, the first line as wide as most, filled with distinct words. Raises `TableError`.
    """
    looked_at = lines[:_LOOKED_AT]
    known = [sum(knows(cell) for cell in line.cells if cell) for line in looked_at]
    if known and max(known) > 1:
        return known.index(max(known))
    usual = _usual_width(looked_at)
    for index, line in enumerate(looked_at):
        filled = [cell for cell in line.cells if cell]
        wordy = filled and not any(_is_number(cell) for cell in filled)
        if wordy and len(filled) >= max(1, usual * 0.6) and len(set(filled)) == len(filled):
            return index
    if 1 in known:
        return known.index(1)
    raise TableError(Problem.NO_HEADER)


def _usual_width(lines: Sequence[Line]) -> int:
    """How many cells most lines fill; of two widths as common, the wider."""
    widths = Counter(sum(bool(cell) for cell in line.cells) for line in lines)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def assembled(lines: Sequence[Line], header: int) -> tuple[tuple[str, ...], list[Row]]:
    """Headers, made distinct, and the rows under them, blank ones left out. Raises `TableError`."""
    names = _distinct(lines[header].cells)
    rows = [_row(line, len(names)) for line in lines[header + 1 :] if any(line.cells)]
    if not rows:
        raise TableError(Problem.NO_ROWS)
    return names, rows


def counted(count: int) -> None:
    """Stop as soon as there are more rows than are taken. Raises `TableError`."""
    if count > MAX_ROWS + _LOOKED_AT:
        raise TableError(Problem.TOO_MANY_ROWS, str(MAX_ROWS))


def trimmed(cells: list[str], number: int) -> list[str]:
    """The cells without blanks around them and without empty ones at the end. Raises `TableError`."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TableError(Problem.TOO_MANY_COLUMNS, str(MAX_COLUMNS))
    if any(len(cell) > MAX_CELL for cell in cells):
        raise TableError(Problem.TOO_LONG, str(number))
    return cells


def undefused(cell: str) -> str:
    """The text without the apostrophe that exports put before what a spreadsheet would run."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def _row(line: Line, width: int) -> Row:
    cells = tuple(undefused(cell) for cell in line.cells[:width])
    return Row(
        line.number,
        cells + ("",) * (width - len(cells)),
        sum(bool(cell) for cell in line.cells[width:]),
        tuple(position for position in line.formulas if position < width),
    )


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Each header once: a second "Name" becomes "Name (2)", an empty one the letter of its column."""
    seen: dict[str, int] = {}
    names = []
    for position, cell in enumerate(cells):
        name = " ".join(cell.split())[:120] or f"[{_letter(position)}]"
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and (numbered := f"{name} ({seen[name]})") in seen:
            seen[name] += 1
        names.append(name if seen[name] == 1 else numbered)
        seen.setdefault(names[-1], 1)
    return tuple(names)


def _letter(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").replace("-", "").isdigit()
