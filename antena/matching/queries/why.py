"""Why a signal matters to a town, or why not: any pair, matched or not."""

from dataclasses import dataclass
from datetime import datetime

from antena.matching.engine import facts
from antena.matching.engine.calibration import Calibration, in_ten
from antena.matching.engine.evidence import Links, evidence_of
from antena.matching.engine.explaining import Explained, Reason, explain
from antena.matching.engine.fairness import FEATURE as KEPT_PLACE
from antena.matching.engine.gates import Judgement, State
from antena.matching.engine.traits import assumptions_for
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile, Verdict
from antena.matching.queries import facts as reading
from antena.matching.queries.priorities import signals as moved_signals
from antena.matching.queries.weights import algorithm_called, in_force
from antena.matching.sentences import Speaker, speaker
from antena.signals.models import Signal


@dataclass(frozen=True)
class Evidence:
    """A sentence of the signal's own text, its language, and how sure the reader of it is, in [0, 1]."""

    sentence: str
    language: str
    confidence: float


@dataclass(frozen=True)
class SaidReason:
    """What one feature says. ``weight`` is its share of the score; ``points`` what it adds, of 100."""

    feature: str
    sentence: str
    score: float
    weight: float
    speaks_for: bool
    rests_on: Links = ()

    @property
    def points(self) -> float:
        return 100 * self.score * self.weight


@dataclass(frozen=True)
class SaidGate:
    """What one gate says, with the sentence of the signal it rests on where there is one."""

    gate: str
    state: State
    sentence: str
    evidence: Evidence | None
    rests_on: Links = ()


@dataclass(frozen=True)
class SaidObstacle:
    """What a town has to overcome, with the sentence of the signal it rests on where there is one."""

    sentence: str
    evidence: Evidence | None
    rests_on: Links = ()


@dataclass(frozen=True)
class Explanation:
    """A pair in full, in one language. ``eligible`` when no gate fails; ``match`` where it is a suggestion.

    ``score`` is of now; the stored match may be some hours older. ``assumptions`` are the sentences that
    defend the themes the town shares with the signal without having said so. ``likely`` says how many of ten
    such matches people found worth reading, "" where nobody judged any.
    """

    profile: Profile
    signal: Signal
    algorithm: str
    score: float
    bucket: Bucket
    reasons: tuple[SaidReason, ...]
    gates: tuple[SaidGate, ...]
    obstacles: tuple[SaidObstacle, ...]
    assumptions: tuple[str, ...]
    next_step_key: str
    next_step: str
    likely: str
    match: Match | None
    verdict: Verdict | None

    @property
    def eligible(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> tuple[SaidGate, ...]:
        """The gates that exclude the town."""
        return tuple(gate for gate in self.gates if gate.state is State.FAILED)


def why(
    profile: Profile,
    signal: Signal,
    *,
    at: datetime,
    language: str | None = None,
    algorithm: str | None = None,
) -> Explanation:
    """Explain a pair as it stands ``at``, in ``language`` (the active one if None).

    ``algorithm`` names the one to explain it with, such as an old match keeps; None is the one in force.
    Raises `UnknownAlgorithmError` for a name nobody knows.
    """
    model = reading.embedding_model()
    (town,) = reading.towns(Profile.objects.filter(pk=profile.pk), model=model)
    (fact,) = moved_signals(Signal.objects.filter(pk=signal.pk), at=at, model=model)
    named, known = in_force() if algorithm is None else (algorithm_called(algorithm), None)
    found = explain(town, fact, named)
    says = speaker(language)
    match = Match.objects.filter(profile=profile, signal=signal).first()
    return Explanation(
        profile=profile,
        signal=signal,
        algorithm=named.name,
        score=found.score,
        bucket=Bucket(found.bucket),
        reasons=(*_kept(says, match), *(_reason(says, reason) for reason in found.reasons)),
        gates=tuple(_gate(says, judgement) for judgement in found.gates),
        obstacles=_obstacles(says, found),
        assumptions=_assumptions(says, profile, town, fact),
        next_step_key=found.next_step.key,
        next_step=says.say("step", found.next_step.key, found.next_step.values),
        likely=said_likely(says, known, found.score, found.bucket),
        match=match,
        verdict=Verdict.objects.filter(profile=profile, signal=signal).select_related("by").first(),
    )


def said_likely(says: Speaker, calibration: Calibration | None, score: float, bucket: str) -> str:
    """How many of ten matches with such a score people found worth reading, as a sentence; "" if unknown."""
    if calibration is None or bucket not in calibration.curves:
        return ""
    count = in_ten(calibration.share(score, bucket))
    key = "useful.few" if count == 0 else "useful.most" if count == 10 else "useful.some"
    return says.say("useful", key, {"count": count})


def _kept(says: Speaker, match: Match | None) -> tuple[SaidReason, ...]:
    """That the match has the place kept for a small town: of the whole choice, so only the match knows it."""
    stored = [one for one in (match.reasons if match else ()) if one.get("feature") == KEPT_PLACE]
    return tuple(
        SaidReason(
            KEPT_PLACE, says.say_stored("reason", one), 1.0, 0.0, speaks_for=True,
            rests_on=evidence_of(one["key"], one["values"]),
        )
        for one in stored
    )  # fmt: skip


def _reason(says: Speaker, reason: Reason) -> SaidReason:
    return SaidReason(
        feature=reason.feature,
        sentence=says.say("reason", reason.key, reason.values),
        score=reason.score,
        weight=reason.weight,
        speaks_for=reason.speaks_for,
        rests_on=reason.evidence,
    )


def _gate(says: Speaker, judgement: Judgement) -> SaidGate:
    outcome = judgement.outcome
    return SaidGate(
        gate=judgement.gate,
        state=outcome.state,
        sentence=says.say("gate", outcome.key, outcome.values),
        evidence=_evidence(judgement.rule),
        rests_on=judgement.evidence,
    )


def _obstacles(says: Speaker, found: Explained) -> tuple[SaidObstacle, ...]:
    return tuple(
        SaidObstacle(
            says.say("obstacle", obstacle.key, obstacle.values), _evidence(obstacle.rule), obstacle.evidence
        )
        for obstacle in found.obstacles
    )


def _evidence(rule: facts.Rule | None) -> Evidence | None:
    return None if rule is None else Evidence(rule.sentence, rule.language, rule.confidence)


def _assumptions(says: Speaker, profile: Profile, town: facts.Town, signal: facts.Signal) -> tuple[str, ...]:
    if profile.confirmed_at is not None:
        return ()
    return tuple(
        says.plain(assumption.sentence)
        for assumption in assumptions_for(town.traits)
        if assumption.theme in signal.themes
    )
