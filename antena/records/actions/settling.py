"""What follows a run whose drafts were no signals: bodies and places that were told of find each other."""

from datetime import datetime

import msgspec

from antena.records.actions.linking import LinkCounts, link_bodies
from antena.records.importing.retrying import Retried, retry_unresolved
from antena.records.queries import linker


class Settled(msgspec.Struct, frozen=True):
    """What was linked after projects, and what was tried again after facts."""

    links: LinkCounts = LinkCounts()
    retried: Retried = Retried(0, 0)


def settle(*, gives: str, at: datetime) -> Settled:
    """Link what a run that ``gives`` projects or facts left to be linked; nothing for the other families.

    After facts everything unplaced is tried again, for codes of one source place the facts of another.
    """
    if gives == "projects":
        return Settled(links=link_bodies(at=at))
    if gives == "facts":
        return Settled(retried=retry_unresolved(at=at, finder=linker))
    return Settled()
