"""How sure we are that an organisation is the municipality of a place: a sum of a few documented terms.

The sum begins with how the name was found (`NAME`); each fact for or against adds its term (the constants
below); what comes out is clipped to [0.02, 0.99]. `LINKED` and more becomes a link by itself, `PROPOSED` and
more is shown to a person, less is nothing. `antena evaluate linking` says how often each band is right.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from antena.records.linking.index import PlaceRow

How = Literal["exact", "declined", "spelt", "part", "like", "city"]
City = Literal["", "same", "near", "away", "far"]

LINKED: Final = 0.85
PROPOSED: Final = 0.5

# exact: the whole name; declined: in another case; spelt: in another spelling; part: some of the words;
# like: it begins as the city of the address; city: the name says no place, only the address does.
NAME: Final[dict[How, float]] = {
    "exact": 0.84,
    "declined": 0.80,
    "spelt": 0.74,
    "part": 0.68,
    "like": 0.74,
    "city": 0.40,
}
# The name is that of a place and says nothing else.
BARE: Final = -0.25
CITY: Final[dict[City, float]] = {"": 0.0, "same": 0.12, "near": 0.04, "away": -0.12, "far": -0.32}
CLOSE: Final = 0.12
DISTANT: Final = -0.4
POSTCODE: Final = (0.06, -0.35)
NUTS: Final = (0.06, -0.35)
MEMBER: Final = 0.02
ALONE: Final = 0.05
# Among places of one name, all else being equal: by how many times the larger is larger.
SIZES: Final = ((10.0, 0.02), (3.0, -0.06), (1.0, -0.2))
SMALLER: Final = -0.4
# A member of the association has the same name, and nothing but its size speaks for the larger place.
OR_A_MEMBER: Final = -0.2
# The same name in more than one country, and nobody says which.
ABROAD: Final = -0.3

# Two sums that differ by less than a member's term are alike.
_NOTHING: Final = MEMBER + 1e-9

NEAR_KM: Final = 20.0
FAR_KM: Final = 60.0


class Candidate(NamedTuple):
    """A place, and what was found for and against it. Distances are kilometres, None where unknown."""

    position: int
    place: PlaceRow
    how: How
    city: City = ""
    city_km: float | None = None
    km: float | None = None
    postcode: bool | None = None
    nuts: bool | None = None


class Judged(NamedTuple):
    """A candidate with its confidence and the evidence, as codes."""

    candidate: Candidate
    confidence: float
    evidence: tuple[str, ...]


def judge(candidates: Sequence[Candidate], *, is_bare: bool, abroad: bool) -> list[Judged]:
    """Judge all candidates for one name together, the best first; of equals the larger place."""
    sums = {one.position: _own_terms(one) for one in candidates}
    common = (BARE if is_bare else 0.0) + (ABROAD if abroad else 0.0)
    judged = []
    for one in candidates:
        rivals = [
            other.place
            for other in candidates
            if other.position != one.position and sums[other.position] >= sums[one.position] - _NOTHING
        ]
        size, said = _by_size(one, rivals, len(candidates))
        confidence = min(0.99, max(0.02, sums[one.position] + size + common))
        judged.append(Judged(one, round(confidence, 3), (*_evidence(one), *said)))
    return sorted(
        judged, key=lambda one: (-one.confidence, -one.candidate.place.population, one.candidate[0])
    )


def _own_terms(one: Candidate) -> float:
    total = NAME[one.how] + CITY[one.city]
    if one.km is not None:
        total += CLOSE if one.km <= NEAR_KM else DISTANT if one.km > FAR_KM else 0.0
    for agrees, (good, bad) in ((one.postcode, POSTCODE), (one.nuts, NUTS)):
        if agrees is not None:
            total += good if agrees else bad
    return total + (MEMBER if one.place.is_member else 0.0)


def _by_size(one: Candidate, rivals: Sequence[PlaceRow], candidates: int) -> tuple[float, tuple[str, ...]]:
    if candidates == 1:
        return ALONE, ("alone",)
    if not rivals:
        return 0.0, (f"namesakes:{candidates - 1}",)
    times = one.place.population / max(1, *(place.population for place in rivals))
    or_a_member = any(place.is_member for place in rivals) and not one.place.is_member
    for least, term in SIZES:
        if times >= least:
            said = f"largest:{min(999, round(times))}"
            return (OR_A_MEMBER, (said, "or_a_member")) if or_a_member else (term, (said,))
    return SMALLER, ("smaller",)


def _evidence(one: Candidate) -> list[str]:
    said = [f"name:{one.how}"]
    if one.city:
        said.append(f"city:{one.city}" + (f":{round(one.city_km)}" if one.city_km else ""))
    if one.km is not None:
        said.append(f"distance:{round(one.km)}")
    if one.postcode is not None:
        said.append(f"postcode:{'same' if one.postcode else 'other'}")
    if one.nuts is not None:
        said.append(f"nuts:{'same' if one.nuts else 'other'}")
    return said + (["member"] if one.place.is_member else [])
