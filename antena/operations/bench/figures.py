"""What benches return: a figure beside its baseline and goal; and what they may be told."""

from pathlib import Path

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing measured. ``baseline`` was measured in the same run and is in the same unit.

    ``goal`` is said in words ("≥ 20", "≤ 15 s"); ``is_met`` None where there is none.
    """

    what: str
    measured: float
    unit: str
    baseline: float | None = None
    against: str = ""
    goal: str = ""
    is_met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """Measured over baseline."""
        return self.measured / self.baseline if self.baseline else None


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench may be told: how many signals, and where stored answers are."""

    signals: int = 0
    folder: Path | None = None


def at_least(limit: float, measured: float, unit: str = "") -> tuple[str, bool]:
    """A goal to reach or pass, and whether it is met."""
    return f"≥ {limit:g}{' ' + unit if unit else ''}", measured >= limit


def at_most(limit: float, measured: float, unit: str = "") -> tuple[str, bool]:
    """A goal not to exceed, and whether it is met."""
    return f"≤ {limit:g}{' ' + unit if unit else ''}", measured <= limit


def figure(
    what: str,
    measured: float,
    unit: str,
    *,
    goal: tuple[str, bool] = ("", False),
    baseline: float | None = None,
    against: str = "",
) -> Figure:
    """A figure with its goal; no goal is said as ("", …)."""
    text, met = goal
    return Figure(
        what=what,
        measured=measured,
        unit=unit,
        baseline=baseline,
        against=against,
        goal=text,
        is_met=met if text else None,
    )
