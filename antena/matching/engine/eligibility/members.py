"""Who stands together: the members of a consortium, and what a project would be."""

import msgspec

# What a town hall is, in the words of eligibility rules.
TOWN_HALL = frozenset({"municipality", "local_authority", "public_body"})


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One partner. ``bodies`` are the kinds of body it is, in the words of rules, empty where nobody knows.

    ``country`` is an ISO 3166-1 code, "" unknown; ``population`` inhabitants of a municipality.
    """

    key: str
    name: str
    country: str
    in_eu: bool
    bodies: frozenset[str] = TOWN_HALL
    population: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a project would ask for, whole euros, and how many months it would take; None while undecided."""

    amount_eur: int | None = None
    months: int | None = None
