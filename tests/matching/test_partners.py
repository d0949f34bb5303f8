"""Candidates for a consortium from the database, with their reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.matching.engine.eligibility.consortium import Candidate, Ground
from antena.matching.engine.eligibility.judging import State
from antena.matching.queries import twins
from antena.matching.queries.eligibility import (
    UnknownPartnerError,
    eligibility,
    member_of_place,
    members_of,
    rules_of_programme,
    rules_of_signal,
)
from antena.matching.queries.partners import candidates, consortium, likely_twins
from antena.matching.sentences import speaker
from antena.places.models import Border, Country, TwinTown
from antena.records.enums import BodyKind, LinkState, ProjectKind, Role
from antena.records.models import Body, Participation, Project
from antena.sources.enums import SAMPLE

# Of one consortium, whatever there is to choose from, once the places of the world are known.
QUESTIONS = 12


@pytest.fixture(autouse=True)
def forgotten():
    twins.forget()
    yield
    twins.forget()


@pytest.fixture
def abroad(make_place):
    for code in ("FR", "IT"):
        Country.objects.create(code=code, iso3=f"{code}X", continent="EU", in_eu=True)
    return make_place("Ceret", 8_000, country_id="FR", is_member=False, slug="")


def seen(now):
    return {"content_hash": "h", "first_seen": now, "last_seen": now}


def twin(place, other, now, source="tests"):
    return TwinTown.objects.create(
        source=source,
        external_id=f"{place.pk}-{other.pk}",
        place=place,
        twin=other,
        name=other.name,
        country_code=other.country_id,
        authority=50,
        **seen(now),
    )


def project_of(place, now, *, source="tests", programme="CERV", role=Role.COORDINATOR):
    project = Project.objects.create(
        source=source, external_id=f"P-{place.pk}", kind=ProjectKind.PROJECT, programme=programme, **seen(now)
    )
    body = Body.objects.create(
        source=source,
        external_id=f"B-{place.pk}",
        name=f"Town of {place.name}",
        country=place.country_id,
        kind=BodyKind.MUNICIPALITY,
        place=place,
        link_state=LinkState.LINKED,
        **seen(now),
    )
    Participation.objects.create(
        source=source, external_id=f"S-{place.pk}", project_key=project.external_id, project=project,
        body=body, role=role, **seen(now),
    )  # fmt: skip


def reasons(found, name):
    (one,) = [candidate for candidate in found if candidate.member.name == name]
    return [ground.key for ground in one.grounds]


def test_each_reason_is_gathered_under_one_candidate(towns, make_place, abroad, now):
    berga = towns["Berga"].place
    twin(berga, abroad, now)
    project_of(abroad, now)
    found = candidates(berga, rules_of_programme("cerv-town-twinning"))
    assert reasons(found, "Ceret") == ["twin", "experience", "led"]
    assert found[0].member.name == "Ceret"


def test_the_sample_is_nobodys_experience_and_its_twins_are_marked(towns, abroad, now):
    berga = towns["Berga"].place
    twin(berga, abroad, now, source=SAMPLE)
    project_of(abroad, now, source=SAMPLE)
    (found,) = candidates(berga, rules_of_programme("cerv-town-twinning"))
    assert [(ground.key, ground.is_sample) for ground in found.grounds] == [("twin", True)]


def test_experience_of_another_family_is_none_of_this(towns, abroad, now):
    project_of(abroad, now, programme="LIFE")
    assert candidates(towns["Berga"].place, rules_of_programme("cerv-town-twinning")) == []


def test_twins_of_a_neighbour_and_towns_of_a_size(towns, make_place, abroad, now):
    berga, near = towns["Berga"].place, towns["Gisclareny"].place
    border = Border.objects.create(place=berga, rings=[], bounds=[0, 0, 1, 1])
    border.neighbours.add(near)
    twin(near, abroad, now)
    make_place("Lucca", 17_000, country_id="IT", is_member=False, slug="")
    found = candidates(berga, rules_of_programme("cerv-town-twinning"))
    assert reasons(found, "Ceret") == ["twin_of_neighbour"]
    assert reasons(found, "Lucca") == ["similar_size"]


def test_a_university_is_proposed_only_where_one_is_asked_for(towns, make_signal, abroad, now):
    berga = towns["Berga"].place
    Organisation.objects.create(
        kind=OrganisationKind.UNIVERSITY, name="An invented university", sort_key="a", search_text="",
        country_id="FR", created_at=now, updated_at=now,
    )  # fmt: skip
    asked = {"bodies": ["university", "any_legal_entity"], "required": ["university"]}
    signal = make_signal(rules=[("who", "At least one university.", asked), ("partners", "Two.", {"min": 2})])
    found = consortium(berga, rules_of_signal(signal))
    assert [one.candidate.member.name for one in found.proposed] == ["An invented university"]
    assert candidates(berga, rules_of_programme("cerv-town-twinning")) == []


def test_another_finder_may_name_places(towns, abroad):
    def finder(place, countries):
        assert countries == {"FR", "IT"}
        return [Candidate(member_of_place(abroad), (Ground("likely_twin", {"town": place.name}),))]

    found = candidates(towns["Berga"].place, rules_of_programme("cerv-town-twinning"), suited=finder)
    assert reasons(found, "Ceret") == ["likely_twin"]


def test_the_twin_finder_names_a_few_places_of_the_countries_wanted_with_its_reasons(
    towns, make_place, abroad
):
    berga = towns["Berga"].place
    Country.objects.create(code="NI", iso3="NIC", continent="NA")
    make_place("Somoto", 16_000, country_id="NI", is_member=False, slug="")
    for number in range(12):
        make_place(f"Foix {number}", 9_000 + number, country_id="FR", is_member=False, slug="")
    named = likely_twins(berga, {"FR"})
    assert len(named) == 8
    assert {one.member.country for one in named} == {"FR"}
    for one in named:
        first, *others = one.grounds
        assert (first.group, first.key) == ("ground", "likely_twin")
        assert len(others) <= 2
        assert {ground.group for ground in others} <= {"twin"}
        assert one.strength == pytest.approx(0.35)
        assert all(speaker("en").say(ground.group, ground.key, ground.values) for ground in one.grounds)
    (gap,) = consortium(berga, rules_of_programme("cerv-town-twinning")).proposed
    assert gap.candidate.grounds[0].key == "likely_twin"


def test_whom_the_rules_surely_take_in_is_proposed_before_a_twin_they_may_not(towns, make_place, abroad, now):
    berga = towns["Berga"].place
    Country.objects.create(code="NI", iso3="NIC", continent="NA")
    twin(berga, make_place("Condega", 11_000, country_id="NI", is_member=False, slug=""), now)
    (asked,) = consortium(berga, rules_of_programme("cerv-town-twinning")).proposed
    assert asked.candidate.member.name == "Ceret"


@pytest.mark.parametrize("places", [1, 3])
def test_the_questions_to_the_database_do_not_grow_with_the_places(towns, make_place, abroad, places):
    berga, rules = towns["Berga"].place, rules_of_programme("cerv-town-twinning")
    for number in range(places):
        make_place(f"Foix {number}", 9_000 + number, country_id="FR", is_member=False, slug="")
    consortium(berga, rules)
    with CaptureQueriesContext(connection) as asked:
        consortium(berga, rules)
    assert len(asked) == QUESTIONS


def test_the_text_wins_over_the_guide_and_the_difference_is_said(towns, make_signal):
    signal = make_signal(
        programme="CERV",
        external_id="CERV-2026-CITIZENS-TOWN-NT",
        rules=[("partners", "Five apply.", {"min": 5})],
    )
    rules, findings = eligibility(towns["Berga"].place, signal, says=speaker("en"))
    assert rules.programme.code == "cerv-networks-of-towns"
    (partners,) = [one for one in findings if one.kind == "partners"]
    assert (partners.state, partners.short) == (State.FAILED, 4)
    assert partners.basis.sentence == "Five apply."
    assert partners.against.sentence == "At least four apply together."


def test_members_come_in_the_order_asked_and_an_unknown_one_is_named(towns):
    keys = [f"p{towns[name].place_id}" for name in ("Gisclareny", "Berga")]
    assert [one.name for one in members_of([*keys, keys[0]])] == ["Gisclareny", "Berga"]
    with pytest.raises(UnknownPartnerError, match="b404"):
        members_of(["b404"])
    with pytest.raises(ValueError, match="at most"):
        members_of([f"p{n}" for n in range(31)])
