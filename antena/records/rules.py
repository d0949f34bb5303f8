"""Rules about records that need no database."""

from antena.records.enums import LinkState
from antena.records.linking import LINKED, PROPOSED, Found


def link_state(found: Found) -> LinkState:
    """What becomes of a link nobody has looked at, by its confidence."""
    if found.best is None or found.best.confidence < PROPOSED:
        return LinkState.NONE
    return LinkState.LINKED if found.best.confidence >= LINKED else LinkState.PROPOSED
