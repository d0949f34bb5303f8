"""Whether a town, alone or with partners, may apply: conditions of a call, members, findings in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from antena.actors.enums import OrganisationKind
from antena.actors.models import Organisation
from antena.matching.engine.eligibility.conditions import Basis, Condition, conditions_of
from antena.matching.engine.eligibility.judging import Finding, State, judge
from antena.matching.engine.eligibility.members import TOWN_HALL, Member, Plan
from antena.matching.engine.eligibility.rulebook import Programme, programme_of, rulebook
from antena.matching.engine.facts import Rule
from antena.matching.sentences import Speaker
from antena.places.models import Country, Place
from antena.records.enums import BodyKind
from antena.records.models import Body
from antena.signals.enums import Kind
from antena.signals.models import EligibilityRule, Signal

MOST_PARTNERS = 30
# What one applies to, and so needs to be eligible for.
APPLIED_TO = (Kind.CALL, Kind.PARTNER_REQUEST)
# What an organisation of a directory is, in the words of eligibility rules; of the others nobody can say.
ORGANISATIONS: Mapping[str, frozenset[str]] = {
    OrganisationKind.UNIVERSITY: frozenset({"university", "research"}),
    OrganisationKind.ASSOCIATION: frozenset({"ngo"}),
    OrganisationKind.NETWORK: frozenset({"ngo"}),
    OrganisationKind.EXTERNAL_BODY: frozenset({"public_body"}),
    OrganisationKind.COMPANY: frozenset({"company"}),
}
# What CORDIS calls the activity of a body.
ACTIVITIES: Mapping[str, frozenset[str]] = {
    "HES": frozenset({"university", "research"}),
    "REC": frozenset({"research"}),
    "PUB": frozenset({"public_body"}),
    "PRC": frozenset({"company"}),
}


class UnknownPartnerError(LookupError):
    """No place, organisation or body has this key; the argument is the key."""


@dataclass(frozen=True)
class Rules:
    """What a call asks: its conditions, and the programme whose guide speaks where its text does not."""

    programme: Programme | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class SaidFinding:
    """The judgement of one condition in the reader's language.

    ``basis`` is what it rests on, None where nothing is stated; ``against`` what the guide says instead.
    """

    kind: str
    state: State
    sentence: str
    basis: Basis | None
    against: Basis | None
    short: int


def book() -> Mapping[str, Programme]:
    """The rules of programmes, the association's own among them. Raises `RulebookError`."""
    own: Path | None = settings.ASSOCIATION.programmes
    return rulebook(own)


def guide_of(signal: Signal) -> Programme | None:
    """The programme whose guide speaks where a signal's text does not, None where we know none."""
    return programme_of(
        book(), programme=signal.programme, identifier=signal.external_id, action=signal.document_type
    )


def wants_partners(signal: Signal, *, obstacles: Sequence[Mapping[str, Any]]) -> str | None:
    """Whether one applicant is not enough: by the ``obstacles`` of its match, else by its programme's guide.

    None where one is; "" where its text says so; what the guide says, in the words of our rule, otherwise.
    """
    if any(one.get("key") in ("obstacle.partners", "obstacle.countries") for one in obstacles):
        return ""
    guide = guide_of(signal) if signal.kind in APPLIED_TO else None
    wanting = (
        one.basis.sentence
        for one in (guide.conditions if guide else ())
        if one.kind in ("partners", "countries") and one.value.get("min", 1) > 1
    )
    return next(wanting, None)


def rules_of_signal(signal: Signal) -> Rules:
    """The conditions of a call, of its text and of its programme's guide. One query."""
    found = guide_of(signal)
    read = EligibilityRule.objects.filter(signal=signal).order_by("pk")
    rules = [
        Rule(kind=kind, value=value, confidence=confidence, sentence=sentence, language=language)
        for kind, value, confidence, sentence, language in read.values_list(
            "kind", "value", "confidence", "sentence", "language"
        )
    ]
    return Rules(found, conditions_of(rules, found.conditions if found else ()))


def rules_of_programme(code: str) -> Rules:
    """The conditions of a programme's guide alone. Raises KeyError."""
    found = book()[code]
    return Rules(found, found.conditions)


def member_of_place(place: Place) -> Member:
    """The town hall of a place, its country with it."""
    return Member(
        key=f"p{place.pk}",
        name=place.name,
        country=place.country_id,
        in_eu=place.country.in_eu,
        bodies=TOWN_HALL,
        population=place.population,
    )


def member_of_organisation(organisation: Organisation) -> Member:
    """An organisation of a directory, its country with it."""
    country = organisation.country
    return Member(
        key=f"o{organisation.pk}",
        name=organisation.name,
        country=country.code if country else "",
        in_eu=bool(country and country.in_eu),
        bodies=ORGANISATIONS.get(organisation.kind, frozenset()),
    )


def member_of_body(body: Body, union: frozenset[str]) -> Member:
    """A body of funded projects; ``union`` are the codes of the member states."""
    bodies = ACTIVITIES.get(body.activity, frozenset())
    if body.kind == BodyKind.MUNICIPALITY:
        bodies = TOWN_HALL
    elif body.kind == BodyKind.OTHER_PUBLIC:
        bodies |= {"public_body"}
    return Member(
        key=f"b{body.pk}", name=body.name, country=body.country, in_eu=body.country in union, bodies=bodies
    )


def union() -> frozenset[str]:
    """The codes of the member states of the Union. One query."""
    return frozenset(Country.objects.filter(in_eu=True).values_list("code", flat=True))


def members_of(keys: Sequence[str]) -> list[Member]:
    """The members with these keys ("p" a place, "o" an organisation, "b" a body, then its number), each once.

    In the order asked; four queries at most. Raises `UnknownPartnerError`, and ValueError beyond
    `MOST_PARTNERS`.
    """
    asked = list(dict.fromkeys(keys))
    if len(asked) > MOST_PARTNERS:
        raise ValueError(f"{len(asked)} partners, at most {MOST_PARTNERS}")
    ids: dict[str, list[int]] = {"p": [], "o": [], "b": []}
    for key in asked:
        if key[:1] not in ids or not (key[1:].isascii() and key[1:].isdigit()) or len(key) > 15:
            raise UnknownPartnerError(key)
        ids[key[0]].append(int(key[1:]))
    found = {one.key: one for one in (*_places(ids["p"]), *_organisations(ids["o"]), *_bodies(ids["b"]))}
    unknown = [key for key in asked if key not in found]
    if unknown:
        raise UnknownPartnerError(unknown[0])
    return [found[key] for key in asked]


def _places(ids: Sequence[int]) -> list[Member]:
    if not ids:
        return []
    return [member_of_place(one) for one in Place.objects.filter(pk__in=ids).select_related("country")]


def _organisations(ids: Sequence[int]) -> list[Member]:
    if not ids:
        return []
    found = Organisation.objects.filter(pk__in=ids).select_related("country")
    return [member_of_organisation(one) for one in found]


def _bodies(ids: Sequence[int]) -> list[Member]:
    if not ids:
        return []
    states = union()
    return [member_of_body(one, states) for one in Body.objects.filter(pk__in=ids)]


def eligibility(
    place: Place, signal: Signal, *, says: Speaker, partners: Sequence[Member] = (), plan: Plan | None = None
) -> tuple[Rules, list[SaidFinding]]:
    """Every condition of a call judged on a town and its ``partners``, in words. One query."""
    rules = rules_of_signal(signal)
    together = [member_of_place(place), *partners]
    return rules, [said(says, one) for one in judge(rules.conditions, together, plan)]


def said(says: Speaker, finding: Finding) -> SaidFinding:
    """A finding in the language of ``says``."""
    condition = finding.condition
    against = condition.against if condition else None
    return SaidFinding(
        kind=finding.kind,
        state=finding.state,
        sentence=says.say("condition", finding.key, finding.values),
        basis=condition.basis if condition else None,
        against=against.basis if against else None,
        short=finding.short,
    )
