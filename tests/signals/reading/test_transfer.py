"""What a practice rested on, read from its words; what is not stated is not read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.reading.transfer import KINDS, LEVELS, languages, read_transfer

EN = "Sampleton: shade in every school yard"


def read(text, language="en", title=EN):
    return {reading.kind: reading for reading in read_transfer(title, text, language)}


@pytest.mark.parametrize(
    ("language", "text", "inhabitants"),
    [
        ("en", "Sampleton is a town with 4,612 inhabitants.", 4_612),
        ("en", "A village of two thousand opened it.", 2_000),
        ("en", "The city has a population of about 1.6 million.", 1_600_000),
        ("ca", "Un poble de 1.300 habitants el va obrir.", 1_300),
        ("es", "Un pueblo de diez mil habitantes lo hizo.", 10_000),
        ("fr", "Un bourg de 1 300 habitants l'a ouvert.", 1_300),
    ],
)
def test_the_size_of_the_place(language, text, inhabitants):
    assert read(text, language)["size"].value == {"inhabitants": inhabitants}


@pytest.mark.parametrize(
    "text",
    [
        "It costs 3 euros per 1,000 inhabitants.",
        "Cities with more than 20,000 inhabitants are eligible.",
        "A capacity of 16,000 cubic metres of water.",
        "The village of 2015 was another.",
        "In total 135 residents applied.",
    ],
)
def test_a_limit_a_rate_or_another_thing_is_no_size(text):
    assert "size" not in read(text)


def test_who_acts_is_the_nearest_to_the_town_that_has_much_of_what_is_said():
    text = "The city council approved and financed the works. The Ministry was informed."
    found = read(text)["competence"]
    assert found.value == {"level": "municipality"}
    assert found.sentence == "The city council approved and financed the works."
    state = read(
        "The Ministry of Health issued a national plan. The national plan is funded by the ministry."
    )
    assert state["competence"].value == {"level": "state"}
    assert read("El consell comarcal va impulsar-ho amb un consorci comarcal.", "ca")["competence"].value == {
        "level": "county"
    }


def test_the_cost_is_what_was_spent_not_what_was_saved_or_lost():
    text = "Floods caused damage of €24 million. The total cost of the works was 343,600 euros."
    assert read(text)["cost"].value == {"amount": 343_600}
    assert "cost" not in read("It saves 23,000 euros in costs per year.")
    assert read("El pressupost total és de 250.000 euros.", "ca")["cost"].value == {"amount": 250_000}


def test_how_long_it_took():
    assert read("2015-2018")["time"].value == {"months": 48}
    assert read("The works took 18 months.")["time"].value == {"months": 18}
    assert "time" not in read("A flood with a return period of 100 years.")
    assert "time" not in read("It is projected for 2050-2040.")


def test_the_territory_is_what_is_said_more_than_once():
    assert read("The beach and the coast were restored.", title="Sampleton")["territory"].value == {
        "territories": ["coastal"]
    }
    assert "territory" not in read("There is a beach.", title="Sampleton")
    assert "territory" not in read("The heat islands are cooled. A heat island goes.", title="Sampleton")


def test_a_language_without_words_gives_nothing():
    assert read_transfer("Sampleton", "4 612 Einwohner", "de") == []


@pytest.mark.parametrize("language", sorted(languages()))
@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=300))
def test_whatever_is_written_it_reads_without_raising(language, text):
    found = read_transfer("", text, language)
    assert [one.kind for one in found] == [kind for kind in KINDS if kind in {one.kind for one in found}]
    for one in found:
        assert 0 < one.confidence <= 1
        assert one.sentence in text
        assert one.kind != "competence" or one.value["level"] in LEVELS
