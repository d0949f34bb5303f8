"""Sentences in each language, with values as that language writes them."""

import re
import tomllib
from pathlib import Path

import pytest

import antena.signals.reading as reading
from antena.matching.engine.marks import Plural
from antena.matching.engine.sentences import BODIES, SENTENCES
from antena.matching.sentences import Speaker

MESSAGES = [
    (group, key, message) for group, messages in SENTENCES.items() for key, message in messages.items()
]
VALUES = {
    "themes": ["water-cycle", "unheard-of"],
    "goals": [6, 11],
    "assets": ["beach"],
    "territories": ["coastal", "rural"],
    "audience": "cities",
    "bodies": ["municipality", "sme"],
    "country": "ES",
    "countries": ["FR", "EU"],
    "deadline": "2027-04-15",
    "amount": 5_000_000,
    "count": 1_200,
    "needed": 120,
    "inhabitants": 27,
    "limit": 50_000,
    "percent": 40,
    "partners": 3,
    "place": "Olot",
    "priority": {"en": "Water first", "ca": "Primer l'aigua"},
    "body": "The Advisory Council",
    "adopted": "2026-11-20",
    "members": ["Olot", "Banyoles"],
    "highest": 50_745,
    "have": 2,
    "own": 10,
    "town": "Olot",
    "neighbour": "Sant Joan les Fonts",
}


def speaking(language):
    return Speaker(language, {"water-cycle": {"en": "Water", "ca": "Aigua"}}, {6: {"en": "Clean water"}})


@pytest.mark.parametrize(("group", "key", "message"), MESSAGES, ids=[key for _, key, _ in MESSAGES])
def test_every_sentence_can_be_said(group, key, message):
    wanted = set(re.findall(r"%\((\w+)\)s", message.many if isinstance(message, Plural) else message))
    assert wanted <= VALUES.keys()
    values = {
        name: VALUES[name] for name in wanted | ({message.by} if isinstance(message, Plural) else set())
    }
    for language in ("ca", "es", "en", "fr", "zz"):
        said = speaking(language).say(group, key, values)
        assert said
        assert not {"%(", "%%"} & {said[at : at + 2] for at in range(len(said))}


@pytest.mark.parametrize(
    ("language", "key", "values", "expected"),
    [
        ("en", "themes.shared", {"themes": ["water-cycle", "x"]},
         "It is about Water and x, which you said matters to you."),
        ("en", "goals.shared", {"goals": [6, 11]}, "It serves goals your town chose: 6 Clean water and 11."),
        ("en", "deadline.tight", {"count": 1, "deadline": "2027-04-15", "needed": 120},
         "Only 1 day is left, until 15 April 2027; a town hall like yours usually needs 120."),
        ("en", "recency.older", {"count": 1200}, "It was published 1,200 days ago."),
    ],
)  # fmt: skip
def test_values_are_written_as_the_language_does(language, key, values, expected):
    assert speaking(language).say("reason", key, values) == expected


def test_an_unknown_key_says_nothing():
    assert speaking("en").say_stored("reason", {"key": "moon.full"}) == ""


def test_every_body_the_reader_of_conditions_knows_has_a_label():
    folder = Path(reading.__file__).parent / "eligibility"
    codes = {
        body for path in folder.glob("*.toml") for body in tomllib.loads(path.read_text()).get("bodies", {})
    }
    assert codes
    assert codes <= BODIES.keys()
