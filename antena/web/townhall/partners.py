"""A consortium of a town for a call: who is in it, what it meets, what is missing, who could join.

Everything is in the address: nothing is kept, and a link shows somebody else the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.matching.engine.eligibility.consortium import Candidate, Completion, Ground
from antena.matching.engine.eligibility.judging import State, judge
from antena.matching.engine.eligibility.members import Member, Plan
from antena.matching.queries.eligibility import (
    APPLIED_TO,
    MOST_PARTNERS,
    Rules,
    SaidFinding,
    UnknownPartnerError,
    book,
    eligibility,
    member_of_place,
    members_of,
    rules_of_programme,
    rules_of_signal,
    said,
)
from antena.matching.queries.partners import consortium
from antena.matching.sentences import Speaker, speaker
from antena.places import queries as places
from antena.places.models import Place
from antena.signals.models import Signal
from antena.web import queries
from antena.web.public.place_page import country_name
from antena.web.rows import words_of
from antena.web.templatetags.antena import number
from antena.web.townhall.radar import profile_of

_MOST_MONEY, _MOST_MONTHS = 10**10, 240


@dataclass(frozen=True)
class Partner:
    """A member on the page; ``without`` is the address of the same page without it, "" for the town."""

    name: str
    country: str
    population: int | None
    address: str
    without: str


@dataclass(frozen=True)
class SaidGround:
    """A reason in words, and the address of what it rests on, "" where there is none."""

    sentence: str
    address: str
    is_sample: bool


@dataclass(frozen=True)
class Offer:
    """Somebody who could join: the page with it is ``add``; ``closes`` says what it would settle."""

    name: str
    country: str
    population: int | None
    address: str
    grounds: list[SaidGround]
    closes: list[str]
    add: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for: members by key, what a project would be, and the programme, if chosen."""

    keys: tuple[str, ...]
    plan: Plan
    programme: str
    name: str


@require_safe
def partners(request: HttpRequest, slug: str, signal_slug: str = "") -> HttpResponse:
    """The consortium of a town for a signal, or for the rules of a programme (``?rules=``).

    ``with`` (repeated) are the partners, ``amount`` and ``months`` the plan, ``name`` a partner looked for.
    """
    place = profile_of(slug).place
    asked = _asked(request)
    signal, rules = _rules(signal_slug, asked)
    context = {
        "town": place,
        "signal": signal,
        "words": words_of(signal.texts.all(), get_language() or "en") if signal else None,
        "programmes": [(one.code, one.name) for one in sorted(book().values(), key=lambda one: one.name)],
        "asked": asked,
    }
    if rules is not None:
        context |= _consortium(request.path, place, rules, asked)
    return render(request, "townhall/partners.html", context)


def _rules(signal_slug: str, asked: Asked) -> tuple[Signal | None, Rules | None]:
    """The signal and what it asks; only the rules of a programme; or neither, for the reader to choose."""
    if signal_slug:
        signal = queries.signal_by_slug(signal_slug)
        if signal is None:
            raise Http404(_("We know no signal with this name."))
        return signal, rules_of_signal(signal)
    if not asked.programme:
        return None, None
    try:
        return None, rules_of_programme(asked.programme)
    except KeyError as error:
        raise BadRequest(
            _("We have no rules of a programme called “%(code)s”.") % {"code": asked.programme[:40]}
        ) from error


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        keys=tuple(dict.fromkeys(key for key in request.GET.getlist("with") if key)),
        plan=Plan(
            amount_eur=_number(request, "amount", _MOST_MONEY),
            months=_number(request, "months", _MOST_MONTHS),
        ),
        programme=request.GET.get("rules", "").strip(),
        name=" ".join(request.GET.get("name", "")[:100].replace("\x00", "").split()),
    )


def _number(request: HttpRequest, name: str, most: int) -> int | None:
    written = request.GET.get(name, "").strip().replace(" ", "").replace("\xa0", "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or not 0 < int(written[:15]) <= most:
        raise BadRequest(
            _("“%(written)s” is no whole number between 1 and %(most)s.")
            % {"written": written[:40], "most": number(most)}
        )
    return int(written)


def members_asked(keys: Sequence[str], place: Place) -> list[Member]:
    """The partners with these keys. Raises `BadRequest` with a sentence where one is unknown or too many."""
    try:
        return members_of([key for key in keys if key != f"p{place.pk}"])
    except UnknownPartnerError as error:
        raise BadRequest(
            _("We know no place or organisation with the key “%(key)s”.") % {"key": str(error.args[0])[:20]}
        ) from error
    except ValueError as error:
        raise BadRequest(
            ngettext(
                "Here a consortium has at most %(n)s partner.",
                "Here a consortium has at most %(n)s partners.",
                MOST_PARTNERS,
            )
            % {"n": MOST_PARTNERS}
        ) from error


def _consortium(path: str, place: Place, rules: Rules, asked: Asked) -> dict[str, Any]:
    says = speaker()
    others = members_asked(asked.keys, place)
    found = consortium(place, rules, partners=others)
    pages = _Addresses(path, asked)
    findings = judge(rules.conditions, [member_of_place(place), *others], asked.plan)
    spoken = [said(says, one) for one in findings]
    return {
        "rules": rules,
        "members": [_partner(one, pages, is_town=False) for one in others],
        "own": _partner(member_of_place(place), pages, is_town=True),
        "groups": _groups(spoken),
        "completion": found,
        "gaps": gap_sentences(found, says),
        "left": [gap_sentence(one.kind, one.short, one.values, says) for one in found.left],
        "proposed": [_offer(one.candidate, pages, says, closes=one.closes) for one in found.proposed],
        "others": [_offer(one, pages, says, closes=()) for one in found.alternatives],
        "add_all": pages.having(*(one.candidate.member.key for one in found.proposed)),
        "named": _named(asked.name, pages, place, says),
    }


def missing(place: Place, signal: Signal) -> list[SaidFinding]:
    """The conditions of a call that a town alone does not meet, in words; none of what nobody applies to."""
    if signal.kind not in APPLIED_TO:
        return []
    _, findings = eligibility(place, signal, says=speaker())
    return [one for one in findings if one.state is State.FAILED or one.short]


def _groups(findings: Sequence[SaidFinding]) -> list[tuple[str, str, str, list[SaidFinding]]]:
    """The findings by state, those to act on first: (state, heading, icon, findings); empty ones left out."""
    headings = [
        (State.FAILED, _("Not met yet"), "cross"),
        (State.UNKNOWN, _("To check yourselves"), "warning"),
        (State.MET, _("Met"), "check"),
        (State.NOT_STATED, _("Not stated"), "none"),
    ]
    grouped = [
        (state.value, heading, icon, [one for one in findings if one.state is state])
        for state, heading, icon in headings
    ]
    return [group for group in grouped if group[3]]


def gap_sentences(found: Completion, says: Speaker) -> list[str]:
    """What is missing, as sentences: "2 more partners"."""
    return [gap_sentence(one.kind, one.short, one.values, says) for one in found.gaps]


def gap_sentence(kind: str, short: int, values: dict[str, Any], says: Speaker) -> str:
    """One thing that is missing, in words."""
    return says.say("gap", kind, {**values, "count": short})


class _Addresses:
    """The same page with other members."""

    def __init__(self, path: str, asked: Asked) -> None:
        self.path = path
        self.keys = asked.keys
        self.rest = {
            name: value
            for name, value in (
                ("rules", asked.programme),
                ("amount", asked.plan.amount_eur),
                ("months", asked.plan.months),
            )
            if value
        }

    def having(self, *keys: str) -> str:
        return self._of([*self.keys, *(key for key in keys if key not in self.keys)])

    def without(self, key: str) -> str:
        return self._of([one for one in self.keys if one != key])

    def _of(self, keys: Sequence[str]) -> str:
        query = urlencode({**self.rest, "with": keys}, doseq=True)
        return f"{self.path}?{query}" if query else self.path


def _partner(member: Member, pages: _Addresses, *, is_town: bool) -> Partner:
    return Partner(
        name=member.name,
        country=country_name(member.country) if member.country else "",
        population=member.population,
        address=_address_of(member),
        without="" if is_town else pages.without(member.key),
    )


def _offer(candidate: Candidate, pages: _Addresses, says: Speaker, *, closes: Sequence[str]) -> Offer:
    member = candidate.member
    return Offer(
        name=member.name,
        country=country_name(member.country) if member.country else "",
        population=member.population,
        address=_address_of(member),
        grounds=[_ground(one, says) for one in candidate.grounds],
        closes=[_closes()[kind] for kind in closes],
        add=pages.having(member.key),
    )


def _closes() -> dict[str, str]:
    """What a partner settles, by the kind of condition."""
    return {
        "partners": _("one more partner"),
        "countries": _("another country"),
        "union": _("a member state"),
        "outside": _("from outside the Union"),
        "mix": _("the kind of body asked for"),
    }


def _ground(ground: Ground, says: Speaker) -> SaidGround:
    address = reverse("web:place", args=[ground.place]) if ground.place else ""
    if address and ground.key in ("twin", "twin_of_neighbour"):
        address = f"{address}#twins"
    return SaidGround(says.say(ground.group, ground.key, ground.values), address, ground.is_sample)


def _address_of(member: Member) -> str:
    if member.key.startswith("p"):
        return reverse("web:place", args=[int(member.key[1:])])
    return reverse("web:organisation", args=[int(member.key[1:])]) if member.key.startswith("o") else ""


def _named(name: str, pages: _Addresses, town: Place, says: Speaker) -> list[Offer]:
    """The places with a name somebody typed, to add."""
    found = places.search(name, limit=6) if name else []
    keys = [f"p{one.pk}" for one in found if one.pk != town.pk]
    return [_offer(Candidate(one, ()), pages, says, closes=()) for one in members_of(keys)]
