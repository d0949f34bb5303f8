"""Reads the sample's twin towns, projects and organisations, dated like its signals."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from antena.actors.enums import OrganisationKind
from antena.operations.sample.files import FOLDER, SOURCE
from antena.sources.drafts import (
    DraftBody,
    DraftText,
    ParticipationDraft,
    PlaceRef,
    ProjectDraft,
    TwinDraft,
)

_LICENCE, _ATTRIBUTION = "EUPL-1.2", "Antena, sample"


class SampleTwin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A twinning: the member by its code, the twin by name, country and degrees north and east."""

    lau_code: str
    name: str
    country: str
    at: tuple[float, float]
    since: int | None = None


class SamplePartner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A body of a sample project, named as a source would name it; whole euros."""

    name: str
    city: str
    role: str
    eu_eur: int


class SampleProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sample project; ``…_in`` are days from today, money whole euros."""

    id: str
    acronym: str
    programme: str
    starts_in: int
    ends_in: int
    total_eur: int
    title: dict[str, str]
    partner: list[SamplePartner]


class SampleOrganisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An invented organisation; ``name`` is English, ``checked_in`` days from today."""

    kind: OrganisationKind
    name: str
    names: dict[str, str]
    country: str
    city: str
    website: str
    acronym: str = ""
    email: str = ""
    post: str = ""
    checked_in: int | None = None


def twins(*, country: str) -> list[TwinDraft]:
    """Every sample twinning as a draft; ``country`` is that of the members' codes."""
    return [
        TwinDraft(
            source=SOURCE,
            external_id=f"{one.lau_code}-{one.name}",
            place=PlaceRef(scheme="lau", country=country, code=one.lau_code),
            twin=PlaceRef(
                scheme="name", country=one.country, name=one.name, latitude=one.at[0], longitude=one.at[1]
            ),
            since=date(one.since, 1, 1) if one.since else None,
            licence=_LICENCE,
            attribution=_ATTRIBUTION,
        )
        for one in msgspec.convert(_read()["twin"], list[SampleTwin])
    ]


def projects(*, country: str, at: datetime) -> list[ProjectDraft | ParticipationDraft]:
    """Every sample project and who took part, dated around ``at``; ``country`` is that of the bodies."""
    drafts: list[ProjectDraft | ParticipationDraft] = []
    for one in msgspec.convert(_read()["project"], list[SampleProject]):
        drafts.append(_project(one, country, at))
        drafts += [_participation(one, partner, country) for partner in one.partner]
    return drafts


def organisations(*, at: datetime) -> list[tuple[OrganisationKind, Mapping[str, Any]]]:
    """Every sample organisation: its kind, and its facts as `antena.actors.facts.Facts`."""
    found: list[tuple[OrganisationKind, Mapping[str, Any]]] = []
    for one in msgspec.convert(_read()["organisation"], list[SampleOrganisation]):
        facts = msgspec.structs.asdict(one)
        kind, checked_in = facts.pop("kind"), facts.pop("checked_in")
        if checked_in is not None:
            facts["checked_on"] = (at + timedelta(days=checked_in)).date().isoformat()
        found.append((kind, {**facts, "attribution": _ATTRIBUTION}))
    return found


def _project(one: SampleProject, country: str, at: datetime) -> ProjectDraft:
    return ProjectDraft(
        source=SOURCE,
        external_id=one.id,
        kind="project",
        url="",
        texts=tuple(DraftText(language=language, title=title) for language, title in one.title.items()),
        acronym=one.acronym,
        programme=one.programme,
        starts_on=(at + timedelta(days=one.starts_in)).date(),
        ends_on=(at + timedelta(days=one.ends_in)).date(),
        total_eur=one.total_eur,
        countries=(country,),
        licence=_LICENCE,
        attribution=_ATTRIBUTION,
    )


def _participation(one: SampleProject, partner: SamplePartner, country: str) -> ParticipationDraft:
    body = DraftBody(
        external_id=partner.name, name=partner.name, country=country, city=partner.city, activity="public"
    )
    return ParticipationDraft(
        source=SOURCE,
        external_id=f"{one.id}-{partner.city}",
        project=one.id,
        body=body,
        role=partner.role,
        eu_eur=partner.eu_eur,
    )


def _read() -> dict[str, Any]:
    with (FOLDER / "records.toml").open("rb") as opened:
        return tomllib.load(opened)
