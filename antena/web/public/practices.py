"""Practices for a need: what others did, whether it can be done in a town, and who can help."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.matching.models import Profile
from antena.matching.practices.conditions import State
from antena.matching.queries.experts import Expert, experts
from antena.matching.queries.practices import (
    LONGEST_NEED,
    FoundPractice,
    SaidCondition,
    latest,
    need_of,
    practices,
)
from antena.matching.sentences import speaker
from antena.signals.embedding import embedder_if_any
from antena.web import queries
from antena.web.context import today
from antena.web.drawing.arcs import Arcs, End, arcs
from antena.web.evidence import Reasoned, Sight, slugs_of
from antena.web.public.places import LAND
from antena.web.rows import Brief, brief_of

LIMIT = 10
ON_A_RADAR = 3


@dataclass(frozen=True)
class ConditionRow:
    """A condition as the page shows it; ``icon`` is its shape, so that colour is not alone."""

    label: str
    state: str
    state_label: str
    icon: str
    said: Reasoned
    is_unsure: bool


@dataclass(frozen=True)
class PracticeRow:
    """A practice: why it is near, what it rested on. ``percent`` is how little stands against doing it."""

    brief: Brief
    where: str
    nearness: tuple[Reasoned, ...]
    conditions: tuple[ConditionRow, ...]
    percent: int | None
    alike: int
    different: int


@dataclass(frozen=True)
class ExpertRow:
    """Somebody to ask, with why. ``place`` or ``organisation`` is the id of its page."""

    name: str
    place: int | None
    organisation: int | None
    is_sample: bool
    reasons: tuple[Reasoned, ...]


_ICONS = {State.ALIKE: "check", State.DIFFERENT: "warning", State.NOT_STATED: "none"}
_SURE = 0.6


@require_safe
def practices_page(request: HttpRequest) -> HttpResponse:
    """``?q=`` is a need in any words, ``?town=`` sets what practices rested on against that town."""
    asked = request.GET.get("town", "").strip()[:100]
    town = queries.profile_named(asked) if asked else None
    language = get_language() or "en"
    need = " ".join(request.GET.get("q", "").split())[:LONGEST_NEED]
    is_assumed = not need and town is not None
    if is_assumed and town is not None:
        need, _language = need_of(town, speaker(language))
    found = practices(
        need, language=language, at=timezone.now(), embedder=embedder_if_any(), town=town, limit=LIMIT
    )
    helpers = experts(need, found, language=language, but=town.place_id if town else None)
    context = {
        "need": need,
        "is_assumed": is_assumed,
        "town": town.place if town else None,
        "asked_town": asked,
        "town_wrong": _("No town of the association is called “%(asked)s”.") % {"asked": asked}
        if asked and town is None
        else "",
        "limit": LONGEST_NEED,
        **_shown(found, helpers, town, language),
        "latest": [] if need else [brief_of(one, language=language, today=today()) for one in latest()],
    }
    return render(request, "public/practices.html", context)


def for_town(profile: Profile, *, limit: int = ON_A_RADAR) -> list[PracticeRow]:
    """The practices a town's radar shows for its own needs, each with why."""
    language = get_language() or "en"
    need, _language = need_of(profile, speaker(language))
    found = practices(
        need, language=language, at=timezone.now(), embedder=embedder_if_any(), town=profile, limit=limit
    )
    rows: list[PracticeRow] = _shown(found, (), profile, language)["rows"]
    return rows


def _shown(
    found: Sequence[FoundPractice], helpers: Sequence[Expert], town: Profile | None, language: str
) -> dict[str, Any]:
    links = [link for one in found for near in one.nearness for link in near.evidence]
    links += [link for one in found for condition in one.conditions for link in condition.evidence]
    links += [link for one in helpers for reason in one.reasons for link in reason.evidence]
    slugs = slugs_of(links)
    sight = Sight(language, town=town.place if town else None, signals=slugs)
    return {
        "rows": [_row(one, sight) for one in found],
        "helpers": [_helper(one, sight) for one in helpers],
        "map": _map(found, town),
        "has_sample": any(one.signal.is_sample for one in found) or any(one.is_sample for one in helpers),
    }


def _row(found: FoundPractice, sight: Sight) -> PracticeRow:
    doable = found.transferability
    return PracticeRow(
        brief=brief_of(found.signal, language=sight.language, today=today()),
        where=found.done_in.name if found.done_in else "",
        nearness=tuple(sight.reasoned(one.sentence, one.evidence) for one in found.nearness),
        conditions=tuple(_condition(one, sight) for one in found.conditions),
        percent=None if doable is None else round(100 * doable),
        alike=len(found.of(State.ALIKE)),
        different=len(found.of(State.DIFFERENT)),
    )


def _condition(one: SaidCondition, sight: Sight) -> ConditionRow:
    return ConditionRow(
        label=one.label,
        state=one.state.value,
        state_label=one.state_label,
        icon=_ICONS[one.state],
        said=sight.reasoned(one.sentence, one.evidence),
        is_unsure=one.sureness < _SURE,
    )


def _helper(one: Expert, sight: Sight) -> ExpertRow:
    return ExpertRow(
        name=one.name,
        place=one.place,
        organisation=one.organisation,
        is_sample=one.is_sample,
        reasons=tuple(sight.reasoned(reason.sentence, reason.evidence) for reason in one.reasons),
    )


def _map(found: Sequence[FoundPractice], town: Profile | None) -> Arcs | None:
    """Where the practices were done, bows from the town; without a town there is no place to bow from."""
    if town is None:
        return None
    ends = {
        one.done_in.place: End(one.done_in.name, one.done_in.latitude, one.done_in.longitude, "told")
        for one in found
        if one.done_in and one.done_in.latitude is not None and one.done_in.longitude is not None
    }
    here = (town.place.latitude, town.place.longitude)
    return arcs(here, list(ends.values()), land=LAND)
