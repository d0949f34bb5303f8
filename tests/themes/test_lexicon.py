"""Words are found by stem, in one pass, where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from antena.themes.classifier.lexicon import Lexicon, Owner
from antena.themes.classifier.stems import stem

OWNER = Owner(0, 1.0, is_hint=False)


def lexicon(language: str, *phrases: str, **options: list[str]) -> Lexicon:
    made = Lexicon(language, **options)
    for phrase in phrases:
        made.add(made.stems(phrase), [OWNER])
    return made


def found(made: Lexicon, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in made.find(text)[0]]


def test_inflected_words_are_found_as_they_stand() -> None:
    made = lexicon("ca", "escola bressol", "residus")
    assert found(made, "Les Escoles bressol i el RESIDU municipal") == ["Escoles bressol", "RESIDU"]


def test_the_longest_phrase_wins_and_its_words_count_once() -> None:
    made = lexicon("en", "water", "drinking water", "drinking water supply")
    assert found(made, "Drinking water supply, drinking water and water") == [
        "Drinking water supply",
        "drinking water",
        "water",
    ]


def test_function_words_may_stand_inside_a_phrase_but_no_more() -> None:
    made = lexicon("ca", "gestió de l'aigua")
    assert found(made, "la gestió de l’aigua i la gestió d'aigües") == [
        "gestió de l’aigua",
        "gestió d'aigües",
    ]
    assert found(made, "la gestió municipal de l'aigua") == []


def test_phrases_do_not_cross_punctuation() -> None:
    made = lexicon("en", "public transport")
    assert found(made, "open to the public. Transport of goods; public (transport)") == []


def test_joining_words_part_phrases_where_the_vocabulary_says_so() -> None:
    made = lexicon("en", "industrial policy", needed=["and"])
    assert found(made, "industry and policy makers of industrial policy") == ["industrial policy"]


def test_the_dot_of_catalan_in_all_its_spellings() -> None:
    made = lexicon("ca", "intel·ligència artificial", "col·laboració")
    text = "Intel·ligència artificial, intel.ligència artificial, inteŀligència artificial, COL·LABORACIÓ"
    assert found(made, text) == text.split(", ")


def test_apostrophes_straight_and_curly() -> None:
    made = lexicon("ca", "habitatge", "aigua")
    assert found(made, "d'habitatge l’aigua de l'Aigua") == ["habitatge", "aigua", "Aigua"]


def test_an_accent_may_tell_a_noun_from_a_function_word() -> None:
    made = lexicon("ca", "sòl contaminat")
    assert found(made, "un sòl contaminat, no sols contaminat") == ["sòl contaminat"]


def test_words_that_share_a_stem_by_accident_count_only_inside_phrases() -> None:
    made = lexicon("en", "cycling", "cycling lane", false_friends=["cycle"])
    assert found(made, "Cycling, the life cycle and a cycle lane") == ["Cycling", "cycle lane"]


def test_housing_and_habitat_stay_apart_in_catalan() -> None:
    assert stem("habitatge", "ca") == stem("habitatges", "ca") != stem("habitat", "ca")
    assert stem("pacients", "ca") == stem("pacient", "ca") != stem("pac", "ca")
    assert stem("disabilities", "en") == stem("disability", "en")
    assert stem("Grundschule", "de") == "Grundschule"


def test_prefixed_words_are_one_word() -> None:
    made = lexicon("en", "e-government")
    assert found(made, "eGovernment, e-government and governance") == ["eGovernment", "e-government"]


def test_boilerplate_hides_what_is_inside_it() -> None:
    made = lexicon("en", "gender")
    made.add(made.stems("gender dimension"))
    assert found(made, "the gender dimension of gender") == ["gender"]


def test_a_hushing_phrase_silences_its_sentence_only() -> None:
    made = lexicon("en", "gender", "women")
    made.add(made.stems("sex and gender analysis"), hushes_sentence=True)
    text = "For women. Where relevant, women, gender, sex and gender analysis. Women first"
    assert found(made, text) == ["women", "Women"]


@given(st.text(max_size=300))
def test_any_text_is_searched_and_hits_lie_in_order_inside_it(text: str) -> None:
    made = lexicon("ca", "aigua", "gestió de l'aigua", "a", "l·l", "1")
    hits, length = made.find(text)
    assert length >= len(hits)
    places = [place for hit in hits for place in (hit.start, hit.end)]
    assert places == sorted(places)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
