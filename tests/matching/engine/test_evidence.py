"""Every sentence of the engine rests on something that can be looked at."""

import pytest

from antena.matching.engine.evidence import EvidenceKind, EvidenceLink, evidence_of
from antena.matching.engine.facts import Rule
from antena.matching.engine.sentences import GATES, OBSTACLES, REASONS

STATED = {"themes": ["water"], "goals": [6], "assets": ["beach"], "territories": ["coastal"]}


@pytest.mark.parametrize("key", [*REASONS, *GATES, *OBSTACLES])
def test_every_reason_gate_and_obstacle_rests_on_something(key):
    assert evidence_of(key, {}), key


def test_of_a_reason_the_values_name_what_is_looked_at():
    assert evidence_of("themes.shared", {"themes": ["water", "energy"]}) == (
        EvidenceLink(kind=EvidenceKind.THEME, ref="water"),
        EvidenceLink(kind=EvidenceKind.THEME, ref="energy"),
        EvidenceLink(kind=EvidenceKind.PROFILE, ref="themes"),
    )
    assert evidence_of("audience.meant", {"audience": "cities"})[0] == EvidenceLink(
        kind=EvidenceKind.SUBJECT, ref="cities"
    )
    assert evidence_of("experience.near", {"place": "Olot"}) == (
        EvidenceLink(kind=EvidenceKind.PROJECT, place_name="Olot"),
    )
    assert EvidenceKind.MONEY not in {link.kind for link in evidence_of("burden.fits.partners", {})}


def test_the_sentence_of_the_rule_comes_first_and_once():
    rule = Rule(kind="size", value={}, confidence=0.9, sentence="Towns over 500.", language="en")
    sentence, population = evidence_of("size.too_small", {}, rule)
    assert (sentence.words, sentence.language, sentence.ref) == ("Towns over 500.", "en", "size")
    assert (population.kind, population.ref) == (EvidenceKind.FIGURE, "population")


def test_a_rule_stated_as_data_rests_on_the_record():
    (record, *_) = evidence_of("body.eligible", {}, Rule(kind="who", value={}, confidence=1.0))
    assert record.kind is EvidenceKind.RECORD


def test_nobody_invents_what_an_unknown_key_rests_on():
    assert evidence_of("gone.key", STATED) == ()
