"""The names of the twins of several places at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.places.enums import TwinState
from antena.places.models import Country, Place, TwinTown
from antena.places.queries.twinnings import twin_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    country = Country.objects.create(code="FR", iso3="FRA", continent="EU", in_eu=True)
    return [
        Place.objects.create(country=country, name=name, sort_key=name, latitude=1, longitude=1)
        for name in ("Albi", "Berga", "Condom", "Dax")
    ]


def told(source, place, twin, name="", **more):
    now = timezone.now()
    return TwinTown.objects.create(
        source=source,
        external_id=f"{place.pk}-{name or twin.pk}",
        place=place,
        twin=twin,
        name=name or twin.name,
        authority=50,
        content_hash="1",
        first_seen=now,
        last_seen=now,
        **more,
    )


def test_from_either_end_each_once_and_none_that_was_denied_or_is_gone(towns):
    albi, berga, condom, dax = towns
    told("a", albi, berga, "Berga la vella")
    told("b", berga, albi)
    told("a", albi, None, "Nowhere")
    told("a", condom, albi)
    told("a", albi, dax, state=TwinState.DENIED)
    told("a", berga, dax, delisted_at=timezone.now())
    with CaptureQueriesContext(connection) as made:
        names = twin_names([albi.pk, berga.pk, dax.pk])
    assert len(made) == 1
    assert names == {albi.pk: ("Berga", "Condom", "Nowhere"), berga.pk: ("Albi",)}
