"""Conditions read from the words of calls."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.signals.reading.eligibility import MOST_RULES, RuleReading, read_rules, stated_rules
from antena.signals.reading.eligibility.patterns import languages, load


def read(text, language="en"):
    return {(rule.kind, json.dumps(rule.value, sort_keys=True)) for rule in read_rules(text, language)}


def rule(kind, **value):
    return kind, json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Proposals must be submitted by at least 3 applicants (beneficiaries) "
            "from 3 different eligible countries.",
            {rule("partners", min=3), rule("countries", min=3)},
        ),
        ("en", "Proposals may be submitted by a single applicant.", {rule("partners", min=1)}),
        (
            "en",
            "At least two cities, represented by a local authority, each from a different Member State, "
            "must participate as beneficiaries.",
            {
                rule(
                    "who",
                    bodies=["municipality", "local_authority", "any_legal_entity"],
                    required=["municipality", "local_authority"],
                ),
                rule("countries", min=2),
            },
        ),
        (
            "en",
            "Participation is limited to legal entities established in Member States, Norway and Iceland.",
            {rule("where", group="eu", countries=["IS", "NO"])},
        ),
        (
            "en",
            "The Commission considers that proposals requesting a contribution from the EU of a range of "
            "EUR 1 to 1.5 million would allow the objectives to be addressed.",
            {rule("budget", min_eur=1_000_000, max_eur=1_500_000)},
        ),
        (
            "en",
            "Indicative budget: EUR 16 000 000. The requested funding cannot exceed EUR 8 000 000.",
            {rule("budget", max_eur=8_000_000)},
        ),
        ("en", "Funding rateOther Action Grants (OAGs) — 95% Objective:", {rule("rate", percent=95)}),
        (
            "en",
            "The expected duration of the project is between 24 and 36 months.",
            {rule("duration", min_months=24, max_months=36)},
        ),
        ("en", "Expected project duration is up to 3 years.", {rule("duration", max_months=36)}),
        (
            "en",
            "Eligible applicants are municipalities with fewer than 5,000 inhabitants.",
            {rule("who", bodies=["municipality"]), rule("size", max_inhabitants=5000)},
        ),
        (
            "es",
            "Podrán ser beneficiarios los ayuntamientos y las diputaciones "
            "de municipios de menos de 20.000 habitantes.",
            {rule("who", bodies=["municipality", "local_authority"]), rule("size", max_inhabitants=20_000)},
        ),
        (
            "es",
            "La cuantía máxima de la ayuda por proyecto será de 50.000 euros, "
            "hasta el 80 % del coste subvencionable.",
            {rule("budget", max_eur=50_000), rule("rate", percent=80)},
        ),
        ("es", "El consorcio estará formado por al menos tres entidades de dos países diferentes.", None),
        (
            "ca",
            "Poden ser beneficiaris els ajuntaments i els consells comarcals.",
            {rule("who", bodies=["municipality", "local_authority"])},
        ),
        (
            "ca",
            "La convocatòria va adreçada a municipis de fins a 1.000 habitants. "
            "L'import màxim de l'ajut és de 12.000 €.",
            {
                rule("who", bodies=["municipality"]),
                rule("size", max_inhabitants=1000),
                rule("budget", max_eur=12_000),
            },
        ),
        (
            "fr",
            "Les communes et les EPCI peuvent candidater. L'aide est plafonnée à 20 000 €.",
            {rule("who", bodies=["municipality", "local_authority"]), rule("budget", max_eur=20_000)},
        ),
        (
            "fr",
            "Bénéficiaires : communes de moins de 2 000 habitants. Taux de subvention maximum : 50 %.",
            {
                rule("who", bodies=["municipality"]),
                rule("size", max_inhabitants=2000),
                rule("rate", percent=50),
            },
        ),
    ],
)
def test_what_is_stated_is_read(language, text, expected):
    if expected is None:
        expected = {rule("partners", min=3), rule("countries", min=2)}
    assert read(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The maximum amount to be granted to each third party is EUR 60 000.",
        "Eligible countries described in Annex B of the Work Programme General Annexes.",
        "Participation as coordinators is limited to legal entities established in Widening countries.",
        "The granting authority may, up to 4 years after the end of the action, object to a transfer.",
        "The directive asks for plans at least in municipalities with a total population higher than 45,000.",
        "In addition to the minimum, consortia must include at least three entities established in Africa.",
        "Municipalities and citizens gain from a duration of debate.",
    ],
)
def test_what_is_another_matter_is_no_rule(text):
    assert read(text) == set()


def test_the_same_rule_said_twice_is_one_and_the_surest_stays():
    text = "Expected project duration is up to 3 years. " * 2
    (found,) = read_rules(text, "en")
    assert found == RuleReading(
        "duration", {"max_months": 36}, "Expected project duration is up to 3 years.", "en", 0.85
    )


def test_what_the_source_states_as_data_is_certain():
    assert stated_rules(grant_min_eur=0, grant_max_eur=None) == []
    assert stated_rules(grant_min_eur=1000, grant_max_eur=2000) == [
        RuleReading("budget", {"min_eur": 1000, "max_eur": 2000}, "", "", 1.0)
    ]


def test_a_language_without_patterns_gives_nothing():
    assert read_rules("Proposals must be submitted by at least 3 applicants.", "xx") == []


def test_every_language_names_the_same_kinds_of_bodies():
    base = {name for name, _ in load("ca").bodies}
    assert languages() == {"ca", "es", "en", "fr"}
    assert {name for name, _ in load("es").bodies} == {name for name, _ in load("fr").bodies} == base
    assert base < {name for name, _ in load("en").bodies}


pieces = st.sampled_from(
    [
        "at least three ",
        "must participate ",
        "EUR 5 million ",
        "maximum grant is ",
        "municipalities ",
        "funding rate is 0%",
        "200% ",
        "99999999 inhabitants ",
        "eligible applicants are ",
        "duration of 900 years",
        "Member States",
        "\n",
        ". ",
        "[[",
        "ŀ",
        "\u202e",
        "limited to legal entities established in ",
        "entre 3 y ",
        "poden ser beneficiaris: ",
    ]
)


@given(
    st.lists(pieces | st.text(max_size=5), max_size=25).map("".join),
    st.sampled_from(["ca", "es", "en", "fr"]),
)
def test_any_text_is_read_and_each_sentence_is_in_it(text, language):
    found = read_rules(text, language)
    assert len(found) <= MOST_RULES
    for item in found:
        assert item.sentence in text
        assert item.value
        assert 0 < item.confidence <= 1


def test_a_very_long_sentence_is_cut_around_its_condition():
    text = "word " * 500 + "the requested funding cannot exceed EUR 8 000 000 and " + "word " * 500
    (found,) = read_rules(text, "en")
    assert found.sentence in text
    assert "EUR 8 000 000" in found.sentence
    assert len(found.sentence) <= 600


@pytest.mark.real_data
def test_real_topics_state_what_they_state(real_data):
    with gzip.open(real_data / "eu_calls_sedia_2026" / "topics.jsonl.gz", "rt") as file:
        topics = {topic["topicId"]: topic for topic in map(json.loads, file)}
    plan = topics["LIFE-2026-CET-HEATCOOLPLAN"]
    assert read(plan["description"]) == {
        rule("partners", min=3),
        rule("countries", min=3),
        rule("budget", max_eur=2_000_000),
        rule("rate", percent=95),
    }
