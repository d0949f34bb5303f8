"""What towns said of places as possible twins."""

from collections.abc import Sequence

from django.db.models import Q

from antena.matching.enums import TwinMark
from antena.matching.models import TwinChoice


def twin_choices(place_id: int) -> Sequence[TwinChoice]:
    """What a town said of others, the latest first, the other place with each. One query."""
    return list(TwinChoice.objects.filter(place_id=place_id).select_related("other").order_by("-at", "pk"))


def excluded_twins(place_id: int) -> frozenset[int]:
    """The places not to be proposed to this one: those it excluded, and those that excluded it. One query."""
    pairs = TwinChoice.objects.filter(
        Q(place_id=place_id) | Q(other_id=place_id), mark=TwinMark.EXCLUDED
    ).values_list("place_id", "other_id")
    return frozenset(end for pair in pairs for end in pair if end != place_id)
