"""The signals of the search tests serve here too."""

from tests.signals.search.conftest import publish

__all__ = ["publish"]
