"""Which territories, audiences and assets a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.matching.engine.subjects import CODES, Text, comparable, read_subjects


def named(language, title, body=""):
    return {(found.code, found.in_title) for found in read_subjects([Text(language, title, body)])}


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Resilient coastal areas of the Mediterranean", {("coastal", True), ("mediterranean", True)}),
        (
            "ca",
            "Ajuts als municipis de muntanya i als parcs naturals",
            {("mountain", True), ("natural_park", True)},
        ),
        ("es", "Reto demográfico en zonas rurales", {("rural", True), ("sparse", True)}),
        ("fr", "Les petites communes du littoral", {("coastal", True), ("small_municipalities", True)}),
        ("en", "Support for small and medium-sized towns", {("small_municipalities", True)}),
        ("en", "An act on hairdressers", set()),
        # a word of another language is not read in this one
        ("en", "Platges i ports", {("port", True)}),
        ("xx", "Coastal areas", set()),
    ],
)
def test_titles(language, title, expected):
    assert named(language, title) == expected


def test_a_body_has_to_insist():
    assert named("en", "Call", "Villages, hospitals and one island.") == set()
    assert named("en", "Call", "A hospital. Two hospitals.") == {("hospital", False)}


def test_words_are_whole():
    assert named("en", "Reporting and support for airports") == {("airport", True)}


def test_a_title_says_more_than_a_body():
    (found,) = read_subjects(
        [Text("ca", "Crida", "El bosc i els boscos."), Text("en", "Forests", ""), Text("fr", "Rien", "")]
    )
    assert (found.code, found.language, found.in_title, found.word) == ("forest", "en", True, "forests")


@given(st.text(), st.text(), st.sampled_from(["ca", "es", "en", "fr", "ar"]))
def test_any_text_is_read(title, body, language):
    assert {found.code for found in read_subjects([Text(language, title, body)])} <= CODES


@given(st.text())
def test_what_is_compared_has_single_spaces(text):
    assert comparable(text).split() == comparable(text)[1:-1].split(" ") or not comparable(text).strip()
