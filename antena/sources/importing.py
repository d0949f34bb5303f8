"""Where drafts go: what a run asks of whoever stores them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar, cast

import msgspec

from antena.sources.drafts import AnyDraft


class Counts(msgspec.Struct, frozen=True):
    """How many of the drafts handed over were new, said something new, or said what was known."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.changed + other.changed, self.same + other.same)


class WrongDraftError(Exception):
    """A draft of another family was handed to an importer; the message names it."""


class Importer(Protocol):
    """Stores drafts of one family. A run calls `store` and `delist_unseen` inside one transaction of its own.

    Storing the same drafts twice must count them as ``same`` the second time.
    """

    def store(self, drafts: Sequence[AnyDraft], *, run_id: int, at: datetime) -> Counts:
        """Store ``drafts``, which are valid and name each record once; ``at`` becomes their "last seen".

        Raises `WrongDraftError`.
        """
        ...

    def listed(self, source: str) -> int:
        """Return how many records of ``source`` are stored and not marked as gone."""
        ...

    def delist_unseen(self, source: str, *, since: datetime) -> int:
        """Mark as gone what was last seen before ``since``; return how many. Nothing is deleted."""
        ...


D = TypeVar("D", bound=AnyDraft)


def only(drafts: Sequence[AnyDraft], wanted: type[D]) -> list[D]:
    """Return the drafts as what they all are. Raises `WrongDraftError`."""
    for draft in drafts:
        if not isinstance(draft, wanted):
            raise WrongDraftError(f"{draft.source} {draft.external_id}: {type(draft).__name__}")
    return cast(list[D], list(drafts))
