"""What others did about a need as the API shows it: the same findings and helpers as the page."""

from django.utils import timezone
from ninja.errors import HttpError

from antena.matching.engine.evidence import Links
from antena.matching.models import Profile
from antena.matching.queries.experts import Expert, experts
from antena.matching.queries.practices import LONGEST_NEED, FoundPractice, need_of, practices
from antena.matching.sentences import speaker
from antena.signals.search.meaning import QueryEmbedder
from antena.web import queries
from antena.web.api import schemas

LIMIT = 10


def answer(need: str, town: str, *, language: str, embedder: QueryEmbedder | None) -> schemas.Practices:
    """The practices for a need, or for that of a town (slug or name). Raises `HttpError`."""
    profile = _profile(town) if town else None
    need = " ".join(need.split())[:LONGEST_NEED]
    if not need:
        if profile is None:
            raise HttpError(400, "q, town: one of the two at least")
        need, _language = need_of(profile, speaker(language))
    found = practices(
        need, language=language, at=timezone.now(), embedder=embedder, town=profile, limit=LIMIT
    )
    helpers = experts(need, found, language=language, but=profile.place_id if profile else None)
    return schemas.Practices(
        need=need,
        town=profile.place.slug if profile else "",
        practices=[_practice(one) for one in found],
        experts=[_expert(one) for one in helpers],
    )


def _profile(town: str) -> Profile:
    profile = queries.profile_named(town.strip()[:100])
    if profile is None:
        raise HttpError(404, f"town: {town[:80]!r}")
    return profile


def _practice(found: FoundPractice) -> schemas.Practice:
    return schemas.Practice(
        signal=found.signal.slug,
        title=found.text.title,
        title_language=found.text.language,
        url=found.signal.url,
        is_sample=found.signal.is_sample,
        place_id=found.done_in.place if found.done_in else None,
        place=found.done_in.name if found.done_in else "",
        relevance=found.relevance,
        transferability=found.transferability,
        reasons=[_reason(one.sentence, one.evidence) for one in found.nearness],
        conditions=[
            schemas.PracticeCondition(
                kind=one.kind,
                state=one.state.value,
                confidence=one.sureness,
                **_reason(one.sentence, one.evidence).dict(),
            )
            for one in found.conditions
        ],
    )


def _expert(found: Expert) -> schemas.Expert:
    return schemas.Expert(
        name=found.name,
        place_id=found.place,
        organisation_id=found.organisation,
        country=found.country,
        is_sample=found.is_sample,
        score=found.score,
        reasons=[_reason(one.sentence, one.evidence) for one in found.reasons],
    )


def _reason(sentence: str, evidence: Links) -> schemas.CheckableReason:
    return schemas.CheckableReason(sentence=sentence, words=_quoted(evidence))


def _quoted(evidence: Links) -> list[schemas.Quoted]:
    return [schemas.Quoted(text=link.words, language=link.language) for link in evidence if link.words]
