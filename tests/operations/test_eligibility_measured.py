"""What the measurement of eligibility makes of readings, labels and files."""

import pytest

from antena.matching.engine.eligibility.conditions import conditions_of
from antena.matching.engine.eligibility.rulebook import programme_of, rulebook
from antena.operations.datasets import NoDataError
from antena.operations.datasets.schemes import aid_schemes, funding_programmes
from antena.operations.evaluation.measures import kappa_of as kappa
from antena.operations.evaluation.tasks.eligibility import _labels, answered, said_of
from antena.signals.reading.eligibility import read_rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eligible applicants are municipalities and regional authorities.", "yes"),
        ("Eligible applicants are small and medium-sized enterprises.", "no"),
        ("At least 3 police authorities must participate in the consortium.", "not_stated"),
        ("The participation of public bodies as partners of the consortium is encouraged.", "yes"),
        ("The call is about water.", "not_stated"),
    ],
)
def test_what_is_said_of_a_municipality(text, expected):
    assert said_of(read_rules(text, "en")) == expected


def test_an_offer_to_others_leaves_nobody_out():
    rules = read_rules("La région propose un soutien aux entreprises du territoire.", "fr")
    assert [rule.kind for rule in rules] == ["who"]
    assert said_of(rules) == "not_stated"


def test_agreement_beyond_chance():
    assert kappa(["a", "b", "a", "b"], ["a", "b", "a", "b"]) == 1.0
    assert kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]) == 0.0


def test_the_labels_are_each_of_three_and_each_topic_once():
    rows = _labels("topics.csv")
    assert len({row["topic"] for row in rows}) == len(rows) == 124
    for column in ("first", "second", "label"):
        assert {row[column] for row in rows} == {"yes", "no", "not_stated"}


def test_programmes_and_schemes_are_read_by_their_columns(tmp_path):
    (tmp_path / "eu_funding_programmes_eea").mkdir()
    (tmp_path / "eu_funding_programmes_eea" / "mission_funding.csv").write_text(
        "Name of the funding programme,Local authorities and administrative bodies,"
        "Summarise the objective of the programme (headline format max 300c including spaces),"
        "List programme priority areas,Which authority administers the funding programme?\n"
        "A fund,YES,To try,0,An office\n"
    )
    (found,) = funding_programmes(tmp_path)
    assert (found.name, found.objective, found.priorities, found.is_local) == ("A fund", "To try", "", True)
    (tmp_path / "fr_aides_territoires").mkdir()
    (tmp_path / "fr_aides_territoires" / "aides_periurbain.csv").write_text(
        "Nom,Bénéficiaire,Descriptif\nUne aide,Entreprises;Communes,Un texte\n"
    )
    (aid,) = aid_schemes(tmp_path)
    assert (aid.beneficiaries, aid.is_local) == (("Entreprises", "Communes"), True)


def test_a_file_without_its_columns_is_named(tmp_path):
    (tmp_path / "fr_aides_territoires").mkdir()
    (tmp_path / "fr_aides_territoires" / "aides_periurbain.csv").write_text("Nom\nUne aide\n")
    with pytest.raises(NoDataError, match="aides_periurbain"):
        aid_schemes(tmp_path)


@pytest.mark.parametrize(
    ("identifier", "action", "expected"),
    [
        ("HORIZON-CL5-2026-01", "HORIZON Innovation Actions", "yes"),
        ("ERC-2026-STG", "HORIZON ERC Grants", "not_stated"),
        ("EDF-2026-RA", "EDF Research Actions", "not_stated"),
    ],
)
def test_the_guide_answers_where_the_text_says_nothing(identifier, action, expected):
    programme = "European Defence Fund" if identifier.startswith("EDF") else "Horizon Europe"
    guide = programme_of(rulebook(), programme=programme, identifier=identifier, action=action)
    assert answered(conditions_of([], guide.conditions if guide else ())) == expected


def test_every_topic_labelled_by_its_rules_was_never_labelled_by_its_text():
    by_rules = {row["topic"] for row in _labels("programme_rules.csv")}
    assert len(by_rules) == 90
    assert not by_rules & {row["topic"] for row in _labels("topics.csv")}
    assert {row["label"] for row in _labels("programme_rules.csv")} == {"yes", "no", "not_stated"}
