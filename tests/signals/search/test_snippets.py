"""Marks fall on words that answer the search, and never on anything else."""

from hypothesis import given
from hypothesis import strategies as st

from antena.signals.search.snippets import Marked, mark, snippet, stems


@given(st.text(max_size=400), st.text(max_size=40), st.sampled_from(["ca", "es", "en", "fr", "de"]))
def test_pieces_joined_are_the_text_and_marks_are_in_order(text: str, query: str, language: str) -> None:
    wanted = stems(query, language)
    for marked in (mark(text, wanted, language), snippet([text, text[::-1]], wanted, language, length=60)):
        assert "".join(piece for piece, _ in marked.pieces) == marked.text
        at = 0
        for one in marked.marks:
            assert at <= one.start < one.end <= len(marked.text)
            at = one.end


def test_every_form_of_a_word_is_marked_whatever_its_accents_and_case() -> None:
    text = "LES AIGÜES, l'aigua i la col·laboració; col·laboracions."
    assert _marked(text, "aigua collaboració", "ca") == [
        "AIGÜES",
        "aigua",
        "col·laboració",
        "col·laboracions",
    ]
    assert _marked("Cities and a city; citing", "city", "en") == ["Cities", "city"]
    assert _marked("Énergie, energies", "énergies", "fr") == ["Énergie", "energies"]


def test_little_words_are_not_marked() -> None:
    assert _marked("La gestió de l'aigua de la vila", "de l'aigua", "ca") == ["aigua"]


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    filler = "Altres coses que no tenen res a veure. " * 20
    body = f"Aigua. {filler} La xarxa d'aigua potable rural. {filler}"
    shown = snippet(["", body], stems("aigua potable rural", "ca"), "ca", length=120)
    assert [piece for piece, marked in shown.pieces if marked] == ["aigua", "potable", "rural"]
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert len(shown.text) <= 130


def test_without_marks_the_beginning_is_shown_and_markup_stays_text() -> None:
    assert snippet(["", "<b>bold</b> & more"], frozenset(), "en") == Marked("<b>bold</b> & more")
    assert snippet([], stems("x", "en"), "en") == Marked("")


def _marked(text: str, query: str, language: str) -> list[str]:
    return [piece for piece, marked in mark(text, stems(query, language), language).pieces if marked]
