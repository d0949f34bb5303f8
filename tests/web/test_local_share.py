"""How much law touches towns: the figures, the acts behind them, the files, and nothing of the sample."""

import csv
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from antena.signals.enums import Impact, Kind
from antena.signals.models import Signal, SignalText, SignalTheme
from antena.signals.queries.local_share import acts_that_touch, local_share
from antena.themes.models import Theme
from antena.web.drawing.shares import columns, width_of
from tests.web.conftest import World

PAGE = "/en/local-share/"


def act(number: int, impact: str, level: str = "", *, year: int = 2024, **values: Any) -> Signal:
    made = Signal.objects.create(
        source="cellar",
        external_id=f"act-{number}",
        slug=f"act-{number}",
        kind=values.pop("kind", Kind.ACT),
        url="https://example.org/act",
        published_on=date(year, 3, 1),
        impact=impact,
        impact_level=level,
        content_hash=str(number),
        first_seen=timezone.now(),
        last_seen=timezone.now(),
        read_at=timezone.now(),
        **values,
    )
    SignalText.objects.create(signal=made, language="en", title=f"Act {number}", updated_at=timezone.now())
    return made


@pytest.fixture
def acts(world: World) -> list[Signal]:
    """Two acts of 2024 that touch towns and two that do not, one of 2023; and what is not counted."""
    made = [
        act(1, Impact.DUTY, "direct"),
        act(2, Impact.MONEY, "indirect"),
        act(3, Impact.NONE),
        act(4, Impact.NONE),
        act(5, Impact.NONE, year=2023),
    ]
    act(6, Impact.DUTY, "direct", is_sample=True)
    act(7, Impact.DUTY, "direct", kind=Kind.CALL)
    act(8, Impact.DUTY, "direct", delisted_at=timezone.now())
    act(9, Impact.DUTY, "direct", same_as=made[0])
    for code in ("climate", "water"):
        SignalTheme.objects.create(signal=made[0], theme=Theme.objects.get(code=code), score=0.9)
    return made


def test_acts_are_counted_by_year_field_and_class(acts: list[Signal]) -> None:
    found = local_share()
    assert (found.whole.of, found.whole.broad, found.whole.narrow) == (5, 2, 1)
    assert list(found.years) == [2024, 2023]
    assert found.years[2024].classes == {"duty": 1, "money": 1, "service": 0, "opportunity": 0}
    assert (found.years[2023].of, found.years[2023].broad) == (1, 0)
    assert {code: (one.of, one.narrow) for code, one in found.fields.items()} == {"climate": (1, 1)}


def test_the_acts_behind_a_figure_are_listed(acts: list[Signal]) -> None:
    def listed(**asked: Any) -> set[int]:
        wanted = {"year": None, "field": "", "level": ""} | asked
        return set(acts_that_touch(**wanted).values_list("pk", flat=True))

    assert listed() == listed(year=2024) == {acts[0].pk, acts[1].pk}
    assert listed(level="direct") == listed(field="climate") == {acts[0].pk}
    assert listed(year=2023) == set()


def test_the_page_says_the_figures_and_leads_to_the_acts(client: Client, acts: list[Signal]) -> None:
    page = client.get(PAGE).content.decode()
    assert "/en/local-share/acts/?year=2024&amp;level=direct" in page
    assert "kind=act&amp;impact=money&amp;samples=no&amp;published_from=2024-01-01" in page
    behind = client.get("/en/local-share/acts/?year=2024&level=direct").content.decode()
    assert "Act 1" in behind
    assert "Act 2" not in behind
    assert 'viewBox="0 0  ' not in behind  # the ruler of the year, which every page has


def test_without_acts_it_says_what_to_do(client: Client, world: World) -> None:
    page = client.get(PAGE).content.decode()
    assert "No act has been read yet" in page
    assert "/en/sources/" in page


@pytest.mark.parametrize("asked", ["year=24", "year=0000", "year=२०२४", "field=nothing", "level=narrow"])
def test_what_means_nothing_is_refused(client: Client, world: World, asked: str) -> None:
    assert client.get(f"/en/local-share/acts/?{asked}").status_code == 400


def test_it_can_be_taken_away(client: Client, acts: list[Signal]) -> None:
    rows = list(csv.DictReader(client.get(f"{PAGE}local-share.csv").content.decode().splitlines()))
    assert [(row["what"], row["acts"], row["broad"], row["narrow"]) for row in rows] == [
        ("all", "5", "2", "1"),
        ("2024", "4", "2", "1"),
        ("2023", "1", "0", "0"),
        ("climate", "1", "1", "1"),
    ]
    told = client.get("/api/v1/local-share").json()
    assert told["whole"]["broad"] == 2
    assert told["years"]["2024"]["narrow"] == 1
    assert told["whole"]["broad_share"] is None
    assert rows[0]["broad_share"] == ""


def test_a_share_is_told_of_enough_acts_only(client: Client, acts: list[Signal]) -> None:
    assert "too few acts to tell" in client.get(PAGE).content.decode()
    for number in range(100, 115):
        act(number, Impact.NONE)
    share = client.get("/api/v1/local-share").json()["whole"]["broad_share"]
    assert 0 <= share["low"] < share["value"] < share["high"] <= 1
    row = next(csv.DictReader(client.get(f"{PAGE}local-share.csv").content.decode().splitlines()))
    assert row["broad_share"] == f"{share['value']:.4f}"


def test_more_acts_are_not_more_queries(client: Client, acts: list[Signal]) -> None:
    for path in (PAGE, f"{PAGE}acts/"):
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        first = len(acts) * 10
        acts += [act(first + n, Impact.DUTY, "direct", year=2000 + len(acts) + n) for n in range(3)]
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == len(few)


@pytest.mark.parametrize("language", ["ca", "es", "fr"])
def test_it_is_there_in_every_language(client: Client, acts: list[Signal], language: str) -> None:
    with override(language):
        assert client.get(f"/{language}/local-share/").status_code == 200


def test_columns_stand_beside_each_other() -> None:
    drawn = columns([(2023, 0.5, 0.25), (2024, 1.0, 2.0)])
    assert [(one.year, one.x, one.broad_y, one.broad, one.narrow) for one in drawn] == [
        (2023, 8, 100, 100, 50),
        (2024, 52, 0, 200, 200),
    ]
    assert width_of(drawn) == 88
    assert width_of([]) == 1
