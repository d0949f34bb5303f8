"""Who could join a town: its twins, those of its neighbours, towns that know the programme, towns like it.

Each candidate comes with its reasons, each of which can be looked up. What the sample invented is marked.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, FloatField, Q, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from antena.actors.models import Organisation
from antena.matching.engine.eligibility.consortium import Candidate, Completion, Ground, complete
from antena.matching.engine.eligibility.members import TOWN_HALL, Member
from antena.matching.engine.programmes import family
from antena.matching.queries import twins
from antena.matching.queries.eligibility import (
    ACTIVITIES,
    ORGANISATIONS,
    Rules,
    member_of_body,
    member_of_organisation,
    member_of_place,
    union,
)
from antena.places import queries as places
from antena.places.enums import TwinState
from antena.places.models import Place, TwinTown
from antena.records.enums import IS_THE_PLACE, ProjectKind, Role
from antena.records.models import Body, Participation, Project
from antena.sources.enums import SAMPLE

# So many candidates of each kind are looked at before the best of them are chosen.
_EXPERIENCED: Final = 300
_OF_EACH_COUNTRY: Final = 2
# What counts as a size like the town's: from so many times its inhabitants to so many.
_ALIKE: Final = (0.75, 1.33)
# Towns of a size like this one's in each country, the nearest in size.
_SIMILAR: Final = """
SELECT id FROM (
    SELECT id, row_number() OVER (
        PARTITION BY country_id ORDER BY abs(ln(population) - ln(%(size)s::float)), id
    ) AS position
    FROM places_place
    WHERE country_id = ANY(%(countries)s) AND population BETWEEN %(low)s AND %(high)s
) ranked WHERE position <= %(most)s
"""

# The twin finder names so many places, each with so many of its own reasons.
_LIKELY: Final = 8
_LIKELY_REASONS: Final = 2

# Given a town and codes of countries, places of these that would suit it as twins, the best first.
TwinFinder = Callable[[Place, Collection[str]], Sequence[Candidate]]


@dataclass
class _Found:
    """Candidates by the key of their member, their reasons gathered from everywhere."""

    town: Place
    members: dict[str, Member] = field(default_factory=dict)
    grounds: dict[str, list[Ground]] = field(default_factory=lambda: defaultdict(list))

    def add(self, member: Member, ground: Ground) -> None:
        """Another reason for a candidate; the same kind of reason only once, and never the town itself."""
        if member.key == f"p{self.town.pk}":
            return
        self.members.setdefault(member.key, member)
        if ground.key not in {one.key for one in self.grounds[member.key]}:
            self.grounds[member.key].append(ground)


def consortium(
    place: Place,
    rules: Rules,
    *,
    partners: Sequence[Member] = (),
    suited: TwinFinder | None = None,
) -> Completion:
    """What a town with its ``partners`` lacks for a call, and who could complete it. Twenty queries or so.

    ``suited`` names further places to consider, `likely_twins` unless another is given.
    """
    members = [member_of_place(place), *partners]
    found = candidates(place, rules, suited=suited or likely_twins)
    return complete(rules.conditions, members, found)


def candidates(place: Place, rules: Rules, *, suited: TwinFinder | None = None) -> list[Candidate]:
    """Everybody who could be asked, with the reasons, the strongest first."""
    found = _Found(place)
    states = union()
    _twins(found)
    _twins_of_neighbours(found)
    _experienced(found, rules, states)
    wanted = _countries(rules, states) - {place.country_id}
    for one in suited(place, wanted) if suited and wanted else ():
        for ground in one.grounds:
            found.add(one.member, ground)
    _similar(found, rules, states)
    _organisations(found, rules)
    made = [Candidate(member, tuple(found.grounds[key])) for key, member in found.members.items()]
    return sorted(made, key=lambda one: (-one.strength, one.member.name, one.member.key))


def likely_twins(place: Place, countries: Collection[str]) -> list[Candidate]:
    """A few places of ``countries`` that the twin finder proposes, with its reasons, the best first."""
    proposed = twins.propose(place.pk, among=sorted(countries), most=_LIKELY)
    whole = _whole(one.place.id for one in proposed)
    return [
        Candidate(
            member_of_place(whole[one.place.id]),
            (
                Ground("likely_twin", {"town": place.name}, place=one.place.id),
                *(
                    Ground(said.key, said.values, place=one.place.id, group="twin")
                    for said in one.reasons[:_LIKELY_REASONS]
                ),
            ),
        )
        for one in proposed
    ]


def _twins(found: _Found) -> None:
    town = found.town
    known = [
        twin for twin in places.known_twins(town) if twin.place is not None and twin.state != TwinState.DENIED
    ]
    whole = _whole(twin.place.pk for twin in known if twin.place)
    for twin in known:
        if twin.place is not None and twin.place.pk in whole:
            is_sample = set(twin.sources) == {SAMPLE}
            ground = Ground("twin", {"town": town.name}, place=town.pk, is_sample=is_sample)
            found.add(member_of_place(whole[twin.place.pk]), ground)


def _twins_of_neighbours(found: _Found) -> None:
    beside = {neighbour.pk: neighbour for neighbour in places.neighbours(found.town)}
    told = TwinTown.objects.filter(
        Q(place__in=beside) | Q(twin__in=beside), delisted_at=None, place__isnull=False, twin__isnull=False
    ).exclude(state=TwinState.DENIED)
    pairs: dict[int, tuple[int, bool]] = {}
    for one, other, source in told.order_by("pk").values_list("place_id", "twin_id", "source"):
        for near, far in ((one, other), (other, one)):
            if near in beside and far not in beside:
                pairs.setdefault(far, (near, source == SAMPLE))
    for pk, twin in _whole(pairs).items():
        near, is_sample = pairs[pk]
        values = {"town": found.town.name, "neighbour": beside[near].name}
        found.add(member_of_place(twin), Ground("twin_of_neighbour", values, place=near, is_sample=is_sample))


def _experienced(found: _Found, rules: Rules, states: frozenset[str]) -> None:
    """Municipalities, and bodies of kinds the call asks for, with projects of the programme's family."""
    wanted = rules.programme.family if rules.programme else ""
    names = [name for name in _programmes() if wanted and family(name) == wanted]
    if not names:
        return
    activities = [code for code, bodies in ACTIVITIES.items() if bodies & _asked_for(rules)]
    is_place = Q(body__place__isnull=False, body__link_state__in=IS_THE_PLACE)
    rows = (
        Participation.objects.filter(
            is_place | Q(body__activity__in=activities),
            project__programme__in=names,
            project__kind=ProjectKind.PROJECT,
            project__delisted_at=None,
            delisted_at=None,
        )
        .exclude(source=SAMPLE)
        .order_by()
        .values_list("body_id")
        .annotate(
            projects=Count("project", distinct=True),
            led=Count("project", distinct=True, filter=Q(role=Role.COORDINATOR)),
        )
        .order_by("-projects", "body_id")[:_EXPERIENCED]
    )
    counts = {body: (projects, led) for body, projects, led in rows}
    bodies = Body.objects.filter(pk__in=counts).select_related("place__country")
    for body in sorted(bodies, key=lambda body: (-counts[body.pk][0], body.pk)):
        projects, led = counts[body.pk]
        is_linked = body.place is not None and body.link_state in IS_THE_PLACE
        member = member_of_place(body.place) if body.place and is_linked else member_of_body(body, states)
        at = body.place_id if is_linked else None
        found.add(member, Ground("experience", {"count": projects}, place=at))
        if led:
            found.add(member, Ground("led", {"count": led}, place=at))


def _programmes() -> Iterable[str]:
    return Project.objects.order_by().values_list("programme", flat=True).distinct()


def _similar(found: _Found, rules: Rules, states: frozenset[str]) -> None:
    """Of those found, which are of the town's size; and the most alike in each country that can take part."""
    town = found.town
    if not town.population:
        return
    low, high = (town.population * share for share in _ALIKE)
    terms: dict[str, Any] = {
        "size": town.population,
        "low": low,
        "high": high,
        "countries": sorted(_countries(rules, states) - {town.country_id}),
        "most": _OF_EACH_COUNTRY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, terms)
        ids = [pk for (pk,) in cursor.fetchall()]
    alike = [member_of_place(one) for one in _whole(ids).values()]
    known = [one for one in found.members.values() if one.population and low <= one.population <= high]
    for member in (*known, *alike):
        values = {"town": town.name, "inhabitants": member.population}
        found.add(member, Ground("similar_size", values, place=int(member.key[1:])))


def _countries(rules: Rules, states: frozenset[str]) -> frozenset[str]:
    """Where partners may be from, as far as it is stated; the Union where it is not."""
    stated = [one.value for one in rules.conditions if one.kind == "where"]
    named = frozenset(code for value in stated for code in value.get("countries", ()))
    return named | states if not named or any(value.get("group") for value in stated) else named


def _asked_for(rules: Rules) -> frozenset[str]:
    """The kinds of body that some partner must be."""
    return frozenset(body for one in rules.conditions if one.kind == "mix" for body in one.value["bodies"])


def _organisations(found: _Found, rules: Rules) -> None:
    """Of the directory, those of a kind the call asks for: the nearest of each country."""
    kinds = [kind for kind, bodies in ORGANISATIONS.items() if bodies & (_asked_for(rules) - TOWN_HALL)]
    if not kinds:
        return
    north = F("place__latitude") - found.town.latitude
    east = F("place__longitude") - found.town.longitude
    far = Value(1e9, output_field=FloatField())
    nearest = Window(
        RowNumber(),
        partition_by=["country"],
        order_by=[Coalesce(north * north + east * east, far).asc(), F("sort_key").asc(), F("pk").asc()],
    )
    ranked = Organisation.objects.filter(kind__in=kinds).annotate(position=nearest)
    for one in ranked.filter(position__lte=_OF_EACH_COUNTRY).select_related("country").order_by("pk"):
        found.add(member_of_organisation(one), Ground("directory", {}, is_sample=one.is_sample))


def _whole(ids: Iterable[int]) -> Mapping[int, Place]:
    return Place.objects.select_related("country").in_bulk(list(ids))
