"""Conditions put together from a text and from the guide of its programme."""

from antena.matching.engine.eligibility.conditions import Basis, Condition, conditions_of, not_stated
from tests.matching.engine.invented import rule

GUIDE = Basis(sentence="At least two apply.", language="en", confidence=0.95, guide="A guide", year=2025)


def guide(kind, **value):
    return Condition(kind=kind, value=value, basis=GUIDE)


def test_the_guide_speaks_where_the_text_is_silent():
    (partners, rate) = conditions_of([rule("rate", percent=80)], [guide("partners", min=2)])
    assert (partners.kind, partners.value, partners.basis.guide) == ("partners", {"min": 2}, "A guide")
    assert (rate.kind, rate.basis.guide) == ("rate", "")


def test_the_text_wins_and_the_contradiction_is_kept():
    (partners,) = conditions_of([rule("partners", sentence="Four apply.", min=4)], [guide("partners", min=2)])
    assert partners.value == {"min": 4}
    assert partners.basis.sentence == "Four apply."
    assert partners.against is not None
    assert partners.against.value == {"min": 2}


def test_a_text_that_says_the_same_contradicts_nothing():
    (partners,) = conditions_of([rule("partners", min=2)], [guide("partners", min=2, max=8)])
    assert partners.value == {"min": 2}
    assert partners.against is None


def test_an_unsure_reading_gives_way_to_the_guide():
    (partners,) = conditions_of([rule("partners", 0.4, min=9)], [guide("partners", min=2)])
    assert partners.value == {"min": 2}
    assert partners.against is not None
    assert partners.against.value == {"min": 9}


def test_bodies_of_all_sentences_are_taken_together_and_those_required_become_a_mix():
    who, mix = conditions_of(
        [
            rule("who", 0.9, bodies=["municipality"]),
            rule("who", 0.8, bodies=["university", "any_legal_entity"], required=["university"]),
        ]
    )
    assert who.value == {"bodies": ["any_legal_entity", "municipality", "university"]}
    assert (mix.kind, mix.value) == ("mix", {"bodies": ["university"], "min": 1})


def test_a_narrower_text_does_not_contradict_a_guide_open_to_anybody():
    (who,) = conditions_of(
        [rule("who", bodies=["municipality"])], [guide("who", bodies=["any_legal_entity"])]
    )
    assert who.value == {"bodies": ["municipality"]}
    assert who.against is None


def test_what_is_not_stated_is_named_and_a_lump_sum_answers_amount_and_share():
    stated = conditions_of([], [guide("lump_sum", amounts=[60_000]), guide("who", bodies=["municipality"])])
    assert not_stated(stated) == ("where", "partners", "countries", "duration")
