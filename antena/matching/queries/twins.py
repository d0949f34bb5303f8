"""Twins proposed to a town, out of every place of the world, from what is stored of places and twinnings.

The world is read once into arrays that stay in the process; twinnings are read again when they change.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final, Literal

import numpy as np
from django.db import connection
from django.db.models import Count, Max, Q

from antena.matching.sentences import Speaker, speaker
from antena.matching.twins import finding
from antena.matching.twins.features import Case, Setting
from antena.matching.twins.graph import Graph
from antena.matching.twins.model import knowledge_of, setting_of, shipped
from antena.matching.twins.saying import Said
from antena.matching.twins.world import Ints, Nation, Row, World, build
from antena.places import geonames
from antena.places.enums import TwinState
from antena.places.models import Country, Load, Place, TwinTown

Among = Literal["world", "members"] | Sequence[str]

# Facts of places change by the day at most; after this many seconds they are read again.
_FRESH: Final = 24 * 3600.0
_PLACES: Final = """
SELECT id, split_part(sort_key, ', ', 1), country_id, admin1, latitude, longitude, coalesce(population, 0)
FROM places_place ORDER BY id
"""


class PlaceNotReadError(Exception):
    """There is no place of this id."""


@dataclass(frozen=True)
class ProposedPlace:
    """What a list shows of a place. Degrees are WGS 84; ``population`` None where nobody says."""

    id: int
    name: str
    country: str
    population: int | None
    latitude: float
    longitude: float
    is_member: bool
    slug: str


@dataclass(frozen=True)
class TwinReason:
    """What one topic adds to the log-odds of a pair (negative: takes from), with its sentence.

    ``feature`` is a topic of `antena.matching.twins.features.FEATURES`, or "openness"; ``places`` are towns
    the sentence names.
    """

    feature: str
    contribution: float
    key: str
    values: Mapping[str, Any]
    sentence: str
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A place proposed. ``score`` in [0, 1], how well the two fit, is 1 / (1 + e^-x), where x is the sum of
    ``base``, ``rest`` and all contributions. ``reasons`` speak for it, ``against`` against it, the strongest
    first. ``openness``, to any twin at all, counts for the order of a list and not for the score.
    """

    place: ProposedPlace
    score: float
    base: float
    rest: float
    openness: TwinReason
    reasons: tuple[TwinReason, ...]
    against: tuple[TwinReason, ...]


def propose(
    place_id: int,
    *,
    among: Among = "world",
    most: int = 20,
    population: tuple[int, int] | None = None,
    excluded: Collection[int] = (),
    language: str | None = None,
) -> Sequence[Proposal]:
    """The places that suit ``place_id`` best as twins, at most ``most``, in ``language`` (the active one).

    ``among`` "world" is every country but its own; "members" the municipalities of the association, for a
    town abroad; or codes of countries. ``population`` is from and to. Left out are ``excluded``, the twins it
    has and the pairs that somebody denied. Raises `PlaceNotReadError`. The number of queries is fixed.
    """
    known = _known()
    town = _position(known.setting.world, place_id)
    wish = finding.Wish(
        most=most,
        countries=_countries(known.setting.world, among),
        places=known.setting.world.positions(_members()) if among == "members" else None,
        population=population,
    )
    out = known.setting.world.positions(sorted(excluded))
    gone = np.concatenate([out[out >= 0], known.taken_of(town)])
    return _said(known.setting, finding.find(known.setting, shipped(), town, wish, excluded=gone), language)


def why_twin(place_id: int, other_id: int, *, language: str | None = None) -> Proposal:
    """The same of any two places, proposed or not. Raises `PlaceNotReadError`."""
    setting = _known().setting
    town, other = (_position(setting.world, one) for one in (place_id, other_id))
    case = Case(setting, town, np.array([other], dtype=np.int64))
    (proposal,) = _said(setting, finding.explain(shipped(), case, knowledge_of(setting, town)), language)
    return proposal


@dataclass(frozen=True, eq=False)
class _Known:
    """What one process keeps. ``taken`` are pairs that are twins already, or that a person denied."""

    setting: Setting
    taken: Ints
    made_at: float
    places: object
    twinnings: object

    def taken_of(self, town: int) -> Ints:
        pairs = self.taken
        return np.concatenate([pairs[pairs[:, 0] == town, 1], pairs[pairs[:, 1] == town, 0]])


_lock = Lock()
_kept: dict[str, _Known] = {}


def forget() -> None:
    """Let go of what this process keeps; the next question reads it again."""
    with _lock:
        _kept.clear()


def _known() -> _Known:
    """What is known now: read when places or twinnings changed, or after a day. Three queries when not."""
    places, twinnings = _state_of_places(), _state_of_twinnings()
    database = str(connection.settings_dict["NAME"])
    with _lock:
        kept = _kept.get(database)
        if kept and (kept.places, kept.twinnings) == (places, twinnings) and _is_fresh(kept):
            return kept
        keeps_world = kept is not None and kept.places == places and _is_fresh(kept)
        world = kept.setting.world if kept is not None and keeps_world else read_world()
        graph, taken = _read_twinnings(world)
        found = _Known(
            setting_of(world, graph, shipped()),
            taken,
            kept.made_at if kept is not None and keeps_world else monotonic(),
            places,
            twinnings,
        )
        _kept[database] = found
        return found


def _is_fresh(kept: _Known) -> bool:
    return monotonic() - kept.made_at < _FRESH


def _state_of_places() -> object:
    loads = tuple(Load.objects.order_by("name").values_list("name", "version", "loaded_at"))
    return loads, Place.objects.aggregate(last=Max("pk"))["last"]


def _state_of_twinnings() -> object:
    told = TwinTown.objects.aggregate(
        rows=Count("pk"), last=Max("pk"), seen=Max("last_seen"), decided=Max("decided_at"),
        denied=Count("pk", filter=Q(state=TwinState.DENIED)), gone=Max("delisted_at"),
    )  # fmt: skip
    return tuple(told.values())


def read_world() -> World:
    """Every place as arrays. Two queries, and one file of the package of names of capitals."""
    nations = [
        Nation(
            code=country.code,
            continent=country.continent,
            in_eu=country.in_eu,
            languages=tuple(country.languages),
            neighbours=frozenset(country.neighbours),
        )
        for country in Country.objects.order_by("code")
    ]
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        rows = [Row(*row) for row in cursor.fetchall()]
    return build(rows, nations, geonames.read_capitals())


def _read_twinnings(world: World) -> tuple[Graph, Ints]:
    """The graph of what is told and stands, and all pairs nobody needs to be told of."""
    rows = list(
        TwinTown.objects.filter(place__isnull=False, twin__isnull=False).values_list(
            "place_id", "twin_id", "state", "delisted_at", "until"
        )
    )
    ends = world.positions([end for row in rows for end in row[:2]]).reshape(-1, 2)
    here = (ends >= 0).all(axis=1)
    stands = np.array([row[2] != TwinState.DENIED and row[3] is None for row in rows], dtype=np.bool_)
    denied = np.array([row[2] == TwinState.DENIED for row in rows], dtype=np.bool_)
    return Graph(world, ends[here & stands]), ends[here & (stands | denied)]


def _members() -> list[int]:
    return list(Place.objects.filter(is_member=True).order_by("pk").values_list("pk", flat=True))


def _countries(world: World, among: Among) -> frozenset[int] | None:
    if isinstance(among, str):
        return None
    return frozenset(world.number_of[code] for code in among if code in world.number_of)


def _position(world: World, place_id: int) -> int:
    position = int(world.positions([place_id])[0])
    if position < 0:
        raise PlaceNotReadError(place_id)
    return position


def _said(setting: Setting, found: Sequence[finding.Found], language: str | None) -> tuple[Proposal, ...]:
    ids = setting.world.ids
    places = _places(ids[_positions_in(found)].tolist())
    says = speaker(language)
    return tuple(
        Proposal(
            place=places[int(ids[one.place])],
            score=one.score,
            base=one.base,
            rest=one.rest,
            openness=_reason(says, one.openness, ids, places),
            reasons=tuple(_reason(says, said, ids, places) for said in one.reasons),
            against=tuple(_reason(says, said, ids, places) for said in one.against),
        )
        for one in found
        if int(ids[one.place]) in places
    )


def _positions_in(found: Iterable[finding.Found]) -> list[int]:
    """The places proposed and those that sentences name."""
    wanted: set[int] = set()
    for one in found:
        wanted.add(one.place)
        for said in (*one.reasons, *one.against):
            wanted.update(place for name in _TOWNS for place in said.values.get(name, ()))
    return sorted(wanted)


_TOWNS: Final = ("towns", "twins")


def _reason(says: Speaker, said: Said, ids: Ints, places: Mapping[int, ProposedPlace]) -> TwinReason:
    named = {
        name: [places[int(ids[place])].name for place in said.values[name] if int(ids[place]) in places]
        for name in _TOWNS
        if name in said.values
    }
    values = {**said.values, **named}
    towns = tuple(int(ids[place]) for name in _TOWNS for place in said.values.get(name, ()))
    sentence = says.say("twin", said.key, values)
    return TwinReason(said.topic, said.contribution, said.key, values, sentence, towns)


def _places(ids: Sequence[int]) -> Mapping[int, ProposedPlace]:
    columns = ("pk", "name", "country_id", "population", "latitude", "longitude", "is_member", "slug")
    return {row[0]: ProposedPlace(*row) for row in Place.objects.filter(pk__in=ids).values_list(*columns)}
