"""Which twins several places have, by name: what a list of candidates says of each."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from antena.places.enums import TwinState
from antena.places.models import TwinTown


def twin_names(places: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Place → the names of its twins that nobody denied, told from either end, in order. One query.

    Places without any are left out.
    """
    wanted = set(places)
    rows = (
        TwinTown.objects.filter(Q(place__in=wanted) | Q(twin__in=wanted), delisted_at=None)
        .exclude(state=TwinState.DENIED)
        .values_list("place_id", "twin_id", "name", "place__name", "twin__name")
    )
    found: dict[int, dict[object, str]] = {}
    for place, twin, told, name_of_place, name_of_twin in rows:
        # one twinning is told by several sources, and from both ends
        if place in wanted:
            found.setdefault(place, {})[twin or told.casefold()] = name_of_twin or told
        if twin in wanted and place is not None:
            found.setdefault(twin, {})[place] = name_of_place
    return {place: tuple(sorted(names.values(), key=str.casefold)) for place, names in found.items()}
