"""Projects and participations go in whole, in any order, and count right."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.records.enums import LinkState
from antena.records.importing.projects import ProjectImporter
from antena.records.models import Body, Participation, Project
from antena.sources.drafts import ConceptDraft, DraftText
from antena.sources.importing import Counts, WrongDraftError
from tests.records.conftest import NOW, body, project, share

LATER = NOW + timedelta(days=1)
OLOT = body("1", "Ajuntament d'Olot", city="Olot", postcode="17800")


@pytest.fixture
def store(db):
    importer = ProjectImporter()
    return lambda *drafts, at=NOW: importer.store(drafts, run_id=1, at=at)


def test_all_a_source_says_is_kept(store):
    draft = project(
        "p1",
        acronym="GREEN",
        topic="CALL-1",
        total_eur=900,
        eu_eur=700,
        keywords=("water",),
        countries=("ES", "FR"),
        licence="CC BY 4.0",
        details={"status": "signed"},
        texts=(
            DraftText(language="en", title="Green", summary="Short"),
            DraftText(language="ca", title="Verd"),
        ),
    )
    store(draft, share("p1", OLOT, role="coordinator", eu_eur=500, ended=True))
    found = Project.objects.get()
    assert found.texts == {"en": {"title": "Green", "summary": "Short"}, "ca": {"title": "Verd"}}
    assert (found.acronym, found.topic, found.total_eur, found.eu_eur) == ("GREEN", "CALL-1", 900, 700)
    assert (found.keywords, found.countries, found.details) == (["water"], ["ES", "FR"], {"status": "signed"})
    part = Participation.objects.select_related("body", "project").get()
    assert (part.project, part.role, part.eu_eur, part.ended) == (found, "coordinator", 500, True)
    assert (part.body.name, part.body.city, part.body.postcode) == ("Ajuntament d'Olot", "Olot", "17800")
    assert (part.body.link_state, part.body.place) == (LinkState.NONE, None)


def test_new_changed_and_the_same_are_counted(store):
    drafts = [project("p1"), project("p2"), share("p1", OLOT)]
    assert store(*drafts) == Counts(new=3)
    assert store(*drafts, at=LATER) == Counts(same=3)
    assert set(Project.objects.values_list("last_seen", flat=True)) == {LATER}
    assert Body.objects.get().last_seen == LATER
    changed = [project("p1", eu_eur=5), project("p2"), share("p1", OLOT, role="coordinator")]
    assert store(*changed, at=LATER) == Counts(changed=2, same=1)
    assert Project.objects.get(external_id="p1").eu_eur == 5
    assert Participation.objects.get().role == "coordinator"


def test_nothing_and_a_record_said_twice(store):
    assert store() == Counts()
    assert store(project("p1", eu_eur=1), project("p1", eu_eur=2)) == Counts(new=1, same=1)
    assert Project.objects.get().eu_eur == 2


def test_a_participation_waits_for_its_project(store):
    store(share("p1", OLOT))
    assert Participation.objects.get().project is None
    store(project("p1"), at=LATER)
    assert Participation.objects.get().project == Project.objects.get()


def test_a_participation_moves_to_another_project_and_body(store):
    store(project("p1"), project("p2"), share("p1", OLOT))
    moved = share("p1", body("2", "Ajuntament de Torrent"), project="p2")
    other = moved.__class__(source="made_up", external_id="p1/1", project="p2", body=moved.body)
    assert store(other, at=LATER) == Counts(changed=1)
    part = Participation.objects.select_related("body", "project").get()
    assert (part.project and part.project.external_id, part.body.external_id) == ("p2", "2")


def test_what_a_body_is_called_changes_but_not_what_a_person_decided(store, places):
    store(project("p1"), share("p1", OLOT))
    Body.objects.update(link_state=LinkState.CONFIRMED, place=places["Olot"], link_evidence=["member"])
    renamed = body("1", "AJUNTAMENT OLOT")
    assert store(share("p1", renamed), at=LATER) == Counts(changed=1)
    found = Body.objects.get()
    assert (found.name, found.link_state, found.place) == ("AJUNTAMENT OLOT", "confirmed", places["Olot"])
    assert found.content_hash != found.linked_hash


def test_what_is_no_longer_listed_is_marked_and_comes_back(store):
    importer = ProjectImporter()
    store(project("p1"), project("p2"), share("p1", OLOT))
    store(project("p1"), at=LATER)
    assert importer.listed("made_up") == 3
    assert importer.delist_unseen("made_up", since=LATER) == 2
    assert importer.delist_unseen("made_up", since=LATER) == 0
    assert importer.listed("made_up") == 1
    assert importer.listed("another") == 0
    assert Project.objects.get(external_id="p2").delisted_at == LATER
    assert store(project("p2"), at=LATER) == Counts(same=1)
    assert importer.listed("made_up") == 2


def test_drafts_of_another_family_or_of_two_sources_are_refused(store):
    with pytest.raises(WrongDraftError, match="ConceptDraft"):
        store(project("p1"), ConceptDraft(source="made_up", external_id="c", labels={"en": "water"}))
    with pytest.raises(WrongDraftError, match="elsewhere, made_up"):
        store(project("p1"), project("p2", source="elsewhere"))
    assert not Project.objects.exists()


def test_two_sources_may_use_one_identifier(store):
    store(project("p1"), share("p1", OLOT))
    theirs = share("p1", body("1", "Another"))
    store(project("p1", source="elsewhere"), at=NOW)
    store(type(theirs)(source="elsewhere", external_id="p1/1", project="p1", body=theirs.body))
    assert Project.objects.count() == Body.objects.count() == 2
    part = Participation.objects.select_related("project").get(source="elsewhere")
    assert part.project and part.project.source == "elsewhere"


def test_as_many_statements_for_three_records_as_for_one(store):
    counts = []
    for batch in (["a"], ["b", "c", "d"]):
        drafts = [one for key in batch for one in (project(key), share(key, body(f"body {key}", key)))]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            store(*drafts)
        counts.append(len(queries))
    assert counts[0] == counts[1]
