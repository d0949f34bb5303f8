"""Features of whether a town can answer: time, burden, whether its kind of body is named."""

from collections.abc import Hashable

from antena.matching.engine.facts import ANSWERABLE, ANY_BODY, Signal, Town
from antena.matching.engine.features.kinds import Compared, Tabular
from antena.matching.engine.vocabulary import band

# Days a town hall needs to prepare an application, by what it can carry by itself.
DAYS_NEEDED = {"none": 120, "shared": 90, "part_time": 75, "team": 45}
# Days needed to answer a consultation or another town, whoever answers.
DAYS_TO_ANSWER = 21
# Beyond this there is no hurry, and the score falls slowly.
UNHURRIED = 150


def deadline(capacity: str, facts: tuple[bool, int, object]) -> Compared:
    """There is still time to prepare it, and it is not so far off that it can wait.

    An application takes a town hall with nobody for European matters about four months, one with a team six
    weeks; answering a consultation takes three. Less time than that lowers the score day by day; what closes
    in more than a year counts for less than what closes this season.
    """
    applies, days, day = facts
    needed = DAYS_NEEDED[capacity] if applies else DAYS_TO_ANSWER
    values = {"count": days, "deadline": day, "needed": needed}
    if days < needed:
        return Compared(max(days, 0) / needed, "deadline.tight", values)
    score = max(0.4, 1.0 - max(0, days - needed - UNHURRIED) / 730)
    return Compared(score, "deadline.comfortable" if score > 0.8 else "deadline.far", values)


def _days(signal: Signal) -> Hashable | None:
    if signal.days_left is None or signal.kind not in ANSWERABLE:
        return None
    return signal.kind == "call", signal.days_left, signal.deadline


# What a town hall of each size carries by itself, on the scale of the effort of a project.
ABILITY = {
    "village_under_500": 0.03,
    "under_1000": 0.06,
    "under_5000": 0.12,
    "under_20000": 0.25,
    "under_50000": 0.40,
    "city": 0.60,
    "metropolis": 0.80,
}
HELP = {"none": 0.0, "shared": 0.1, "part_time": 0.2, "team": 0.3}
# The effort of a project by what it moves, up to so many euros.
EFFORT = ((60_000, 0.1), (300_000, 0.25), (1_000_000, 0.45), (3_000_000, 0.65), (10_000_000, 0.85))


def burden(facet: tuple[str, str], facts: tuple[int | None, int | None]) -> Compared:
    """Its size suits a town hall like yours: not too heavy to carry, not too small to be worth it.

    The amount one project receives and the number of partners it asks for are set against the inhabitants of
    the town and who in the town hall works on such matters. A twinning of thirty thousand euros suits a
    village; a project of five million with ten partners suits a city with a team.
    """
    size, capacity = facet
    amount, partners = facts
    ability = min(1.0, ABILITY[size] + HELP[capacity])
    by_amount = 0.0 if amount is None else next((effort for limit, effort in EFFORT if amount <= limit), 1.0)
    by_partners = 0.0 if partners is None else min(1.0, 0.1 * partners)
    gap = max(by_amount, by_partners) - ability
    values = {
        name: value for name, value in (("amount", amount), ("partners", partners)) if value is not None
    }
    known = (
        "both"
        if amount is not None and partners is not None
        else "amount"
        if partners is None
        else "partners"
    )
    if gap > 0.15:
        return Compared(max(0.0, 1.0 - 1.4 * (gap - 0.1)), f"burden.heavy.{known}", values)
    if gap < -0.5:
        return Compared(max(0.3, 1.0 + 1.2 * (gap + 0.5)), f"burden.small.{known}", values)
    return Compared(1.0 if gap <= 0.1 else 1.0 - 1.4 * (gap - 0.1), f"burden.fits.{known}", values)


def _size_and_capacity(town: Town) -> Hashable | None:
    return None if town.population is None else (band(town.population), town.capacity)


def _weight_of_project(signal: Signal) -> Hashable | None:
    if signal.kind != "call":
        return None
    partners = signal.least("partners")
    return None if signal.amount_eur is None and partners is None else (signal.amount_eur, partners)


# How directly each word of an eligibility rule means a town hall.
NAMED_AS = {"municipality": 1.0, "local_authority": 0.95, "public_body": 0.6}
OPEN_TO_ALL = 0.35


def body(bodies: frozenset[str], stated: frozenset[str]) -> Compared:
    """The text names municipalities, or bodies like yours, among those who can take part.

    Municipalities named as such count fully, local authorities nearly so, public bodies in general less, and
    a text open to any legal entity little.
    """
    named = {word: NAMED_AS[word] for word in stated & bodies if word in NAMED_AS}
    if named:
        best = max(named, key=lambda word: named[word])
        return Compared(named[best], "body.named" if named[best] > 0.9 else "body.public", {"bodies": [best]})
    return Compared(OPEN_TO_ALL, "body.open") if stated & ANY_BODY else Compared(0.0, "body.others")


def _stated_bodies(signal: Signal) -> Hashable | None:
    return signal.stated_bodies() or None


DEADLINE = Tabular("deadline", lambda town: town.capacity, _days, deadline)
BURDEN = Tabular("burden", _size_and_capacity, _weight_of_project, burden)
BODY = Tabular("body", lambda town: town.bodies, _stated_bodies, body)
