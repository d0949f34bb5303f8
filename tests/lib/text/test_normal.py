"""The form texts are compared in, their words and stems, and what full-text search is given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.text import normalise, search_text, stem, words
from antena.lib.text.stopwords import STOP_WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Col·laboració", "collaboracio"),
        ("col.laboració", "collaboracio"),
        ("coŀlaboració", "collaboracio"),
        ("COL·LABORACIÓ", "collaboracio"),
        ("col•laboració", "collaboracio"),
        ("Sant Marcel·lí i la paral·lela", "sant marcelli i la parallela"),
        ("L'Hospitalet de l’Infant", "hospitalet de infant"),
        ("d'aigua, s'ha n'hi m'ha t'ho", "aigua, ha hi ha ho"),
        ("qu'il jusqu’à l'eau", "il a eau"),
        ("don't stop O'Brien", "don't stop o'brien"),
        ("  Àger\u00a0 \n Òdena\t", "ager odena"),
        ("Straße ØSTFOLD Łódź œuvre", "strasse ostfold lodz oeuvre"),
        ("ﬁnançament ＡＢＣ", "financament abc"),
        ("co\u00adope\u200bració", "cooperacio"),
        ("LĿL'LL", "llll"),
        ("municipal.Les obres", "municipal. les obres"),
        ("Жирона Й", "жирона й"),
        ("ジローナ", "ジローナ"),
        ("العربية مُدَرِّس", "العربية مُدَرِّس"),
        ("Αθήνα", "αθήνα"),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", expected)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text("lLŀĿ·.'’dquQ éa\u0301\u0307İ\u00b4ʼnŉﬁ\u200b\u0345\u00a8-", max_size=30))
def test_normalising_twice_changes_nothing_where_dots_and_elisions_meet(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters(codec="latin-1")))
def test_latin_texts_lose_every_mark(text: str) -> None:
    assert not any(unicodedata.combining(sign) for sign in unicodedata.normalize("NFD", normalise(text)))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Ajuts per a la millora de l'eficiència energètica d'edificis",
            "ca",
            ["ajuts", "millora", "eficiencia", "energetica", "edificis"],
        ),
        ("Ajudes-ho fer-nos-en", "ca", ["ajudes", "fer", "nos"]),
        ("las ayudas para el municipio", "es-ES", ["ayudas", "municipio"]),
        ("The town's call isn't for us", "en", ["town", "call"]),
        ("l'aide qu'on a donnée aux communes", "fr", ["aide", "donnee", "communes"]),
        ("die Gemeinde und der Rat", "de", ["die", "gemeinde", "und", "der", "rat"]),
        ("हिन्दी की किताब", "hi", ["हिन्दी", "की", "किताब"]),
        ("CO2 & 5G: 2027!", "ca", ["co2", "5g", "2027"]),
        ("snake_case", "en", ["snake", "case"]),
        ("", "ca", []),
    ],
)
def test_words(text: str, language: str, expected: list[str]) -> None:
    assert words(text, language) == expected


def test_words_of_the_trade_are_no_stop_words() -> None:
    for term in ["european", "commission", "call", "europea", "municipi", "commune", "ajuntament", "unió"]:
        assert not any(term in listed for listed in STOP_WORDS.values())


@pytest.mark.parametrize("language", list(STOP_WORDS))
def test_stop_words_alone_leave_nothing(language: str) -> None:
    assert words(" ".join(STOP_WORDS[language]), language) == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("cooperació", "cooperacions", "ca"),
        ("inclusió", "inclusions", "ca"),
        ("biblioteca", "biblioteques", "ca"),
        ("residu", "residus", "ca"),
        ("energètic", "energètiques", "ca"),
        ("municipi", "municipis", "ca"),
        ("educación", "educaciones", "es"),
        ("municipality", "municipalities", "en"),
        ("collectivité", "collectivités", "fr"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str, language: str) -> None:
    assert stem(normalise(one), language) == stem(normalise(other), language)


def test_other_languages_are_not_stemmed() -> None:
    assert stem("gemeinden", "de") == "gemeinden"
    assert stem("gemeinden", "") == "gemeinden"


def test_search_text_settles_what_the_catalan_configuration_cannot() -> None:
    text = "Ajuts per a la col·laboració i l’eficiència energètica d'edificis"
    assert search_text(text, "ca") == "Ajuts collaboració eficiència energètica edificis"
    assert search_text(text, "es") == "Ajuts per a la collaboració i eficiència energètica edificis"
    assert search_text("a\x00b \u200b c", "en") == "a b c"
    assert len(search_text("x " * 500_000, "en")) <= 200_000


@given(st.text(), st.sampled_from(["ca", "es", "en", "fr", "de"]))
def test_search_text_holds_nothing_the_database_refuses(text: str, language: str) -> None:
    assert "\x00" not in search_text(text, language)
