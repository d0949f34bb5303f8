"""Which programmes pay for what two towns of two countries do together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from antena.matching.engine.eligibility.judging import Finding, State, judge
from antena.matching.engine.eligibility.rulebook import Programme
from antena.matching.queries.eligibility import book, member_of_place
from antena.matching.sentences import Speaker
from antena.places.models import Place

# What a pair is or is not by itself; money and months are a matter of its plan.
_OF_THE_PAIR: Final = frozenset({"who", "where", "size", "partners", "countries", "union", "outside", "mix"})


@dataclass(frozen=True)
class Funding:
    """A programme made for two countries, and whether a pair meets it.

    ``to_check`` and ``missing`` are sentences: of what hangs on a fact we do not know, and of what fails.
    """

    code: str
    name: str
    missing: tuple[str, ...]
    to_check: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Nothing that is stated, and that we can check, stands in the way."""
        return not self.missing


def fundings(place_id: int, others: Sequence[int], *, says: Speaker) -> Mapping[int, tuple[Funding, ...]]:
    """Other place → the programmes for a pair with it, open ones first. One query.

    Programmes are those whose rules ask for two countries and no more, and say that a town hall may apply.
    """
    places = Place.objects.filter(pk__in=[place_id, *others]).select_related("country").in_bulk()
    programmes = [one for one in book().values() if _is_for_pairs(one)]
    return {
        other: _judged(places[place_id], places[other], programmes, says)
        for other in others
        if other in places and place_id in places
    }


def _is_for_pairs(programme: Programme) -> bool:
    values = {one.kind: one.value for one in programme.conditions}
    return "who" in values and values.get("countries", {}).get("min") == 2


def _judged(
    place: Place, other: Place, programmes: Sequence[Programme], says: Speaker
) -> tuple[Funding, ...]:
    together = [member_of_place(place), member_of_place(other)]
    found = []
    for one in programmes:
        findings = [said for said in judge(one.conditions, together) if said.kind in _OF_THE_PAIR]
        found.append(
            Funding(
                code=one.code,
                name=one.name,
                missing=_sentences(findings, State.FAILED, says),
                to_check=_sentences(findings, State.UNKNOWN, says),
            )
        )
    return tuple(sorted(found, key=lambda one: (len(one.missing), len(one.to_check), one.name)))


def _sentences(findings: Sequence[Finding], state: State, says: Speaker) -> tuple[str, ...]:
    return tuple(says.say("condition", one.key, one.values) for one in findings if one.state is state)
