"""What is asked about an official name, and what is answered."""

from typing import Literal

import msgspec

Kind = Literal["municipality", "other_public", "other", "unknown"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as a source names it. ``country`` is ISO 3166-1 alpha-2 or the EU's "UK" and "EL".

    ``city`` and ``postcode`` are those of its address, ``nuts`` a NUTS code; degrees are WGS 84.
    """

    name: str
    country: str = ""
    city: str = ""
    postcode: str = ""
    nuts: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Link(msgspec.Struct, frozen=True):
    """A place an organisation may be. ``confidence`` in (0, 1) follows `judging`.

    ``evidence`` are codes such as "name:exact" or "city:near:12"; `antena.records.sentences` says them.
    """

    place_id: int
    confidence: float
    evidence: tuple[str, ...]


class Found(msgspec.Struct, frozen=True):
    """What an organisation is, the place it most likely is, and the other places it may be, best first.

    Only a municipality has places; it has none where we know no place of its name.
    """

    kind: Kind
    best: Link | None = None
    others: tuple[Link, ...] = ()
