"""What the page of a place shows: facts and who says them, figures by goal, twin towns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from babel import Locale
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from antena.places import queries as places
from antena.places.enums import TwinState
from antena.places.indicators import Indicator, indicators
from antena.places.models import Place
from antena.places.queries import KnownFact, KnownFigure, KnownTwin, Told
from antena.places.rules import GAZETTEER, PERSON, REGISTER
from antena.sources import queries as sources
from antena.sources.enums import SAMPLE
from antena.themes.models import Goal
from antena.web.drawing.arcs import Arcs, End, arcs
from antena.web.drawing.comparison import Comparison, compare
from antena.web.templatetags.antena import named, number

# Below this a join with a place is told as doubtful.
_SURE: Final = 0.9
_FACTS: Final[dict[str, Promise]] = {
    "population": gettext_lazy("Inhabitants"),
    "coordinates": gettext_lazy("Coordinates"),
    "area_km2": gettext_lazy("Area"),
    "altitude_m": gettext_lazy("Altitude"),
    "degurba": gettext_lazy("Degree of urbanisation"),
    "website": gettext_lazy("Official website"),
    "email": gettext_lazy("Mailbox of the town hall"),
}
_DEGURBA: Final[dict[int, Promise]] = {
    1: gettext_lazy("city"),
    2: gettext_lazy("town or suburb"),
    3: gettext_lazy("countryside"),
}


@dataclass(frozen=True)
class Voice:
    """What one source says, in words, and when it last said it. ``is_doubtful``: its join is not sure."""

    source: str
    words: str
    at: datetime
    address: str
    is_doubtful: bool


@dataclass(frozen=True)
class FactRow:
    """A fact with its words; ``link`` where it is one. ``voices`` begins with the one that is shown."""

    label: str
    words: str
    link: str
    voices: tuple[Voice, ...]
    is_locked: bool


@dataclass(frozen=True)
class FigureRow:
    """A figure with its unit; ``where`` is "" for the place's own, else the region or country it is of."""

    label: str
    words: str
    period: str
    status: str
    where: str
    source: str
    seen_at: datetime
    county: str
    country: str
    drawn: Comparison | None


@dataclass(frozen=True)
class GoalRows:
    """The figures of one Sustainable Development Goal; ``goal`` is None for those of no goal."""

    goal: int | None
    label: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class TwinRow:
    """A twin town; ``address`` of its page, or "" where nobody found it among the places."""

    twinning_id: int
    name: str
    country: str
    address: str
    since: int | None
    until: int | None
    sources: tuple[str, ...]
    source_address: str
    state: TwinState
    is_doubtful: bool
    has_ended: bool
    is_sample: bool


def fact_rows(place: Place) -> list[FactRow]:
    """The facts somebody speaks of. One query."""
    names = _Sources()
    return [_fact(known, names) for known in places.known_facts(place)]


def goal_rows(place: Place) -> list[GoalRows]:
    """The figures by goal, those of no goal last. Three queries."""
    known = indicators()
    names = _Sources()
    rows = [
        (_goal(known.get(figure.indicator)), _figure(figure, known.get(figure.indicator), names))
        for figure in places.known_figures(place)
    ]
    rows.sort(key=lambda pair: (pair[0] or 99, bool(pair[1].where), pair[1].label.casefold()))
    labels = dict(Goal.objects.values_list("number", "labels")) if rows else {}
    return [
        GoalRows(
            goal,
            named(labels.get(goal, {})) if goal else _("Other figures"),
            tuple(row for _goal_number, row in group),
        )
        for goal, group in groupby(rows, key=lambda pair: pair[0])
    ]


def twin_rows(twins: Iterable[KnownTwin], *, today: date) -> list[TwinRow]:
    """The twins as the page lists them, those of the past after those of now, denied ones last. No query."""
    names = _Sources()
    rows = [
        TwinRow(
            twinning_id=twin.twinning_id,
            name=twin.name,
            country=country_name(twin.country_code),
            address=reverse("web:place", args=[twin.place.pk]) if twin.place else "",
            since=twin.since.year if twin.since else None,
            until=twin.until.year if twin.until else None,
            sources=tuple(names.of(source) for source in twin.sources),
            source_address=twin.url,
            state=twin.state,
            is_doubtful=twin.place is not None and twin.confidence < _SURE,
            has_ended=_has_ended(twin, today),
            is_sample=set(twin.sources) == {SAMPLE},
        )
        for twin in twins
    ]
    return sorted(rows, key=lambda row: (row.state == TwinState.DENIED, row.has_ended))


def arc_map(place: Place, twins: Iterable[KnownTwin], *, land: Any, today: date) -> Arcs | None:
    """The bows to the twins of today that have coordinates and nobody denied, None where there are none."""
    ends = [
        End(twin.name, twin.latitude, twin.longitude, twin.state.value)
        for twin in twins
        if twin.state != TwinState.DENIED
        and not _has_ended(twin, today)
        and twin.latitude is not None
        and twin.longitude is not None
    ]
    return arcs((place.latitude, place.longitude), ends, land=land)


def _has_ended(twin: KnownTwin, today: date) -> bool:
    return twin.until is not None and twin.until <= today


def country_name(code: str) -> str:
    """A country in the reader's language (CLDR); its code where CLDR has none."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code, code))


class _Sources:
    """Names of sources, read from their contracts once a page."""

    def __init__(self) -> None:
        self._names: Mapping[str, str] = {
            source: contract.name for source, contract in sources.contracts().items()
        }

    def of(self, source: str) -> str:
        own = {
            PERSON: _("a person of the town or the office"),
            REGISTER: _("the association's register"),
            GAZETTEER: "GeoNames",
            SAMPLE: _("Sample"),
        }
        return own.get(source) or self._names.get(source, source)


def _fact(known: KnownFact, names: _Sources) -> FactRow:
    voices = tuple(_voice(known.fact, told, names) for told in known.told)
    shown = str(known.shown.values[0])
    link = {"website": shown, "email": f"mailto:{shown}"}.get(known.fact, "")
    return FactRow(
        label=str(_FACTS[known.fact]),
        words=voices[0].words,
        link=link,
        voices=voices,
        is_locked=known.is_locked,
    )


def _voice(fact: str, told: Told, names: _Sources) -> Voice:
    return Voice(
        source=names.of(told.source),
        words=_words(fact, told.values),
        at=told.at,
        address=told.url,
        is_doubtful=told.confidence < _SURE,
    )


def _words(fact: str, values: tuple[Any, ...]) -> str:
    first = values[0]
    match fact:
        case "population":
            return f"{number(first)} ({values[1]})" if values[1] else number(first)
        case "coordinates":
            return f"{number(first)}° / {number(values[1])}°"
        case "area_km2":
            return f"{number(first)} km²"
        case "altitude_m":
            return f"{number(first)} m"
        case "degurba":
            return str(_DEGURBA.get(first, first))
        case _:
            return str(first).removeprefix("https://").removeprefix("http://").rstrip("/")


def _goal(indicator: Indicator | None) -> int | None:
    return indicator.goals[0] if indicator and indicator.goals else None


def _figure(figure: KnownFigure, indicator: Indicator | None, names: _Sources) -> FigureRow:
    unit = named(indicator.units) if indicator and indicator.units else indicator.unit if indicator else ""
    return FigureRow(
        label=named(indicator.names) if indicator else figure.indicator,
        words=_with_unit(figure.value, unit),
        period=figure.period,
        status=_status(figure.status),
        where=country_name(figure.area) if len(figure.area) == 2 else figure.area,
        source=names.of(figure.source),
        seen_at=figure.seen_at,
        county="" if figure.county_median is None else _with_unit(figure.county_median, unit),
        country="" if figure.country_median is None else _with_unit(figure.country_median, unit),
        drawn=None
        if indicator and indicator.is_count
        else compare(figure.value, figure.county_median, figure.country_median),
    )


def _with_unit(value: float, unit: str) -> str:
    # Four digits that mean something are enough for a reader.
    shown = round(value) if abs(value) >= 1_000 else round(value, 2)
    return f"{number(shown)} {unit}".strip()


def _status(status: str) -> str:
    known = {"provisional": _("provisional"), "estimated": _("estimated")}
    return known.get(status, status)
