"""The institutions of the Erasmus charter: brought, linked to places, brought again, taken back."""

import gzip
from pathlib import Path

import pytest

from antena.accounts.models import User
from antena.actors.models import Organisation
from antena.exchange import queries
from antena.exchange.models import ImportRow
from antena.places.actions import load_world
from tests.exchange.steps import carried, checked, undone


@pytest.mark.real_data
@pytest.mark.django_db
def test_all_universities_come_and_go(real_data: Path, officer: User) -> None:
    load_world()
    packed = real_data / "eche_universities" / "eche_institutions.csv.gz"
    content = gzip.decompress(packed.read_bytes())
    brought = carried("university", content, officer)
    assert brought.row_count == 5912
    assert queries.state_counts(brought) == {"new": 5833, "wrong": 79}
    wrong = {
        (error["field"], error["problem"]) for row in queries.wrong_rows(brought) for error in row.errors
    }
    assert wrong == {
        ("website", "bad_address"),
        ("postcode", "bad_code"),
        ("country", "unknown_country"),
    }
    assert Organisation.objects.count() == 5833
    # the rest are quarters, misspellings and territories beyond the sea, and are said as notes
    linked = Organisation.objects.exclude(place=None).count()
    assert linked >= 5833 * 0.95
    assert ImportRow.objects.exclude(notes=[]).count() == 5833 - linked
    vienna = Organisation.objects.get(identifiers__erasmus="A WIEN01")
    assert (vienna.country_id, vienna.place.name if vienna.place else "") == ("AT", "Vienna")
    again = checked("university", content, officer)
    assert queries.state_counts(again) == {"same": 5833, "wrong": 79}
    undone(brought, officer)
    assert Organisation.objects.count() == 0
    assert queries.outcome_counts(brought) == {"": 79, "undone": 5833}
