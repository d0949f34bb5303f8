"""Feature of what a town, or one beside it, has done before."""

from collections.abc import Hashable

from antena.matching.engine.facts import ANSWERABLE, Signal, Town
from antena.matching.engine.features.kinds import Compared, Tabular
from antena.matching.engine.programmes import family

NEAR, ELSEWHERE = 0.6, 0.5


def experience(record: tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str]]], asked: str) -> Compared:
    """Your town, or one beside it, has taken part in projects of this programme or of those before it.

    What is known of funded projects is compared with the programme of the call: a town that was in one knows
    what it asks, and one beside it can be asked. Experience of other programmes counts half. A town with no
    project on record, nor any beside it, is not judged by this.
    """
    own, near = dict(record[0]), dict(record[1])
    if asked in own:
        return Compared(1.0, "experience.own", {"count": own[asked]})
    if asked in near:
        return Compared(NEAR, "experience.near", {"place": near[asked]})
    if own:
        return Compared(ELSEWHERE, "experience.elsewhere", {"count": sum(own.values())})
    return Compared(0.0, "experience.none", {"place": min(near.values())})


def _record(town: Town) -> Hashable | None:
    if not town.experience and not town.near_experience:
        return None
    return frozenset(town.experience.items()), frozenset(town.near_experience.items())


def _asked(signal: Signal) -> Hashable | None:
    return (family(signal.programme) or None) if signal.kind in ANSWERABLE else None


EXPERIENCE = Tabular("experience", _record, _asked, experience)
