"""What a task of the evaluation is, what it is given, and what it returns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from antena.operations.evaluation.bench import Bench


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure with its interval of 95 % and the number of cases it was taken on."""

    value: float
    low: float
    high: float
    of: int


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What to reach: a value, or with ``times`` that multiple of the baseline of this name.

    ``at_most`` turns it round: an error is to stay below.
    """

    value: float
    times: str = ""
    at_most: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing measured: ours and the baselines of the same run in the same measure.

    ``what`` says on which part of the data, ``metric`` which measure ("macro F1", "R@10"), ``note`` what a
    reader must know to believe it.
    """

    what: str
    metric: str
    ours: Figure
    baselines: Mapping[str, Figure] = {}
    goal: Goal | None = None
    note: str = ""

    @property
    def target(self) -> float | None:
        """The value to reach, None without a goal. Raises KeyError for a baseline that was not measured."""
        if self.goal is None:
            return None
        return self.goal.value * (self.baselines[self.goal.times].value if self.goal.times else 1.0)

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached by the value itself; None without one."""
        if self.goal is None or self.target is None:
            return None
        return self.ours.value <= self.target if self.goal.at_most else self.ours.value >= self.target


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A question and how it is answered. ``data`` and ``split`` are sentences for the page of results.

    ``run`` raises `NoDataError` where its data is not there.
    """

    name: str
    title: str
    data: str
    split: str
    run: Callable[[Bench], Sequence[Row]]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of a task gave, as it is kept beside the documentation."""

    task: str
    title: str
    data: str
    split: str
    model: str
    seconds: float
    rows: tuple[Row, ...]


State = Literal["yes", "NO", ""]


def state(row: Row) -> State:
    """Whether the goal is met, as a table says it."""
    if row.is_met is None:
        return ""
    return "yes" if row.is_met else "NO"
