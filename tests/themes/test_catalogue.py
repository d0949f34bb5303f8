"""The catalogue that ships is complete and says what it thinks it says."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from antena.themes import catalogue
from antena.themes.catalogue import Catalogue, CatalogueError, FieldEntry, ThemeEntry
from antena.themes.classifier.lexicon import Lexicon

LANGUAGES = {"ca", "es", "en", "fr"}

# Chapters of EuroVoc that touch no town hall by themselves: names of places, defence, documentation.
NOT_LOCAL = {"0821", "3221", "7206", "7211", "7216", "7221", "7226", "7231", "7236", "7241"}


def entries(shipped: Catalogue) -> list[ThemeEntry]:
    return [entry for field in shipped.fields for entry in (field, *field.themes)]


def test_it_has_the_seven_fields_of_the_plan_and_enough_sub_themes(shipped: Catalogue) -> None:
    assert [field.letter for field in shipped.fields] == list("abcdefg")
    assert sum(len(field.themes) for field in shipped.fields) >= 50
    assert all(len(field.themes) >= 8 for field in shipped.fields)


def test_every_theme_is_named_and_described_in_the_four_languages(shipped: Catalogue) -> None:
    for entry in entries(shipped):
        for texts in (entry.labels, entry.descriptions):
            assert set(texts) == LANGUAGES, entry.code
            assert all(text.strip() == text and text for text in texts.values()), entry.code
        assert all(text.endswith(".") for text in entry.descriptions.values()), entry.code


def test_labels_are_distinct_in_each_language(shipped: Catalogue) -> None:
    for language in LANGUAGES:
        labels = [entry.labels[language] for entry in entries(shipped)]
        assert len(labels) == len(set(labels))


def test_every_theme_has_ten_words_or_more_in_each_language_and_each_once(shipped: Catalogue) -> None:
    for entry in entries(shipped):
        assert set(entry.words) == LANGUAGES, entry.code
        for language, words in entry.words.items():
            assert 10 <= len(words) <= 32, (entry.code, language)
            assert len(words) == len(set(words)), (entry.code, language)


def test_no_word_vanishes_among_the_function_words(shipped: Catalogue) -> None:
    for language in sorted(LANGUAGES):
        lexicon = Lexicon(language, needed=shipped.ignored.needed[language])
        for entry in (*entries(shipped), *shipped.goals):
            for word in (*entry.words[language], *entry.hints.get(language, ())):
                assert lexicon.stems(word), (language, word)


def test_every_packaged_eurovoc_id_carries_the_label_we_think(shipped: Catalogue) -> None:
    packaged = {concept.id: concept.label for concept in catalogue.packaged_concepts()}
    assert len(packaged) == 7029
    named = {id_: label for entry in entries(shipped) for id_, label in entry.eurovoc.items()}
    assert {id_: packaged[id_] for id_ in named if id_ in packaged} == {
        id_: label for id_, label in named.items() if id_ in packaged
    }
    assert sum(id_ in packaged for id_ in named) > 1_400


@pytest.mark.real_data
def test_ids_younger_than_the_package_exist_in_the_full_thesaurus(
    shipped: Catalogue, real_data: Path
) -> None:
    packaged = {concept.id for concept in catalogue.packaged_concepts()}
    with gzip.open(real_data / "eurovoc_thesaurus" / "eurovoc_labels.csv.gz", "rt") as file:
        known = {row["id"]: row["en"] for row in csv.DictReader(file)}
    for entry in entries(shipped):
        for id_, label in entry.eurovoc.items():
            assert id_ in packaged or known[id_] == label, entry.code


def test_every_chapter_of_eurovoc_that_touches_town_life_leads_somewhere(shipped: Catalogue) -> None:
    chapters = {concept.microthesaurus for concept in catalogue.packaged_concepts()}
    mapped = {code for entry in entries(shipped) for code in entry.microthesauri}
    assert len(chapters) == 127
    assert mapped <= chapters
    assert chapters - mapped == NOT_LOCAL


def test_targets_are_written_as_the_united_nations_write_them(shipped: Catalogue) -> None:
    for entry in entries(shipped):
        assert entry.sdg_targets, entry.code
        for target in entry.sdg_targets:
            assert re.fullmatch(r"(1[0-7]|[1-9])\.(1[0-9]|[1-9]|[a-d])", target), (entry.code, target)


def test_the_seventeen_goals_are_named_in_the_four_languages(shipped: Catalogue) -> None:
    assert [goal.number for goal in shipped.goals] == list(range(1, 18))
    for goal in shipped.goals:
        assert set(goal.labels) == set(goal.words) == LANGUAGES
        assert all(len(words) >= 10 for words in goal.words.values())
    assert shipped.goals[10].labels["ca"] == "Ciutats i comunitats sostenibles"


def test_codes_fit_addresses(shipped: Catalogue) -> None:
    codes = [entry.code for entry in entries(shipped)]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) and len(code) <= 60 for code in codes)


def copied(folder: Path) -> Path:
    (folder / "fields").mkdir()
    for path in catalogue.FOLDER.rglob("*.toml"):
        (folder / path.relative_to(catalogue.FOLDER)).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "fields/a-digital-transition.toml",
            'letter = "a"',
            "letter = 1",
            "a-digital-transition.toml: Expected `str`",
        ),
        ("fields/a-digital-transition.toml", 'letter = "a"', 'colour = "a"', "unknown field `colour`"),
        (
            "fields/a-digital-transition.toml",
            'letter = "a"',
            "letter = ",
            "a-digital-transition.toml: Invalid value",
        ),
        (
            "fields/b-sustainability.toml",
            '"water-cycle"',
            '"cybersecurity"',
            "cybersecurity: this code is used twice",
        ),
        ("goals.toml", "number = 1\n", 'number = "one"\n', "goals.toml: Expected `int`"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    path = copied(tmp_path) / name
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CatalogueError, match=re.escape(said)):
        catalogue.load(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no field is described there"):
        catalogue.load(tmp_path)


def test_a_field_is_a_theme_with_parts(shipped: Catalogue) -> None:
    assert isinstance(shipped.fields[0], FieldEntry)
    assert shipped.fields[0].themes[0].code == "digital-administration"
