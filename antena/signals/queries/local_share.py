"""How many of the acts published touch local government: by year, by class, by field, narrow and broad."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from antena.lib import learned
from antena.signals.enums import Impact, Kind, Triage
from antena.signals.models import Signal, SignalTheme
from antena.signals.reading.impact.judging import NAME, PACKAGE
from antena.signals.reading.impact.quantifying import Errors, Share, UnknowableError, adjusted

DIRECT: Final = "direct"
# Of fewer acts a share says nothing: its interval is nearly everything.
LEAST: Final = 20
CLASSES: Final = tuple(value for value in Impact.values if value != Impact.NONE)


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Acts counted as the reader says, and the shares behind those counts.

    ``of`` acts in all; ``broad`` touch local government, ``narrow`` of them directly; ``classes`` is how many
    are of each class. A share is None where nothing follows from the count, as from fewer than `LEAST`.
    Both are corrected apart, so that of few acts the narrow one may come out above the broad.
    """

    of: int
    broad: int
    narrow: int
    classes: Mapping[str, int]
    broad_share: Share | None
    narrow_share: Share | None


class LocalShare(msgspec.Struct, frozen=True, kw_only=True):
    """All acts, those of each year (newest first) and of each field by its code; an act may have several."""

    whole: Counted
    years: Mapping[int, Counted]
    fields: Mapping[str, Counted]


def local_share() -> LocalShare:
    """The shares of all acts with a date, without those of the sample, in two queries."""
    years: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for year, impact, level, count in _by_year():
        years[year][impact, level] += count
    fields: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for field, impact, level, count in _by_field():
        fields[field][impact, level] += count
    return LocalShare(
        whole=_counted(sum(years.values(), Counter())),
        years={year: _counted(years[year]) for year in sorted(years, reverse=True)},
        fields={field: _counted(counts) for field, counts in sorted(fields.items())},
    )


def acts_that_touch(*, year: int | None, field: str, level: str) -> QuerySet[Signal]:
    """The acts behind a figure, newest first; an empty ``field`` or ``level`` does not narrow."""
    found = _acts().exclude(impact=Impact.NONE)
    if year is not None:
        found = found.filter(published_on__year=year)
    if level:
        found = found.filter(impact_level=level)
    if field:
        of_field = Q(theme__code=field) | Q(theme__parent__code=field)
        found = found.filter(pk__in=SignalTheme.objects.filter(of_field).values("signal"))
    return found.order_by("-published_on", "-pk")


@cache
def known_errors() -> Mapping[str, Errors]:
    """How often the reader was right on acts judged by hand, for "narrow" and "broad"."""
    figures = learned.load(PACKAGE, NAME).provenance.figures
    return {
        name: Errors(
            right=int(figures[f"{name}_right"]),
            of=int(figures[f"{name}_of"]),
            cleared=int(figures[f"{name}_cleared"]),
            clear_of=int(figures[f"{name}_clear_of"]),
        )
        for name in ("narrow", "broad")
    }


def _acts() -> QuerySet[Signal]:
    listed = Signal.objects.filter(kind=Kind.ACT, is_sample=False, same_as=None, delisted_at=None)
    return listed.exclude(triage=Triage.DISMISSED).exclude(published_on=None).exclude(read_at=None)


def _by_year() -> QuerySet[Signal, tuple[int, str, str, int]]:
    groups = _acts().values_list("published_on__year", "impact", "impact_level")
    return groups.annotate(count=Count("pk")).order_by()


def _by_field() -> QuerySet[SignalTheme, tuple[str, str, str, int]]:
    return (
        SignalTheme.objects.filter(signal__in=_acts())
        .annotate(field=Coalesce(F("theme__parent__code"), F("theme__code")))
        .values_list("field", "signal__impact", "signal__impact_level")
        .annotate(count=Count("signal", distinct=True))
        .order_by()
    )


def _counted(counts: Counter[tuple[str, str]]) -> Counted:
    of = counts.total()
    classes = {name: sum(n for (impact, _), n in counts.items() if impact == name) for name in CLASSES}
    broad = sum(classes.values())
    narrow = sum(n for (impact, level), n in counts.items() if impact != Impact.NONE and level == DIRECT)
    return Counted(
        of=of,
        broad=broad,
        narrow=narrow,
        classes=classes,
        broad_share=_share(broad, of, "broad"),
        narrow_share=_share(narrow, of, "narrow"),
    )


def _share(found: int, of: int, name: str) -> Share | None:
    if of < LEAST:
        return None
    try:
        return adjusted(found, of, known_errors()[name])
    except UnknowableError:
        return None
