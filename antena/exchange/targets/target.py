"""What every kind of thing that can be brought in a file has to be able to do."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.utils.functional import Promise

from antena.exchange.enums import RowState
from antena.exchange.tables.problems import CellError
from antena.exchange.targets.columns import Column

Facts = dict[str, Any]
# What a record says that a row would say otherwise: {"field", "old", "new"}.
FieldChange = dict[str, Any]


class Reading(msgspec.Struct, frozen=True):
    """A row that could be read: the facts it states, and what should be known of them."""

    number: int
    facts: Facts
    notes: tuple[CellError, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a row would do now. ``facts`` is the whole record as it would be; ``before`` as it is."""

    number: int
    state: RowState
    facts: Facts
    object_id: int | None = None
    before: Facts | None = None
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[CellError, ...] = ()
    errors: tuple[CellError, ...] = ()


class Written(msgspec.Struct, frozen=True):
    """A record as a row left it. ``mark`` changes when anybody changes the record."""

    object_id: int
    mark: str


class Undo(msgspec.Struct, frozen=True):
    """What to take back: the record, what it said before (None: it was not there), its mark after."""

    number: int
    object_id: int
    before: Facts | None
    mark: str


class Target(ABC):
    """A kind of thing that files bring. Its methods read and write many rows at once."""

    name: str
    label: str | Promise
    # what the records are called in the audit trail and in `ImportRow`
    object_kind: str

    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of templates and exports."""

    @abstractmethod
    def readings(
        self, rows: Sequence[tuple[int, Mapping[str, Any]]]
    ) -> tuple[list[Reading], list[CellError]]:
        """The facts that rows of values state, and what is wrong where values do not fit each other."""

    @abstractmethod
    def identity(self, facts: Mapping[str, Any]) -> str:
        """What two rows of one file must not share."""

    @abstractmethod
    def plan(self, readings: Sequence[Reading]) -> list[Plan]:
        """What each row would do to what is stored now, in their order. A fixed number of queries."""

    @abstractmethod
    def write(self, plans: Sequence[Plan], *, run_id: int, at: datetime) -> list[Written]:
        """Do what new and changed rows plan, in their order. ``run_id``: of `run_source`, 0 without one."""

    @abstractmethod
    def undo(self, rows: Sequence[Undo], *, at: datetime) -> set[int]:
        """Take rows back; the numbers of those that were left, for somebody changed their record since."""

    @abstractmethod
    def exported(self) -> Iterator[Mapping[str, Any]]:
        """Every record as values by column, in a fixed number of queries for each thousand."""

    @property
    def run_source(self) -> str:
        """The name its records carry as a source, "" where they carry none."""
        return ""
