"""Towns and signals as the engine compares them, read from the database in a few queries whatever their
number.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import BinaryField, Count, F, Func, QuerySet

from antena.lib.dates import day_of, days_between
from antena.matching.engine import facts
from antena.matching.engine.gates import OVER
from antena.matching.models import Profile, SignalSubjects
from antena.matching.queries.experience import Experience, experience_of
from antena.matching.queries.news import new_on
from antena.signals.enums import Triage
from antena.signals.models import EligibilityRule, Signal, SignalEmbedding, SignalGoal, SignalTheme


def standing() -> QuerySet[Signal]:
    """The signals a pass over all looks at: read, listed, not set aside, neither closed nor out of force.

    Of those that tell of the same thing, the one that leads. The others would all stop at the gate of
    standing; a database full of closed calls need not be loaded for it.
    """
    return (
        Signal.objects.exclude(read_hash="")
        .filter(delisted_at=None, same_as=None)
        .exclude(triage=Triage.DISMISSED)
        .exclude(status__in=OVER)
    )


def towns(profiles: QuerySet[Profile], *, model: str) -> list[facts.Town]:
    """The towns of ``profiles`` in order of id; needs only where their vector was made by ``model``."""
    rows = list(profiles.select_related("place__country").order_by("pk"))
    known = experience_of([profile.place_id for profile in rows])
    return [_town(profile, model, known.get(profile.place_id, Experience())) for profile in rows]


def _town(profile: Profile, model: str, experience: Experience) -> facts.Town:
    place = profile.place
    vector = profile.vector if profile.vector is not None and profile.vector_model == model else None
    return facts.Town(
        id=profile.pk,
        country=place.country_id,
        in_eu=place.country.in_eu,
        population=place.population,
        traits=frozenset(profile.traits),
        assets=frozenset(profile.assets),
        themes=profile.themes,
        themes_assumed=profile.confirmed_at is None,
        goals=frozenset(profile.goals),
        capacity=profile.capacity,
        needs=None if vector is None else np.asarray(vector, dtype=np.float32),
        experience=experience.own,
        near_experience=experience.near,
    )


def embedding_model() -> str:
    """The name of the model that most signals' vectors were made by; "" while there are none."""
    rows = SignalEmbedding.objects.values_list("model").annotate(rows=Count("pk")).order_by("-rows", "model")
    return str(rows[0][0]) if rows else ""


# How CELEX numbers a correction: by the number of the act and of the correction.
_CORRIGENDUM = re.compile(r"R\(\d+\)$")

_COLUMNS = (
    "pk",
    "kind",
    "status",
    "programme",
    "external_id",
    "impact",
    "impact_confidence",
    "published_on",
    "next_deadline",
    "grant_min_eur",
    "grant_max_eur",
    "budget_total_eur",
    "expected_grants",
    "details",
    "triage",
    "delisted_at",
)


def signals(chosen: QuerySet[Signal], *, at: datetime, model: str) -> list[facts.Signal]:
    """The signals ``chosen`` as they stand ``at``, in order of id; vectors only of ``model``. Nine queries.

    What adopted priorities do to them is not said here: `priorities.signals` does.
    """
    chosen = chosen.order_by()
    rows = list(chosen.order_by("pk").values(*_COLUMNS))
    themes = _weights(SignalTheme.objects.filter(signal__in=chosen), "theme__code")
    goals = _weights(SignalGoal.objects.filter(signal__in=chosen), "goal_id")
    rules = _rules(chosen)
    subjects = dict(SignalSubjects.objects.filter(signal__in=chosen).values_list("signal_id", "subjects"))
    vectors = _vectors(chosen, model)
    news = new_on(chosen, today=day_of(at))
    return [
        facts.Signal(
            **_own(row, at),
            themes=themes.get(row["pk"], {}),
            goals=goals.get(row["pk"], {}),
            rules=tuple(rules.get(row["pk"], ())),
            subjects=frozenset(found["code"] for found in subjects.get(row["pk"], ())),
            title_subjects=frozenset(
                found["code"] for found in subjects.get(row["pk"], ()) if found["in_title"]
            ),
            vector=vectors.get(row["pk"]),
            days_new=days_between(news[row["pk"]], day_of(at)) if row["pk"] in news else None,
        )
        for row in rows
    ]


def _own(row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What a signal's own row says."""
    deadline: datetime | None = row["next_deadline"]
    today = day_of(at)
    return {
        "id": row["pk"],
        "kind": row["kind"],
        "status": row["status"],
        "programme": row["programme"],
        "family": row["details"].get("call_identifier") or _CORRIGENDUM.sub("", row["external_id"]),
        "impact": row["impact"],
        "impact_confidence": row["impact_confidence"],
        "published_on": row["published_on"],
        "deadline": None if deadline is None else day_of(deadline),
        "days_left": None if deadline is None else _days_left(deadline, at),
        "days_old": None if row["published_on"] is None else days_between(row["published_on"], today),
        "amount_eur": _amount(row),
        "listed": row["delisted_at"] is None,
        "set_aside": row["triage"] == Triage.DISMISSED,
    }


def _days_left(deadline: datetime, at: datetime) -> int:
    """Whole days to the deadline; −1 from the moment it passed, also on its own day."""
    return max(0, days_between(at, deadline)) if deadline >= at else min(-1, days_between(at, deadline))


def _amount(row: Mapping[str, Any]) -> int | None:
    """What one project can get: the largest grant, else the smallest, else an equal share of the budget."""
    stated: int | None = row["grant_max_eur"] or row["grant_min_eur"]
    if stated is None and row["budget_total_eur"] and row["expected_grants"]:
        return int(row["budget_total_eur"] // row["expected_grants"])
    return stated


def _weights(rows: QuerySet[Any], code: str) -> dict[int, dict[Any, float]]:
    found: dict[int, dict[Any, float]] = defaultdict(dict)
    for signal, of, score in rows.order_by().values_list("signal_id", code, "score"):
        found[signal][of] = score
    return found


def _rules(chosen: QuerySet[Signal]) -> dict[int, list[facts.Rule]]:
    found: dict[int, list[facts.Rule]] = defaultdict(list)
    rows = EligibilityRule.objects.filter(signal__in=chosen).order_by("pk")
    for signal, kind, value, confidence, sentence, language in rows.values_list(
        "signal_id", "kind", "value", "confidence", "sentence", "language"
    ):
        found[signal].append(
            facts.Rule(kind=kind, value=value, confidence=confidence, sentence=sentence, language=language)
        )
    return found


def _vectors(chosen: QuerySet[Signal], model: str) -> dict[int, facts.Vector]:
    """Vectors in the binary form PostgreSQL keeps them in: reading them as text takes most of a pass."""
    sent = Func(F("vector"), function="halfvec_send", output_field=BinaryField())
    rows = SignalEmbedding.objects.filter(signal__in=chosen, model=model).annotate(sent=sent)
    return {signal: _unit(bytes(vector)) for signal, vector in rows.values_list("signal_id", "sent")}


def _unit(sent: bytes) -> facts.Vector:
    """A vector as ``halfvec_send`` writes it: two 16-bit counts, then 16-bit floats, high byte first."""
    vector = np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector) or 1.0)
