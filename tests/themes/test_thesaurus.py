"""What a source tells of the thesaurus: a row for each name, the reader's language, the classifier."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from antena.themes import actions, queries
from antena.themes.classifier import Passage
from antena.themes.models import ConceptLabel, EurovocConcept, Theme
from antena.themes.queries import classifying
from antena.themes.rules import ConceptEntry

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)

WATER = ConceptEntry(
    id="999001",
    labels={"en": "sample water", "es": "agua de muestra", "de": "Musterwasser"},
    alternatives={"en": ("wet samples",), "de": ("nasse Muster", "Musternass")},
    broader=("999000",),
    microthesauri=("5211", "5206"),
)
WASTE = ConceptEntry(id="999002", labels={"fr": "déchets d'échantillon"})


def store(*concepts: ConceptEntry, days: int = 0) -> tuple[int, int, int]:
    found = actions.store_concepts(source="eurovoc", concepts=concepts, at=MORNING + days * DAY)
    return found.new, found.changed, found.same


def test_each_name_is_a_row() -> None:
    assert store(WATER, WASTE) == (2, 0, 0)
    rows = ConceptLabel.objects.filter(concept="999001").order_by("language", "text")
    assert [(row.language, row.text, row.is_preferred) for row in rows] == [
        ("de", "Musternass", False),
        ("de", "Musterwasser", True),
        ("de", "nasse Muster", False),
        ("en", "sample water", True),
        ("en", "wet samples", False),
        ("es", "agua de muestra", True),
    ]
    water = EurovocConcept.objects.get(pk="999001")
    assert (water.labels, water.microthesaurus, water.microthesauri, water.broader) == (
        {"en": "sample water"},
        "5211",
        ["5211", "5206"],
        ["999000"],
    )
    assert EurovocConcept.objects.get(pk="999002").labels == {"en": "déchets d'échantillon"}


def test_telling_it_again_changes_nothing() -> None:
    store(WATER, WASTE)
    before = list(ConceptLabel.objects.order_by("pk").values_list("pk", flat=True))
    assert store(WASTE, WATER, days=1) == (0, 0, 2)
    assert list(ConceptLabel.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert EurovocConcept.objects.get(pk="999001").seen_at == MORNING + DAY


def test_a_name_that_changed_takes_the_place_of_the_old_one() -> None:
    store(WATER, WASTE)
    changed = ConceptEntry(id="999001", labels={"en": "samples of water"})
    assert store(changed, WASTE, days=1) == (0, 1, 1)
    assert [row.text for row in ConceptLabel.objects.filter(concept="999001")] == ["samples of water"]


@pytest.mark.parametrize("count", [1, 3])
def test_storing_asks_the_same_however_many(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    concepts = [ConceptEntry(id=f"99900{number}", labels={"en": "x"}) for number in range(count)]
    with django_assert_max_num_queries(8):
        store(*concepts)
    with django_assert_max_num_queries(4):
        store(*concepts)


def test_what_is_left_out_is_gone_and_may_come_back() -> None:
    store(WATER, WASTE)
    store(WATER, days=1)
    assert actions.retire_concepts(source="eurovoc", unseen_since=MORNING + DAY) == 1
    assert actions.retire_concepts(source="eurovoc", unseen_since=MORNING + DAY) == 0
    assert queries.concepts_told_by("eurovoc") == 1
    assert ConceptLabel.objects.filter(concept="999002").exists()
    assert store(WATER, WASTE, days=2) == (0, 1, 1)
    assert queries.concepts_told_by("eurovoc") == 2


def test_the_catalogue_does_not_undo_what_a_source_told() -> None:
    store(ConceptEntry(id="476", labels={"en": "told", "pt": "dito"}, microthesauri=("0401",)))
    actions.load_catalogue()
    told = EurovocConcept.objects.get(pk="476")
    assert (told.labels, told.microthesaurus, told.source) == ({"en": "told"}, "0401", "eurovoc")


@pytest.mark.parametrize("count", [1, 3])
def test_names_in_the_readers_language(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    store(WATER, WASTE, ConceptEntry(id="999003", labels={"en": "plain"}))
    ids = ["999001", "999002", "999003"][:count]
    with django_assert_num_queries(2):
        labels = queries.concept_labels(ids, "de")
    assert labels == {
        id_: name
        for id_, name in (
            ("999001", "Musterwasser"),
            ("999002", "déchets d'échantillon"),
            ("999003", "plain"),
        )
        if id_ in ids
    }
    assert queries.concept_labels(["999001", "nobody knows it"], "ca") == {"999001": "agua de muestra"}


@pytest.mark.parametrize("count", [1, 3])
def test_english_names_are_shown_in_the_readers_language(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store(WATER, WASTE, ConceptEntry(id="999003", labels={"en": "plain", "es": "llano"}))
    asked = ["sample water", "plain", "a keyword of nobody"][:count]
    with django_assert_num_queries(1):
        found = queries.in_language(asked, "es")
    says = {"sample water": ("agua de muestra", "es"), "plain": ("llano", "es")}
    assert found == {text: says[text] for text in asked if text in says}
    assert queries.in_language(["sample water"], "de") == {"sample water": ("Musterwasser", "de")}
    # no Catalan names exist: the next language the association reads
    assert queries.in_language(["sample water"], "ca") == {"sample water": ("agua de muestra", "es")}


def test_the_classifier_knows_the_names_in_languages_the_catalogue_has_no_words_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(classifying, "_made", {})
    actions.load_catalogue()
    theme = Theme.objects.get(code="housing")
    concept = theme.eurovoc[0]
    assert not queries.classifier().read([Passage("de", "Musterwohnungsbau in der Gemeinde")]).themes
    store(ConceptEntry(id=concept, labels={"en": "x", "de": "Musterwohnungsbau", "es": "palabrainventada"}))
    classifier = queries.classifier()
    found = classifier.read([Passage("de", "Musterwohnungsbau in der Gemeinde")]).themes
    assert [one.code for one in found] == ["housing"]
    # languages the catalogue covers keep to its own words
    assert not classifier.read([Passage("es", "palabrainventada")]).themes
