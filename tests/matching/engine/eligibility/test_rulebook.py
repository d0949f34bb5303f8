"""Programmes as files: ours, an association's own, and files that are wrong."""

from datetime import date

import pytest

from antena.matching.engine.eligibility.rulebook import RulebookError, programme_of, rulebook
from antena.matching.engine.programmes import family

OWN = """
name = "A fund of our own"
[match]
programme = "our own fund"
[source]
guide = "Rules of the fund"
year = 2026
[[conditions]]
kind = "partners"
value = { min = 2 }
says = "Two towns apply together."
"""


@pytest.mark.parametrize(
    ("programme", "identifier", "action", "code"),
    [
        ("CERV", "CERV-2026-CITIZENS-TOWN-TT", "CERV Lump Sum Grants", "cerv-town-twinning"),
        ("CERV", "CERV-2027-CITIZENS-TOWN-NT", "", "cerv-networks-of-towns"),
        ("CERV", "CERV-2026-GE", "", "cerv"),
        ("Interreg VI-A POCTEFA", "", "", "interreg-poctefa"),
        ("Interreg Europe", "", "", "interreg-europe"),
        ("INTERREG VI-B Euro-MED", "", "", "interreg-euro-med"),
        ("Interreg NEXT MED", "", "", "interreg-next-med"),
        ("Interreg Danube", "", "", "interreg"),
        ("URBACT IV", "apn-2027", "", "urbact-action-planning"),
        ("LIFE", "LIFE-2026-SAP-ENV-GOV", "LIFE Project Grants", "life-standard-action"),
        ("Horizon Europe", "HORIZON-CL5-2026-01", "HORIZON Innovation Actions", "horizon-innovation-actions"),
        (
            "Horizon Europe",
            "HORIZON-CL5-2026-02",
            "HORIZON Research and Innovation Actions",
            "horizon-research-actions",
        ),
        ("Horizon Europe", "HORIZON-MSCA-2026-DN-01", "HORIZON TMA MSCA Doctoral Networks", "horizon"),
        ("Erasmus+", "KA210-ADU", "", "erasmus-small-partnerships"),
        ("Creative Europe", "CREA-CULT-2026-COOP-1", "", "creative-europe-small"),
        ("European Week of Regions and Cities", "", "", "eu-regions-week"),
        ("Interregional Innovation", "I3-2026", "", None),
        ("Lifelong housing", "", "", None),
        ("", "", "", None),
    ],
)
def test_a_call_is_known_by_its_programme_identifier_and_action(programme, identifier, action, code):
    found = programme_of(rulebook(), programme=programme, identifier=identifier, action=action)
    assert (found.code if found else None) == code


def test_every_programme_states_its_guide_and_its_rules_in_words():
    for programme in rulebook().values():
        assert programme.conditions, programme.code
        for condition in programme.conditions:
            assert condition.basis.guide
            assert condition.basis.year >= 2021
            assert condition.basis.sentence.endswith(".")


def test_only_what_was_compared_with_what_is_published_may_exclude_anybody(tmp_path):
    compared = OWN.replace("year = 2026", "year = 2026\nchecked = 2026-11-22")
    compared += 'certainty = "certain"\n'
    compared += '[[conditions]]\nkind = "rate"\nvalue = { percent = 50 }\nsays = "Half."\n'
    (tmp_path / "our-fund.toml").write_text(compared)
    partners, rate = rulebook(tmp_path)["our-fund"].conditions
    assert (partners.basis.is_sure, partners.basis.checked) == (True, date(2026, 11, 22))
    assert (rate.basis.is_sure, rate.basis.checked) == (False, None)
    for programme in rulebook().values():
        for condition in programme.conditions:
            assert condition.basis.is_sure == (condition.basis.checked is not None), programme.code


def test_the_family_is_the_one_experience_is_counted_by():
    for programme in rulebook().values():
        if programme.family:
            assert family(programme.name) == programme.family, programme.code


def test_what_a_strand_does_not_say_its_programme_says():
    poctefa = {one.kind: one.value for one in rulebook()["interreg-poctefa"].conditions}
    assert poctefa["countries"] == {"min": 2}
    assert poctefa["rate"] == {"percent": 65}
    twinning = {one.kind for one in rulebook()["cerv-town-twinning"].conditions}
    assert "rate" not in twinning


def test_a_folder_of_an_association_adds_and_replaces(tmp_path):
    (tmp_path / "our-fund.toml").write_text(OWN)
    (tmp_path / "life.toml").write_text(OWN.replace("our own fund", "^LIFE$"))
    book = rulebook(tmp_path)
    assert programme_of(book, programme="Our own fund", identifier="").code == "our-fund"
    assert [one.value for one in book["life"].conditions] == [{"min": 2}]
    assert "cerv" in book


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (('kind = "partners"', 'kind = "colour"'), "colour"),
        (("min = 2", "least = 2"), "partners takes max, min"),
        (("year = 2026", 'year = "soon"'), "year"),
        (('"our own fund"', '"("'), "our-fund.toml"),
        (("[source]", "[origin]"), "our-fund.toml"),
        (("name =", 'under = "nothing"\nname ='), "under"),
        (('kind = "partners"', 'kind = "partners"\ncertainty = "certain"'), "source.checked"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, wrong, says):
    (tmp_path / "our-fund.toml").write_text(OWN.replace(*wrong))
    with pytest.raises(RulebookError, match=r"our-fund\.toml") as refused:
        rulebook(tmp_path)
    assert says in str(refused.value)
