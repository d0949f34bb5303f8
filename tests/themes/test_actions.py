"""Loading the vocabulary: complete, as often as one likes, keeping ids."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from numpy.typing import NDArray

from antena.themes import actions, catalogue, queries
from antena.themes.models import CatalogueVersion, EurovocConcept, Goal, Theme

pytestmark = pytest.mark.django_db


def test_everything_is_loaded_once() -> None:
    assert not actions.catalogue_is_loaded()
    loaded = actions.load_catalogue()
    assert loaded.changed
    assert (loaded.fields, loaded.goals) == (7, 17)
    assert Theme.objects.filter(parent=None).count() == 7
    assert Theme.objects.exclude(parent=None).count() == loaded.themes >= 50
    assert Goal.objects.count() == 17
    assert EurovocConcept.objects.count() == loaded.concepts >= 7029
    assert actions.catalogue_is_loaded()


def test_a_second_load_changes_nothing() -> None:
    actions.load_catalogue()
    before = dict(Theme.objects.values_list("code", "pk"))
    assert not actions.load_catalogue().changed
    assert dict(Theme.objects.values_list("code", "pk")) == before


def test_a_changed_catalogue_is_stored_in_place(tmp_path: Path) -> None:
    actions.load_catalogue()
    before = dict(Theme.objects.values_list("code", "pk"))
    (tmp_path / "fields").mkdir()
    for path in catalogue.FOLDER.rglob("*.toml"):
        text = path.read_text().replace('ca = "Habitatge"', 'ca = "Cases"')
        (tmp_path / path.relative_to(catalogue.FOLDER)).write_text(text)
    assert not actions.catalogue_is_loaded(folder=tmp_path)
    assert actions.load_catalogue(folder=tmp_path).changed
    assert Theme.objects.get(code="housing").labels["ca"] == "Cases"
    assert dict(Theme.objects.values_list("code", "pk")) == before


def test_descriptors_newer_than_the_package_are_stored_without_a_chapter() -> None:
    actions.load_catalogue()
    cloud = EurovocConcept.objects.get(id="c_433922a6")
    assert (cloud.labels, cloud.microthesaurus) == ({"en": "cloud computing"}, "")
    assert EurovocConcept.objects.get(id="476").microthesaurus == "2846"


def test_the_command_says_what_it_loaded() -> None:
    said = StringIO()
    call_command("load_themes", stdout=said)
    call_command("load_themes", stdout=said)
    first, second = said.getvalue().splitlines()
    assert first.startswith("loaded: 7 fields, ")
    assert second.startswith("unchanged: 7 fields, ")


def test_the_command_names_a_faulty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise catalogue.CatalogueError("fields/a.toml: letter")

    monkeypatch.setattr(actions, "load_catalogue", refuse)
    with pytest.raises(CommandError, match=r"fields/a\.toml: letter"):
        call_command("load_themes")


def test_meanings_are_made_once_per_model_and_catalogue() -> None:
    actions.load_catalogue()
    embedder = CountingEmbedder()
    made = actions.store_meanings(embedder=embedder)
    assert made == Theme.objects.exclude(parent=None).count()
    assert actions.store_meanings(embedder=embedder) == 0
    assert embedder.calls == 1
    stored = queries.meanings(CatalogueVersion.objects.get().digest, embedder.name)
    assert stored is not None and len(stored.codes) == made
    assert queries.meanings("another catalogue", embedder.name) is None


class CountingEmbedder:
    """Vectors by the length of a text, and how often it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.calls = 0

    def passages(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        self.calls += 1
        return np.array(
            [[len(text) % 7 + 1, len(language), 1] for text, language in zip(texts, languages, strict=True)],
            np.float32,
        )
