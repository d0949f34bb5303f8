"""Names: many are normalised as each is; written order, addresses and weights keep their promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.text import normalise
from antena.places.naming import bare, normalise_all, slugs, weight, written_order

CATALAN = ["El", "La", "Els", "Les", "L'", "Es"]


@given(st.lists(st.text(max_size=12)))
def test_many_names_are_normalised_as_each(names: list[str]) -> None:
    assert normalise_all(names) == [normalise(name) for name in names]


@pytest.mark.parametrize(
    "name",
    [
        "L’Hospitalet",
        "Vil·la",
        "Vil.la",
        "Ångström",
        "हिन्दी",
        "한국",
        "\u1112\u1161\u11ab",
        "a\nb",
        " a  b ",
        "",
        "ﬁn",
        "İ",
        "ǰ",
        "½",
        "d'en Bas",
    ],
)
def test_awkward_names_among_others(name: str) -> None:
    around = ["Girona", name, "Жирона", name, "東京"]
    assert normalise_all(around) == [normalise(one) for one in around]


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Hospitalet de Llobregat, L'", "l'Hospitalet de Llobregat"),
        ("Masies de Roda, Les", "les Masies de Roda"),
        ("Ràpita, La", "la Ràpita"),
        ("Bòrdes, Es", "es Bòrdes"),
        ("Cruïlles, Monells i Sant Sadurní de l'Heura", "Cruïlles, Monells i Sant Sadurní de l'Heura"),
        ("Saus, Camallera i Llampaies", "Saus, Camallera i Llampaies"),
        ("Girona", "Girona"),
        ("", ""),
    ],
)
def test_written_order(listed: str, written: str) -> None:
    assert written_order(listed, CATALAN) == written


@given(st.text(), st.sampled_from(CATALAN))
def test_only_a_known_article_moves(rest: str, article: str) -> None:
    assert written_order(rest, []) == rest
    moved = written_order(f"{rest}, {article}", CATALAN)
    assert moved.startswith(article.lower())
    assert moved.endswith(rest)


def test_places_of_one_name_are_told_apart_by_their_code() -> None:
    named = [("08001", "l'Hospitalet"), ("25002", "Àger"), ("17003", "Ager"), ("17004", "東")]
    assert slugs(named) == {
        "08001": "l-hospitalet",
        "25002": "ager-25002",
        "17003": "ager-17003",
        "17004": "東",
    }


CODES = st.from_regex(r"[0-9]{5}", fullmatch=True)


@given(st.dictionaries(CODES, st.sampled_from(["Vila", "vila!", "?", "Òdena", "a b"])))
def test_addresses_are_distinct(names: dict[str, str]) -> None:
    made = slugs(names.items())
    assert made.keys() == names.keys()
    assert len(set(made.values())) == len(made)
    assert all(slug and "/" not in slug and " " not in slug for slug in made.values())


def test_the_article_is_not_looked_for() -> None:
    assert bare("el Masnou") == "masnou"
    assert bare("la Bisbal d'Empordà") == "bisbal d emporda"


@given(st.integers(0, 50_000_000), st.integers(0, 50_000_000))
def test_weight_grows_with_inhabitants(fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    assert 0 <= weight(fewer) <= weight(more) <= 1
    assert weight(None) == 0
