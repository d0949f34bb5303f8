"""Readable differences."""

from hypothesis import given
from hypothesis import strategies as st

from antena.signals.versions import Change, Piece, changes, difference, folded

texts = st.text(st.sampled_from("ab ·é\n.1"), max_size=60)


def side(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(texts, texts)
def test_a_difference_rebuilds_both_sides(old, new):
    pieces = difference(old, new)
    assert side(pieces, "same", "removed") == old
    assert side(pieces, "same", "added") == new
    assert all(piece.text for piece in pieces)


@given(texts)
def test_equal_texts_have_no_difference(text):
    assert difference(text, text) == ([Piece("same", text)] if text else [])


def test_words_are_compared_not_letters():
    assert difference("The deadline is 5 May.", "The deadline is 9 May.") == [
        Piece("same", "The deadline is "),
        Piece("removed", "5"),
        Piece("added", "9"),
        Piece("same", " May."),
    ]


def test_long_unchanged_parts_are_folded():
    words = " ".join(f"w{number}" for number in range(100))
    pieces = folded(
        difference(f"{words} old {words} old {words}", f"{words} new {words} new {words}"), words=2
    )
    assert [piece.text for piece in pieces] == [
        "… w98 w99 ",
        "old",
        "new",
        " w0 w1 … w98 w99 ",
        "old",
        "new",
        " w0 w1 …",
    ]


def test_a_rewritten_page_is_not_matched_word_by_word():
    old, new = "a " * 5000, "b " * 5000
    assert difference(old, new) == [Piece("removed", old), Piece("added", new)]


def test_changes_name_field_language_and_both_values():
    before = {("opens_on", ""): "2026-01-01", ("title", "en"): "Old", ("title", "fr"): "Ancien"}
    after = {("opens_on", ""): "2026-02-01", ("title", "en"): "New", ("title", "es"): "Nuevo"}
    assert changes(before, after) == [
        Change("opens_on", "", "2026-01-01", "2026-02-01"),
        Change("title", "en", "Old", "New"),
        Change("title", "es", None, "Nuevo"),
    ]


def test_a_fact_that_is_gone_is_a_change():
    assert changes({("details.lot", ""): 3}, {}) == [Change("details.lot", "", 3, None)]
