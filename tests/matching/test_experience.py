"""What towns and those beside them did, by family of programmes, in three queries."""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from antena.matching.queries.experience import Experience, experience_of
from antena.places.models import Border, Country, Place
from antena.records.enums import LinkState
from antena.records.models import Body, Participation, Project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, tzinfo=UTC)


def place(name: str) -> Place:
    country, _ = Country.objects.get_or_create(code="ES", defaults={"iso3": "ESP", "continent": "EU"})
    return Place.objects.create(
        country=country, name=name, sort_key=name, latitude=42.0, longitude=2.0, is_member=True
    )


def took_part(town: Place, *programmes: str, state: str = LinkState.LINKED) -> None:
    seen = {"source": "cordis", "first_seen": AT, "last_seen": AT, "content_hash": "x"}
    body = Body.objects.create(
        external_id=f"body-{town.name}",
        name=f"Ajuntament de {town.name}",
        country="ES",
        place=town,
        link_state=state,
        **seen,
    )
    for number, programme in enumerate(programmes):
        key = f"{town.name}-{number}"
        project = Project.objects.create(external_id=key, kind="project", programme=programme, **seen)
        Participation.objects.create(external_id=key, project_key=key, project=project, body=body, **seen)


def beside(one: Place, *others: Place) -> None:
    border = Border.objects.create(place=one, rings=[], bounds=[])
    border.neighbours.set(others)


def test_own_and_neighbours_experience_by_family(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    village, town, city = place("Village"), place("Town"), place("City")
    beside(village, town, city)
    beside(town, village)
    took_part(town, "H2020", "HORIZON", "LIFE")
    took_part(city, "HORIZON", "Something else")
    with django_assert_num_queries(3):
        found = experience_of([village.pk, town.pk])
    assert found == {
        village.pk: Experience({}, {"horizon": "Town", "life": "Town"}),
        town.pk: Experience({"horizon": 2, "life": 1}, {}),
    }


def test_a_link_nobody_is_sure_of_does_not_count() -> None:
    town = place("Town")
    took_part(town, "LIFE", state=LinkState.PROPOSED)
    assert experience_of([town.pk]) == {}
