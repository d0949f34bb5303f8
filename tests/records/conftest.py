"""A few places, and projects by invented bodies."""

from datetime import UTC, date, datetime

import pytest

from antena.lib.text import normalise
from antena.places.models import Country, Place, PlaceName
from antena.sources.drafts import DraftBody, DraftText, ParticipationDraft, ProjectDraft

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

# country, name, other names, latitude, longitude, inhabitants, code of a member
_PLACES = [
    ("ES", "Olot", "", 42.18, 2.49, 36_000, "17114"),
    ("ES", "Torrent", "", 41.95, 3.13, 170, "17197"),
    ("ES", "Torrent", "", 39.44, -0.47, 83_000, ""),
    ("FI", "Helsinki", "Helsingfors", 60.17, 24.94, 658_000, ""),
    ("GR", "Athens", "Αθήνα|Athina", 37.98, 23.73, 664_000, ""),
]


@pytest.fixture
def places(db) -> dict[str, Place]:
    """The places by name; of the two called Torrent, "Torrent" is the member and "Torrent (south)" not."""
    found = {}
    for code in sorted({row[0] for row in _PLACES}):
        Country.objects.create(code=code, iso3=f"{code}X", continent="EU", in_eu=True)
    for country, name, others, latitude, longitude, people, lau in _PLACES:
        place = Place.objects.create(
            country_id=country,
            name=name,
            sort_key=name.lower(),
            latitude=latitude,
            longitude=longitude,
            population=people,
            kind="municipality" if lau else "settlement",
            lau_code=lau,
            is_member=bool(lau),
            slug=name.lower() if lau else "",
        )
        for text in {normalise(one) for one in [name, *others.split("|")] if one}:
            PlaceName.objects.create(place=place, text=text, is_member=bool(lau), weight=0.5)
        found[name if name not in found else f"{name} (south)"] = place
    return found


def project(key: str, **said: object) -> ProjectDraft:
    """A draft of a project with this identifier."""
    return ProjectDraft(
        **{
            "source": "made_up",
            "external_id": key,
            "kind": "project",
            "url": f"https://example.org/{key}",
            "texts": (DraftText(language="en", title=f"Project {key}"),),
            "programme": "HORIZON",
            "starts_on": date(2024, 1, 1),
            **said,
        }
    )


def body(key: str, name: str, **said: object) -> DraftBody:
    """A body of Spain unless said otherwise."""
    return DraftBody(**{"external_id": key, "name": name, "country": "ES", **said})


def share(project_key: str, who: DraftBody, **said: object) -> ParticipationDraft:
    """That ``who`` took part in the project."""
    return ParticipationDraft(
        **{
            "source": "made_up",
            "external_id": f"{project_key}/{who.external_id}",
            "project": project_key,
            "body": who,
            **said,
        }
    )
