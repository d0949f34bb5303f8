"""What is known of a place and who says so: facts and their provenance, figures, twin towns."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models import Count, Q

from antena.places.enums import TwinState
from antena.places.models import Place, PlaceContact, Statement, TwinTown
from antena.places.rules import FACTS, PERSON, Said, leading


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says of one fact; ``values`` in the order of `rules.FACTS`.

    ``at`` is when it last said it; ``confidence`` that of the join of its record to the place.
    """

    source: str
    values: tuple[Any, ...]
    at: datetime
    url: str
    confidence: float


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of `rules.FACTS` with everybody who speaks of it, the one that is shown first."""

    fact: str
    told: tuple[Told, ...]

    @property
    def shown(self) -> Told:
        return self.told[0]

    @property
    def is_locked(self) -> bool:
        """A person's word is shown, and no source changes it."""
        return self.shown.source == PERSON


class KnownFigure(msgspec.Struct, frozen=True, kw_only=True):
    """The newest value of an indicator, of the place or, where ``area`` is not "", of its region or country.

    The medians are of the same indicator, source and period over the municipalities of the place's county and
    country, None where fewer than three have it.
    """

    indicator: str
    period: str
    value: float
    status: str
    source: str
    seen_at: datetime
    area: str = ""
    county_median: float | None = None
    country_median: float | None = None


class KnownTwin(msgspec.Struct, frozen=True, kw_only=True):
    """A town twinned with another, as all the records of the pair together tell it.

    ``twinning_id`` is a record of the pair, for what people decide; ``place`` the twin's row, None where it
    was not found; ``sources`` those that tell of it, the one of most authority first.
    """

    twinning_id: int
    name: str
    country_code: str
    place: Place | None
    latitude: float | None
    longitude: float | None
    since: date | None
    until: date | None
    state: TwinState
    confidence: float
    sources: tuple[str, ...]
    url: str


_FIGURES: Final = """
WITH own AS (
    SELECT DISTINCT ON (indicator) indicator, period, value, status, source, seen_at FROM places_figure
    WHERE place_id = %(place)s ORDER BY indicator, period DESC, source
), others AS (
    SELECT own.indicator, figure.value, place.county_id = %(county)s AS beside
    FROM own JOIN places_figure figure USING (indicator, period, source)
    JOIN places_place place ON place.id = figure.place_id WHERE place.country_id = %(country)s
), medians AS (
    SELECT indicator,
        CASE WHEN count(*) FILTER (WHERE beside) >= 3
            THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY value) FILTER (WHERE beside) END AS county,
        CASE WHEN count(*) >= 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY value) END AS country
    FROM others GROUP BY indicator
), around AS (
    SELECT DISTINCT ON (indicator) indicator, period, value, status, source, seen_at, area FROM places_figure
    WHERE place_id IS NULL AND area = ANY(%(areas)s) AND indicator NOT IN (SELECT indicator FROM own)
    ORDER BY indicator, length(area) DESC, period DESC, source
)
SELECT indicator, period, value, status, source, seen_at, '', county, country
FROM own JOIN medians USING (indicator)
UNION ALL
SELECT indicator, period, value, status, source, seen_at, area, NULL, NULL FROM around
ORDER BY 1
"""


def known_facts(place: Place) -> list[KnownFact]:
    """The facts somebody speaks of, in the order of `rules.FACTS`. One query."""
    rows = list(Statement.objects.filter(place=place).order_by("-authority", "source", "external_id"))
    said = {
        row.pk: Said(
            source=row.source,
            record=row.external_id,
            authority=row.authority,
            values=row.said,
            is_listed=row.delisted_at is None,
        )
        for row in rows
    }
    best = leading(said.values())
    return [KnownFact(fact=fact, told=_told(fact, rows, said, lead)) for fact, lead in best.items()]


def _told(fact: str, rows: Iterable[Statement], said: dict[int, Said], lead: Said) -> tuple[Told, ...]:
    speaking = [row for row in rows if row.said.get(FACTS[fact][0]) is not None]
    return tuple(
        Told(
            source=row.source,
            values=tuple(row.said.get(column) for column in FACTS[fact]),
            at=row.last_seen,
            url=row.url,
            confidence=row.confidence,
        )
        for row in sorted(speaking, key=lambda row: said[row.pk] is not lead)
    )


def contact(place: Place) -> PlaceContact | None:
    """How to reach the town hall, or None. One query."""
    return PlaceContact.objects.filter(place=place).first()


def known_figures(place: Place) -> list[KnownFigure]:
    """The newest figures of the place, and of its region and country what it has none of. Two queries."""
    terms = {
        "place": place.pk,
        "county": place.county_id,
        "country": place.country_id,
        "areas": _areas(place),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, terms)
        return [
            KnownFigure(**dict(zip(KnownFigure.__struct_fields__, row, strict=True)))
            for row in cursor.fetchall()
        ]


def _areas(place: Place) -> list[str]:
    """The country, and the NUTS regions a source put the place in, from the smallest up."""
    codes = place.codes.filter(scheme="nuts3").values_list("code", flat=True)
    return [place.country_id, *(code[:end] for code in codes for end in (5, 4, 3))]


def known_twins(place: Place) -> list[KnownTwin]:
    """The towns twinned with ``place``, told from either end, one a pair, by name. One query.

    Those a person denied come last; nobody else's word brings them back.
    """
    rows = (
        TwinTown.objects.filter(Q(place=place) | Q(twin=place), delisted_at=None)
        .select_related("place", "twin")
        .order_by("-authority", "source", "external_id")
    )
    pairs: dict[object, list[TwinTown]] = {}
    for row in rows:
        other = row.twin if row.place_id == place.pk else row.place
        # From the other end only what was found can be named.
        if other is not None or row.place_id == place.pk:
            key = other.pk if other else (row.name.casefold(), row.country_code)
            pairs.setdefault(key, []).append(row)
    found = [_twin(place, group) for group in pairs.values()]
    return sorted(found, key=lambda twin: (twin.state == TwinState.DENIED, twin.name.casefold()))


def _twin(place: Place, rows: Sequence[TwinTown]) -> KnownTwin:
    first = rows[0]
    other = first.twin if first.place_id == place.pk else first.place
    decided = next((row for row in rows if row.state != TwinState.TOLD), first)
    return KnownTwin(
        twinning_id=decided.pk,
        name=other.name if other else first.name,
        country_code=other.country_id if other else first.country_code,
        place=other,
        latitude=other.latitude if other else first.latitude,
        longitude=other.longitude if other else first.longitude,
        since=min((row.since for row in rows if row.since), default=None),
        until=max((row.until for row in rows if row.until), default=None),
        state=TwinState(decided.state),
        confidence=max(row.confidence for row in rows),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
        url=next((row.url for row in rows if row.url), ""),
    )


def unplaced_counts() -> dict[str, int]:
    """Source → how many of its facts and twinnings are kept without their place. One query."""
    facts = Statement.objects.filter(place=None, area="", delisted_at=None)
    twins = TwinTown.objects.filter(Q(place=None) | Q(twin=None), delisted_at=None)
    counted = (rows.order_by().values_list("source").annotate(n=Count("pk")) for rows in (facts, twins))
    found: Counter[str] = Counter()
    for source, count in next(counted).union(*counted, all=True):
        found[source] += count
    return dict(found)
