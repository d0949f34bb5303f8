"""Features stay in range, rise where they should, and explain themselves."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.matching.engine.explanations import EXPLANATIONS
from antena.matching.engine.features import FEATURES
from antena.matching.engine.features.effort import DAYS_NEEDED, burden, deadline
from antena.matching.engine.features.nature import MEANT, audience, impact, recency, territory
from antena.matching.engine.sentences import SENTENCES
from antena.matching.engine.vocabulary import AUDIENCES, SIZES
from tests.matching.engine.invented import CITY, VILLAGE, call, rule, shares, signals, sizes, towns, unit


def score(feature, town, signal):
    compared = FEATURES[feature].of(town, signal)
    return None if compared is None else compared.score


def key(feature, town, signal):
    compared = FEATURES[feature].of(town, signal)
    return None if compared is None else compared.key


@given(town=towns, signal=signals)
def test_every_feature_is_in_range_and_has_its_sentence(town, signal):
    for feature in FEATURES.values():
        compared = feature.of(town, signal)
        if compared is not None:
            assert 0 <= compared.score <= 1
            message = SENTENCES["reason"][compared.key]
            sentences = message[:2] if isinstance(message, tuple) else (message,)
            written = {name: "x" for name in compared.values}
            assert all(sentence % written for sentence in sentences)


@pytest.mark.parametrize("feature", FEATURES.values(), ids=FEATURES)
def test_every_feature_explains_itself_to_the_public(feature):
    paragraphs = feature.explanation.split("\n\n")
    folded = "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    assert EXPLANATIONS[feature.name] == folded
    assert paragraphs[0].endswith(".")
    assert len(paragraphs) == 2


@given(town=towns, signal=signals, code=st.sampled_from(["housing", "youth"]), weight=shares)
def test_one_more_theme_never_lowers_the_score(town, signal, code, weight):
    wants = {code: 0.0, **town.themes}
    more = msgspec.structs.replace(town, themes={**wants, code: max(weight, wants[code])})
    assert score("themes", more, signal) >= score("themes", town, signal) - 1e-6
    about = {code: 0.0, **signal.themes}
    wider = msgspec.structs.replace(signal, themes={**about, code: max(weight, about[code])})
    assert score("themes", town, wider) >= score("themes", town, signal) - 1e-6


@given(town=towns, signal=signals, goal=st.integers(1, 17))
def test_one_more_goal_never_lowers_the_score(town, signal, goal):
    more = msgspec.structs.replace(town, goals=town.goals | {goal})
    assert (score("goals", more, signal) or 0) >= (score("goals", town, signal) or 0) - 1e-6


@given(capacity=st.sampled_from(sorted(DAYS_NEEDED)), applies=st.booleans(), days=st.integers(0, 119))
def test_while_time_is_short_a_day_more_is_better(capacity, applies, days):
    if days + 1 <= (DAYS_NEEDED[capacity] if applies else 21):
        sooner = deadline(capacity, (applies, days, None)).score
        assert deadline(capacity, (applies, days + 1, None)).score > sooner


@given(size=sizes, amount=st.integers(1, 10**8), more=st.integers(0, 10**8))
def test_a_heavier_project_never_suits_a_village_better(size, amount, more):
    light = burden(("village_under_500", "none"), (amount, None))
    assert burden(("village_under_500", "none"), (amount + more, None)).score <= light.score


@given(amount=st.integers(10**6, 10**8), partners=st.none() | st.integers(1, 12))
def test_more_hands_never_make_a_large_project_heavier(amount, partners):
    scores = [
        burden(("under_20000", capacity), (amount, partners)).score
        for capacity in ("none", "shared", "part_time", "team")
    ]
    assert scores == sorted(scores)


@given(days=st.integers(0, 5_000), more=st.integers(0, 5_000))
def test_news_grows_old(days, more):
    assert recency(True, days + more).score <= recency(True, days).score


@given(
    traits=st.frozensets(st.sampled_from(["coastal", "rural", "urban"])),
    named=st.frozensets(st.sampled_from(["coastal", "rural", "urban", "island"]), min_size=1),
    more=st.sampled_from(["coastal", "rural", "urban"]),
)
def test_one_more_trait_in_common_never_lowers_the_score(traits, named, more):
    for titled in (frozenset(), named):
        assert territory(traits | {more}, (named, titled)).score >= territory(traits, (named, titled)).score


def test_ranking_of_impacts():
    scores = [impact(True, (kind, 0.8)).score for kind in ("duty", "money", "service", "opportunity", "none")]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0


def test_ranking_of_bodies():
    stated = (["municipality"], ["local_authority"], ["public_body"], ["any_legal_entity"], ["university"])
    scores = [score("body", VILLAGE, call(rules=(rule("who", bodies=found),))) for found in stated]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("town", "better", "worse"),
    [
        # a village is better off with a small grant, a city with a large one
        (VILLAGE, call(amount_eur=30_000), call(amount_eur=5_000_000)),
        (CITY, call(amount_eur=5_000_000), call(amount_eur=30_000)),
        (VILLAGE, call(amount_eur=30_000), call(amount_eur=30_000, rules=(rule("partners", min=8),))),
    ],
)
def test_ranking_of_burdens(town, better, worse):
    assert score("burden", town, better) > score("burden", town, worse)


def test_a_title_about_islands_is_not_for_the_mountain():
    named = call(subjects=frozenset({"island"}), title_subjects=frozenset({"island"}))
    mentioned = call(subjects=frozenset({"island"}))
    both = call(subjects=frozenset({"island", "mountain"}))
    scores = [score("territory", VILLAGE, signal) for signal in (both, mentioned, named)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0
    assert score("territory", VILLAGE, call()) is None


def test_every_audience_knows_every_size():
    assert MEANT.keys() == AUDIENCES.keys()
    assert all(sizes_of.keys() == SIZES.keys() for sizes_of in MEANT.values())
    assert (
        audience("under_1000", frozenset({"small_municipalities", "cities"})).values["audience"]
        == "small_municipalities"
    )


def test_what_a_town_did_not_say_is_not_held_against_it():
    signal = call(goals={11: 0.9}, subjects=frozenset({"beach"}), vector=unit(1))
    assert score("goals", VILLAGE, signal) is None
    assert score("assets", VILLAGE, signal) is None
    assert score("need", VILLAGE, signal) is None


def test_assumed_themes_say_so():
    confirmed = msgspec.structs.replace(VILLAGE, themes_assumed=False)
    assert key("themes", VILLAGE, call()) == "themes.assumed"
    assert key("themes", confirmed, call()) == "themes.shared"
    assert key("themes", confirmed, call(themes={})) == "themes.none"


def test_closeness_of_needs_is_calibrated():
    town = msgspec.structs.replace(VILLAGE, needs=unit(1))
    near, far = call(vector=unit(1, 1)), call(vector=unit(0, 1))
    assert score("need", town, near) == 1
    assert score("need", town, far) == 0
    assert [key("need", town, signal) for signal in (near, far)] == ["need.close", "need.far"]


@pytest.mark.parametrize(
    ("own", "near", "said", "worth"),
    [
        ({"life": 2}, {}, "experience.own", 1.0),
        ({}, {"life": "Olot"}, "experience.near", 0.6),
        ({"horizon": 1}, {"life": "Olot"}, "experience.near", 0.6),
        ({"horizon": 1}, {}, "experience.elsewhere", 0.5),
        ({}, {"horizon": "Olot"}, "experience.none", 0.0),
    ],
)
def test_what_a_town_has_done_before_counts(own, near, said, worth):
    town = msgspec.structs.replace(VILLAGE, experience=own, near_experience=near)
    asked = call(programme="LIFE")
    assert (key("experience", town, asked), score("experience", town, asked)) == (said, worth)


def test_experience_abstains_where_nothing_is_known():
    with_record = msgspec.structs.replace(VILLAGE, experience={"life": 1})
    assert score("experience", VILLAGE, call(programme="LIFE")) is None
    assert score("experience", with_record, call(programme="")) is None
    assert score("experience", with_record, call(kind="act", programme="LIFE")) is None
