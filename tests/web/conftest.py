"""A small invented association: two counties, three towns, people of every part, signals and matches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from antena.accounts.enums import Role
from antena.accounts.models import User
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile, TownAccess
from antena.places.enums import PlaceKind, RegionKind
from antena.places.models import Border, Country, Load, Place, PlaceName, Region
from antena.signals.enums import Impact, Kind, Status
from antena.signals.models import (
    Deadline,
    EligibilityRule,
    Signal,
    SignalGoal,
    SignalText,
    SignalTheme,
    SignalVersion,
)
from antena.themes.models import Goal, Theme

LANGUAGES = ("ca", "es", "en", "fr")


@dataclass
class World:
    """What the tests of screens walk on."""

    towns: list[Place]
    profiles: list[Profile]
    signals: list[Signal] = field(default_factory=list)

    def add_signals(self, count: int) -> None:
        """That many more signals, each matched to every town, over the three buckets in turn."""
        for _ in range(count):
            self.signals.append(make_signal(len(self.signals)))
            for profile in self.profiles:
                make_match(profile, self.signals[-1], len(self.signals))


@pytest.fixture
def world(db: None) -> World:
    """Three towns with borders and profiles, themes, and one signal of each bucket matched to all."""
    # maps are kept in the process by the version of what was loaded: each test has its own
    Load.objects.create(name="members", version=uuid4().hex, rows=3, loaded_at=timezone.now())
    country = Country.objects.create(code="ES", iso3="ESP", continent="EU", in_eu=True)
    county = Region.objects.create(
        country=country, kind=RegionKind.COUNTY, code="1", name="Pla", sort_key="pla"
    )
    field_ = Theme.objects.create(code="climate", letter="b", position=1, labels={"en": "Climate"})
    Theme.objects.create(code="water", parent=field_, letter="b", position=2, labels={"en": "Water"})
    Goal.objects.create(number=6, labels={"en": "Clean water"})
    towns = [make_town(n, country, county) for n in range(3)]
    made = World(towns, [make_profile(town) for town in towns])
    made.add_signals(3)
    return made


@pytest.fixture
def people(world: World) -> Callable[[str], User | None]:
    """Somebody by part: officer, own (of the first town), other (of the second), watcher, reader, nobody."""
    roles = {"officer": Role.OFFICER, "own": Role.TOWN, "other": Role.TOWN, "watcher": Role.TOWN}

    def find(part: str) -> User | None:
        if part == "nobody":
            return None
        user = User.objects.create_user(
            part, password="a long password", role=roles.get(part, Role.READER), language="en"
        )
        if part in ("own", "watcher"):
            TownAccess.objects.create(user=user, profile=world.profiles[0], can_edit=part == "own")
        if part == "other":
            TownAccess.objects.create(user=user, profile=world.profiles[1])
        return user

    return find


def make_town(n: int, country: Country, county: Region) -> Place:
    name = ("Aigües", "Banyoles", "l'Hospitalet")[n % 3]
    town = Place.objects.create(
        kind=PlaceKind.MUNICIPALITY,
        country=country,
        lau_code=f"1700{n}",
        is_member=True,
        name=name,
        slug=("aigues", "banyoles", "hospitalet")[n % 3],
        sort_key=name.lower(),
        latitude=42 + n / 10,
        longitude=2.5,
        population=(90, 20_000, 270_000)[n % 3],
        county=county,
    )
    PlaceName.objects.create(place=town, text=town.slug, is_member=True, weight=0.5)
    Border.objects.create(
        place=town,
        rings=[
            [[[2.4, town.latitude], [2.6, town.latitude], [2.5, town.latitude + 0.1], [2.4, town.latitude]]]
        ],
        bounds=[2.4, town.latitude, 2.6, town.latitude + 0.1],
    )
    return town


def make_profile(town: Place) -> Profile:
    return Profile.objects.create(
        place=town, traits=["under_1000"], themes={"water": 0.8}, changed_at=timezone.now()
    )


def make_signal(n: int, **over: object) -> Signal:
    """A signal with everything a page can show; of a kind that fits the bucket of its turn."""
    now = timezone.now()
    kind = (Kind.CALL, Kind.ACT, Kind.PRACTICE)[n % 3]
    signal = Signal.objects.create(
        **{
            "source": "tests",
            "external_id": f"T-{n}",
            "slug": f"signal-{n}",
            "kind": kind,
            "programme": "LIFE",
            "url": "https://example.org/official",
            "published_on": date(2026, 9, 3),
            "opens_on": date(2026, 9, 18),
            "next_deadline": now + timedelta(days=9 + n) if kind == Kind.CALL else None,
            "status": Status.OPEN if kind == Kind.CALL else Status.IN_FORCE,
            "impact": Impact.MONEY,
            "impact_confidence": 0.9,
            "impact_evidence": [
                {"language": "en", "sentence": "Towns may <b>apply</b>.", "words": ["towns"]}
            ],
            "grant_max_eur": 1_500_000,
            "content_hash": "c",
            "read_hash": "r",
            "first_seen": now - timedelta(days=n),
            "last_seen": now,
            **over,
        }
    )
    SignalText.objects.create(
        signal=signal,
        language="en",
        title=f"Title <{n}> & more",
        summary="What it is. <script>alert(1)</script>",
        body="A body.\n" * 200,
        updated_at=now,
    )
    SignalText.objects.create(signal=signal, language="ar", title="عنوان", updated_at=now)
    if kind == Kind.CALL:
        Deadline.objects.create(signal=signal, at=now + timedelta(days=9 + n))
        for rule_kind, value in (
            ("partners", {"min": 3}),
            ("where", {"group": "eu"}),
            ("rate", {"percent": 95}),
        ):
            EligibilityRule.objects.create(
                signal=signal,
                kind=rule_kind,
                value=value,
                sentence="At least <3>.",
                language="en",
                confidence=0.9,
            )
    SignalVersion.objects.create(
        signal=signal,
        number=2,
        at=datetime(2026, 10, 1, tzinfo=UTC),
        changes=[{"field": "title", "language": "en", "old": "Old title", "new": "New title"}],
    )
    SignalTheme.objects.create(
        signal=signal,
        theme=Theme.objects.get(code="water"),
        score=0.8,
        evidence=[{"kind": "word", "text": "water", "language": "en"}],
    )
    SignalGoal.objects.create(signal=signal, goal_id=6, score=0.6)
    return signal


def make_match(profile: Profile, signal: Signal, rank: int) -> Match:
    bucket = {Kind.CALL: Bucket.ACT, Kind.ACT: Bucket.FOLLOW}.get(Kind(signal.kind), Bucket.INSPIRE)
    return Match.objects.create(
        profile=profile,
        signal=signal,
        score=0.7,
        rank=rank,
        bucket=bucket,
        reasons=[
            {"key": "themes.assumed", "values": {"themes": ["water"]}},
            {"key": "status.open", "values": {}},
        ],
        obstacles=[{"key": "obstacle.partners", "values": {"count": 3}}],
        next_step={"key": "step.conditions", "values": {}},
        algorithm="radar-1",
        computed_at=timezone.now(),
    )
