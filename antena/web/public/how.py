"""The public explanation: what is read, what is compared and how much it weighs."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.matching.engine.algorithm import Algorithm
from antena.matching.enums import Bucket
from antena.matching.models import Priority
from antena.matching.queries import priorities
from antena.matching.queries.weights import algorithm_in_force
from antena.web.context import today
from antena.web.templatetags.antena import named, number


@dataclass(frozen=True)
class Explained:
    """One thing the engine compares. ``is_foreign``: nobody has translated its explanation yet."""

    explanation: str
    is_foreign: bool
    weight: str
    percent: int


@dataclass(frozen=True)
class Meaning:
    """A bucket and what it asks."""

    value: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Decision:
    """A priority the association adopted: what it does, who decided it, when, and where that is written."""

    number: int
    title: str
    effect: str
    body: str
    session: str
    reference: str
    adopted_on: date
    starts_on: date
    ends_on: date | None


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How this works, from the engine's own definitions."""
    current = algorithm_in_force()
    return render(
        request,
        "public/how.html",
        {
            "algorithm": current.name,
            "provenance": current.provenance,
            "features": _features(current),
            "buckets": _buckets(),
            **_decisions(),
        },
    )


def _decisions() -> dict[str, list[Decision]]:
    """The decisions in force, and those that were, on which a stored reason may still rest. Two queries."""
    counting = list(priorities.in_force(today()))
    known = {one.pk for one in counting}
    ended = [one for one in priorities.listed() if one.pk not in known and one.starts_on <= today()]
    return {
        "priorities": [_decision(one) for one in counting],
        "ended": [_decision(one) for one in ended],
    }


def _decision(one: Priority) -> Decision:
    return Decision(
        number=one.pk,
        title=named(one.title),
        effect=_("What is about it rises.") if one.factor > 1 else _("What is about it falls."),
        body=one.body,
        session=one.session,
        reference=one.reference,
        adopted_on=one.adopted_on,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
    )


def _features(current: Algorithm) -> list[Explained]:
    heaviest = max(current.weights.values())
    rows = [_explained(feature.explanation, weight, heaviest) for feature, weight in current.features()]
    return sorted(rows, key=lambda row: -row.percent)


def _explained(explanation: str, weight: float, heaviest: float) -> Explained:
    # A docstring is folded to be read in code; on screen its paragraphs are lines.
    said = "\n".join(" ".join(part.split()) for part in explanation.split("\n\n"))
    translated = _(said)
    return Explained(
        explanation=translated,
        is_foreign=translated == said and not (get_language() or "en").startswith("en"),
        weight=number(weight),
        percent=round(100 * weight / heaviest),
    )


def _buckets() -> list[Meaning]:
    meanings = {
        Bucket.ACT: _("Open to a town hall, or announced with a date: it can be answered."),
        Bucket.FOLLOW: _(
            "Law, or what leads to it, that brings a duty, money or a service: good to know in time."
        ),
        Bucket.INSPIRE: _("What others did, or what may come: to read, to ask, to copy."),
    }
    return [Meaning(bucket.value, str(bucket.label), meaning) for bucket, meaning in meanings.items()]
