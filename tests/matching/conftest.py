"""Towns and signals in the database."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

import numpy as np
import pytest
from hypothesis import settings

from antena.accounts.enums import Role
from antena.accounts.models import User
from antena.matching import actions
from antena.matching.models import Profile, TownAccess
from antena.places.enums import PlaceKind, RegionKind
from antena.places.models import Country, Place, Region
from antena.signals.enums import Impact, Kind, Status
from antena.signals.models import (
    Deadline,
    EligibilityRule,
    Signal,
    SignalEmbedding,
    SignalGoal,
    SignalText,
    SignalTheme,
)
from antena.themes import catalogue
from antena.themes.models import Goal, Theme

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MODEL = "test-model"

# How long an example takes says how busy the machine is, not whether the engine is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def vocabulary(db):
    """Themes and goals by their codes; the catalogue in full, EuroVoc included, would take seconds."""
    content = _catalogue()
    for field in content.fields:
        Theme.objects.bulk_create(
            Theme(code=entry.code, letter=field.letter, position=0, labels=entry.labels)
            for entry in (field, *field.themes)
        )
    Goal.objects.bulk_create(Goal(number=goal.number, labels=goal.labels) for goal in content.goals)


_catalogue = cache(lambda: catalogue.load(catalogue.FOLDER))


@pytest.fixture
def country(db):
    return Country.objects.create(code="ES", iso3="ESP", continent="EU", in_eu=True)


@pytest.fixture
def make_place(country):
    numbers = count(1)
    county = Region.objects.create(
        country=country, kind=RegionKind.COUNTY, code="14", name="Berguedà", sort_key="bergueda",
        is_mountain=True, capital_codes=["00001"],
    )  # fmt: skip

    def make(name, population, **more):
        number = next(numbers)
        return Place.objects.create(
            **{
                "kind": PlaceKind.MUNICIPALITY,
                "country": country,
                "lau_code": f"{number:05}",
                "is_member": True,
                "name": name,
                "slug": name.lower().replace(" ", "-"),
                "sort_key": name.lower(),
                "latitude": 42.1,
                "longitude": 1.9,
                "population": population,
                "area_km2": 30.0,
                "county": county,
            }
            | more
        )

    return make


@pytest.fixture
def towns(make_place, vocabulary):
    """A village, a town and a city, with assumed profiles, by name."""
    make_place("Berga", 16_800)
    make_place("Gisclareny", 27)
    make_place("Barcelona", 1_686_000, county=None, is_coastal=True, area_km2=101.0)
    actions.make_profiles(at=NOW)
    return {profile.place.name: profile for profile in Profile.objects.select_related("place__country")}


def vector(*values):
    whole = np.zeros(384, dtype=np.float32)
    whole[: len(values)] = values
    return whole / np.linalg.norm(whole)


@pytest.fixture
def make_signal(vocabulary):
    numbers = count(1)

    def make(title="A call", *, themes=("connectivity",), rules=(), days=200, goals=(), meaning=None, **more):
        number = next(numbers)
        deadline = None if days is None else NOW + timedelta(days=days)
        signal = Signal.objects.create(
            **{
                "source": "test",
                "external_id": f"T-{number}",
                "slug": f"t-{number}",
                "kind": Kind.CALL,
                "programme": "LIFE",
                "url": "https://example.org/call",
                "published_on": NOW.date() - timedelta(days=30),
                "next_deadline": deadline,
                "status": Status.OPEN,
                "impact": Impact.MONEY,
                "impact_confidence": 0.8,
                "content_hash": "1",
                "read_hash": "1",
                "first_seen": NOW,
                "last_seen": NOW,
            }
            | more
        )
        SignalText.objects.create(signal=signal, language="en", title=title, updated_at=NOW)
        if deadline is not None:
            Deadline.objects.create(signal=signal, at=deadline)
        scores = themes.items() if isinstance(themes, dict) else ((code, 0.9) for code in themes)
        for code, score in scores:
            SignalTheme.objects.create(signal=signal, theme=Theme.objects.get(code=code), score=score)
        for goal in goals:
            SignalGoal.objects.create(signal=signal, goal_id=goal, score=0.8)
        for kind, sentence, value in rules:
            EligibilityRule.objects.create(
                signal=signal, kind=kind, value=value, sentence=sentence, language="en", confidence=0.9
            )
        if meaning is not None:
            SignalEmbedding.objects.create(signal=signal, model=MODEL, vector=vector(*meaning))
        return signal

    return make


@pytest.fixture
def make_user(db):
    def make(name, role=Role.READER, *, town=None, can_edit=True, **more):
        user = User.objects.create_user(username=name, role=role, **more)
        if town is not None:
            TownAccess.objects.create(user=user, profile=town, can_edit=can_edit)
        return user

    return make
