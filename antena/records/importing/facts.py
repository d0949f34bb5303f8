"""What sources say of places, stored: each draft with its place, or kept with the reason why it has none."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from antena.places import actions as places
from antena.places.models import Statement, TwinTown
from antena.records.importing.resolving import Finder, Resolver, Sought, Target
from antena.sources.drafts import AnyDraft, FactDraft, PlaceRef, TwinDraft
from antena.sources.importing import Counts, WrongDraftError

_encode = msgspec.json.Encoder(order="deterministic").encode
_MEASURES = ("population", "population_year", "area_km2", "altitude_m", "website", "email")


class FactImporter:
    """Stores facts and twin towns (`antena.sources.importing.Importer`), in any mixture.

    ``authority`` is the contract's: what a source of more says is not overwritten. ``finder`` makes what
    finds places by official names; without it only codes and exact names are joined.
    """

    def __init__(self, *, authority: int, finder: Callable[[], Finder] | None = None) -> None:
        self._authority = authority
        self._finder = finder
        self._resolver: Resolver | None = None

    @transaction.atomic
    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:  # noqa: ARG002  Importer's
        """Store drafts of one source, each record once. Raises `WrongDraftError`; nothing is stored then."""
        facts = {draft.external_id: draft for draft in drafts if isinstance(draft, FactDraft)}
        twins = {draft.external_id: draft for draft in drafts if isinstance(draft, TwinDraft)}
        for draft in drafts:
            if not isinstance(draft, FactDraft | TwinDraft):
                raise WrongDraftError(f"{draft.source} {draft.external_id}: {type(draft).__name__}")
        if not drafts:
            return Counts()
        source = drafts[0].source
        return self._store_facts(source, facts, at) + self._store_twins(source, twins, at)

    def listed(self, source: str) -> int:
        """How many facts and twinnings of the source are stored and not marked as gone."""
        models = (Statement, TwinTown)
        return sum(model.objects.filter(source=source, delisted_at=None).count() for model in models)

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark the source's facts and twinnings that no run has seen since that moment as gone."""
        return places.delist_facts(source=source, since=since) + places.delist_twins(
            source=source, since=since
        )

    def _store_facts(self, source: str, drafts: dict[str, FactDraft], at: datetime) -> Counts:
        terms: dict[str, Any] = {"source": source, "authority": self._authority, "at": at}
        hashes = {key: content_hash(draft) for key, draft in drafts.items()}
        same = places.touch_facts(hashes=hashes, **terms) if drafts else set()
        rest = [draft for key, draft in drafts.items() if key not in same]
        if not rest:
            return Counts(same=len(same))
        targets = self._resolve([_sought(draft) for draft in rest])
        facts = [
            fact_of(draft, target, hashes[draft.external_id])
            for draft, target in zip(rest, targets, strict=True)
        ]
        stored = places.store_facts(facts=facts, **terms)
        return Counts(stored.new, stored.changed, len(same))

    def _store_twins(self, source: str, drafts: dict[str, TwinDraft], at: datetime) -> Counts:
        terms: dict[str, Any] = {"source": source, "authority": self._authority, "at": at}
        hashes = {key: content_hash(draft) for key, draft in drafts.items()}
        same = places.touch_twins(hashes=hashes, **terms) if drafts else set()
        rest = [draft for key, draft in drafts.items() if key not in same]
        if not rest:
            return Counts(same=len(same))
        targets = self._resolve([Sought(ref=ref) for draft in rest for ref in (draft.place, draft.twin)])
        twins = [
            twinning_of(draft, *pair, hashes[draft.external_id])
            for draft, pair in zip(rest, zip(targets[::2], targets[1::2], strict=True), strict=True)
        ]
        stored = places.store_twins(twins=twins, **terms)
        return Counts(stored.new, stored.changed, len(same))

    def _resolve(self, sought: Sequence[Sought]) -> list[Target]:
        if self._resolver is None:
            self._resolver = Resolver(self._finder)
        return self._resolver.resolve(sought)


def content_hash(draft: AnyDraft) -> str:
    """32 hexadecimal digits that change whenever anything the source says does."""
    return hashlib.blake2b(_encode(draft), digest_size=16).hexdigest()


def _sought(draft: FactDraft) -> Sought:
    return Sought(
        ref=draft.place,
        codes=draft.codes,
        names=tuple(dict.fromkeys(draft.names.values())),
        population=draft.population,
        latitude=draft.latitude,
        longitude=draft.longitude,
    )


def fact_of(draft: FactDraft, target: Target, digest: str) -> places.Fact:
    """The draft as places store it, at its target."""
    return places.Fact(
        external_id=draft.external_id,
        content_hash=digest,
        place_id=target.place_id,
        area=target.area,
        confidence=target.confidence,
        evidence=target.evidence,
        reason=target.reason,
        ref=_plain(draft.place),
        said=_said(draft),
        codes=_codes(draft),
        figures=tuple(
            places.NewFigure(one.indicator, one.period, one.value, one.status) for one in draft.figures
        ),
        url=draft.url,
        licence=draft.licence,
        attribution=draft.attribution,
    )


def _said(draft: FactDraft) -> dict[str, Any]:
    """Field → value, only of what the draft does say."""
    said: dict[str, Any] = {name: getattr(draft, name) for name in _MEASURES}
    if draft.latitude is not None and draft.longitude is not None:
        said |= {"latitude": draft.latitude, "longitude": draft.longitude}
    said["degurba"] = _degurba(draft)
    said |= {f"names.{language}": name for language, name in draft.names.items()}
    said |= {f"codes.{scheme}": code for scheme, code in _codes(draft).items()}
    said |= {f"details.{name}": value for name, value in draft.details.items()}
    return {name: value for name, value in said.items() if value not in (None, "")}


def _degurba(draft: FactDraft) -> int | None:
    """The degree of urbanisation, which sources give as a figure: the newest, 1 to 3."""
    figures = [one for one in draft.figures if one.indicator.rpartition(".")[2] == "degurba"]
    newest = max(figures, key=lambda one: one.period, default=None)
    return int(newest.value) if newest is not None and newest.value in (1, 2, 3) else None


def _codes(draft: FactDraft) -> dict[str, str]:
    own = {draft.place.scheme: draft.place.code} if draft.place.scheme in ("lau", "wikidata") else {}
    return {scheme: code for scheme, code in (own | draft.codes).items() if code}


def twinning_of(draft: TwinDraft, place: Target, twin: Target, digest: str) -> places.Twinning:
    """The draft as places store it, with whatever was found of its two ends."""
    return places.Twinning(
        external_id=draft.external_id,
        content_hash=digest,
        name=draft.twin.name or draft.twin.code,
        place_id=place.place_id,
        twin_id=twin.place_id,
        country_code=draft.twin.country,
        latitude=draft.twin.latitude,
        longitude=draft.twin.longitude,
        since=draft.since,
        until=draft.until,
        confidence=twin.confidence,
        evidence=twin.evidence,
        reason=place.reason or twin.reason,
        refs={"place": _plain(draft.place), "twin": _plain(draft.twin)},
        url=draft.url,
        licence=draft.licence,
        attribution=draft.attribution,
    )


def _plain(ref: PlaceRef) -> dict[str, Any]:
    values: Iterable[tuple[str, Any]] = msgspec.structs.asdict(ref).items()
    return {name: value for name, value in values if value not in ("", None)}
