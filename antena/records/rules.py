"""Rules about records that need no database."""

from typing import Final

from antena.records.enums import LinkState
from antena.records.linking import LINKED, PROPOSED, Found

# What the source says of a body, where its name is a place's and nothing more: these are no municipalities.
_NO_MUNICIPALITY: Final = frozenset({"private", "education", "research"})


def settled(found: Found, *, activity: str) -> Found:
    """What was found, in the light of the ``activity`` a source states (see `sources.drafts.Activity`)."""
    is_bare = found.best is not None and "bare" in found.best.evidence
    return Found("other") if is_bare and activity in _NO_MUNICIPALITY else found


def link_state(found: Found) -> LinkState:
    """What becomes of a link nobody has looked at, by its confidence."""
    if found.best is None or found.best.confidence < PROPOSED:
        return LinkState.NONE
    return LinkState.LINKED if found.best.confidence >= LINKED else LinkState.PROPOSED
