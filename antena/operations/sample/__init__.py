"""The sample: signals, needs of towns and people invented to be tried, marked so on every screen.

It goes through the same importer as any source, under the source name ``sample``, and leaves with
``antena sample remove``.
"""

from antena.operations.sample.load import is_settled, load, remove

__all__ = ["is_settled", "load", "remove"]
