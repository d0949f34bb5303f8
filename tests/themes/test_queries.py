"""Reading the vocabulary back."""

import pytest
from pytest_django import DjangoAssertNumQueries

from antena.themes import actions, queries
from antena.themes.classifier import Passage
from antena.themes.models import CatalogueVersion, Goal, Theme
from antena.themes.queries import classifying

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_is_one_query_however_large(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(count):
        field = Theme.objects.create(code=f"field-{place}", letter="abc"[place], position=0)
        for position in (2, 1):
            Theme.objects.create(
                code=f"part-{place}-{position}", letter="abc"[place], position=position, parent=field
            )
    with django_assert_num_queries(1):
        branches = queries.tree()
        codes = [(branch.field.code, [theme.code for theme in branch.themes]) for branch in branches]
    assert codes == [(f"field-{place}", [f"part-{place}-1", f"part-{place}-2"]) for place in range(count)]


def test_labels_fall_back_along_the_associations_languages() -> None:
    theme = Theme(code="housing", labels={"es": "Vivienda", "en": "Housing"}, descriptions={"en": "Homes."})
    assert queries.label(theme, "en") == "Housing"
    assert queries.label(theme, "en-GB") == "Housing"
    assert queries.label(theme, "fr") == "Vivienda"
    assert queries.description(theme, "ca") == "Homes."
    assert queries.label(Theme(code="housing"), "ca") == "housing"
    assert queries.label(Goal(number=3), "ca") == "3"
    assert queries.label(Goal(number=3, labels={"nl": "Goede gezondheid"}), "ca") == "Goede gezondheid"


def test_goals_come_in_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actions.load_catalogue()
    with django_assert_num_queries(1):
        assert [goal.number for goal in queries.goals()] == list(range(1, 18))


def test_a_classifier_is_made_once_and_again_when_the_vocabulary_changes(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifying, "_made", {})
    actions.load_catalogue()
    with django_assert_num_queries(5):
        first = queries.classifier()
    with django_assert_num_queries(1):
        assert queries.classifier() is first
    assert [theme.code for theme in first.read([Passage("ca", "Habitatge")]).themes] == ["housing"]
    Theme.objects.filter(code="housing").update(words={"ca": ["castells"]})
    CatalogueVersion.objects.update(digest="changed")
    second = queries.classifier()
    assert second is not first
    assert [theme.code for theme in second.read([Passage("ca", "Castells")]).themes] == ["housing"]


def test_without_a_catalogue_there_is_no_classifier() -> None:
    with pytest.raises(queries.CatalogueNotLoaded, match="antena load-themes"):
        queries.classifier()
