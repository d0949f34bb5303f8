"""The sample: signals, needs of towns and people invented to be tried, marked so on every screen.

It goes through the same importer as any source, under the source name ``sample``; it leaves with
``antena sample remove`` and, for signals, by itself once a real source has answered.
"""

from antena.operations.sample.load import is_settled, load, remove

__all__ = ["is_settled", "load", "remove"]
