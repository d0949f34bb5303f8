"""Gates: what excludes a pair, whatever the rest says, and the words for it.

A gate is defined once, as a check of a *condition* the signal sets against a *facet* of the town. For one
pair `Gate.judge` runs the check and says why. For all pairs `failures` runs the same check once for each
distinct condition and facet, of which there are few, and hands back a small table. In doubt the town is let
through: a rule the reader is not sure of gives an unknown, never a failure.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.evidence import Links, evidence_of
from antena.matching.engine.facts import ANSWERABLE, ANY_BODY, LAW, Rule, Signal, Town

# A rule read with less confidence than this does not exclude anybody.
SURE = 0.6
# The states in which nothing can be done any more.
OVER = ("closed", "no_longer_in_force")


class State(Enum):
    """What a gate says of a pair."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """The judgement of one gate: ``key`` names the sentence, ``values`` what it compared."""

    state: State
    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """An outcome with the gate it is of and the rule of the signal it rests on, where there is one."""

    gate: str
    outcome: Outcome
    rule: Rule | None = None

    @property
    def evidence(self) -> Links:
        """What the sentence rests on, that of the rule first."""
        return evidence_of(self.outcome.key, self.outcome.values, self.rule)


@dataclass(frozen=True)
class Gate:
    """One gate. ``condition`` gives None where the signal sets nothing the gate could check."""

    name: str
    condition: Callable[[Signal], Hashable | None]
    facet: Callable[[Town], Hashable]
    check: Callable[[Any, Any], Outcome]
    # the kind of eligibility rule the gate rests on, where it rests on one
    rests_on: str = ""

    def judge(self, town: Town, signal: Signal) -> Judgement | None:
        """What the gate says of one pair; None where it has nothing to check."""
        condition = self.condition(signal)
        if condition is None:
            return None
        rules = signal.rules_of(self.rests_on) if self.rests_on else ()
        return Judgement(self.name, self.check(condition, self.facet(town)), rules[0] if rules else None)


def passed(key: str, **values: object) -> Outcome:
    """The pair goes through this gate."""
    return Outcome(State.PASSED, key, values)


def refused(key: str, *, sure: bool = True, **values: object) -> Outcome:
    """The pair stops at this gate, or, where the reader is not ``sure``, somebody must read the text."""
    return Outcome(State.FAILED, key, values) if sure else Outcome(State.UNKNOWN, f"{key}.perhaps", values)


def unknown(key: str, **values: object) -> Outcome:
    """The text does not say."""
    return Outcome(State.UNKNOWN, key, values)


def _always(_town: Town) -> Hashable:
    return None


# What the office and the source decided, and time.


def _standing(signal: Signal) -> Hashable:
    if signal.set_aside:
        return "set_aside"
    if not signal.listed:
        return "delisted"
    return signal.status if signal.status in OVER else "stands"


def _check_standing(standing: str, _facet: None) -> Outcome:
    return passed("standing.stands") if standing == "stands" else refused(f"standing.{standing}")


def _time(signal: Signal) -> Hashable | None:
    if signal.kind not in ANSWERABLE or signal.days_left is None:
        return None
    return signal.days_left, signal.deadline


def _check_time(condition: tuple[int, Any], _facet: None) -> Outcome:
    days, deadline = condition
    if days < 0:
        return refused("deadline.passed", deadline=deadline)
    return passed("deadline.ahead", deadline=deadline, count=days)


def _local(signal: Signal) -> Hashable | None:
    return (signal.impact != "none",) if signal.kind in LAW else None


def _check_local(condition: tuple[bool], _facet: None) -> Outcome:
    return passed("local.touches") if condition[0] else refused("local.nothing")


# What the text demands of whoever applies.


def _country(signal: Signal) -> Hashable | None:
    rules = signal.rules_of("where")
    if not rules:
        return None
    countries = frozenset(code for rule in rules for code in rule.value.get("countries", ()))
    groups = frozenset(rule.value["group"] for rule in rules if rule.value.get("group"))
    return countries, groups, rules[0].confidence >= SURE


# The groups of countries rules speak of, each telling whether a member state of the Union is in it.
GROUPS_WITH_EU = frozenset({"eu", "eu_associated", "eea", "eligible", "europe"})


def _check_country(
    condition: tuple[frozenset[str], frozenset[str], bool], facet: tuple[str, bool]
) -> Outcome:
    countries, groups, sure = condition
    country, in_eu = facet
    if country in countries or (in_eu and groups & GROUPS_WITH_EU):
        return passed("country.eligible", country=country)
    if groups - {"eu"}:
        return unknown("country.group", country=country)
    stated = sorted(countries) or ["EU"]
    return refused("country.elsewhere", sure=sure, country=country, countries=stated)


def _body(signal: Signal) -> Hashable | None:
    rules = signal.rules_of("who")
    if not rules:
        return (frozenset(), False) if signal.kind == "call" else None
    return signal.stated_bodies(), rules[0].confidence >= SURE


def _check_body(condition: tuple[frozenset[str], bool], bodies: frozenset[str]) -> Outcome:
    stated, sure = condition
    if not stated:
        return unknown("body.unstated")
    if stated & (bodies | ANY_BODY):
        return passed("body.eligible", bodies=sorted(stated & (bodies | ANY_BODY)))
    return refused("body.others", sure=sure, bodies=sorted(stated))


def _size(signal: Signal) -> Hashable | None:
    rules = signal.rules_of("size")
    if not rules:
        return None
    value = rules[0].value
    return value.get("min_inhabitants"), value.get("max_inhabitants"), rules[0].confidence >= SURE


def _check_size(condition: tuple[int | None, int | None, bool], population: int | None) -> Outcome:
    low, high, sure = condition
    if population is None:
        return unknown("size.population_unknown")
    if low is not None and population < low:
        return refused("size.too_small", sure=sure, inhabitants=population, limit=low)
    if high is not None and population > high:
        return refused("size.too_large", sure=sure, inhabitants=population, limit=high)
    return passed("size.fits", inhabitants=population)


GATES: dict[str, Gate] = {
    gate.name: gate
    for gate in (
        Gate("standing", _standing, _always, _check_standing),
        Gate("deadline", _time, _always, _check_time),
        Gate("local", _local, _always, _check_local),
        Gate("country", _country, lambda town: (town.country, town.in_eu), _check_country, "where"),
        Gate("body", _body, lambda town: town.bodies, _check_body, "who"),
        Gate("size", _size, lambda town: town.population, _check_size, "size"),
    )
}


@dataclass(frozen=True)
class Failures:
    """All failures of one gate. Town t fails signal s where ``fails[t, of_signal[s]]``.

    ``fails`` has shape (towns, conditions); ``of_signal`` shape (signals,), −1 where nothing is checked.
    """

    fails: NDArray[np.bool_]
    of_signal: NDArray[np.intp]


def failures(gate: Gate, towns: Sequence[Town], signals: Sequence[Signal]) -> Failures:
    """The failures of ``gate`` for all pairs, by running its check once per distinct condition and facet."""
    conditions: dict[Hashable, int] = {}
    of_signal = np.full(len(signals), -1, dtype=np.intp)
    for index, signal in enumerate(signals):
        condition = gate.condition(signal)
        if condition is not None:
            of_signal[index] = conditions.setdefault(condition, len(conditions))
    facets: dict[Hashable, int] = {}
    of_town = np.array([facets.setdefault(gate.facet(town), len(facets)) for town in towns], dtype=np.intp)
    table = np.array(
        [
            [gate.check(condition, facet).state is State.FAILED for condition in conditions]
            for facet in facets
        ],
        dtype=np.bool_,
    ).reshape(len(facets), len(conditions))
    return Failures(table[of_town], of_signal)
