"""Dossiers as connected components: signals that share the number of a law in the making.

Only numbers a signal has, or is part of, hold a dossier together: its procedure, its initiative, the proposal
it adopts. What amends, repeals, cites or is based on another law is another law's document.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

# More documents than this share no law but a mistake.
SUSPICIOUS: Final = 60
# The numbers a dossier can be known by, the best first.
SCHEMES: Final = ("procedure", "initiative", "com", "celex")
# Relations that hold a dossier together. A relation named as a scheme is a source's word for "of this one".
HOLDING: Final = frozenset(
    {
        "is",
        "procedure",
        "initiative",
        "com",
        "celex",
        "proposal",
        "proposes",
        "adopts",
        "adopted",
        "adopted_by",
    }
)
# Relations by which a document that holds nothing together still belongs to what it speaks of.
SPEAKING: Final = HOLDING | {"about", "opinion_on", "on", "concerns"}
# Kinds that make law. The others may speak of several laws at once: an opinion on a package joins nothing.
CORE_KINDS: Final = frozenset({"act", "proposal", "communication", "consultation", "procedure"})
SPEAKING_KINDS: Final = frozenset({"opinion", "news", "event"})

Number = tuple[str, str]


class Document(NamedTuple):
    """A signal with the numbers that may tie it to a dossier (those of `HOLDING` or `SPEAKING`)."""

    id: int
    kind: str
    is_sample: bool
    numbers: frozenset[Number]


class Component(NamedTuple):
    """The documents of one law. ``number`` is the best they share or have; ``speaking`` only speak of it."""

    number: Number
    is_sample: bool
    core: frozenset[int]
    speaking: frozenset[int]

    @property
    def size(self) -> int:
        return len(self.core) + len(self.speaking)

    @property
    def is_suspicious(self) -> bool:
        return self.size > SUSPICIOUS


def components(documents: Iterable[Document]) -> list[Component]:
    """The dossiers of ``documents``, in the order of their numbers.

    A lone document is a dossier only where it is a procedure: the others say no more than their own page.
    What is of the sample never meets what is real.
    """
    listed = list(documents)
    core = {one.id: one for one in listed if one.kind in CORE_KINDS}
    root: dict[tuple[bool, Number], tuple[bool, Number]] = {}

    def find(node: tuple[bool, Number]) -> tuple[bool, Number]:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one in core.values():
        nodes = [(one.is_sample, number) for number in one.numbers]
        for node in nodes:
            root[find(node)] = find(nodes[0])
    members: dict[tuple[bool, Number], set[int]] = defaultdict(set)
    for one in core.values():
        for number in one.numbers:
            members[find((one.is_sample, number))].add(one.id)
    speaking: dict[tuple[bool, Number], set[int]] = defaultdict(set)
    for one in listed:
        if one.kind in SPEAKING_KINDS:
            for number in one.numbers:
                if (one.is_sample, number) in root:
                    speaking[find((one.is_sample, number))].add(one.id)
    numbers: dict[tuple[bool, Number], list[Number]] = defaultdict(list)
    for is_sample, number in root:
        numbers[find((is_sample, number))].append(number)
    found = [
        Component(best(numbers[node]), node[0], frozenset(ids), frozenset(speaking[node]))
        for node, ids in members.items()
    ]
    return sorted(one for one in found if _is_dossier(one, core))


def best(numbers: Iterable[Number]) -> Number:
    """The number a dossier is known by: of the best scheme, the smallest."""
    return min(numbers, key=lambda number: (SCHEMES.index(number[0]), number[1]))


def _is_dossier(component: Component, core: dict[int, Document]) -> bool:
    return component.size > 1 or any(core[id_].kind == "procedure" for id_ in component.core)
