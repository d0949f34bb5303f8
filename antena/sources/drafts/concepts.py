"""Drafts of the concepts of a thesaurus."""

import msgspec


class ConceptDraft(msgspec.Struct, frozen=True, kw_only=True, tag="concept", tag_field="draft"):
    """A concept of EuroVoc. ``labels`` is language → label, ``alternatives`` language → other labels.

    ``broader`` are ids of concepts, ``micro_thesauri`` the four digits of each it stands in.
    """

    source: str
    external_id: str
    labels: dict[str, str]
    alternatives: dict[str, tuple[str, ...]] = {}
    broader: tuple[str, ...] = ()
    micro_thesauri: tuple[str, ...] = ()
    deprecated: bool = False
