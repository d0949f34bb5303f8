"""Learned models: what they are given, what they answer, what they show; and the weights that ship."""

from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.lib.learned import Provenance, Weights
from antena.themes.classifier import Classifier, Evidence, Passage, Vocabulary
from antena.themes.classifier.learned import PACKAGE, LearnedModel, evidence, features, shipped

SHIPPED = ("domains", "goals")


def invented() -> LearnedModel:
    """Two goals: 6 is near the first direction or says "water", 7 near the second or filed under 15."""
    landmarks = np.eye(2, 384, dtype=np.float32)
    leg = {
        "landmarks": np.eye(2, dtype=np.float32),
        "codes": np.asarray([[0, 0.5], [0, 0]], np.float32),
        "means": np.zeros(2, np.float32),
        "slopes": np.full(2, 8, np.float32),
        "shifts": np.full(2, -4, np.float32),
        "thresholds": np.full(2, 0.5, np.float32),
    }
    silent = np.zeros((features.BUCKETS, 2), np.float32)
    words = silent.copy()
    place, sign = features.bucket("water")
    words[place, 0] = 2.0 * sign
    arrays = {f"{name}_{part}": array for name in ("any", "words") for part, array in leg.items()}
    arrays |= {"any_buckets": silent, "words_buckets": words, "landmarks": landmarks}
    arrays["rarity"] = np.ones(features.BUCKETS, np.float32)
    told = Provenance(what="", data=(), split="", learned_on="", command="", model="counting")
    return LearnedModel(
        Weights(
            name="invented",
            arrays=arrays,
            names={"classes": ("6", "7"), "languages": ("en",), "codes": ("15", "1510")},
            provenance=told,
        )
    )


def direction(place: int) -> np.ndarray:
    return np.eye(2, 384, dtype=np.float32)[[place]]


def test_whence_a_law_comes_is_no_subject():
    title = "Regulation (EU) 2017/1001 of the Council of 14 June 2017 on the European Union trade mark"
    assert features.subject(title) == "on the European Union trade mark"
    assert features.subject("A new square for 2027") == "A new square for 2027"
    assert features.running("Having regard to the Treaty, Whereas: (1) Water is scarce.").strip() == (
        ": (1) Water is scarce."
    )


def test_the_title_counts_more_and_numbers_of_laws_are_kept_whole():
    counted = features.tokens("Clean rivers", "Rivers, as in Directive 2006/112/EC", "en")
    river = features.token_stem("rivers", "en")
    assert counted[river] == 4
    assert counted["2006/112"] == 1
    assert features.numbers("Modifica la Directiva 2006/112/CE", "") == {"2006/112": 1.0}


def test_codes_bring_the_wider_ones_they_stand_under():
    assert features.code_levels(["062020", "0630"]) == ("06", "0620", "062020", "0630")
    assert features.code_levels(["15.10", "", "x"]) == ("15", "1510")
    assert features.coded(["1510"], {"15": 0, "16": 1, "1510": 2}).tolist() == pytest.approx(
        [0.5**0.5, 0, 0.5**0.5]
    )
    assert features.coded(["99"], {"15": 0}).tolist() == [0.0]


@pytest.mark.parametrize("language", ["en", "ca"])
def test_codes_the_publisher_gave_add_and_unknown_ones_change_nothing(language: str):
    model, passages = invented(), [Passage(language, "Water")]
    assert model.read(passages, direction(0), ["99"]) == model.read(passages, direction(0))
    plain, filed = (
        {guess.code: guess for guess in model.read(passages, direction(0), codes)} for codes in ((), ("15",))
    )
    assert filed["6"] == plain["6"]
    assert filed["7"].probability > plain["7"].probability
    assert (plain["7"].said, filed["7"].said) == (False, True)


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.integers(1, 9), max_size=12))
@settings(max_examples=20)
def test_buckets_have_unit_length_and_each_a_wording(counted):
    words = features.hashed(counted, np.ones(features.BUCKETS, np.float32))
    assert len(words.places) == len(words.values) == len(words.wordings) <= len(counted)
    assert set(words.wordings) <= set(counted)
    if len(words.places):
        assert np.linalg.norm(words.values) == pytest.approx(1, abs=1e-4)


def test_words_are_read_in_their_language_and_meaning_in_any():
    model = invented()
    english = model.read([Passage("en", "Water for all")], direction(1))
    assert [guess.code for guess in english] == ["6", "7"]
    assert english[0].said and english[1].said
    assert english[0].stems == ("water",)
    catalan = model.read([Passage("ca", "Aigua per a tothom")], direction(1))
    assert (catalan[0].code, catalan[0].said, catalan[0].stems) == ("7", True, ())
    assert catalan[0].probability == pytest.approx(1 / (1 + np.exp(-4)), abs=1e-3)


def test_nothing_is_said_without_words_or_with_a_null_vector():
    assert invented().read([], direction(0)) == ()
    assert invented().read([Passage("en", "Water")], np.zeros((1, 384), np.float32)) == ()


def test_evidence_is_words_as_they_stand_or_what_was_read():
    english = invented().read([Passage("en", "WATER for all")], direction(0))[0]
    assert evidence(english) == (Evidence("learned", "WATER", "en"),)
    catalan = invented().read([Passage("ca", "Aigua per a tothom")], direction(0))[0]
    assert evidence(catalan) == (Evidence("learned", "Aigua per a tothom", "ca"),)
    long = invented().read([Passage("ca", "", "aigua " * 60)], direction(0))[0]
    assert evidence(long)[0].text.endswith("aigua …") and len(evidence(long)[0].text) <= 122


def test_a_learned_goal_joins_the_reading_with_its_evidence(vocabulary: Vocabulary):
    reading = Classifier(vocabulary, goals=invented()).read([Passage("ca", "Xyzzy")], vector=direction(1)[0])
    assert [goal.code for goal in reading.goals] == ["7"]
    assert reading.goals[0].evidence == (Evidence("learned", "Xyzzy", "ca"),)
    plain = Classifier(vocabulary).read([Passage("ca", "Xyzzy")], vector=direction(1)[0])
    assert plain.goals == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_weights_answer_every_class_and_say_where_they_come_from(name: str):
    model = shipped(name)
    vector = np.random.default_rng(1).normal(size=(1, 384)).astype(np.float32)
    guesses = model.read([Passage("en", "Drinking water and sewage", "Rivers and lakes")], vector)
    assert sorted(guess.code for guess in guesses) == sorted(model.classes)
    assert all(0 <= guess.probability <= 1 for guess in guesses)
    assert model.embedder.startswith("e5-small")


def test_shipped_weights_are_small():
    folder = resources.files(PACKAGE)
    assert sum(len((folder / f"{name}.npz").read_bytes()) for name in SHIPPED) < 1_500_000
