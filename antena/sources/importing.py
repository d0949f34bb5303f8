"""Where drafts go: what a run asks of whoever stores them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from antena.sources.drafts import Draft


class Counts(msgspec.Struct, frozen=True):
    """How many of the drafts handed over were new, said something new, or said what was known."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.changed + other.changed, self.same + other.same)


class Importer(Protocol):
    """Stores drafts. A run calls `store` and `delist_unseen` inside one transaction of its own.

    Storing the same drafts twice must count them as ``same`` the second time.
    """

    def store(self, drafts: Sequence[Draft], *, run_id: int, at: datetime) -> Counts:
        """Store ``drafts``, which are valid and name each record once; ``at`` becomes their "last seen"."""
        ...

    def listed(self, source: str) -> int:
        """Return how many records of ``source`` are stored and not marked as gone."""
        ...

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark as gone what was last seen before ``since``; return how many. Nothing is deleted."""
        ...
