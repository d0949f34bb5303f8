"""The shipped vocabulary, read once."""

import pytest

from antena.themes import catalogue
from antena.themes.catalogue import Catalogue
from antena.themes.classifier import Classifier, Vocabulary, vocabulary_of_catalogue


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="session")
def vocabulary(shipped: Catalogue) -> Vocabulary:
    return vocabulary_of_catalogue(shipped)


@pytest.fixture(scope="session")
def classifier(vocabulary: Vocabulary) -> Classifier:
    return Classifier(vocabulary)
