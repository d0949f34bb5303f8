"""Facts and twin towns whose place nobody knew, tried again: places, codes and links have changed since."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import Q

from antena.places import actions as places
from antena.places.models import Statement, TwinTown
from antena.records.importing.resolving import Finder, Resolver, Sought, Target
from antena.sources.drafts import PlaceRef

_BATCH: Final = 1_000
_NOBODY: Final = PlaceRef(scheme="name")


class Retried(msgspec.Struct, frozen=True):
    """How many records were tried again, and how many found their place, or a twin its own."""

    tried: int
    placed: int


def retry_unresolved(
    *, at: datetime, finder: Callable[[], Finder] | None = None, source: str | None = None
) -> Retried:
    """Look again for the places of what is kept without one, of one source or of all.

    Each batch is a transaction of its own: cut off, the next call goes on with what is left.
    """
    resolver = Resolver(finder)
    facts, twins = Statement.objects.filter(place=None, area=""), TwinTown.objects.filter(_OPEN)
    total = Retried(0, 0)
    for rows, again in ((facts, _facts_again), (twins, _twins_again)):
        chosen = rows.filter(delisted_at=None)
        chosen = chosen.filter(source=source) if source is not None else chosen
        ids = list(chosen.order_by("source", "authority", "pk").values_list("pk", flat=True))
        for start in range(0, len(ids), _BATCH):
            placed = again(ids[start : start + _BATCH], resolver, at)
            total = Retried(total.tried + len(ids[start : start + _BATCH]), total.placed + placed)
    return total


_OPEN: Final = Q(place=None) | Q(twin=None)


@transaction.atomic
def _facts_again(ids: list[int], resolver: Resolver, at: datetime) -> int:
    rows = list(Statement.objects.filter(pk__in=ids).select_for_update())
    found = resolver.resolve([_sought(row.ref, row.said) for row in rows])
    placed = [
        (row, target)
        for row, target in zip(rows, found, strict=True)
        if target.place_id is not None or target.area
    ]
    for (source, authority), group in _by_source(placed).items():
        places.store_facts(
            source=source,
            authority=authority,
            facts=[_fact(row, target) for row, target in group],
            at=at,
        )
    return len(placed)


@transaction.atomic
def _twins_again(ids: list[int], resolver: Resolver, at: datetime) -> int:
    rows = list(TwinTown.objects.filter(pk__in=ids).select_for_update())
    refs = [_sought(row.refs.get(end, {}), {}) for row in rows for end in ("place", "twin")]
    found = resolver.resolve(refs)
    ends = zip(found[::2], found[1::2], strict=True)
    placed = [
        (row, (place, twin))
        for row, (place, twin) in zip(rows, ends, strict=True)
        if (place.place_id, twin.place_id) != (row.place_id, row.twin_id)
        and (place.place_id or row.place_id is None)
        and (twin.place_id or row.twin_id is None)
    ]
    for (source, authority), group in _by_source(placed).items():
        places.store_twins(
            source=source,
            authority=authority,
            twins=[_twinning(row, *pair) for row, pair in group],
            at=at,
        )
    return len(placed)


def _by_source(rows: list[tuple[Any, Any]]) -> dict[tuple[str, int], list[tuple[Any, Any]]]:
    found: dict[tuple[str, int], list[tuple[Any, Any]]] = {}
    for row, target in rows:
        found.setdefault((row.source, row.authority), []).append((row, target))
    return found


def _sought(ref: dict[str, Any], said: dict[str, Any]) -> Sought:
    return Sought(
        ref=msgspec.convert(ref, PlaceRef) if ref else _NOBODY,
        codes=_part(said, "codes."),
        names=tuple(dict.fromkeys(_part(said, "names.").values())),
        population=said.get("population"),
        latitude=said.get("latitude"),
        longitude=said.get("longitude"),
    )


def _part(said: dict[str, Any], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in said.items() if name.startswith(prefix)}


def _fact(row: Statement, target: Target) -> places.Fact:
    return places.Fact(
        external_id=row.external_id,
        content_hash=row.content_hash,
        place_id=target.place_id,
        area=target.area,
        confidence=target.confidence,
        evidence=target.evidence,
        ref=row.ref,
        said=row.said,
        codes=_part(row.said, "codes."),
        figures=tuple(places.NewFigure(*figure) for figure in row.figures),
        url=row.url,
        licence=row.licence,
        attribution=row.attribution,
    )


def _twinning(row: TwinTown, place: Target, twin: Target) -> places.Twinning:
    return places.Twinning(
        external_id=row.external_id,
        content_hash=row.content_hash,
        name=row.name,
        place_id=place.place_id,
        twin_id=twin.place_id,
        country_code=row.country_code,
        latitude=row.latitude,
        longitude=row.longitude,
        since=row.since,
        until=row.until,
        confidence=twin.confidence,
        evidence=twin.evidence,
        reason=place.reason or twin.reason,
        refs=row.refs,
        url=row.url,
        licence=row.licence,
        attribution=row.attribution,
    )
