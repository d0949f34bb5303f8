"""Reads the sample's files. Dates in them are days from the day of loading, so that it never grows old."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from antena.sources.drafts import Draft, DraftDeadline, DraftText
from antena.sources.enums import SAMPLE

SOURCE = SAMPLE
FOLDER = Path(__file__).parent


class SampleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a sample signal in one language."""

    title: str
    summary: str
    body: str = ""
    conditions: str = ""


class SampleSignal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sample signal as written in ``signals/*.toml``; ``…_in`` are days from today, money whole euros."""

    id: str
    kind: str
    url: str
    text: dict[str, SampleText]
    programme: str = ""
    document_type: str = ""
    status: str = ""
    published_in: int | None = None
    opens_in: int | None = None
    deadlines_in: list[int] = []
    eurovoc: list[str] = []
    countries: list[str] = []
    references: dict[str, list[str]] = {}
    budget_total_eur: int | None = None
    grant_min_eur: int | None = None
    grant_max_eur: int | None = None


class SampleTown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a town would say of itself, as written in ``towns.toml``."""

    lau_code: str
    needs: str
    themes: dict[str, float] = {}
    assets: list[str] = []
    goals: list[int] = []
    capacity: str = "none"


class SamplePerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody to sign in as, as written in ``people.toml``."""

    username: str
    display_name: str
    role: str
    language: str = "ca"
    town: str = ""


def signals(*, at: datetime) -> list[Draft]:
    """Every sample signal as a draft dated around ``at``."""
    found: list[Draft] = []
    for file in sorted((FOLDER / "signals").glob("*.toml")):
        listed = msgspec.convert(_read(file)["signal"], list[SampleSignal])
        found.extend(_draft(one, at) for one in listed)
    return found


def towns() -> list[SampleTown]:
    """The towns that have told their needs."""
    return msgspec.convert(_read(FOLDER / "towns.toml")["town"], list[SampleTown])


def people() -> list[SamplePerson]:
    """The people to sign in as."""
    return msgspec.convert(_read(FOLDER / "people.toml")["person"], list[SamplePerson])


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _draft(one: SampleSignal, at: datetime) -> Draft:
    def day(offset: int | None) -> datetime | None:
        return None if offset is None else at + timedelta(days=offset)

    published, opens = day(one.published_in), day(one.opens_in)
    return Draft(
        source=SOURCE,
        external_id=one.id,
        kind=one.kind,
        url=one.url,
        texts=tuple(
            DraftText(
                language=language,
                title=text.title,
                summary=text.summary,
                body=text.body,
                conditions=text.conditions,
            )
            for language, text in one.text.items()
        ),
        document_type=one.document_type,
        programme=one.programme,
        published_on=published.date() if published else None,
        opens_on=opens.date() if opens else None,
        deadlines=tuple(
            DraftDeadline(at=at.replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days=offset))
            for offset in one.deadlines_in
        ),
        stated_status=one.status,
        eurovoc=tuple(one.eurovoc),
        countries=tuple(one.countries),
        references={relation: tuple(ids) for relation, ids in one.references.items()},
        budget_total_eur=one.budget_total_eur,
        grant_min_eur=one.grant_min_eur,
        grant_max_eur=one.grant_max_eur,
        licence="EUPL-1.2",
        attribution="Antena, sample",
    )
