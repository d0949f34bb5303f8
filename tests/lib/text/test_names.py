"""Place names: their order, and the preposition before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.text import of_place, sort_key, to_place


def test_articles_and_accents_do_not_order() -> None:
    names = [
        "Zuera",
        "la Bisbal d'Empordà",
        "Òdena",
        "l'Hospitalet de Llobregat",
        "Àger",
        "es Bòrdes",
        "Banyoles",
    ]
    assert sorted([*names, "el Vendrell", "L’Ampolla", "Girona", "Les Preses"], key=sort_key) == [
        "Àger",
        "L’Ampolla",
        "Banyoles",
        "la Bisbal d'Empordà",
        "es Bòrdes",
        "Girona",
        "l'Hospitalet de Llobregat",
        "Òdena",
        "Les Preses",
        "el Vendrell",
        "Zuera",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("l'Hospitalet de Llobregat", "hospitalet de llobregat, l"),
        ("la Bisbal d'Empordà", "bisbal d emporda, la"),
        ("The Hague", "hague, the"),
        ("A Coruña", "coruna, a"),
        ("Castell-Platja d'Aro", "castell platja d aro"),
        ("Vila-real", "vila real"),
        ("La", "la"),
        ("Laredo", "laredo"),
        ("Жирона", "жирона"),
        ("", ""),
    ],
)
def test_sort_key(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("name", "of", "to"),
    [
        ("Olot", "d'Olot", "a Olot"),
        ("Àger", "d'Àger", "a Àger"),
        ("Híjar", "d'Híjar", "a Híjar"),
        ("Igualada", "d'Igualada", "a Igualada"),
        ("Ullastrell", "d'Ullastrell", "a Ullastrell"),
        ("Iemen", "de Iemen", "a Iemen"),
        ("Girona", "de Girona", "a Girona"),
        ("el Vendrell", "del Vendrell", "al Vendrell"),
        ("El Vendrell", "del Vendrell", "al Vendrell"),
        ("els Hostalets de Pierola", "dels Hostalets de Pierola", "als Hostalets de Pierola"),
        ("la Bisbal d'Empordà", "de la Bisbal d'Empordà", "a la Bisbal d'Empordà"),
        ("Les Preses", "de les Preses", "a les Preses"),
        ("l'Hospitalet", "de l'Hospitalet", "a l'Hospitalet"),
        ("L’Ampolla", "de l'Ampolla", "a l'Ampolla"),
        ("es Bòrdes", "d'es Bòrdes", "a es Bòrdes"),
        ("Elna", "d'Elna", "a Elna"),
        ("Lleida", "de Lleida", "a Lleida"),
    ],
)
def test_catalan(name: str, of: str, to: str) -> None:
    assert (of_place(name, "ca"), to_place(name, "ca")) == (of, to)


@pytest.mark.parametrize(
    ("name", "language", "of", "to"),
    [
        ("Olot", "en", "of Olot", "to Olot"),
        ("l'Hospitalet", "en", "of L'Hospitalet", "to L'Hospitalet"),
        ("el Vendrell", "es", "de El Vendrell", "a El Vendrell"),
        ("Olot", "es", "de Olot", "a Olot"),
        ("Olot", "fr", "d'Olot", "à Olot"),
        ("Évian", "fr", "d'Évian", "à Évian"),
        ("Le Mans", "fr", "du Mans", "au Mans"),
        ("Les Ulis", "fr", "des Ulis", "aux Ulis"),
        ("la Bisbal", "fr", "de La Bisbal", "à La Bisbal"),
        ("les Preses", "fr", "de Les Preses", "à Les Preses"),
        ("Köln", "de", "von Köln", "nach Köln"),
        ("Olot", "ja", "Olot", "Olot"),
    ],
)
def test_other_languages(name: str, language: str, of: str, to: str) -> None:
    assert (of_place(name, language), to_place(name, language)) == (of, to)


@given(st.text(max_size=40), st.sampled_from(["ca", "es", "en", "fr", "de", ""]))
def test_any_name_is_taken(name: str, language: str) -> None:
    assert name.strip().casefold()[-3:] in of_place(name, language).casefold()
    assert sort_key(name) == sort_key(f" {name} ")
