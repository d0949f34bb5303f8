"""Records of the house as the API shows them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from antena.matching.queries import RadarItem
from antena.matching.queries.twins import Proposal
from antena.places.models import Place
from antena.signals.models import Signal
from antena.signals.texts import without_bodies
from antena.web.api import schemas
from antena.web.rows import words_of

_ROW = ("themes__theme",)
_WHOLE = (*_ROW, "deadlines", "rules", "goals")


def place(found: Place) -> schemas.Place:
    """A place; ``is_member`` when the association serves it."""
    return schemas.Place(
        id=found.pk,
        name=found.name,
        kind=found.kind,
        country=found.country_id,
        lau_code=found.lau_code,
        slug=found.slug,
        latitude=found.latitude,
        longitude=found.longitude,
        population=found.population,
        population_year=found.population_year,
        is_member=found.is_member,
    )


def possible_twin(found: Proposal) -> schemas.PossibleTwin:
    """A place proposed as a twin, with what speaks for it and against it."""
    return schemas.PossibleTwin(
        place_id=found.place.id,
        name=found.place.name,
        country=found.place.country,
        population=found.place.population,
        latitude=found.place.latitude,
        longitude=found.place.longitude,
        is_member=found.place.is_member,
        score=round(found.score, 4),
        openness=found.openness.sentence,
        reasons=[reason.sentence for reason in found.reasons if reason.sentence],
        against=[reason.sentence for reason in found.against if reason.sentence],
    )


def signals(ids: Sequence[int]) -> list[schemas.SignalRow]:
    """These signals in this order; three queries however many."""
    found = Signal.objects.prefetch_related(without_bodies(), *_ROW).in_bulk(list(ids))
    return [schemas.SignalRow(**_row(found[pk])) for pk in ids if pk in found]


def whole_signals() -> QuerySet[Signal]:
    """Signals with everything `signal` shows fetched."""
    return Signal.objects.prefetch_related(without_bodies(), *_WHOLE)


def signal(found: Signal) -> schemas.Signal:
    """A signal with all that was read from it."""
    return schemas.Signal(
        **_row(found),
        opens_on=found.opens_on,
        deadlines=[one.at for one in found.deadlines.all()],
        goals=[one.goal_id for one in found.goals.all()],
        rules=[
            schemas.Rule(
                kind=rule.kind,
                value=rule.value,
                sentence=rule.sentence,
                language=rule.language,
                confidence=rule.confidence,
            )
            for rule in found.rules.all()
        ],
        impact_confidence=found.impact_confidence,
        eurovoc=found.eurovoc,
        version=found.version,
        licence=found.licence,
        attribution=found.attribution,
    )


def match(item: RadarItem, language: str) -> schemas.Match:
    """An item of a radar, its reasons and obstacles said in ``language``."""
    found = item.match
    words = words_of(found.signal.texts.all(), language)
    return schemas.Match(
        signal=found.signal.slug,
        title=words.title,
        title_language=words.language,
        bucket=found.bucket,
        rank=found.rank,
        score=found.score,
        algorithm=found.algorithm,
        reasons=list(item.reasons),
        obstacles=list(item.obstacles),
        next_step=item.next_step,
    )


def _row(found: Signal) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "source": found.source,
        "external_id": found.external_id,
        "kind": found.kind,
        "status": found.status,
        "impact": found.impact,
        "programme": found.programme,
        "url": found.url,
        "published_on": found.published_on,
        "next_deadline": found.next_deadline,
        "budget_total_eur": found.budget_total_eur,
        "grant_min_eur": found.grant_min_eur,
        "grant_max_eur": found.grant_max_eur,
        "is_sample": found.is_sample,
        "texts": [
            schemas.Text(language=text.language, origin=text.origin, title=text.title, summary=text.summary)
            for text in found.texts.all()
        ],
        "themes": [schemas.Theme(code=one.theme.code, score=one.score) for one in found.themes.all()],
    }
