"""What is missing to complete a consortium, and who would complete it.

Conditions that fail for want of partners become *gaps*; candidates are chosen one after the other, each time
the one that closes most gaps at once, so that few partners do: greedy cover of a set (Chvátal 1979 shows how
far it can be from the least number). Among equals the candidate with the strongest reasons comes first, and
one from a country nobody is from yet.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from antena.matching.engine.eligibility.conditions import Condition
from antena.matching.engine.eligibility.judging import Finding, State, admits, judge, surely_admits
from antena.matching.engine.eligibility.members import Member

# Of the candidates left over, so many are shown, so many of one country.
ALTERNATIVES = 12
OF_A_COUNTRY = 2
# The kinds of conditions that further partners can meet.
_BY_PARTNERS = ("partners", "countries", "union", "outside", "mix")


@dataclass(frozen=True)
class Ground:
    """A reason for a candidate: ``key`` names its sentence, among those of ``group``.

    Reasons of another group are a twin finder's own and add nothing to the strength of a candidate. ``place``
    is the id of the place whose page shows what it rests on, where one does; ``is_sample`` where that was
    invented to try the product with.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: int | None = None
    is_sample: bool = False
    group: str = "ground"


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked. ``strength`` in [0, 1]: how much speaks for it, see `strength_of`."""

    member: Member
    grounds: tuple[Ground, ...]

    @property
    def strength(self) -> float:
        return strength_of(ground.key for ground in self.grounds if ground.group == "ground")


# How much each kind of reason counts. Set by hand: a town that is a partner already comes before one that
# knows the programme, and both before one that is only alike.
_WEIGHTS: Mapping[str, float] = {
    "twin": 0.6,
    "experience": 0.45,
    "led": 0.15,
    "likely_twin": 0.35,
    "twin_of_neighbour": 0.3,
    "field": 0.3,
    "directory": 0.2,
    "similar_size": 0.15,
}


def strength_of(keys: Iterable[str]) -> float:
    """Reasons taken together as if each could fail on its own: 1 − ∏(1 − weight), in [0, 1]."""
    left = 1.0
    for key in set(keys):
        left *= 1 - _WEIGHTS.get(key, 0.1)
    return 1 - left


@dataclass(frozen=True)
class Proposal:
    """A candidate with the gaps it closes, as kinds of conditions."""

    candidate: Candidate
    closes: tuple[str, ...]


@dataclass(frozen=True)
class Completion:
    """What is missing and what would do. ``blocked`` fail whoever joins; ``gaps`` want further partners.

    ``proposed`` together close the gaps, as far as candidates go; ``left`` is what still fails with them.
    """

    findings: tuple[Finding, ...]
    blocked: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    proposed: tuple[Proposal, ...]
    left: tuple[Finding, ...]
    alternatives: tuple[Candidate, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing that was stated and can be checked fails."""
        return all(one.state is not State.FAILED for one in self.findings)


def complete(
    conditions: Sequence[Condition], members: Sequence[Member], candidates: Sequence[Candidate]
) -> Completion:
    """Judge ``members``, the one who applies first, and choose among ``candidates`` those that complete them.

    A candidate that is a member already, or that who and where leave out, is passed over.
    """
    findings = judge(conditions, members)
    taken = {member.key for member in members}
    free = [one for one in candidates if one.member.key not in taken and admits(conditions, one.member)]
    proposed = _cover(conditions, members, free)
    together = [*members, *(one.candidate.member for one in proposed)]
    chosen = {one.candidate.member.key for one in proposed}
    return Completion(
        findings=findings,
        blocked=tuple(one for one in findings if one.state is State.FAILED and not one.short),
        gaps=_gaps(findings),
        proposed=tuple(proposed),
        left=_gaps(judge(conditions, together)),
        alternatives=_spread([one for one in free if one.member.key not in chosen]),
    )


def _gaps(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.short and one.kind in _BY_PARTNERS)


def _cover(
    conditions: Sequence[Condition], members: Sequence[Member], free: Sequence[Candidate]
) -> list[Proposal]:
    chosen: list[Proposal] = []
    together = list(members)
    # whom the conditions are known to take in comes before whoever they may take in
    left = [(surely_admits(conditions, one.member), one) for one in free]
    most = max_members(conditions)
    while len(together) < most and (gaps := _gaps(judge(conditions, together))):
        countries = {member.country for member in together}
        ranked = [
            (surely, closes, one.member.country not in countries, one.strength, -index)
            for index, (surely, one) in enumerate(left)
            if (closes := len(_closed(gaps, together, one.member)))
        ]
        if not ranked:
            break
        _, best = left.pop(-max(ranked)[4])
        chosen.append(Proposal(best, _closed(gaps, together, best.member)))
        together.append(best.member)
    return chosen


def max_members(conditions: Sequence[Condition]) -> int:
    """The most partners a consortium may have; a large number where nothing limits it."""
    stated = [one.value["max"] for one in conditions if one.kind == "partners" and one.value.get("max")]
    return int(min(stated, default=60))


def _closed(gaps: Sequence[Finding], together: Sequence[Member], member: Member) -> tuple[str, ...]:
    """The kinds of gaps that ``member`` would make smaller."""
    return tuple(gap.kind for gap in gaps if _narrows(gap, together, member))


def _narrows(gap: Finding, together: Sequence[Member], member: Member) -> bool:
    if gap.kind == "countries":
        return bool(member.country) and member.country not in {one.country for one in together}
    if gap.kind == "union":
        return member.in_eu
    if gap.kind == "outside":
        return bool(member.country) and not member.in_eu
    if gap.kind == "mix":
        return bool(member.bodies & frozenset(gap.values["bodies"]))
    return True


def _spread(left: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The strongest of what is left, no more than a few of one country."""
    seen: Counter[str] = Counter()
    found: list[Candidate] = []
    for one in sorted(left, key=lambda one: (-one.strength, one.member.name, one.member.key)):
        if seen[one.member.country] < OF_A_COUNTRY:
            seen[one.member.country] += 1
            found.append(one)
    return tuple(found[:ALTERNATIVES])
