"""What a theme rests on is said in the reader's language where EuroVoc has a name in it."""

import pytest

from antena.signals.models import SignalTheme
from antena.themes.models import ConceptLabel, EurovocConcept
from antena.web.public.signal_page import theme_evidence

pytestmark = pytest.mark.django_db


def test_names_of_eurovoc_are_translated_and_words_of_the_text_are_not() -> None:
    concept = EurovocConcept.objects.create(id="999001", labels={"en": "sample water"})
    for language, text in (("en", "sample water"), ("es", "agua de muestra")):
        ConceptLabel.objects.create(concept=concept, language=language, text=text, is_preferred=True)
    theme = SignalTheme(
        score=0.9,
        evidence=[
            {"kind": "eurovoc", "text": "sample water", "language": "en"},
            {"kind": "word", "text": "sample water", "language": "en"},
            {"kind": "eurovoc", "text": "nobody named it", "language": "en"},
        ],
    )
    ((same, evidence),) = theme_evidence([theme], "es")
    assert same is theme
    assert [(one["text"], one["language"]) for one in evidence] == [
        ("agua de muestra", "es"),
        ("sample water", "en"),
        ("nobody named it", "en"),
    ]
