"""Which column of a file is which column of what it is brought for, suggested by name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from antena.lib.text import normalise

# Below this share of equal letters two names are two names.
_ALIKE: Final = 0.84
_SHORTEST_COMPARED: Final = 5
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_JOINED_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain_header(header: str) -> str:
    """The form two headers are compared in: "Legal_Name *", "legalName" and "legal name" are one."""
    return _NOT_WORDS.sub(" ", normalise(_JOINED_WORDS.sub(" ", header))).strip()


class Names:
    """The names each column is known by, in every language. ``names`` is column → names, the best first."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._columns: dict[str, str] = {}
        for column, known in names.items():
            for name in known:
                # the first column that claims a name keeps it
                self._columns.setdefault(plain_header(name), column)

    def knows(self, header: str) -> bool:
        """Whether this is exactly the name of a column."""
        return plain_header(header) in self._columns

    def suggest(self, headers: Sequence[str]) -> dict[str, str]:
        """Header → column, each column once: exact names first, then the most alike. The rest is left out."""
        plain = {header: plain_header(header) for header in headers}
        found: dict[str, str] = {}
        for header, name in plain.items():
            column = self._columns.get(name)
            if column and column not in found.values():
                found[header] = column
        candidates = sorted(
            (
                (likeness, header, column)
                for header, name in plain.items()
                if header not in found and len(name) >= _SHORTEST_COMPARED
                for known, column in self._columns.items()
                # "name (ca)" is too like "name" to be guessed
                if ":" not in column and (likeness := _likeness(name, known)) >= _ALIKE
            ),
            key=lambda one: (-one[0], headers.index(one[1]), one[2]),
        )
        for _, header, column in candidates:
            if header not in found and column not in found.values():
                found[header] = column
        return {header: found[header] for header in headers if header in found}


def _likeness(one: str, other: str) -> float:
    if len(other) < _SHORTEST_COMPARED:
        return 0.0
    if sorted(one.split()) == sorted(other.split()):
        return 0.99
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def fingerprint(headers: Iterable[str]) -> str:
    """What a set of headers is remembered by, whatever their order."""
    return "\n".join(sorted({plain_header(header) or header for header in headers}))
