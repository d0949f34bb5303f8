"""The conditions a call sets, each with what it rests on: a sentence of its text, or a programme's guide.

A text speaks before the guide of its programme: where both speak of the same thing the text's word counts,
unless its reader was not sure of it, and where they differ the guide's word is kept beside it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from antena.matching.engine.facts import ANY_BODY, Rule
from antena.matching.engine.gates import SURE

# What a condition is about, in the order a reader asks.
KINDS = (
    "who",
    "where",
    "size",
    "partners",
    "countries",
    "union",
    "outside",
    "mix",
    "budget",
    "lump_sum",
    "rate",
    "duration",
)
# Those every call has an answer to, given or not.
USUAL = ("who", "where", "partners", "countries", "budget", "rate", "duration")
# What one of these says answers the others of its row.
_ANSWERED_BY = {"budget": ("budget", "lump_sum"), "rate": ("rate", "lump_sum")}


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a condition rests on. Without ``guide`` it is a sentence of the text, or data of its source.

    ``confidence`` in [0, 1]: of the reader of the sentence, or how sure whoever wrote the rule down is.
    ``guide`` names the regulation or programme guide, of ``year``, and ``checked`` is when somebody last held
    the rule against it.
    """

    sentence: str = ""
    language: str = ""
    confidence: float = 1.0
    guide: str = ""
    year: int | None = None
    address: str = ""
    checked: date | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it may exclude anybody."""
        return self.confidence >= SURE


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One condition. ``value`` by kind:

    who {"bodies"}; where {"countries", "group"}; size {"min_inhabitants", "max_inhabitants"} of whoever
    applies; partners {"min", "max"}, everybody counted; countries {"min"}; union and outside {"min"} partners
    from member states of the Union and from elsewhere; mix {"bodies", "min"} partners of such a body; budget
    {"min_eur", "max_eur"} and lump_sum {"amounts"} of a project in whole euros; rate {"percent"}; duration
    {"min_months", "max_months"}.

    ``against`` is what the guide says instead, where the text says otherwise.
    """

    kind: str
    value: dict[str, Any]
    basis: Basis
    against: "Condition | None" = None


def conditions_of(rules: Sequence[Rule], guide: Sequence[Condition] = ()) -> tuple[Condition, ...]:
    """The conditions of a call: those of its text (``rules``), and of its programme's ``guide`` for the rest.

    In the order of `KINDS`.
    """
    told = {condition.kind: condition for condition in _of_text(rules)}
    said = {condition.kind: condition for condition in guide if condition.kind != "mix"}
    found = [_of_both(kind, told.get(kind), said.get(kind)) for kind in KINDS]
    mixes = [told["mix"]] if "mix" in told else [one for one in guide if one.kind == "mix"]
    kept = [one for one in found if one is not None and one.kind != "mix"]
    return tuple(sorted([*kept, *mixes], key=lambda one: KINDS.index(one.kind)))


def not_stated(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """The usual kinds that neither the text nor the guide says anything of."""
    stated = {condition.kind for condition in conditions}
    return tuple(kind for kind in USUAL if not stated.intersection(_ANSWERED_BY.get(kind, (kind,))))


def _of_text(rules: Sequence[Rule]) -> list[Condition]:
    by_kind: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: -rule.confidence):
        by_kind.setdefault(rule.kind, []).append(rule)
    found = [_merged(kind, of_kind) for kind, of_kind in by_kind.items() if kind in KINDS]
    required = [rule for rule in by_kind.get("who", ()) if rule.value.get("required")]
    if required:
        first = required[0]
        value = {"bodies": sorted(first.value["required"]), "min": 1}
        found.append(Condition(kind="mix", value=value, basis=_basis(first)))
    return found


def _merged(kind: str, rules: Sequence[Rule]) -> Condition:
    """Who and where of all sentences taken together, in doubt for the reader; of the rest the surest."""
    if kind == "who":
        bodies = sorted({body for rule in rules for body in rule.value.get("bodies", ())})
        return Condition(kind=kind, value={"bodies": bodies}, basis=_basis(rules[0]))
    if kind == "where":
        value: dict[str, Any] = {
            "countries": sorted({code for rule in rules for code in rule.value.get("countries", ())})
        }
        groups = [rule.value["group"] for rule in rules if rule.value.get("group")]
        if groups:
            value["group"] = next((group for group in groups if group != "eu"), groups[0])
        return Condition(kind=kind, value=value, basis=_basis(rules[0]))
    return Condition(kind=kind, value=dict(rules[0].value), basis=_basis(rules[0]))


def _basis(rule: Rule) -> Basis:
    return Basis(sentence=rule.sentence, language=rule.language, confidence=rule.confidence)


def _of_both(kind: str, told: Condition | None, said: Condition | None) -> Condition | None:
    if told is None or said is None:
        return told or said
    first, second = (told, said) if told.basis.is_sure else (said, told)
    return msgspec.structs.replace(first, against=second) if differ(kind, told.value, said.value) else first


def differ(kind: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two conditions of a kind contradict each other; one that is only narrower does not."""
    if kind == "who":
        left, right = set(one["bodies"]), set(other["bodies"])
        return not (left | right) & ANY_BODY and not left & right
    if kind == "where":
        left, right = set(one.get("countries", ())), set(other.get("countries", ()))
        same_group = one.get("group") == other.get("group")
        return not same_group and not (one.get("group") and other.get("group")) and not left & right
    return any(one[key] != other[key] for key in one.keys() & other.keys())
