"""Sentences with their places, and cuts at a word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.text import clip, sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?", "Four…", "End"],
        ["See art. 5 and No. 3.", "The answer is no.", "The rest follows."],
        ["Bodies, e.g. The Hague, pay EUR 1.5 million.", "More."],
        ["El Sr. Puig i la Sra. Mas hi van.", "També el Dr. Pou."],
        ["The grant is 5 million EUR.", "The rest is yours."],
        ["Vegeu la pàg. 12 i l'art. 3.", "Després, el núm. 4."],
        ["1. Admissibility", "2. Eligibility of bodies.", "a. First point."],
        ["Ends here.", "1. Admissibility and more.", "3.2. Who may apply."],
        ["General conditions1. Admissibility and more.", "Next."],
        ["J. R. Jiménez wrote it.", "He did."],
        ["See https://ec.europa.eu/Foo.Bar for more.", "Then go."],
        ["It rose by 2.5 %.", "It fell."],
        ['He said "no."', "She left."],
        ["Sí (vegeu l'annex).", "«Potser.»", "¿Quizá?", "¡Sí!"],
        ["Releases of CO2.", "The limit is 5."],
        ["etc. and so on", "Next line"],
    ],
)
def test_sentences(expected: list[str]) -> None:
    glue = "\n" if any(not piece.endswith(tuple('.!?…)»"')) for piece in expected) else " "
    assert [span.text for span in sentences(glue.join(expected))] == expected


def test_glued_sentences_are_parted_where_that_is_certain() -> None:
    text = "On this basis.The rest (see the Annex).Then new chemistriesDemonstrated. Node.js and 3.5.Beyond."
    assert [span.text for span in sentences(text)] == [
        "On this basis.",
        "The rest (see the Annex).",
        "Then new chemistriesDemonstrated.",
        "Node.js and 3.5.",
        "Beyond.",
    ]


def test_sentences_of_other_scripts() -> None:
    assert [span.text for span in sentences("これは文です。次の文。Ще одне. Друге.")] == [
        "これは文です。",
        "次の文。",
        "Ще одне.",
        "Друге.",
    ]


@given(st.text("aAbB.!? \n1()\"'。é", max_size=100))
def test_spans_are_in_order_and_lose_nothing_but_blanks(text: str) -> None:
    at = 0
    for span in sentences(text):
        assert text[span.start : span.end] == span.text == span.text.strip() != ""
        assert text[at : span.start].strip() == ""
        at = span.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("piece", ["A. ", "word ", "x.Y", "1. A ", "(" * 50 + ". A "])
def test_a_flat_megabyte_takes_seconds_at_most(piece: str) -> None:
    began = time.process_time()
    sentences(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one, two three", 6, "one…"),
        ("incomprehensible", 6, "incom…"),
        ("one two", 1, "…"),
        ("one two", 0, ""),
        ("  padded  ", 6, "padded"),
    ],
)
def test_clip(text: str, length: int, expected: str) -> None:
    assert clip(text, length) == expected


@given(st.text(), st.integers(0, 50))
def test_clip_never_exceeds(text: str, length: int) -> None:
    assert len(clip(text, length)) <= length
    assert clip(text, len(text)) == text.strip()
