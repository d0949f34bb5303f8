"""What a signal is to local government."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib import learned
from antena.signals.reading.impact import (
    ALGORITHM,
    ImpactFacts,
    ImpactPassage,
    ImpactReading,
    number_names,
    read_impact,
)
from antena.signals.reading.impact.judging import NAME, PACKAGE
from antena.signals.reading.impact.scheme import CLASSES, load


def read(title, body="", language="en", **facts) -> ImpactReading:
    facts.setdefault("kind", "act")
    return read_impact([ImpactPassage(language, title, body)], ImpactFacts(**facts))


@pytest.mark.parametrize(
    ("title", "facts", "expected"),
    [
        ("Directive concerning urban waste water treatment", {"document_type": "DIR"}, "duty"),
        ("Directive 2014/24/EU on public procurement", {"document_type": "DIR", "eurovoc": ("20",)}, "duty"),
        ("Directiva relativa a la eficiencia energética", {"document_type": "DIR", "language": "es"}, "duty"),
        ("Directive sur la qualité de l’eau potable", {"document_type": "DIR", "language": "fr"}, "duty"),
        ("Regulation on the European Regional Development Fund and the Cohesion Fund", {}, "money"),
        ("Regulation fixing the anti-dumping duty on steel", {"document_type": "REG_IMPL"}, "none"),
        ("Regulation on prudential requirements for credit institutions", {}, "none"),
        ("Regulation on fishing opportunities for certain fish stocks", {}, "none"),
        ("Regulation on restrictive measures", {}, "none"),
        ("Regulation amending limits of food additives", {"document_type": "REG_DEL"}, "none"),
        ("Town Twinning", {"kind": "call", "programme": "CERV"}, "money"),
        (
            "Local heating and cooling plans for municipalities",
            {"kind": "call", "programme": "LIFE"},
            "money",
        ),
        ("Convocatòria per a ajuntaments", {"kind": "call", "language": "ca"}, "money"),
        ("European sport awards for young people", {"kind": "call", "programme": "ERASMUS+"}, "opportunity"),
        ("Quantum sensors for spacecraft", {"kind": "call", "programme": "HORIZON"}, "none"),
        ("Future main battle tank", {"kind": "call", "programme": "EDF"}, "none"),
    ],
)
def test_what_is_what(title, facts, expected):
    assert read(title, **facts).impact == expected


def test_the_words_it_rests_on_are_shown_in_their_sentence():
    found = read("A call", "First. Local authorities must take part. Last.", kind="call")
    assert found.evidence[0].language == "en"
    assert found.evidence[0].sentence == "Local authorities must take part."
    assert found.evidence[0].words == ("local authorities",)


def test_a_eurovoc_descriptor_is_shown_by_its_label():
    found = read("Directive 96/61/EC", document_type="DIR", eurovoc=("1158",))
    assert (found.impact, found.evidence[0].words, found.evidence[0].sentence) == (
        "duty",
        ("waste management",),
        "",
    )


def test_a_delegated_act_weighs_less_than_its_directive():
    directive = read("Rules on waste", document_type="DIR")
    delegated = read("Rules on waste", document_type="REG_DEL")
    assert directive.impact == "duty"
    assert delegated.impact != "duty" or delegated.confidence < directive.confidence


def test_a_call_that_leaves_towns_out_is_nothing_to_them():
    open_to_all = read("Culture and youth", kind="call")
    assert open_to_all.impact == "opportunity"
    assert read("Culture and youth", kind="call", bodies=("natural_person",)).impact == "none"
    assert (
        read("Culture and youth", kind="call", bodies=("natural_person", "any_legal_entity")) == open_to_all
    )


def test_a_call_that_wants_towns_is_money():
    facts = {"bodies": ("municipality", "any_legal_entity"), "required": ("municipality",)}
    assert read("Culture and youth", kind="call", **facts).impact == "money"


def test_words_begin_where_words_begin():
    assert read("Pilots of aircities", kind="call") == read("Pilots of aircixies", kind="call")


def test_every_start_and_sign_speaks_of_known_classes_and_languages():
    scheme = load(ALGORITHM)
    assert scheme.name == ALGORITHM
    tables = [*scheme.start.values(), *scheme.forms.values(), *scheme.programmes.values(), scheme.theme]
    tables += [*scheme.eligibility.values(), *(sign.law for sign in scheme.signs)]
    assert all(set(table) <= set(CLASSES) for table in tables)
    assert all(set(sign.phrases) == {"ca", "es", "en", "fr"} for sign in scheme.signs)
    assert all(
        phrase.text == phrase.text.lower()
        for sign in scheme.signs
        for each in sign.phrases.values()
        for phrase in each
    )


kinds = st.sampled_from(
    [
        "call",
        "act",
        "proposal",
        "communication",
        "opinion",
        "consultation",
        "practice",
        "event",
        "news",
        "partner_request",
    ]
)


@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from(["en", "ca", "", "zz"]), kinds)
def test_any_text_has_one_class(title, body, language, kind):
    found = read(title, body, language, kind=kind)
    assert found.impact in CLASSES
    assert 0.2 <= found.confidence <= 1
    assert found == read(title, body, language, kind=kind)


@pytest.mark.parametrize("text", ["İ" * 50 + " municipality", "ŀ municipality", "\u202emunicipality"])
def test_signs_whose_small_letter_is_longer_do_not_shift_the_words(text):
    assert read("x", text, kind="call").evidence[0].words == ("municipality",)


def test_how_directly_is_said_of_what_touches_only():
    bought = read("Directive 2014/24/EU on public procurement", document_type="DIR", eurovoc=("20",))
    assert (bought.impact, bought.level, bought.algorithm) == ("duty", "direct", "impact-1")
    assert read("Regulation on restrictive measures").level == ""
    assert read("Town Twinning for municipalities", kind="event").level == ""


def test_the_learned_algorithm_is_asked_by_its_name():
    passages = [ImpactPassage("en", "Directive on public procurement", "")]
    facts = ImpactFacts(kind="act", document_type="DIR", eurovoc=("20",))
    found = read_impact(passages, facts, algorithm="impact-2")
    assert (found.impact, found.level, found.algorithm) == ("duty", "direct", "impact-2")
    assert found.evidence[0].words[0] == "public procurement"


def test_learned_weights_fit_what_is_measured():
    weights = learned.load(PACKAGE, NAME)
    assert weights.names["features"] == number_names()
    assert weights.arrays["level_weights"].shape == (3, len(number_names()) + 384)
