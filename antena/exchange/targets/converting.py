"""The cells of a row as values of its columns, or what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from django.conf import settings

from antena.exchange.tables import values
from antena.exchange.tables.problems import CellError, Problem, ValueProblem
from antena.exchange.tables.table import Row
from antena.exchange.targets.columns import Column
from antena.places.models import Country
from antena.themes.models import Theme

# How much of a wrong cell an error repeats.
_SHOWN = 120
_AMOUNTS = ("money", "number")


class Vocabulary(msgspec.Struct, frozen=True):
    """What cells are compared with: label or code of a theme → code; the countries that exist here."""

    themes: Mapping[str, str]
    countries: frozenset[str]


class Converted(msgspec.Struct, frozen=True):
    """A row as values by column, JSON ready, and what is wrong with it."""

    number: int
    values: dict[str, Any]
    errors: list[CellError]


def vocabulary() -> Vocabulary:
    """The words known now. Two queries."""
    themes = list(Theme.objects.order_by("letter", "position"))
    pairs = [(theme.code, theme.code) for theme in themes]
    pairs += [(label, theme.code) for theme in themes for label in theme.labels.values()]
    countries = Country.objects.values_list("code", flat=True)
    return Vocabulary(values.keyed(pairs), frozenset(countries))


class Converter:
    """Reads rows under ``headers``. ``mapping`` is header → column; ``blanks_erase``: empty cells count."""

    def __init__(
        self,
        headers: Sequence[str],
        mapping: Mapping[str, str],
        columns: Sequence[Column],
        *,
        blanks_erase: bool,
    ) -> None:
        by_name = {column.name: column for column in columns}
        self._mapped = [
            (position, name, by_name[mapping[name]])
            for position, name in enumerate(headers)
            if mapping.get(name) in by_name
        ]
        self._zone = next((place for place, _, column in self._mapped if column.kind == "zone"), None)
        self._names = [position for position, _, column in self._mapped if column.name in ("name", "city")]
        self._blanks_erase = blanks_erase
        self._words = vocabulary()
        self._readers = {column.name: self._reader(column) for _, _, column in self._mapped}

    def read(self, row: Row) -> Converted:
        """The values of a row; every wrong cell is named, not only the first."""
        found: dict[str, Any] = {}
        errors: list[CellError] = []
        if row.extra:
            errors.append(CellError(row=row.number, problem=Problem.EXTRA_CELLS, detail=str(row.extra)))
        known = tuple(row.cells[position] for position in self._names)
        for position, name, column in self._mapped:
            cell = row.cells[position]
            try:
                if position in row.formulas:
                    raise ValueProblem(Problem.FORMULA)
                if not cell and column.required:
                    raise ValueProblem(Problem.MISSING)
                if cell or self._blanks_erase:
                    found[column.name] = self._value(column, row, position, known)
            except ValueProblem as problem:
                errors.append(_error(row.number, name, column, cell, problem))
        return Converted(row.number, found, errors)

    def _value(self, column: Column, row: Row, position: int, known: tuple[str, ...]) -> Any:
        cell = row.cells[position]
        if not cell:
            return [] if column.kind in ("list", "themes") else None if column.kind in _AMOUNTS else ""
        if column.kind == "email":
            value: Any = values.email(cell, known=known)
        elif column.kind == "moment":
            value = values.moment(cell, where=self._zone_of(row))
        else:
            value = self._readers[column.name](cell)
        if column.kind == "country" and value not in self._words.countries:
            raise ValueProblem(Problem.UNKNOWN_COUNTRY)
        if isinstance(value, str) and len(value) > column.longest:
            raise ValueProblem(Problem.TOO_LONG, str(column.longest))
        return value.isoformat() if isinstance(value, date | datetime) else value

    def _zone_of(self, row: Row) -> ZoneInfo:
        """The zone the row names, the association's where it names none or none that exists."""
        named = row.cells[self._zone] if self._zone is not None else ""
        return ZoneInfo(named if named in available_timezones() else settings.ASSOCIATION.time_zone)

    def _reader(self, column: Column) -> Callable[[str], Any]:
        readers: dict[str, Callable[[str], Any]] = {
            "text": partial(values.text, longest=column.longest),
            "code": partial(values.code, longest=column.longest),
            "day": values.day,
            "zone": values.zone,
            "money": values.money,
            "number": values.number,
            "country": values.country,
            "language": values.language,
            "url": partial(values.url, longest=column.longest),
            "list": values.listed,
            "themes": partial(values.themes, codes=self._words.themes),
            "choice": partial(values.choice, choices=_words_of(column)),
        }
        return readers.get(column.kind, values.text)


def _words_of(column: Column) -> dict[str, str]:
    """The words of a choice: its values and their labels in the reader's language."""
    pairs = [(value, value) for value in column.choices]
    return values.keyed([*pairs, *((str(label), value) for value, label in column.choices.items())])


def _error(number: int, name: str, column: Column, cell: str, problem: ValueProblem) -> CellError:
    return CellError(
        row=number,
        problem=problem.problem,
        column=name,
        field=column.name,
        value=cell[:_SHOWN],
        detail=problem.detail,
        expects=column.kind,
    )
