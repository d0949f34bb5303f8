"""Possible twins for any place of the world, and members of the association for a town abroad."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.matching.enums import ExclusionReason, TwinMark
from antena.matching.models import TwinChoice
from antena.matching.queries.twin_choices import excluded_twins, twin_choices
from antena.matching.queries.twins import Among, Proposal, propose
from antena.places import queries as places
from antena.places.models import Country, Place
from antena.places.queries.twinnings import twin_names
from antena.web import queries
from antena.web.public import twin_filters, twin_page
from antena.web.public.place_page import country_name
from antena.web.public.places import LAND, Found, found_place, typed
from antena.web.townhall.twin_choices import may_choose, may_see

MOST = 20


@require_safe
def twins(request: HttpRequest, place_id: int) -> HttpResponse:
    """The places that suit one as twins, narrowed by what the address asks for (`twin_filters`)."""
    place = _place(place_id)
    nations = list(Country.objects.order_by("code"))
    asked = twin_filters.read(request.GET, place, nations)
    wanted = twin_filters.among(asked, place, nations)
    found = _proposed(place, wanted, twin_filters.population(asked, place))
    choices = twin_choices(place.pk) if may_see(request.user, place.pk) else []
    return render(
        request,
        "public/twins.html",
        {
            **_shown(place, found, choices, sort=asked.sort),
            "asked": asked,
            "filters": twin_filters.filters(asked, place, nations),
            "interested": [one for one in choices if one.mark == TwinMark.INTERESTED],
            "excluded": [one for one in choices if one.mark == TwinMark.EXCLUDED],
            "may_choose": may_choose(request.user, place.pk),
            "reasons": ExclusionReason.choices,
            "here": request.get_full_path(),
        },
    )


@require_safe
def twin_with_us(request: HttpRequest) -> HttpResponse:
    """For a town abroad: find it (``q``), then the members of the association that suit it (``place``)."""
    asked = typed(request)
    number = request.GET.get("place", "").strip()
    if not number:
        rows = [_choice(one) for one in places.search(asked, limit=12)] if asked else []
        return render(request, "public/twin_with_us.html", {"asked": asked, "places": rows})
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404(_("We know no place with this number."))
    place = _place(int(number))
    if place.is_member:
        return HttpResponseRedirect(reverse("web:place-twins", args=[place.pk]))
    found = _proposed(place, "members", None)
    return render(request, "public/twin_with_us.html", _shown(place, found, [], sort=""))


def _proposed(place: Place, wanted: Among, population: tuple[int, int] | None) -> list[Proposal]:
    excluded = excluded_twins(place.pk)
    return list(propose(place.pk, among=wanted, most=MOST, population=population, excluded=excluded))


def _shown(
    place: Place, found: list[Proposal], choices: Sequence[TwinChoice], *, sort: str
) -> dict[str, Any]:
    """What both pages tell of a place and its candidates."""
    listed = twin_page.candidates(place, found, {one.other_id: one for one in choices})
    return {
        "place": place,
        "country": country_name(place.country_id),
        "candidates": twin_page.in_order(listed, sort),
        "countries": twin_page.by_country(listed),
        "arcs": twin_page.candidate_map(place, found, land=LAND),
        "own_twins": twin_names([place.pk]).get(place.pk, ()),
        "compared": twin_page.compared(),
    }


def _place(place_id: int) -> Place:
    place = queries.place(place_id)
    if place is None:
        raise Http404(_("We know no place with this number."))
    return place


def _choice(one: Place) -> Found:
    return found_place(one, f"{reverse('web:twin-with-us')}?place={one.pk}")
