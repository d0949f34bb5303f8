"""A small world to bring files into."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

from antena.accounts.enums import Role
from antena.accounts.models import User
from antena.places.models import Country, Place, PlaceName
from antena.themes.models import Theme

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# How long an example takes says how busy the machine is, not whether a reader is right.
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("quick")


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("officer", role=Role.OFFICER, language="en")


@pytest.fixture
def ground(db: None) -> list[Place]:
    """Three countries, three towns, a theme with a sub-theme."""
    for code, iso3 in (("ES", "ESP"), ("FR", "FRA"), ("BE", "BEL")):
        Country.objects.create(code=code, iso3=iso3, continent="EU", in_eu=True)
    parent = Theme.objects.create(
        code="climate", letter="b", position=1, labels={"en": "Climate, energy", "ca": "Clima"}
    )
    Theme.objects.create(
        code="water", parent=parent, letter="b", position=2, labels={"en": "Water", "ca": "Aigua"}
    )
    places = []
    for number, (country, name) in enumerate((("FR", "perpignan"), ("ES", "barcelona"), ("BE", "bruges"))):
        place = Place.objects.create(
            country_id=country, name=name.title(), sort_key=name, latitude=42 + number, longitude=2
        )
        PlaceName.objects.create(place=place, text=name, weight=0.5)
        places.append(place)
    return places


def csv_bytes(rows: list[dict[str, Any]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a file, headers first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
