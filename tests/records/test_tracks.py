"""What a place did, from the bodies that are it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.records.enums import LinkState, Role
from antena.records.importing.projects import ProjectImporter
from antena.records.models import Body, Project
from antena.records.queries import ProgrammeCount, experience, track_record, words_of
from antena.sources.drafts import DraftText
from tests.records.conftest import NOW, body, project, share

OLOT = body("1", "Ajuntament d'Olot")
ALSO_OLOT = body("2", "AYUNTAMIENTO DE OLOT")
TORRENT = body("3", "Ajuntament de Torrent")


@pytest.fixture
def olot(places):
    drafts = [
        project("p1", starts_on=date(2019, 5, 1)),
        project("p2", starts_on=date(2023, 5, 1)),
        project("p3", programme="LIFE", starts_on=None),
        project("n1", kind="notice", programme=""),
        share("p1", OLOT, role="coordinator", eu_eur=100),
        share("p2", ALSO_OLOT, eu_eur=50),
        share("p2", OLOT, ended=True),
        share("p3", OLOT),
        share("n1", OLOT, role="buyer"),
        share("p2", TORRENT, eu_eur=7),
        share("p9", OLOT, eu_eur=9_000),
    ]
    ProjectImporter().store(drafts, run_id=1, at=NOW)
    Body.objects.filter(external_id="1").update(link_state=LinkState.LINKED, place=places["Olot"])
    Body.objects.filter(external_id="2").update(link_state=LinkState.CONFIRMED, place=places["Olot"])
    Body.objects.filter(external_id="3").update(link_state=LinkState.PROPOSED, place=places["Torrent"])
    return places["Olot"]


def test_a_track_record(olot):
    found = track_record(olot)
    assert [(one.project.external_id, one.role, one.share_eur, one.ended_early) for one in found.tracks] == [
        ("n1", Role.BUYER, None, False),
        ("p2", Role.PARTNER, 50, False),
        ("p2", Role.PARTNER, None, True),
        ("p1", Role.COORDINATOR, 100, False),
        ("p3", Role.PARTNER, None, False),
    ]
    assert (found.projects, found.notices, found.share_eur, found.hidden) == (3, 1, 150, 0)
    assert list(found.programmes) == [
        ProgrammeCount(
            programme="HORIZON", projects=2, led=1, share_eur=150, first_year=2019, last_year=2023
        ),
        ProgrammeCount(programme="LIFE", projects=1, led=0, share_eur=0, first_year=None, last_year=None),
    ]


def test_what_is_not_shown_is_counted(olot):
    found = track_record(olot, limit=2)
    assert (len(found.tracks), found.hidden, found.projects) == (2, 3, 3)


def test_a_proposed_link_counts_for_nothing(olot, places):
    found = track_record(places["Torrent"])
    assert (list(found.tracks), found.projects, found.notices, found.share_eur) == ([], 0, 0, 0)


def test_what_the_source_took_back_does_not_count(olot):
    Project.objects.filter(external_id="p1").update(delisted_at=NOW)
    assert track_record(olot).projects == 2


def test_experience_by_programme(olot, places):
    ids = [place.pk for place in places.values()]
    with CaptureQueriesContext(connection) as queries:
        found = experience(ids)
    assert found == {olot.pk: {"HORIZON": 2, "LIFE": 1}}
    assert len(queries) == 1


def test_as_many_queries_for_three_as_for_one(olot):
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            found = track_record(olot, limit=limit)
            assert [one.project.acronym + one.body for one in found.tracks]
        counts.append(len(queries))
    assert counts == [3, 3]


def test_the_title_in_the_language_of_the_reader(db):
    texts = (DraftText(language="fr", title="Vert"), DraftText(language="ca", title="Verd"))
    ProjectImporter().store([project("p1", texts=texts)], run_id=1, at=NOW)
    one = Project.objects.get()
    assert [words_of(one, code).title for code in ("ca", "ca-ES", "en")] == ["Verd", "Verd", "Vert"]
    assert words_of(Project(external_id="x", acronym="ACR"), "en").title == "ACR"


def test_the_sample_is_counted_as_such_and_is_nobodys_experience(olot):
    drafts = [project("s1", source="sample"), share("s1", OLOT, source="sample")]
    ProjectImporter().store(drafts, run_id=1, at=NOW)
    Body.objects.filter(source="sample").update(link_state=LinkState.LINKED, place=olot)
    found = track_record(olot)
    assert (found.samples, found.projects) == (1, 4)
    assert [one.is_sample for one in found.tracks].count(True) == 1
    assert experience([olot.pk])[olot.pk] == {"HORIZON": 2, "LIFE": 1}
