"""What a text is about, with the words that show it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.themes.classifier import Classifier, Evidence, Passage, Reading, Vocabulary

LANGUAGES = ["ca", "es", "en", "fr", "de", "", "ca-ES"]


def codes(reading: Reading) -> list[str]:
    return [theme.code for theme in reading.themes]


def words(reading: Reading, code: str) -> list[str]:
    return [piece.text for theme in reading.themes if theme.code == code for piece in theme.evidence]


EXAMPLES = [
    (
        "ca",
        "Ajuts per a la rehabilitació energètica d'edificis municipals",
        "Millora de l'enllumenat públic i de l'aïllament tèrmic dels equipaments.",
        "energy-efficiency-buildings",
        ["rehabilitació energètica", "enllumenat públic", "aïllament tèrmic", "edificis"],
        "7",
    ),
    (
        "es",
        "Atención a las personas mayores en los municipios pequeños",
        "Teleasistencia y ayuda a domicilio contra la soledad no deseada.",
        "ageing-care",
        ["personas mayores", "soledad no deseada", "ayuda a domicilio", "Teleasistencia"],
        "",
    ),
    (
        "en",
        "Tackling homelessness through social housing",
        "Homeless people and rough sleepers.",
        "homelessness",
        ["Homeless people", "rough sleepers", "homelessness"],
        "11",
    ),
    (
        "fr",
        "Création d'une piste cyclable",
        "Le vélo et la marche à pied vers l’école.",
        "active-mobility",
        ["piste cyclable", "marche à pied", "vélo"],
        "11",
    ),
]


@pytest.mark.parametrize(("language", "title", "body", "code", "evidence", "goal"), EXAMPLES)
def test_a_text_of_each_language(
    classifier: Classifier, language: str, title: str, body: str, code: str, evidence: list[str], goal: str
) -> None:
    reading = classifier.read([Passage(language, title, body)])
    assert codes(reading)[0] == code
    assert sorted(words(reading, code)) == sorted(evidence)
    if goal:
        assert goal in [each.code for each in reading.goals]


def test_catalan_dots_and_apostrophes_are_read_and_shown_as_they_stand(classifier: Classifier) -> None:
    reading = classifier.read([Passage("ca", "L’ús de la Intel·ligència Artificial i l'habitatge")])
    assert words(reading, "artificial-intelligence-data") == ["Intel·ligència Artificial"]
    assert words(reading, "housing") == ["habitatge"]


def test_horizon_boilerplate_gives_no_theme_away(classifier: Classifier) -> None:
    reading = classifier.read(
        [
            Passage(
                "en",
                "Next-generation lithium batteries",
                "The integration of the gender dimension (sex and gender analysis) is not a requirement. "
                "Women researchers and the gender balance of teams, gender equality plan included.",
            )
        ]
    )
    assert "gender-equality" not in codes(reading)
    assert "5" not in [goal.code for goal in reading.goals]


def test_descriptors_of_the_record_count_and_are_named(classifier: Classifier) -> None:
    reading = classifier.read(
        [Passage("en", "Council Directive 91/271/EEC")], eurovoc=["476", "nonsense", "476"]
    )
    assert codes(reading) == ["water-cycle"]
    assert reading.themes[0].evidence == (Evidence("eurovoc", "water supply", "en"),)


def test_a_descriptor_we_did_not_choose_counts_by_its_chapter(
    classifier: Classifier, vocabulary: Vocabulary
) -> None:
    chosen = {id_ for theme in vocabulary.themes for id_ in theme.eurovoc}
    licence = next(each for each in vocabulary.concepts.values() if each.label == "fishing licence")
    assert (licence.id in chosen, licence.microthesaurus) == (False, "5641")
    reading = classifier.read([], eurovoc=[licence.id])
    assert codes(reading) == ["fisheries-blue-economy"]
    assert reading.themes[0].score < 0.5


def test_versions_of_one_text_are_not_several_texts(classifier: Classifier) -> None:
    one = classifier.read([Passage("en", "Drinking water")])
    both = classifier.read([Passage("en", "Drinking water"), Passage("fr", "Eau potable")])
    assert codes(one) == codes(both) == ["water-cycle"]
    assert both.themes[0].score == one.themes[0].score


def test_a_weak_text_still_gets_its_nearest_field(classifier: Classifier) -> None:
    reading = classifier.read(
        [Passage("en", "", "This regulation concerns the market and nothing else at all.")]
    )
    assert codes(reading) == ["socioeconomic-development"]
    assert reading.themes[0].score < 0.3
    assert words(reading, "socioeconomic-development") == ["market"]


@pytest.mark.parametrize(
    "passages", [[], [Passage("ca", "", "")], [Passage("en", "Xyzzy", "plugh of the and")]]
)
def test_nothing_at_all_reads_as_nothing(classifier: Classifier, passages: list[Passage]) -> None:
    assert classifier.read(passages) == Reading((), ())


def test_a_language_that_is_unknown_wrong_or_missing_is_guessed(classifier: Classifier) -> None:
    text = "La gestió de l'aigua i dels residus dels nostres municipis"
    for language in ("", "de", "en", "ca-ES"):
        reading = classifier.read([Passage(language, text)])
        assert set(codes(reading)) == {"water-cycle", "waste-circular-economy"}
        assert reading.themes[0].evidence[0].language == "ca"
    assert classifier.read([Passage("de", "Wasserversorgung und Abfallwirtschaft")]) == Reading((), ())


def test_the_title_counts_more_than_the_body(classifier: Classifier) -> None:
    filler = "a plain sentence that says little about anything whatever " * 40
    title = classifier.read([Passage("en", "Libraries", filler + "a museum")])
    body = classifier.read([Passage("en", "A museum", filler + "libraries")])
    assert codes(title)[0] == "libraries-reading"
    assert codes(body)[0] == "culture-heritage"


SCRAPS = st.sampled_from(
    [
        *(
            "aigua",
            "water",
            "intel·ligència artificial",
            "d'habitatge",
            "gender dimension",
            "personas mayores",
        ),
        *(
            "vocational training",
            "marchés publics",
            "e-",
            "l·l",
            "ﬁ",
            "😀",
            "'",
            ". ",
            "\n",
            "\x00",
            "\u202e",
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Passage,
            st.sampled_from(LANGUAGES),
            st.one_of(st.text(max_size=60), st.lists(SCRAPS, max_size=6).map(" ".join)),
            st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=30).map(" ".join)),
        ),
        max_size=3,
    ),
    st.lists(st.sampled_from(["476", "754", "5482", "c_1", "", "🦊"]), max_size=4),
)
def test_any_text_reads_and_its_evidence_is_in_it(
    classifier: Classifier, passages: list[Passage], eurovoc: list[str]
) -> None:
    reading = classifier.read(passages, eurovoc=eurovoc)
    assert len(reading.themes) <= 4
    assert len(reading.goals) <= 3
    texts = [passage.title for passage in passages] + [passage.body for passage in passages]
    for scored in (*reading.themes, *reading.goals):
        assert 0 < scored.score <= 1
        assert scored.evidence
        for piece in scored.evidence:
            assert piece.kind != "word" or any(piece.text in text for text in texts)
    for scored_list in (reading.themes, reading.goals):
        scores = [each.score for each in scored_list]
        assert scores == sorted(scores, reverse=True)


def test_a_field_never_scores_as_a_theme_that_is_sure(classifier: Classifier) -> None:
    # financial instrument, stock-exchange transaction, banking policy, securities: nothing a town hall does
    reading = classifier.read([], eurovoc=["1459", "2150", "2447", "4646"])
    assert codes(reading) == ["socioeconomic-development"]
    assert reading.themes[0].score < 0.4
