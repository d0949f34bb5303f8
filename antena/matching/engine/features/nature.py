"""Features of what kind of thing a signal is, and for what kind of town: impact, state, age, territory,
size.
"""

from collections.abc import Hashable

from antena.matching.engine.facts import Signal, Town
from antena.matching.engine.features.kinds import Compared, Tabular
from antena.matching.engine.vocabulary import AUDIENCES, TERRITORIES, band

_TERRITORIES, _AUDIENCES = frozenset(TERRITORIES), frozenset(AUDIENCES)

IMPACTS = {"duty": 1.0, "money": 0.85, "service": 0.75, "opportunity": 0.5, "none": 0.0}


def impact(_town: bool, facts: tuple[str, float]) -> Compared:
    """It touches local government: a legal duty most, then money, services, opportunities.

    The class is read from the text, with the sentence it rests on; a class read with little confidence counts
    for less.
    """
    kind, confidence = facts
    return Compared(IMPACTS[kind] * (0.5 + 0.5 * confidence), f"impact.{kind}")


STATES = {"open": 1.0, "under_way": 0.9, "forthcoming": 0.8, "in_force": 0.5, "unknown": 0.3}


def status(_town: bool, state: str) -> Compared:
    """Something can be done about it now: it is open, or still being decided.

    What is open counts most, then what is still being negotiated, what is announced, what is already in
    force.
    """
    return Compared(STATES.get(state, 0.0), f"status.{state}")


# Days after which news has lost half of its newness.
HALF_LIFE = 1_826


def recency(_town: bool, days: int) -> Compared:
    """It is new.

    Newness halves every five years: a law of last year comes before one of the last century.
    """
    score = float(0.5 ** (max(days, 0) / HALF_LIFE))
    return Compared(score, "recency.new" if days <= 45 else "recency.older", {"count": max(days, 0)})


# A title says what a text is about; the text below it also mentions what it is not about.
NAMED_IN_TEXT, OTHERS_IN_TEXT = 0.8, 0.3


def territory(traits: frozenset[str], facts: tuple[frozenset[str], frozenset[str]]) -> Compared:
    """It is meant for territories like yours: coast, mountain, countryside, city.

    The kinds of territory the text names are set against what the town is. A text that names only others
    counts for less, and for nothing where its title names them. A text that names none is not judged by
    this.
    """
    named, in_title = facts
    shared = traits & in_title
    if shared:
        return Compared(1.0, "territory.shared", {"territories": sorted(shared)})
    if in_title:
        return Compared(0.0, "territory.others", {"territories": sorted(in_title)})
    shared = traits & named
    if shared:
        return Compared(NAMED_IN_TEXT, "territory.shared", {"territories": sorted(shared)})
    return Compared(OTHERS_IN_TEXT, "territory.others", {"territories": sorted(named)})


def _territories(town: Town) -> Hashable:
    return town.traits & _TERRITORIES


def _named_territories(signal: Signal) -> Hashable | None:
    named = signal.subjects & _TERRITORIES
    return (named, signal.title_subjects & _TERRITORIES) if named else None


# How well each size of town is meant when a text speaks of small municipalities, or of cities.
MEANT = {
    "small_municipalities": {
        "village_under_500": 1.0,
        "under_1000": 1.0,
        "under_5000": 0.95,
        "under_20000": 0.7,
        "under_50000": 0.4,
        "city": 0.1,
        "metropolis": 0.0,
    },
    "cities": {
        "village_under_500": 0.0,
        "under_1000": 0.05,
        "under_5000": 0.15,
        "under_20000": 0.4,
        "under_50000": 0.7,
        "city": 1.0,
        "metropolis": 1.0,
    },
}


def audience(size: str, named: frozenset[str]) -> Compared:
    """It speaks of municipalities of your size: small ones, or cities.

    A text that speaks of both counts for both; one that speaks of neither is not judged by this.
    """
    best = max(sorted(named), key=lambda word: MEANT[word][size])
    score = MEANT[best][size]
    return Compared(score, "audience.meant" if score >= 0.5 else "audience.others", {"audience": best})


def _named_audiences(signal: Signal) -> Hashable | None:
    return (signal.subjects & _AUDIENCES) or None


def _any_town(_town: Town) -> Hashable:
    return True


IMPACT = Tabular(
    "impact", _any_town, lambda signal: (signal.impact, round(signal.impact_confidence, 2)), impact
)
STATUS = Tabular("status", _any_town, lambda signal: signal.status, status)
RECENCY = Tabular("recency", _any_town, lambda signal: signal.days_old, recency)
TERRITORY = Tabular("territory", _territories, _named_territories, territory)
AUDIENCE = Tabular(
    "audience",
    lambda town: None if town.population is None else band(town.population),
    _named_audiences,
    audience,
)
