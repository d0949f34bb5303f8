"""What the tasks of retrieval are made of: readers, baselines, splits and verdicts."""

import csv
import gzip
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import pytest

from antena.operations.datasets import NoDataError
from antena.operations.datasets.green_fund import Grant, grants
from antena.operations.datasets.parallel import tatoeba, translated
from antena.operations.evaluation.lexical import Bm25, characters, fused, numbers
from antena.operations.evaluation.measures import f1_of, one_hot
from antena.operations.evaluation.tasks import known_items, measures, needs, sentences


def write(file: Path, rows: list[dict[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_tatoeba_is_read_by_language(tmp_path: Path) -> None:
    rows = [
        {"lang": "cat", "idx": "0", "text": "Plou.", "eng": "It rains."},
        {"lang": "spa", "idx": "0", "text": "Nieva.", "eng": "It snows."},
    ]
    write(tmp_path / "tatoeba_laser" / "tatoeba.csv.gz", rows)
    assert tatoeba(tmp_path, "ca") == (["Plou."], ["It rains."])


def test_sentences_without_one_of_the_languages_are_left_out(tmp_path: Path) -> None:
    rows = [{"cat": "u", "eng": "one", "spa": "uno"}, {"cat": "dos", "eng": "two", "spa": ""}]
    write(tmp_path / "ntrex128" / "ntrex128.csv.gz", rows)
    assert translated(tmp_path, "NTREX-128", ("ca", "es")) == {"ca": ["u"], "es": ["uno"]}


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    write(tmp_path / "ntrex128" / "ntrex128.csv.gz", [{"cat": "u"}])
    with pytest.raises(NoDataError, match="eng"):
        translated(tmp_path, "NTREX-128", ("ca", "en"))
    write(tmp_path / "fr_fonds_vert_2023" / "grants.csv.gz", [{"nom_du_projet": "x"}])
    with pytest.raises(NoDataError, match="nom_demarche_ds"):
        grants(tmp_path)


def test_bm25_counts_a_title_three_times_and_leaves_unknown_words_out() -> None:
    made = Bm25(["solar"], ["panel"], "en").scores(["solar", "panel", "quantum"], "en")
    rarity = log(1 + 0.5 / 1.5)
    assert made[:, 0] == pytest.approx([rarity * 2.2 * 3 / 4.2, rarity * 2.2 / 2.2, 0.0])


def test_a_rare_word_weighs_more() -> None:
    made = Bm25(["", "", ""], ["water plan", "water use", "water"], "en").scores(["plan water"], "en")
    assert made[0].argmax() == 0
    assert made[0, 0] > made[0, 2] > 0


def test_letters_find_a_word_of_a_sister_language() -> None:
    made = characters(["biodiversitat"], ["quantum sensors", "biodiversity"])
    assert made[0, 1] > 0.3
    assert made[0, 0] == 0


def test_ranks_are_fused_and_what_was_not_found_adds_nothing() -> None:
    one = np.array([[3.0, 2.0, 0.0]], dtype=np.float32)
    other = np.array([[0.0, 5.0, 0.0]], dtype=np.float32)
    assert fused(one, other)[0] == pytest.approx([1 / 61, 1 / 62 + 1 / 61, 0.0])


def test_the_title_is_taken_off_an_act() -> None:
    title = "Directive of the European Parliament and of the Council of 1 May 1990 on towns"
    body = (
        "31990L0001\nDIRECTIVE OF\nTHE EUROPEAN PARLIAMENT AND OF THE COUNCIL\nof 1 May 1990\non towns\n"
        "THE COUNCIL OF THE EUROPEAN UNION,\nWhereas towns"
    )
    assert known_items.without_title(title, body) == "THE COUNCIL OF THE EUROPEAN UNION,\nWhereas towns"
    assert known_items.without_title(title, "Only words") == "Only words"
    assert known_items.without_title("", "Only words") == "Only words"


def test_a_corrigendum_loses_as_much_of_its_title_as_it_says() -> None:
    title = "Corrigendum to the Directive of 1 May 1990 on towns (OJ L 3)"
    body = "Corrigendum to the Directive of 1 May 1990 on towns\n(\nOfficial Journal L 3)\nOn page 2"
    assert known_items.without_title(title, body) == "(\nOfficial Journal L 3)\nOn page 2"


def test_titles_that_differ_in_numbers_and_dates_alone_are_counted() -> None:
    titles = ["Acte 1 du 2 mai 1990 sur l'eau", "Acte 2 du 3 juin 1991 sur l'eau", "Acte 3 sur les villes"]
    assert known_items.alike(titles) == 2


def test_a_third_of_the_acts_is_there_to_choose_on() -> None:
    chosen_on = known_items.development(9, 1)
    assert chosen_on.sum() == 3
    assert (chosen_on == known_items.development(9, 1)).all()


def test_weights_are_chosen_where_they_are_to_be_chosen() -> None:
    nothing, right = np.full((4, 4), 0.1, np.float32), np.eye(4, dtype=np.float32)
    chosen, reached = known_items.best((nothing, nothing, right), np.array([True, True, False, False]))
    assert chosen.numbers == 0.1
    assert reached == 1.0


def test_numbers_of_acts_are_found_in_texts() -> None:
    made = numbers(["directive 2001/18 de 2003", "rien"], ["as 2001/18 says", "in 2003 and 2001/18", "18"])
    assert made[0, 1] == pytest.approx(1.0)
    assert 0 < made[0, 0] < 1
    assert made[0, 2] == 0
    assert made[1].tolist() == [0, 0, 0]
    assert numbers(["a"], ["b", "c"]).tolist() == [[0.0, 0.0]]


def test_the_temperature_that_finds_most_is_chosen() -> None:
    near = np.array([[0.9, 0.85], [0.8, 0.4]], dtype=np.float32)
    assert sentences.best([near[:, ::-1]], (0.1, 0.02)) == (0.1, 1.0)


def test_no_departement_is_learned_from_and_asked() -> None:
    made = [Grant(str(number), "m", str(number)) for number in (*range(1, 96), 971, 974, 976, 988)]
    train, test = measures.split(made, seed=1)
    learned = {grant.departement for grant in train}
    assert not learned & {grant.departement for grant in test}
    assert len(train) == 59
    assert {"15", "64", "8"} <= learned
    assert measures.split(made, seed=1) == (train, test)


def test_a_rare_measure_weighs_more_by_the_root_of_its_rarity() -> None:
    assert measures.weights(["a"] * 8 + ["b"] * 2) == pytest.approx({"a": (5 / 8) ** 0.5, "b": 2.5**0.5})


def test_each_measure_is_told_with_its_cases_the_rarest_first() -> None:
    true = one_hot(["a", "a", "b"], ["a", "b"])
    said = one_hot(["a", "b", "b"], ["a", "b"])
    assert measures.by_class(["a", "b"], true, said) == "b 0.67 of 1; a 0.67 of 2"
    assert f1_of(true[:2], said[:2], "weighted") == pytest.approx(2 / 3)


def test_every_measure_is_described_by_projects_of_its_own() -> None:
    described = measures.descriptions()
    assert len(described) == 14
    every = [project for listed in described.values() for project in listed]
    assert len(every) == len(set(every))
    assert min(len(listed) for listed in described.values()) >= 4


def test_needs_are_written_in_three_languages_and_judged() -> None:
    asked = needs.needs()
    assert len(asked) == 138
    assert len({need.query for need in asked}) == 138
    assert all(need.texts[language] for need in asked for language in needs.LANGUAGES)
    assert {grade for need in asked for grade in need.grades.values()} == {1, 2, 3}
    assert sum(not need.grades for need in asked) == 7
    assert len(Counter(need.field for need in asked)) == 7


def test_development_and_test_are_the_same_in_every_run() -> None:
    kept = needs.development(138, 20240701)
    assert len(kept) == 55
    assert kept == needs.development(138, 20240701)
    assert kept != needs.development(138, 1)


def test_the_two_passes_agree_on_the_same_pairs() -> None:
    kappa, pairs = needs.agreement()
    assert pairs == 396
    assert kappa == pytest.approx(0.897, abs=0.001)
