"""What the page of possible twins shows: candidates with their reasons, a map, how many of each country."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Final

import numpy as np
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from antena.matching.models import TwinChoice
from antena.matching.queries.pairs import Funding, fundings
from antena.matching.queries.twins import Proposal, TwinReason
from antena.matching.sentences import speaker
from antena.matching.twins.explanations import EXPLANATIONS
from antena.matching.twins.features import FEATURES
from antena.matching.twins.world import unit_vectors
from antena.places.models import Place
from antena.places.queries.twinnings import twin_names
from antena.web.drawing.arcs import Arcs, End, arcs
from antena.web.public.place_page import country_name

REASONS, AGAINST, TWINS = 4, 2, 5
# Bows shorter than this, in units of the map, are a blot.
TELLING: Final = 40
# Where the figures of a topic can be looked at: the page of the candidate, or the twins of the town. Others
# are on the page of a town that the sentence names, or explained on this one.
_PLACE, _OWN = "place", "own"
_RESTS_ON: Final = {
    "size": _PLACE,
    "distance": _PLACE,
    "standing": _PLACE,
    "name": _PLACE,
    "friends": _OWN,
    "again": _OWN,
}
EXPLAINED: Final = "compared"


@dataclass(frozen=True)
class SaidReason:
    """A reason in words, and the address of what it rests on."""

    sentence: str
    address: str


@dataclass(frozen=True)
class Candidate:
    """A place proposed. ``more`` are further reasons, and ``less`` further things that speak against.

    ``twins`` names some of those it has, ``other_twins`` counts the rest.
    """

    place_id: int
    name: str
    country: str
    code: str
    population: int | None
    address: str
    reasons: list[SaidReason]
    against: list[SaidReason]
    more: list[SaidReason]
    less: list[SaidReason]
    openness: str
    twins: tuple[str, ...]
    other_twins: int
    fundings: list[Funding]
    perhaps: list[Funding]
    to_check: list[str]
    lacking: list[Funding]
    partners: str
    choice: TwinChoice | None
    closeness: float


@dataclass(frozen=True)
class OfCountry:
    """How many of the candidates are of one country, and the address that shows those of it alone."""

    name: str
    count: int
    code: str


@dataclass(frozen=True)
class Compared:
    """What the finder compares, in its own words. ``is_foreign``: nobody has translated them yet."""

    explanation: str
    is_foreign: bool


def candidates(place: Place, found: Sequence[Proposal], choices: Mapping[int, TwinChoice]) -> list[Candidate]:
    """The places proposed as the page lists them, in their order. Four queries."""
    ids = [one.place.id for one in found]
    twins = twin_names(ids)
    paid = fundings(place.pk, ids, says=speaker())
    return [
        _candidate(place, one, twins.get(one.place.id, ()), paid.get(one.place.id, ()), choices)
        for one in found
    ]


def _candidate(
    place: Place,
    one: Proposal,
    twins: tuple[str, ...],
    paid: Sequence[Funding],
    choices: Mapping[int, TwinChoice],
) -> Candidate:
    reasons, against = (_said(group, place, one) for group in (one.reasons, one.against))
    perhaps = [funding for funding in paid if funding.is_open and funding.to_check]
    return Candidate(
        place_id=one.place.id,
        name=one.place.name,
        country=country_name(one.place.country),
        code=one.place.country,
        population=one.place.population,
        address=reverse("web:place", args=[one.place.id]),
        reasons=reasons[:REASONS],
        against=against[:AGAINST],
        more=reasons[REASONS:],
        less=against[AGAINST:],
        openness=one.openness.sentence,
        twins=twins[:TWINS],
        other_twins=max(0, len(twins) - TWINS),
        fundings=[funding for funding in paid if funding.is_open and not funding.to_check],
        perhaps=perhaps,
        to_check=list(dict.fromkeys(sentence for funding in perhaps for sentence in funding.to_check)),
        lacking=[funding for funding in paid if not funding.is_open],
        partners=_partners(place, one),
        choice=choices.get(one.place.id),
        closeness=_closeness(place, one),
    )


def _said(reasons: Iterable[TwinReason], place: Place, one: Proposal) -> list[SaidReason]:
    """Each sentence once: two topics may find the same thing unknown."""
    said = {reason.sentence: _address(reason, place, one) for reason in reasons}
    return [SaidReason(sentence, address) for sentence, address in said.items() if sentence]


def _address(reason: TwinReason, place: Place, one: Proposal) -> str:
    rests_on = _RESTS_ON.get(reason.feature, "")
    if not rests_on and reason.places:
        return f"{reverse('web:place', args=[reason.places[0]])}#twins"
    if not rests_on:
        return f"#{EXPLAINED}"
    if rests_on == _OWN:
        return f"{reverse('web:place', args=[place.pk])}#twins"
    return reverse("web:place", args=[one.place.id])


def _partners(place: Place, one: Proposal) -> str:
    """The page of a consortium of the pair, for whichever of the two is a town of the association."""
    for town, slug, other in ((place, place.slug, one.place.id), (one.place, one.place.slug, place.pk)):
        if town.is_member:
            return f"{reverse('web:town-partners', args=[slug])}?with=p{other}&rules="
    return ""


def _closeness(place: Place, one: Proposal) -> float:
    """The cosine of the angle between the two at the Earth's centre."""
    here, there = unit_vectors(
        np.array([place.latitude, one.place.latitude]), np.array([place.longitude, one.place.longitude])
    )
    return float(here @ there)


def in_order(found: list[Candidate], sort: str) -> list[Candidate]:
    """The candidates by distance or by country; in the order they came otherwise."""
    if sort == "near":
        return sorted(found, key=lambda one: -one.closeness)
    return sorted(found, key=lambda one: one.country.casefold()) if sort == "country" else found


def by_country(found: Iterable[Candidate]) -> list[OfCountry]:
    """How many there are of each country, the most first."""
    counts = Counter((one.country, one.code) for one in found)
    rows = [OfCountry(name, count, code) for (name, code), count in counts.items()]
    return sorted(rows, key=lambda row: (-row.count, row.name.casefold()))


def candidate_map(place: Place, found: Iterable[Proposal], *, land: Path) -> Arcs | None:
    """Bows from the town to the places proposed; None where there is none, or none is long enough to see."""
    ends = [End(one.place.name, one.place.latitude, one.place.longitude, "proposed") for one in found]
    drawn = arcs((place.latitude, place.longitude), ends, land=land)
    if drawn is None or all(hypot(arc.x - drawn.x, arc.y - drawn.y) < TELLING for arc in drawn.arcs):
        return None
    return drawn


def compared() -> list[Compared]:
    """What is compared, in the words of the engine's own features."""
    rows = []
    for feature in FEATURES:
        said = EXPLANATIONS[feature.name]
        words = _(said)
        rows.append(Compared(words, words == said and not (get_language() or "en").startswith("en")))
    return rows
