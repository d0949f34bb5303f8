"""One pair in full: what speaks for it, which gates it passes and fails, what stands in the way, what to do
next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from antena.matching.engine.algorithm import Algorithm, bucket_of
from antena.matching.engine.evidence import Links, evidence_of
from antena.matching.engine.facts import ANSWERABLE, Rule, Signal, Town
from antena.matching.engine.features.effort import DAYS_NEEDED
from antena.matching.engine.gates import Judgement, State
from antena.matching.engine.priorities import FEATURE as PRIORITY
from antena.matching.engine.scoring import DECIMALS

# A feature below this says more against a pair than for it.
SPEAKS_FOR = 0.35


@dataclass(frozen=True)
class Reason:
    """What one feature says. ``weight`` is its share in [0, 1] among those that did not abstain."""

    feature: str
    score: float
    weight: float
    key: str
    values: Mapping[str, Any]
    # whether it is a reason for the pair rather than against it
    speaks_for: bool

    @property
    def evidence(self) -> Links:
        """What the sentence rests on; it follows from key and values, so it is stored nowhere."""
        return evidence_of(self.key, self.values)


@dataclass(frozen=True)
class Obstacle:
    """Something to overcome that excludes nobody, with the rule it rests on where there is one."""

    key: str
    values: Mapping[str, Any]
    rule: Rule | None = None

    @property
    def evidence(self) -> Links:
        """What the sentence rests on, that of the rule first."""
        return evidence_of(self.key, self.values, self.rule)


@dataclass(frozen=True)
class NextStep:
    """What to do now."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """A pair in full. ``score`` is that of the stored match; a failed gate leaves it as it is."""

    score: float
    bucket: str
    reasons: tuple[Reason, ...]
    gates: tuple[Judgement, ...]
    obstacles: tuple[Obstacle, ...]
    next_step: NextStep

    @property
    def failed(self) -> tuple[Judgement, ...]:
        """The gates that exclude the pair."""
        return tuple(gate for gate in self.gates if gate.outcome.state is State.FAILED)


def reasons_of(town: Town, signal: Signal, algorithm: Algorithm) -> tuple[float, tuple[Reason, ...]]:
    """The exact score of a pair and its reasons, those that weigh most first.

    Adopted priorities come last. They have no part in the score, so they weigh nothing: they move the place.
    """
    found = [
        (feature.name, compared, weight)
        for feature, weight in algorithm.features()
        if (compared := feature.of(town, signal)) is not None
    ]
    whole = sum(weight for _, _, weight in found)
    if whole == 0:
        return 0.0, ()
    reasons = [
        Reason(
            feature=name,
            score=compared.score,
            weight=weight / whole,
            key=compared.key,
            values=compared.values,
            speaks_for=compared.favours and compared.score >= SPEAKS_FOR,
        )
        for name, compared, weight in found
    ]
    reasons.sort(key=lambda reason: (-reason.score * reason.weight, reason.feature))
    score = sum(compared.score * weight for _, compared, weight in found) / whole
    return round(score, DECIMALS), (*reasons, *_priorities(signal))


def _priorities(signal: Signal) -> tuple[Reason, ...]:
    return tuple(
        Reason(PRIORITY, 1.0, 0.0, touch.key, touch.values, speaks_for=touch.factor > 1)
        for touch in signal.touches
    )


def explain(town: Town, signal: Signal, algorithm: Algorithm) -> Explained:
    """Everything about one pair, matched or not."""
    score, reasons = reasons_of(town, signal, algorithm)
    judged = (gate.judge(town, signal) for gate in algorithm.gate_list())
    gates = tuple(judgement for judgement in judged if judgement is not None)
    failed = any(gate.outcome.state is State.FAILED for gate in gates)
    step = NextStep("step.nothing") if failed else next_step(town, signal)
    return Explained(score, bucket_of(signal), reasons, gates, obstacles_of(town, signal), step)


def obstacles_of(town: Town, signal: Signal) -> tuple[Obstacle, ...]:
    """What a town has to overcome, the heaviest first."""
    found: list[Obstacle] = []
    for kind in ("partners", "countries"):
        least = signal.least(kind)
        if least is not None and least > 1:
            found.append(Obstacle(f"obstacle.{kind}", {"count": least}, signal.rules_of(kind)[0]))
    for rule in signal.rules_of("rate")[:1]:
        percent = rule.value.get("percent")
        if percent is not None and percent < 100:
            found.append(Obstacle("obstacle.own_share", {"percent": round(100 - percent)}, rule))
    if signal.kind == "call" and signal.days_left is not None:
        needed = DAYS_NEEDED[town.capacity]
        if 0 <= signal.days_left < needed:
            found.append(Obstacle("obstacle.little_time", {"count": signal.days_left, "needed": needed}))
    if signal.status == "forthcoming" and signal.kind in ANSWERABLE:
        found.append(Obstacle("obstacle.not_open", {}))
    return tuple(found)


def next_step(town: Town, signal: Signal) -> NextStep:
    """The first thing to do about a signal that passes the gates."""
    bucket = bucket_of(signal)
    if bucket == "inspire":
        return NextStep("step.ask_author" if signal.kind in ("practice", "event") else "step.read")
    if bucket == "follow":
        return NextStep("step.check_duty" if signal.impact == "duty" else "step.follow")
    return NextStep("step.answer") if signal.kind == "consultation" else _step_of_call(town, signal)


def _step_of_call(town: Town, signal: Signal) -> NextStep:
    partners, countries = signal.least("partners") or 1, signal.least("countries") or 1
    if partners > 1 and town.capacity in ("part_time", "team"):
        if countries > 1:
            return NextStep("step.partners_abroad", {"partners": partners - 1, "count": countries - 1})
        return NextStep("step.partners", {"count": partners - 1})
    if town.capacity == "none":
        return NextStep("step.tell_office")
    return NextStep("step.conditions")
