"""Conditions judged on one applicant, a pair or a consortium: met, failed, not stated, or a fact is missing.

In doubt nobody is left out: what a reader of texts was not sure of, and what hangs on a fact nobody knows,
is never a failure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from antena.matching.engine.eligibility.conditions import Condition, not_stated
from antena.matching.engine.eligibility.members import Member, Plan
from antena.matching.engine.facts import ANY_BODY
from antena.matching.engine.gates import GROUPS_WITH_EU


class State(Enum):
    """What is said of a condition. ``UNKNOWN``: a fact is missing, or the reader of the text was not sure."""

    MET = "met"
    FAILED = "failed"
    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """The judgement of one condition. ``key`` names its sentence, ``values`` what it compares.

    ``short`` is how many more partners of the kind it wants would meet it; 0 where partners do not help.
    ``culprits`` are keys of the members that fail it.
    """

    kind: str
    state: State
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    condition: Condition | None = None
    short: int = 0
    culprits: tuple[str, ...] = ()


# What a check says before it is told which condition it was: state, end of the key, values, short, culprits.
_Said = tuple[State, str, dict[str, Any], int, tuple[str, ...]]
_Check = Callable[[dict[str, Any], Sequence[Member], Plan], _Said]


def judge(
    conditions: Sequence[Condition], members: Sequence[Member], plan: Plan | None = None
) -> tuple[Finding, ...]:
    """Every condition judged on ``members``, the one who applies first; then the usual kinds not stated.

    Raises ValueError without members.
    """
    if not members:
        raise ValueError("a consortium has at least the one who applies")
    found = [_judged(condition, members, plan or Plan()) for condition in conditions]
    missing = [Finding(kind, State.NOT_STATED, f"{kind}.not_stated") for kind in not_stated(conditions)]
    return (*found, *missing)


def admits(conditions: Sequence[Condition], member: Member) -> bool:
    """Whether nothing said of who and from where leaves ``member`` out."""
    single = (one for one in conditions if one.kind in ("who", "where"))
    return all(_judged(one, (member,), Plan()).state is not State.FAILED for one in single)


def surely_admits(conditions: Sequence[Condition], member: Member) -> bool:
    """Whether who and from where, as far as they are stated, are known to take ``member`` in."""
    single = (one for one in conditions if one.kind in ("who", "where"))
    return all(_judged(one, (member,), Plan()).state is State.MET for one in single)


def _judged(condition: Condition, members: Sequence[Member], plan: Plan) -> Finding:
    state, key, values, short, culprits = _CHECKS[condition.kind](condition.value, members, plan)
    if state is State.FAILED and not condition.basis.is_sure:
        state, key = State.UNKNOWN, f"{key}.perhaps"
    return Finding(condition.kind, state, f"{condition.kind}.{key}", values, condition, short, culprits)


def _said(
    state: State, key: str, *, short: int = 0, culprits: Sequence[Member] = (), **values: object
) -> _Said:
    return state, key, values, short, tuple(member.key for member in culprits)


def _who(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    stated = frozenset(value["bodies"])
    if not stated:
        return _said(State.UNKNOWN, "unclear")
    if stated & ANY_BODY:
        return _said(State.MET, "anybody")
    out = [member for member in members if member.bodies and not member.bodies & stated]
    if out:
        names = [member.name for member in out]
        return _said(State.FAILED, "others", culprits=out, members=names, bodies=sorted(stated))
    unknown = [member.name for member in members if not member.bodies]
    if unknown:
        return _said(State.UNKNOWN, "kind_unknown", members=unknown, bodies=sorted(stated))
    return _said(State.MET, "all", bodies=sorted(stated))


def _where(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    countries, group = frozenset(value.get("countries", ())), value.get("group", "")
    inside = [
        member
        for member in members
        if member.country in countries or (member.in_eu and group in GROUPS_WITH_EU)
    ]
    outside = [member for member in members if member not in inside]
    names = [member.name for member in outside]
    if not outside:
        return _said(State.MET, "inside")
    if (group and group != "eu") or not all(member.country for member in outside):
        return _said(State.UNKNOWN, "group", members=names)
    stated = [*(["EU"] if group == "eu" else []), *sorted(countries)]
    return _said(State.FAILED, "elsewhere", culprits=outside, members=names, countries=stated)


def _size(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    """Of the one who applies: calls that limit the size of partners too say so in words we do not read."""
    first = members[0]
    low, high = value.get("min_inhabitants"), value.get("max_inhabitants")
    if first.population is None:
        return _said(State.UNKNOWN, "population_unknown", members=[first.name])
    if low is not None and first.population < low:
        return _said(State.FAILED, "too_small", limit=low, inhabitants=first.population, members=[first.name])
    if high is not None and first.population > high:
        return _said(
            State.FAILED, "too_large", limit=high, inhabitants=first.population, members=[first.name]
        )
    return _said(State.MET, "fits", inhabitants=first.population, members=[first.name])


def _partners(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    have, low, high = len(members), value.get("min", 1), value.get("max")
    if have < low:
        return _said(State.FAILED, "too_few", short=low - have, count=low, have=have)
    if high is not None and have > high:
        return _said(State.FAILED, "too_many", count=high, have=have)
    return _said(State.MET, "alone" if low <= 1 else "enough", count=low, have=have)


def _countries(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    known = sorted({member.country for member in members if member.country})
    have, low = len(known), value["min"]
    if have >= low:
        return _said(State.MET, "enough", count=low, countries=known)
    if have + sum(not member.country for member in members) >= low:
        return _said(State.UNKNOWN, "country_unknown", count=low)
    return _said(State.FAILED, "too_few", short=low - have, count=low, have=have)


def _union(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    return _of_enough(sum(member.in_eu for member in members), value["min"])


def _outside(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    return _of_enough(sum(bool(member.country) and not member.in_eu for member in members), value["min"])


def _of_enough(have: int, low: int) -> _Said:
    if have >= low:
        return _said(State.MET, "enough", count=low, have=have)
    return _said(State.FAILED, "too_few", short=low - have, count=low, have=have)


def _mix(value: dict[str, Any], members: Sequence[Member], _plan: Plan) -> _Said:
    wanted, low = frozenset(value["bodies"]), value["min"]
    have = sum(bool(member.bodies & wanted) for member in members)
    bodies = sorted(wanted)
    if have >= low:
        return _said(State.MET, "enough", count=low, bodies=bodies)
    if have + sum(not member.bodies for member in members) >= low:
        return _said(State.UNKNOWN, "kind_unknown", short=low - have, count=low, bodies=bodies)
    return _said(State.FAILED, "too_few", short=low - have, count=low, bodies=bodies)


def _budget(value: dict[str, Any], _members: Sequence[Member], plan: Plan) -> _Said:
    low, high, asked = value.get("min_eur"), value.get("max_eur"), plan.amount_eur
    if asked is None:
        if high is None:
            return _said(State.UNKNOWN, "at_least", amount=low)
        return _said(State.UNKNOWN, "at_most", amount=high)
    if low is not None and asked < low:
        return _said(State.FAILED, "too_little", amount=low)
    if high is not None and asked > high:
        return _said(State.FAILED, "too_much", amount=high)
    return _said(State.MET, "fits", amount=asked)


def _lump_sum(value: dict[str, Any], _members: Sequence[Member], _plan: Plan) -> _Said:
    amounts = sorted(value["amounts"])
    if len(amounts) > 1:
        return _said(State.MET, "between", amount=amounts[0], highest=amounts[-1])
    return _said(State.MET, "fixed", amount=amounts[0])


def _rate(value: dict[str, Any], _members: Sequence[Member], _plan: Plan) -> _Said:
    percent = value["percent"]
    if percent >= 100:
        return _said(State.MET, "whole")
    return _said(State.UNKNOWN, "own_share", percent=percent, own=round(100 - percent, 2))


def _duration(value: dict[str, Any], _members: Sequence[Member], plan: Plan) -> _Said:
    low, high, months = value.get("min_months"), value.get("max_months"), plan.months
    if months is None:
        if high is None:
            return _said(State.UNKNOWN, "at_least", count=low)
        return _said(State.UNKNOWN, "at_most", count=high)
    if low is not None and months < low:
        return _said(State.FAILED, "too_short", count=low)
    if high is not None and months > high:
        return _said(State.FAILED, "too_long", count=high)
    return _said(State.MET, "fits", count=months)


_CHECKS: dict[str, _Check] = {
    "who": _who,
    "where": _where,
    "size": _size,
    "partners": _partners,
    "countries": _countries,
    "union": _union,
    "outside": _outside,
    "mix": _mix,
    "budget": _budget,
    "lump_sum": _lump_sum,
    "rate": _rate,
    "duration": _duration,
}
