"""Conditions judged on one applicant, a pair, a consortium."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.matching.engine.eligibility.conditions import KINDS, conditions_of
from antena.matching.engine.eligibility.judging import State, admits, judge
from antena.matching.engine.eligibility.members import Member, Plan
from antena.matching.engine.eligibility.rulebook import rulebook
from antena.matching.engine.sentences import SENTENCES
from tests.matching.engine.invented import rule

UNION = frozenset({"ES", "FR", "IT", "DE"})


def member(name="Olot", country="ES", **said):
    return Member(key=name, name=name, country=country, in_eu=country in UNION, **said)


def judged(rules, *members, plan=None):
    """Kind → (state, key) of what the rules set."""
    found = judge(conditions_of(rules), members or (member(),), plan)
    return {one.kind: (one.state, one.key) for one in found if one.state is not State.NOT_STATED}


@pytest.mark.parametrize(
    ("rules", "members", "expected"),
    [
        ([rule("who", bodies=["municipality"])], [member()], (State.MET, "who.all")),
        ([rule("who", bodies=["any_legal_entity"])], [member()], (State.MET, "who.anybody")),
        ([rule("who", bodies=["sme"])], [member()], (State.FAILED, "who.others")),
        ([rule("who", 0.5, bodies=["sme"])], [member()], (State.UNKNOWN, "who.others.perhaps")),
        ([rule("who", bodies=["sme"])], [member(bodies=frozenset())], (State.UNKNOWN, "who.kind_unknown")),
        ([rule("where", group="eu")], [member()], (State.MET, "where.inside")),
        ([rule("where", group="eu")], [member(country="US")], (State.FAILED, "where.elsewhere")),
        ([rule("where", group="eu_associated")], [member(country="NO")], (State.UNKNOWN, "where.group")),
        ([rule("where", countries=["NO"])], [member()], (State.FAILED, "where.elsewhere")),
        (
            [rule("size", min_inhabitants=50_000)],
            [member(population=49_999)],
            (State.FAILED, "size.too_small"),
        ),
        ([rule("size", min_inhabitants=50_000)], [member(population=50_000)], (State.MET, "size.fits")),
        ([rule("size", max_inhabitants=500)], [member(population=501)], (State.FAILED, "size.too_large")),
        ([rule("size", max_inhabitants=500)], [member()], (State.UNKNOWN, "size.population_unknown")),
        ([rule("partners", min=1)], [member()], (State.MET, "partners.alone")),
        ([rule("partners", min=2)], [member()], (State.FAILED, "partners.too_few")),
        ([rule("partners", min=2)], [member(), member("Pau", "FR")], (State.MET, "partners.enough")),
        ([rule("countries", min=2)], [member(), member("Vic")], (State.FAILED, "countries.too_few")),
        (
            [rule("countries", min=2)],
            [member(), member("?", "")],
            (State.UNKNOWN, "countries.country_unknown"),
        ),
        ([rule("rate", percent=100)], [member()], (State.MET, "rate.whole")),
        ([rule("rate", percent=90)], [member()], (State.UNKNOWN, "rate.own_share")),
    ],
)
def test_each_condition(rules, members, expected):
    assert judged(rules, *members)[rules[0].kind] == expected


def test_a_required_body_is_asked_for_by_name():
    rules = [rule("who", bodies=["university", "any_legal_entity"], required=["university"])]
    assert judged(rules)["mix"] == (State.FAILED, "mix.too_few")
    university = member("A university", "FR", bodies=frozenset({"university"}))
    assert judged(rules, member(), university)["mix"] == (State.MET, "mix.enough")


@pytest.mark.parametrize(
    ("plan", "budget", "duration"),
    [
        (None, (State.UNKNOWN, "budget.at_most"), (State.UNKNOWN, "duration.at_most")),
        (Plan(amount_eur=40_000, months=12), (State.MET, "budget.fits"), (State.MET, "duration.fits")),
        (
            Plan(amount_eur=60_001, months=25),
            (State.FAILED, "budget.too_much"),
            (State.FAILED, "duration.too_long"),
        ),
        (
            Plan(amount_eur=999, months=5),
            (State.FAILED, "budget.too_little"),
            (State.FAILED, "duration.too_short"),
        ),
    ],
)
def test_a_plan_is_held_against_amount_and_time(plan, budget, duration):
    rules = [
        rule("budget", min_eur=1_000, max_eur=60_000),
        rule("duration", min_months=6, max_months=24),
    ]
    found = judged(rules, plan=plan)
    assert (found["budget"], found["duration"]) == (budget, duration)


def test_a_pair_of_twin_towns_passes_what_one_alone_does_not():
    conditions = rulebook()["cerv-town-twinning"].conditions
    alone = {one.kind: one.state for one in judge(conditions, (member(),))}
    pair = {one.kind: one.state for one in judge(conditions, (member(), member("Pau", "FR")))}
    assert (alone["partners"], alone["countries"], alone["union"]) == (State.FAILED, State.FAILED, State.MET)
    assert (pair["partners"], pair["countries"], pair["union"]) == (State.MET,) * 3


def test_a_pair_outside_the_union_lacks_a_member_state():
    conditions = rulebook()["cerv-town-twinning"].conditions
    found = {one.kind: one for one in judge(conditions, (member("Nis", "RS"), member("Bitola", "MK")))}
    assert (found["union"].state, found["union"].short) == (State.FAILED, 1)


def test_a_consortium_has_somebody():
    with pytest.raises(ValueError, match="at least"):
        judge((), ())


def test_only_who_and_where_admit_a_newcomer():
    conditions = rulebook()["eu-regions-week"].conditions
    assert admits(conditions, member("Oslo", "NO"))
    assert not admits(conditions, member("A company", "FR", bodies=frozenset({"company"})))


members = st.lists(
    st.builds(
        member,
        name=st.sampled_from(["a", "b", "c", "d", "e"]),
        country=st.sampled_from(["ES", "FR", "RS", ""]),
        bodies=st.sampled_from([frozenset(), frozenset({"municipality"}), frozenset({"university"})]),
        population=st.none() | st.integers(1, 100_000),
    ),
    min_size=1,
    max_size=8,
)


@given(members, st.sampled_from(sorted(rulebook())))
def test_whatever_the_members_every_condition_is_answered_with_a_sentence(together, code):
    conditions = rulebook()[code].conditions
    findings = judge(conditions, together)
    assert [one.kind for one in findings[: len(conditions)]] == [one.kind for one in conditions]
    assert [KINDS.index(one.kind) for one in conditions] == sorted(
        KINDS.index(one.kind) for one in conditions
    )
    for one in findings:
        assert one.key in SENTENCES["condition"]
        assert (one.condition is None) == (one.state is State.NOT_STATED)


@given(members, members, st.sampled_from(["partners", "countries", "union", "outside", "mix"]))
def test_more_partners_never_widen_a_gap(together, more, kind):
    value = {"bodies": ["university"], "min": 3} if kind == "mix" else {"min": 3}
    conditions = [one for one in _sure(kind, value)]
    (before,), (after,) = (
        [one for one in judge(conditions, who) if one.kind == kind] for who in (together, together + more)
    )
    assert after.short <= before.short


def _sure(kind, value):
    from_guide = next(iter(rulebook()["eu-regions-week"].conditions))
    yield type(from_guide)(kind=kind, value=value, basis=from_guide.basis)
