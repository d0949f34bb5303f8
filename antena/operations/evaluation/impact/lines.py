"""The cases learned from, each as it may come: with its text, its title alone, or without a meaning."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from antena.operations.evaluation.bench import Bench, Vectors
from antena.operations.evaluation.impact import fitting
from antena.operations.evaluation.impact.cases import Case, act_cases, call_cases


class Sheets(msgspec.Struct, frozen=True):
    """The cases judged: acts with their text, the same acts by their titles, and calls."""

    acts: tuple[Case, ...]
    titles: tuple[Case, ...]
    calls: tuple[Case, ...]

    def part(self, *, held_out: bool) -> "Sheets":
        """Those measured on, or those learned from."""
        return Sheets(
            *(
                tuple(case for case in cases if case.is_held_out == held_out)
                for cases in (self.acts, self.titles, self.calls)
            )
        )


_THIRD: Final = 1 / 3
_HALF: Final = 1 / 2


def judged(bench: Bench) -> Sheets:
    """All cases judged. Raises `NoDataError`."""
    return Sheets(
        tuple(case for case in act_cases(bench) if case.label),
        tuple(case for case in act_cases(bench, titles_only=True) if case.label),
        tuple(call_cases(bench)),
    )


def meanings(bench: Bench, cases: Sequence[Case]) -> Vectors:
    """Their vectors as signals are embedded, shape (cases, 384)."""
    return bench.embed([case.embedded for case in cases], [case.language for case in cases])


def lines(bench: Bench, sheets: Sheets) -> fitting.Table:
    """What is learned from: each case counts once in all, in whichever ways it may come."""
    acts, titles = meanings(bench, sheets.acts), meanings(bench, sheets.titles)
    calls = meanings(bench, sheets.calls)
    return fitting.joined(
        [
            fitting.table(sheets.acts, acts, weight=_THIRD),
            fitting.table(sheets.titles, titles, weight=_THIRD),
            fitting.table(sheets.acts, np.zeros_like(acts), weight=_THIRD),
            fitting.table(sheets.calls, calls, weight=_HALF),
            fitting.table(sheets.calls, np.zeros_like(calls), weight=_HALF),
        ]
    )
