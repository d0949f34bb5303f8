"""Bodies find their place after an import; what a person says stays."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.accounts.models import AuditEntry, User
from antena.places.models import Load
from antena.records import actions
from antena.records.actions import LinkCounts, NoSuchPlaceError, NothingProposedError
from antena.records.importing.projects import ProjectImporter
from antena.records.models import Body
from antena.records.queries import linker, review_queue, waiting_links
from tests.records.conftest import NOW, body, project, share

_VERSIONS = count()
LATER = NOW + timedelta(days=1)


@pytest.fixture
def officer(db):
    return User.objects.create(username="officer")


@pytest.fixture(autouse=True)
def fresh_linker(db):
    """Each test has its own places, so the linker of the process must not be another test's."""
    Load.objects.create(name="world", version=str(next(_VERSIONS)), rows=1, loaded_at=NOW)


def store(*bodies, at=NOW):
    drafts = [project("p1"), *(share("p1", one) for one in bodies)]
    ProjectImporter().store(drafts, run_id=1, at=at)


OLOT = body("1", "Ajuntament d'Olot", city="Olot")
TORRENT = body("2", "AJUNTAMENT DE TORRENT", city="TORRENT")
UNIVERSITY = body("3", "Universitat d'Olot", city="Olot")


def test_new_bodies_are_linked_proposed_or_neither(places):
    store(OLOT, TORRENT, UNIVERSITY)
    assert actions.link_bodies(at=LATER) == LinkCounts(linked=1, proposed=1, none=1)
    olot, torrent, university = Body.objects.order_by("external_id")
    assert (olot.kind, olot.place, olot.link_state) == ("municipality", places["Olot"], "linked")
    assert olot.link_confidence == 0.99
    assert "member" in olot.link_evidence
    assert olot.linked_at == LATER
    assert (torrent.place, torrent.link_state) == (places["Torrent (south)"], "proposed")
    assert [place_id for place_id, _ in torrent.link_others] == [places["Torrent"].pk]
    assert (university.kind, university.place, university.link_state) == ("other_public", None, "none")
    assert actions.link_bodies(at=LATER).bodies == 0


def test_a_changed_body_is_looked_at_again(places):
    store(TORRENT)
    actions.link_bodies(at=NOW)
    store(body("2", "AJUNTAMENT DE TORRENT", city="TORRENT", postcode="17123"), at=LATER)
    assert actions.link_bodies(at=LATER) == LinkCounts(linked=1)
    assert Body.objects.get().place == places["Torrent"]


def test_a_company_with_the_name_of_a_town_is_no_municipality(places):
    store(
        body("1", "Olot", city="Olot", activity="private"), body("2", "Olot", city="Olot", activity="public")
    )
    assert actions.link_bodies(at=NOW) == LinkCounts(proposed=1, none=1)
    assert Body.objects.get(external_id="1").kind == "other"


def test_what_a_person_said_is_not_overwritten(places, officer):
    store(OLOT, TORRENT)
    actions.link_bodies(at=NOW)
    olot, torrent = Body.objects.order_by("external_id")
    actions.reject_link(body_id=olot.pk, by=officer, at=NOW)
    actions.choose_place(body_id=torrent.pk, place_id=places["Torrent"].pk, by=officer, at=NOW)
    store(body("1", "Ajuntament de la vila d'Olot"), body("2", "Torrent"), at=LATER)
    assert actions.link_bodies(at=LATER, everything=True).bodies == 0
    olot, torrent = Body.objects.order_by("external_id")
    assert (olot.link_state, olot.place, olot.linked_by) == ("rejected", None, officer)
    assert (torrent.link_state, torrent.place, torrent.linked_at) == ("confirmed", places["Torrent"], NOW)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "object_kind", "actor")) == [
        ("rejected link", "body", officer.pk),
        ("chose place", "body", officer.pk),
    ]
    assert AuditEntry.objects.latest("pk").detail["old"]["place"] == places["Torrent (south)"].pk


def test_a_link_is_confirmed(places, officer):
    store(TORRENT, UNIVERSITY)
    actions.link_bodies(at=NOW)
    torrent, university = Body.objects.order_by("external_id")
    confirmed = actions.confirm_link(body_id=torrent.pk, by=officer, at=LATER)
    assert (confirmed.link_state, confirmed.place) == ("confirmed", places["Torrent (south)"])
    with pytest.raises(NothingProposedError, match="Universitat"):
        actions.confirm_link(body_id=university.pk, by=officer, at=LATER)
    with pytest.raises(NoSuchPlaceError):
        actions.choose_place(body_id=university.pk, place_id=0, by=officer, at=LATER)
    with pytest.raises(Body.DoesNotExist):
        actions.reject_link(body_id=0, by=officer, at=LATER)
    assert AuditEntry.objects.count() == 1


def test_places_loaded_anew_make_a_new_linker(places):
    before = linker()
    assert linker() is before
    Load.objects.update(version="newer")
    assert linker() is not before


def test_the_queue_shows_what_waits_and_costs_the_same(places):
    assert review_queue().proposals == []
    counts = []
    for number in (1, 3):
        store(*(body(f"2-{n}", "AJUNTAMENT DE TORRENT", city="TORRENT") for n in range(number)))
        actions.link_bodies(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            page = review_queue(7)
        assert len(page.proposals) == number == waiting_links()
        counts.append(len(queries))
    assert counts == [4, 4]
    first = page.proposals[0]
    assert first.place == places["Torrent (south)"]
    assert [place for place, _ in first.others] == [places["Torrent"]]
    assert [one.external_id for one in first.projects] == ["p1"]
