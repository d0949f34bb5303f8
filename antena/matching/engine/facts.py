"""What the engine compares: a town and a signal, as plain values of one moment.

Whoever calls the engine fills these from the database; the bench fills them from a generator.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from antena.matching.engine.priorities import Touch, lift

Vector = NDArray[np.float32]

# The kinds a town can answer; the others it can only know of.
ANSWERABLE = frozenset({"call", "consultation", "partner_request"})
# Law and what leads to it: of interest only where it touches local government.
LAW = frozenset({"act", "proposal", "procedure", "communication", "opinion"})
# Words of rules that take in anybody with a legal personality, so a town hall too.
ANY_BODY = frozenset({"any_legal_entity"})


class Town(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A town as the engine sees it.

    ``bodies`` are the kinds of body a town hall is, in the words of eligibility rules. ``themes`` is theme
    code → weight in [0, 1]; ``themes_assumed`` until somebody of the town confirmed them. ``needs`` is the
    unit vector of what the town wrote, None where it wrote nothing. ``experience`` is family of programmes
    (`programmes.family`) → number of funded projects it took part in, ``near_experience`` family → the name
    of a municipality beside it that did.
    """

    id: int
    country: str
    in_eu: bool
    population: int | None
    traits: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    themes: Mapping[str, float] = {}
    themes_assumed: bool = True
    goals: frozenset[int] = frozenset()
    capacity: str = "none"
    bodies: frozenset[str] = frozenset({"municipality", "local_authority", "public_body"})
    needs: Vector | None = None
    experience: Mapping[str, int] = {}
    near_experience: Mapping[str, str] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A condition read from a text, with the sentence it rests on; ``value`` as in `EligibilityRule`."""

    kind: str
    value: dict[str, Any]
    confidence: float
    sentence: str = ""
    language: str = ""


class Signal(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A signal as the engine sees it at one moment.

    ``days_left`` counts to the next deadline (0 today, negative when it passed), ``days_old`` from
    publication, ``days_new`` from when its publisher last published, opened or changed it. ``amount_eur`` is
    what one project can get, whole euros. ``subjects`` are the codes of
    `subjects` the text names, ``title_subjects`` those its title names. ``listed`` is False when the source
    no longer lists it, ``set_aside`` True when the office dismissed it. ``vector`` is a unit vector or None.
    ``touches`` are the adopted priorities that move it.
    """

    id: int
    kind: str
    status: str
    family: str = ""
    programme: str = ""
    impact: str = "none"
    impact_confidence: float = 0.0
    published_on: date | None = None
    deadline: date | None = None
    days_left: int | None = None
    days_old: int | None = None
    days_new: int | None = None
    amount_eur: int | None = None
    themes: Mapping[str, float] = {}
    goals: Mapping[int, float] = {}
    rules: tuple[Rule, ...] = ()
    subjects: frozenset[str] = frozenset()
    title_subjects: frozenset[str] = frozenset()
    listed: bool = True
    set_aside: bool = False
    vector: Vector | None = None
    touches: tuple[Touch, ...] = ()

    @property
    def lift(self) -> float:
        """What adopted priorities multiply the odds of its scores by."""
        return lift(self.touches)

    def rules_of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind, the surest first."""
        found = [rule for rule in self.rules if rule.kind == kind]
        return tuple(sorted(found, key=lambda rule: -rule.confidence))

    def stated_bodies(self) -> frozenset[str]:
        """All kinds of body the rules name, taken together: in doubt for the town."""
        return frozenset(body for rule in self.rules_of("who") for body in rule.value.get("bodies", ()))

    def least(self, kind: str) -> int | None:
        """The smallest number a rule of ``kind`` asks for (partners, countries); None where none does."""
        stated = [rule.value["min"] for rule in self.rules_of(kind) if rule.value.get("min") is not None]
        return int(stated[0]) if stated else None
