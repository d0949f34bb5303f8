"""Reading JSON-stat 2.0: a cube whose values are numbered along its dimensions, the last one fastest."""

from collections.abc import Iterator
from math import prod
from typing import Any, Final

import msgspec

# A cube with more cells than this is not one we asked for.
_MOST_CELLS: Final = 5_000_000


class NotACubeError(Exception):
    """A document is no JSON-stat dataset that can be read; the message says why."""


class Cube(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset: the categories of each dimension in their order, and its cells.

    ``values`` and ``flags`` are by the number of the cell; both leave cells out.
    """

    dimensions: dict[str, list[str]]
    values: dict[int, Any]
    flags: dict[int, str]

    def series(self, *names: str) -> Iterator[tuple[tuple[str, ...], Any, str]]:
        """Yield the categories of ``names``, the value and the flag of each cell that has one.

        Every other dimension must have one category. Raises `NotACubeError` where one has more.
        """
        for name, categories in self.dimensions.items():
            if name not in names and len(categories) != 1:
                raise NotACubeError(f"dimension {name} has {len(categories)} categories")
        absent = [name for name in names if name not in self.dimensions]
        if absent:
            raise NotACubeError(f"no dimension {', '.join(absent)}")
        for cell in sorted(self.values):
            where = self._categories(cell)
            yield tuple(where[name] for name in names), self.values[cell], self.flags.get(cell, "")

    def _categories(self, cell: int) -> dict[str, str]:
        where = {}
        for name, categories in reversed(self.dimensions.items()):
            cell, index = divmod(cell, len(categories))
            where[name] = categories[index]
        return where


def read(document: Any) -> Cube:
    """Read a JSON-stat dataset. Raises `NotACubeError`."""
    if not isinstance(document, dict):
        raise NotACubeError("not a dataset")
    names, sizes, dimension = (document.get(part) for part in ("id", "size", "dimension"))
    if not (isinstance(names, list) and isinstance(sizes, list) and isinstance(dimension, dict)):
        raise NotACubeError("no dimensions" + _said(document))
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise NotACubeError("dimensions without a name of their own")
    dimensions = {name: _categories(dimension.get(name), name) for name in names}
    counts = [len(categories) for categories in dimensions.values()]
    if counts != sizes:
        raise NotACubeError(f"sizes {sizes} for {counts} categories"[:300])
    cells = prod(counts)
    if cells > _MOST_CELLS:
        raise NotACubeError(f"{cells} cells")
    values = _cells(document.get("value"), cells)
    if values is None:
        raise NotACubeError("no values")
    flags = document.get("status")
    # One flag for every cell, a flag a cell, or flags by the number of their cell.
    stated = dict.fromkeys(values, flags) if isinstance(flags, str) else _cells(flags, cells) or {}
    return Cube(
        dimensions=dimensions,
        values={cell: value for cell, value in values.items() if value is not None},
        flags={cell: flag for cell, flag in stated.items() if isinstance(flag, str)},
    )


def _categories(dimension: Any, name: str) -> list[str]:
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise NotACubeError(f"dimension {name} has no categories")
    index = category.get("index")
    if index is None and isinstance(category.get("label"), dict):
        # A dimension with one category may leave its index out.
        index = list(category["label"])
    if isinstance(index, dict):
        numbered = {str(place): code for code, place in index.items()}
        if numbered.keys() != {str(place) for place in range(len(index))}:
            raise NotACubeError(f"dimension {name} is not numbered from 0")
        index = [numbered[str(place)] for place in range(len(index))]
    if not isinstance(index, list) or not all(isinstance(code, str) for code in index):
        raise NotACubeError(f"dimension {name} has no categories")
    return index


def _cells(values: Any, cells: int) -> dict[int, Any] | None:
    """Return values by the number of their cell; None where they are neither a list nor an object of them."""
    if isinstance(values, list):
        return dict(enumerate(values)) if len(values) == cells else None
    if not isinstance(values, dict):
        return None
    if not all(key.isascii() and key.isdigit() and len(key) < 9 and int(key) < cells for key in values):
        return None
    return {int(key): value for key, value in values.items()}


def _said(document: dict[str, Any]) -> str:
    """What a document that is no dataset says of itself: that it is being made, or that it is too much."""
    for name in ("warning", "error"):
        value = document.get(name)
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            return f": {inner.get('status')} {inner.get('label')}"[:200]
    return ""
