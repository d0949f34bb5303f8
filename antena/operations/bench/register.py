"""The benches by name. Each returns figures; what is measured lives beside the code it measures."""

from collections.abc import Callable, Mapping
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


Bench = Callable[[Options], list[Figure]]


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


def _benches() -> Mapping[str, Bench]:
    # Imported on use: one bench must not need what another does.
    from antena.operations.bench import machine, pages, start, volume

    return {
        "start": start.bench,
        "places": machine.places,
        "import": machine.importing,
        "replay": start.replay,
        "embedding": machine.embedding,
        "reading": machine.reading,
        "matching": machine.matching,
        "search": machine.searching,
        "pages": pages.bench,
        "volume": volume.bench,
    }


BENCHES = _benches
