"""Links to check are the office's; what it says of a link is done, told and written down."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antena.accounts.models import AuditEntry
from antena.places.models import Place
from antena.records.models import Body, Participation, Project
from antena.records.queries import track_record
from tests.web.test_pages import Page

HERE = "/en/desk/links/"


def make_body(number, town, **said):
    at = timezone.now()
    seen = {"source": "made-up", "content_hash": "x", "first_seen": at, "last_seen": at}
    body = Body.objects.create(
        external_id=str(number),
        name=f"AJUNTAMENT NUMBER {number}",
        country="ES",
        city="Pla",
        **{
            "place": town,
            "link_state": "proposed",
            "link_confidence": 0.76,
            "link_evidence": ["name:exact", "or_a_member"],
            **seen,
            **said,
        },
    )
    project = Project.objects.create(
        external_id=f"p{number}", kind="project", programme="LIFE", texts={"ca": {"title": "Aigua"}}, **seen
    )
    Participation.objects.create(external_id=f"s{number}", project=project, body=body, **seen)
    return body


@pytest.fixture
def office(client, world, people):
    client.force_login(people("officer"))
    return client


@pytest.mark.parametrize("part", ["nobody", "reader", "own"])
def test_only_the_office_enters(client, world, people, part):
    body = make_body(1, world.towns[0])
    user = people(part)
    if user:
        client.force_login(user)
    expected = 302 if part == "nobody" else 403
    assert client.get(HERE).status_code == expected
    assert client.post(f"{HERE}{body.pk}/", {"decision": "confirm"}).status_code == expected
    assert Body.objects.get().link_state == "proposed"


def test_a_proposal_is_shown_with_its_reasons(office, world):
    other = world.towns[1]
    make_body(1, world.towns[0], link_others=[[other.pk, 0.58]])
    html = office.get(HERE).content.decode()
    for words in ("AJUNTAMENT NUMBER 1", "Pla, Spain", "LIFE", "Aigua", "76 % sure", other.name, "58 % sure"):
        assert words in html
    assert "A smaller member of the association has the same name." in html
    assert "1 link waits" in html
    page = Page(html)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [
        ({"decision": "confirm"}, "confirmed", "AJUNTAMENT NUMBER 1 is "),
        ({"decision": "reject"}, "rejected", "AJUNTAMENT NUMBER 1 is none of our places."),
    ],
)
def test_a_decision_is_done_told_and_written_down(office, world, said, state, told):
    body = make_body(1, world.towns[0])
    answer = office.post(f"{HERE}{body.pk}/", {**said, "page": "1"}, follow=True)
    assert told in answer.content.decode()
    assert "Nothing is waiting here." in answer.content.decode()
    assert Body.objects.get().link_state == state
    assert AuditEntry.objects.filter(object_kind="body", object_id=str(body.pk)).count() == 1


def test_another_place_is_looked_for_and_chosen(office, world):
    body, other = make_body(1, world.towns[0]), world.towns[2]
    html = office.get(HERE, {"body": body.pk, "q": other.name}).content.decode()
    assert f'name="place" value="{other.pk}"' in html
    assert "No place is called “xyzzy”." in office.get(HERE, {"body": body.pk, "q": "xyzzy"}).content.decode()
    office.post(f"{HERE}{body.pk}/", {"place": other.pk})
    found = Body.objects.get()
    assert (found.link_state, found.place) == ("confirmed", other)


def test_what_makes_no_sense_is_refused_in_words(office, world):
    body = make_body(1, world.towns[0])
    assert office.post(f"{HERE}{body.pk}/", {}).status_code == 400
    assert office.post(f"{HERE}{body.pk}/", {"place": "x"}).status_code == 400
    assert office.post(f"{HERE}{body.pk}/", {"place": Place.objects.latest("pk").pk + 1}).status_code == 404
    assert office.post(f"{HERE}{body.pk + 1}/", {"decision": "confirm"}).status_code == 404
    assert office.get(HERE, {"page": "x"}).status_code == 400
    Body.objects.update(place=None, link_state="rejected")
    answer = office.post(f"{HERE}{body.pk}/", {"decision": "confirm"}, follow=True)
    assert "Somebody has decided already" in answer.content.decode()


def test_three_cost_what_one_costs(office, world):
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            make_body(number, world.towns[0], link_others=[[world.towns[1].pk, 0.5]])
        with CaptureQueriesContext(connection) as queries:
            office.get(HERE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_track_record_is_shown(world):
    town = world.towns[0]
    assert render_to_string("components/track_record.html", {"record": track_record(town)}).strip() == ""
    make_body(1, town, link_state="linked")
    Participation.objects.update(role="coordinator", eu_eur=12_345)
    html = render_to_string("components/track_record.html", {"record": track_record(town)})
    for words in ("Aigua", "LIFE", "Coordinator", "as AJUNTAMENT NUMBER 1", 'lang="ca"', "What it has done"):
        assert words in html
    assert Page(html).faults == []
