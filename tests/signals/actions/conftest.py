"""What the tests of reading and linking share."""

from collections.abc import Iterator
from typing import Any

import pytest

from antena.themes.actions import load_catalogue
from antena.themes.models import CatalogueVersion, EurovocConcept, Goal, Theme


@pytest.fixture(scope="module")
def vocabulary(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole vocabulary, loaded once for the tests of a module and taken out again."""
    with django_db_blocker.unblock():
        load_catalogue()
        yield
        Theme.objects.exclude(parent=None).delete()
        for model in (Theme, Goal, EurovocConcept, CatalogueVersion):
            model.objects.all().delete()
