"""How long loading the world and finding a place take here. Nothing that serves is touched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import quantiles
from time import perf_counter
from typing import Final

import msgspec
from django.db import connection

from antena.places import actions, queries
from antena.places.models import Place

# What people type: names, other scripts, slips, beginnings.
TYPED: Final = (
    "gerona", "Жирона", "Girna", "hospitalet", "l hospitalet", "Ager", "bany", "ba", "san", "vic",
    "sant pere de torello", "santa coloma de gramenet", "banyoels", "barcalona", "castellfollit", "lerida",
    "saint jean", "new york", "東京", "london", "munchen", "Αθήνα", "القاهرة", "Berlim",
)  # fmt: skip
_TABLES: Final = ("places_load", "places_country", "places_place", "places_placename")


class Spread(msgspec.Struct, frozen=True):
    """Milliseconds: half the calls were quicker than ``p50``, 95 in 100 quicker than ``p95``."""

    p50: float
    p95: float


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """``load``: parts of a first load in seconds; ``again``: seconds of a second one that changes nothing.

    ``search`` runs on the places that serve; ``by_key`` beside it is one place by its key: any query's cost.
    """

    places: int
    load: dict[str, float]
    load_seconds: float
    again_seconds: float
    stored: int
    search: Spread
    by_key: Spread


def bench(*, rounds: int = 5) -> Bench:
    """Load the world into a schema of its own, dropped afterwards; search in the places that are stored."""
    with _own_schema():
        first = actions.load_world()
        again = actions.load_world()
    keys = list(Place.objects.values_list("pk", flat=True)[:100])
    return Bench(
        places=first.places,
        load=first.seconds,
        load_seconds=sum(first.seconds.values()),
        again_seconds=sum(again.seconds.values()),
        stored=Place.objects.count(),
        search=_spread([partial(queries.search, typed) for typed in TYPED], rounds),
        by_key=_spread([partial(Place.objects.get, pk=key) for key in keys], rounds),
    )


def _spread(calls: list[Callable[[], object]], rounds: int) -> Spread:
    taken = []
    for call in calls * rounds:
        since = perf_counter()
        call()
        taken.append((perf_counter() - since) * 1000)
    if len(taken) < 2:
        return Spread(0.0, 0.0)
    cuts = quantiles(taken, n=20)
    return Spread(round(cuts[9], 2), round(cuts[18], 2))


@contextmanager
def _own_schema() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS antena_bench CASCADE; CREATE SCHEMA antena_bench")
        cursor.execute("SELECT current_setting('search_path')")
        before = cursor.fetchone()
        cursor.execute("SET search_path = antena_bench, public")
        try:
            for table in _TABLES:
                cursor.execute(f'CREATE TABLE antena_bench."{table}" (LIKE public."{table}" INCLUDING ALL)')
            yield
        finally:
            cursor.execute("SELECT set_config('search_path', %s, false)", before)
            cursor.execute("DROP SCHEMA antena_bench CASCADE")
