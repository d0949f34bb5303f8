"""The consortium of a town as the API shows it: the same findings and proposals as the page."""

from collections.abc import Sequence

from django.core.exceptions import BadRequest
from ninja.errors import HttpError

from antena.matching.engine.eligibility.consortium import Candidate
from antena.matching.engine.eligibility.members import Member
from antena.matching.queries.eligibility import (
    Rules,
    SaidFinding,
    member_of_place,
    rules_of_programme,
    rules_of_signal,
    said,
)
from antena.matching.queries.partners import consortium
from antena.matching.sentences import Speaker, speaker
from antena.places.models import Place
from antena.web import queries
from antena.web.api import schemas
from antena.web.townhall.partners import gap_sentence, gap_sentences, members_asked


def answer(
    place: Place, *, signal: str, rules: str, keys: Sequence[str], language: str
) -> schemas.Consortium:
    """The consortium of a town for a signal (slug) or a programme (code). Raises `HttpError`."""
    asked = _rules(signal, rules)
    try:
        others = members_asked(keys, place)
    except BadRequest as error:
        raise HttpError(400, f"with: {error}") from error
    found = consortium(place, asked, partners=others)
    says = speaker(language)
    return schemas.Consortium(
        programme=asked.programme.code if asked.programme else "",
        is_complete=found.is_complete,
        members=[_member(one) for one in (member_of_place(place), *others)],
        conditions=[_condition(said(says, one)) for one in found.findings],
        missing=gap_sentences(found, says),
        proposed=[_candidate(one.candidate, says, one.closes) for one in found.proposed],
        still_missing=[gap_sentence(one.kind, one.short, one.values, says) for one in found.left],
        alternatives=[_candidate(one, says) for one in found.alternatives],
    )


def _rules(signal: str, rules: str) -> Rules:
    if bool(signal) == bool(rules):
        raise HttpError(400, "signal, rules: one of the two")
    if rules:
        try:
            return rules_of_programme(rules)
        except KeyError as error:
            raise HttpError(404, f"rules: {rules[:40]!r}") from error
    found = queries.signal_by_slug(signal)
    if found is None:
        raise HttpError(404, f"signal: {signal[:80]!r}")
    return rules_of_signal(found)


def _member(member: Member) -> schemas.Partner:
    return schemas.Partner(
        key=member.key, name=member.name, country=member.country, population=member.population
    )


def _candidate(candidate: Candidate, says: Speaker, closes: Sequence[str] = ()) -> schemas.Partner:
    found = _member(candidate.member)
    found.closes = list(closes)
    found.reasons = [says.say(one.group, one.key, one.values) for one in candidate.grounds]
    return found


def _condition(finding: SaidFinding) -> schemas.Condition:
    basis = finding.basis
    return schemas.Condition(
        kind=finding.kind,
        state=finding.state.value,
        sentence=finding.sentence,
        short=finding.short,
        basis=basis.sentence if basis else "",
        language=basis.language if basis else "",
        confidence=basis.confidence if basis else None,
        guide=basis.guide if basis else "",
        guide_year=basis.year if basis else None,
        guide_checked=basis.checked if basis else None,
        contradicted_by=finding.against.sentence if finding.against else "",
    )
