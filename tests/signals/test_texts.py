"""Which words a reader is shown."""

import pytest

from antena.signals.enums import TextOrigin
from antena.signals.models import SignalText
from antena.signals.texts import best, is_out_of_date, text_hash


def text(language, origin=TextOrigin.OFFICIAL, title="T", source_hash=""):
    return SignalText(language=language, origin=origin, title=title, source_hash=source_hash)


@pytest.mark.parametrize(
    ("languages", "wished", "expected"),
    [
        (["en", "ca"], "ca", "ca"),
        (["en", "es"], "ca", "es"),
        (["fr", "en"], "de", "en"),
        (["pl", "de"], "ca", "de"),
        (["ca", "pl"], "pl", "pl"),
    ],
)
def test_the_readers_language_then_the_houses_then_any(languages, wished, expected):
    found = best([text(language) for language in languages], wished)
    assert found.language == expected


def test_what_a_person_wrote_comes_before_a_machine():
    found = best([text("de", TextOrigin.MACHINE), text("pl", TextOrigin.PERSON)], "ca")
    assert (found.language, found.origin) == ("pl", "person")


def test_without_words_there_is_nothing_to_show():
    assert best([], "ca") is None


def test_a_translation_is_out_of_date_when_its_original_changed():
    original = text("en", title="Call")
    translation = text("ca", TextOrigin.MACHINE, source_hash=text_hash(original))
    assert not is_out_of_date(translation, [original, translation])
    original.title = "Another call"
    assert is_out_of_date(translation, [original, translation])
    assert not is_out_of_date(original, [original, translation])
