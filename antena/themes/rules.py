"""What the thesaurus says, freed from who says it."""

from collections.abc import Mapping, Sequence

import msgspec


class ConceptEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A concept of the thesaurus. ``labels`` is language → its name, ``alternatives`` language → other names.

    ``broader`` are ids of concepts, ``microthesauri`` the four digits of each it stands in.
    """

    id: str
    labels: Mapping[str, str]
    alternatives: Mapping[str, Sequence[str]] = {}
    broader: Sequence[str] = ()
    microthesauri: Sequence[str] = ()
    is_deprecated: bool = False
