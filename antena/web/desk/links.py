"""Links to check: bodies whose name may be that of a place, for the office to say whether it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antena.accounts.models import User
from antena.places import queries as places
from antena.places.models import Place
from antena.records import actions, queries
from antena.records.models import Body
from antena.records.queries import Proposal, Words
from antena.records.sentences import say_evidence
from antena.web.desk.access import for_officers
from antena.web.paging import Leaf, leaves, page_number
from antena.web.public.place_page import country_name

LENGTH: Final = 100
_SUGGESTED: Final = 8


@dataclass(frozen=True)
class Option:
    """A place a body may be, as a button. ``percent`` is how sure the link is, None where a person asked."""

    number: int
    name: str
    where: str
    population: int | None
    percent: int | None = None


@dataclass(frozen=True)
class Row:
    """A body with the place proposed, in the reader's language. ``found`` answers ``asked``."""

    number: int
    name: str
    address: str
    proposed: Option
    evidence: Sequence[str]
    others: Sequence[Option]
    projects: Sequence[tuple[str, Words]]
    asked: str
    found: Sequence[Option]


@require_safe
@for_officers
def links(request: HttpRequest) -> HttpResponse:
    """The links that wait. ``body`` and ``q`` look for another place for one of them."""
    page = queries.review_queue(page_number(request))
    asked = " ".join(request.GET.get("q", "")[:LENGTH].split())
    number = request.GET.get("body", "")
    found = [_option(one) for one in places.search(asked, limit=_SUGGESTED)] if asked else []
    rows = [_row(one, asked, found) if str(one.body.pk) == number else _row(one) for one in page.proposals]
    leaf = page.leaf
    turn = [Leaf(n, f"?page={n}") for n in leaves(leaf.number, leaf.paginator.num_pages)]
    return render(
        request,
        "desk/links.html",
        {"rows": rows, "total": leaf.paginator.count, "page": leaf.number, "leaves": turn},
    )


@require_POST
@for_officers
def decide(request: HttpRequest, body_id: int) -> HttpResponse:
    """Say of one body that it is the place proposed, another place, or none."""
    assert isinstance(request.user, User)
    try:
        said = _decided(request, body_id, request.user)
    except Body.DoesNotExist as error:
        raise Http404(_("There is no such body.")) from error
    except actions.NoSuchPlaceError as error:
        raise Http404(_("We know no place with this number.")) from error
    except actions.NothingProposedError:
        messages.error(request, _("Somebody has decided already that it is none of our places."))
    else:
        messages.success(request, said)
    page = request.POST.get("page", "1")
    return redirect(f"{reverse('web:links')}?page={page if page.isascii() and page.isdigit() else 1}")


def _decided(request: HttpRequest, body_id: int, by: User) -> str:
    place = request.POST.get("place", "")
    if place:
        if not (place.isascii() and place.isdigit() and len(place) < 19):
            raise BadRequest(_("“%(value)s” is not the number of a place.") % {"value": place[:40]})
        body = actions.choose_place(body_id=body_id, place_id=int(place), by=by, at=timezone.now())
    elif request.POST.get("decision") == "confirm":
        body = actions.confirm_link(body_id=body_id, by=by, at=timezone.now())
    elif request.POST.get("decision") == "reject":
        body = actions.reject_link(body_id=body_id, by=by, at=timezone.now())
        return _("%(body)s is none of our places.") % {"body": body.name}
    else:
        raise BadRequest(_("Nothing was decided."))
    return _("%(body)s is %(place)s.") % {"body": body.name, "place": body.place}


def _row(proposal: Proposal, asked: str = "", found: Sequence[Option] = ()) -> Row:
    body, language = proposal.body, get_language() or "en"
    city = f"{body.postcode} {body.city}".strip()
    return Row(
        number=body.pk,
        name=body.name,
        address=", ".join(part for part in (city, country_name(body.country)) if part),
        proposed=_option(proposal.place, body.link_confidence),
        evidence=say_evidence(body.link_evidence),
        others=[_option(place, confidence) for place, confidence in proposal.others],
        projects=[(one.programme, queries.words_of(one, language)) for one in proposal.projects],
        asked=asked,
        found=found,
    )


def _option(place: Place, confidence: float | None = None) -> Option:
    county = place.county.name if place.county else ""
    province = place.province.name if place.province else ""
    return Option(
        number=place.pk,
        name=place.name,
        where=", ".join(part for part in (county or province, country_name(place.country_id)) if part),
        population=place.population,
        percent=None if confidence is None else round(confidence * 100),
    )
