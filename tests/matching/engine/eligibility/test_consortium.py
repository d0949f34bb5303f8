"""What is missing, and a small set of partners that completes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.matching.engine.eligibility.conditions import conditions_of
from antena.matching.engine.eligibility.consortium import Candidate, Ground, complete, strength_of
from antena.matching.engine.eligibility.judging import State, judge
from antena.matching.engine.eligibility.members import Member
from antena.matching.engine.eligibility.rulebook import rulebook
from antena.matching.engine.sentences import SENTENCES
from tests.matching.engine.invented import rule

UNION = frozenset({"ES", "FR", "IT", "DE"})
UNIVERSITY = frozenset({"university", "research"})


def member(name, country="ES", **said):
    return Member(key=name, name=name, country=country, in_eu=country in UNION, **said)


def candidate(name, country, *keys, **said):
    return Candidate(member(name, country, **said), tuple(Ground(key) for key in keys))


TWIN = candidate("Pau", "FR", "twin")
SAME_COUNTRY = candidate("Vic", "ES", "twin", "experience", "led")
FAR = candidate("Bari", "IT", "similar_size")
EXPERT = candidate("Bonn", "DE", "experience")


def names(found):
    return [one.candidate.member.name for one in found.proposed]


def test_the_strongest_of_those_who_close_most_gaps_at_once():
    found = complete(rulebook()["cerv-town-twinning"].conditions, [member("Olot")], [FAR, SAME_COUNTRY, TWIN])
    assert [gap.kind for gap in found.gaps] == ["partners", "countries"]
    assert names(found) == ["Pau"]
    assert found.proposed[0].closes == ("partners", "countries")
    assert found.left == ()
    assert not found.is_complete


def test_few_partners_cover_all_that_is_missing():
    conditions = conditions_of(
        [
            rule("partners", min=3),
            rule("countries", min=3),
            rule("who", bodies=["university", "any_legal_entity"], required=["university"]),
        ]
    )
    learned = candidate("A university", "DE", "directory", bodies=UNIVERSITY)
    found = complete(conditions, [member("Olot")], [TWIN, FAR, EXPERT, learned])
    assert names(found) == ["A university", "Pau"]
    assert found.left == ()


def test_what_nobody_can_close_is_said():
    found = complete(rulebook()["cerv-networks-of-towns"].conditions, [member("Olot")], [TWIN])
    assert names(found) == ["Pau"]
    assert {gap.kind: gap.short for gap in found.left} == {"partners": 2, "countries": 2}


def test_what_no_partner_helps_with_blocks():
    conditions = conditions_of([rule("who", bodies=["sme"]), rule("partners", min=2)])
    found = complete(conditions, [member("Olot")], [TWIN])
    assert [one.kind for one in found.blocked] == ["who"]
    assert found.proposed == ()


def test_a_full_consortium_takes_nobody_more():
    conditions = conditions_of([rule("partners", min=1, max=2), rule("countries", min=3)])
    found = complete(conditions, [member("Olot"), member("Vic")], [TWIN, FAR])
    assert found.proposed == ()
    assert [gap.kind for gap in found.left] == ["countries"]


def test_others_are_shown_a_few_of_a_country():
    many = [candidate(f"Town {n}", "FR", "twin") for n in range(5)]
    found = complete((), [member("Olot")], [*many, FAR])
    assert [one.member.name for one in found.alternatives] == ["Town 0", "Town 1", "Bari"]
    assert found.is_complete


def test_two_reasons_are_stronger_than_one_and_less_than_their_sum():
    assert strength_of(["twin", "experience"]) == pytest.approx(1 - 0.4 * 0.55)
    assert strength_of([]) == 0.0
    assert strength_of(["twin", "twin"]) == strength_of(["twin"])


candidates = st.lists(
    st.builds(
        candidate,
        st.sampled_from([f"t{n}" for n in range(12)]),
        st.sampled_from(["ES", "FR", "IT", "RS", "NO", ""]),
        st.sampled_from(sorted(SENTENCES["ground"])),
    ),
    max_size=12,
    unique_by=lambda one: one.member.key,
)


@given(candidates, st.sampled_from(sorted(rulebook())))
def test_each_proposal_narrows_a_gap_and_what_is_left_is_true(found, code):
    conditions = rulebook()[code].conditions
    members = [member("Olot")]
    completion = complete(conditions, members, found)
    assert all(one.closes for one in completion.proposed)
    together = [*members, *(one.candidate.member for one in completion.proposed)]
    failing = {one.kind for one in judge(conditions, together) if one.state is State.FAILED}
    assert {one.kind for one in completion.left if one.state is State.FAILED} <= failing
    assert len({one.key for one in together}) == len(together)
