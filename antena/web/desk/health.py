"""How the sources are, as the sources page shows them: the worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from antena.places.queries import unplaced_counts
from antena.sources import progress, queries
from antena.sources.alarms.queries import OpenAlarm, open_alarms
from antena.sources.enums import Health, RunState, Trouble
from antena.sources.queries import SourceHealth
from antena.web.drawing.bars import Bar, bars
from antena.web.drawing.strip import Mark, strip, width_of

# What a source gives, in the reader's words.
FAMILIES = {
    "signals": gettext_lazy("What is published"),
    "facts": gettext_lazy("Towns and their figures"),
    "projects": gettext_lazy("Projects and who took part"),
    "concepts": gettext_lazy("Words of the themes"),
}
_RANK = {
    Health.FAILING: 0,
    Health.SILENT: 1,
    Health.LATE: 2,
    Health.FINE: 4,
    Health.NEVER: 5,
    Health.WAITING: 6,
}
BY_BADNESS = tuple(sorted(_RANK, key=_RANK.__getitem__))
# A source on time with an alarm stands before those without.
_ALARMED = 3


@dataclass(frozen=True)
class SourceRow:
    """A source with its alarms, the bars of its last runs and the strip of its last days.

    ``unplaced`` is how many of its records speak of a place nobody has found.
    """

    source: SourceHealth
    alarms: Sequence[OpenAlarm]
    bars: Sequence[Bar]
    strip: Sequence[Mark]
    strip_width: int
    strip_words: str
    unplaced: int

    @property
    def family(self) -> str:
        return str(FAMILIES[self.source.contract.gives])

    @property
    def every(self) -> str:
        """The time between two runs: in days where it is whole days, for nobody counts 720 hours."""
        days, hours = divmod(self.source.contract.rhythm.run_hours, 24)
        if days and not hours:
            return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        total = 24 * days + hours
        return ngettext("%(hours)s hour", "%(hours)s hours", total) % {"hours": total}


def source_rows(*, at: datetime) -> list[SourceRow]:
    """Every source, the worst first; the same queries however many there are."""
    listed = queries.health(at=at)
    contracts = {one.contract.source: one.contract for one in listed}
    alarms, days = open_alarms(contracts), progress.last_days(at=at, sources=contracts)
    unplaced = unplaced_counts()
    rows = [
        _row(one, alarms.get(name, []), days[name], unplaced.get(name, 0))
        for one, name in zip(listed, contracts, strict=True)
    ]
    return sorted(rows, key=_badness)


def _row(
    source: SourceHealth, alarms: Sequence[OpenAlarm], days: Sequence[progress.Day], unplaced: int
) -> SourceRow:
    marks = strip([day.state for day in days])
    return SourceRow(source, alarms, bars(source.counts), marks, width_of(marks), _in_words(days), unplaced)


def _badness(row: SourceRow) -> tuple[int, str]:
    rank = _RANK[row.source.health]
    grave = [one for one in row.alarms if not one.is_calm and one.alarm.problem != Trouble.KEY_MISSING]
    return (min(rank, _ALARMED) if grave else rank), row.source.contract.name.casefold()


def _in_words(days: Sequence[progress.Day]) -> str:
    """The strip for those who do not see it: how many days of each state."""
    states = [day.state for day in days]
    counted = [f"{state.label} {states.count(state)}" for state in RunState if state in states]
    said = ", ".join(counted) or _("no run")
    return _("Days with a run among the last %(days)s: %(states)s") % {"days": len(days), "states": said}
