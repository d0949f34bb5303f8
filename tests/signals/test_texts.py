"""Which words a reader is shown."""

import pytest

from antena.signals.enums import TextOrigin
from antena.signals.models import SignalText
from antena.signals.texts import Picked, is_out_of_date, pick, text_hash


def text(language, origin=TextOrigin.OFFICIAL, title="T", source_hash=""):
    return SignalText(language=language, origin=origin, title=title, source_hash=source_hash)


@pytest.mark.parametrize(
    ("languages", "wished", "fallbacks", "expected"),
    [
        (["en", "ca"], "ca", ["es"], "ca"),
        (["en", "es"], "ca", ["es", "en"], "es"),
        (["en", "es"], "ca", ["en", "es"], "en"),
        (["pl", "de"], "ca", ["en"], "de"),
    ],
)
def test_the_readers_language_then_the_fallbacks_then_any(languages, wished, fallbacks, expected):
    picked = pick([text(language) for language in languages], wished, fallbacks)
    assert (picked.language, picked.is_wished) == (expected, expected == wished)


def test_what_a_person_wrote_comes_before_a_machine():
    picked = pick([text("de", TextOrigin.MACHINE), text("pl", TextOrigin.PERSON)], "ca", [])
    assert (picked.language, picked.origin) == ("pl", "person")


def test_without_words_there_is_nothing_to_pick():
    assert pick([], "ca") is None


def test_a_translation_is_out_of_date_when_its_original_changed():
    original = text("en", title="Call")
    translation = text("ca", TextOrigin.MACHINE, source_hash=text_hash(original))
    assert pick([original, translation], "ca") == Picked(translation, True, False)
    original.title = "Another call"
    assert pick([original, translation], "ca") == Picked(translation, True, True)
    assert not is_out_of_date(original, [original, translation])
