"""Finding a place, the list of the towns, and the page of any place of the world."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.places import queries as places
from antena.places.models import Place
from antena.records import queries as records
from antena.web import queries
from antena.web.context import today
from antena.web.drawing.world import globe
from antena.web.public import place_page
from antena.web.public.place_page import country_name
from antena.web.townhall.twins import may_decide

LAND = settings.NODE_MODULES / "world-atlas" / "land-110m.json"
LENGTH = 100
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True)
class Found:
    """A place as the finder shows it."""

    name: str
    where: str
    population: int | None
    is_member: bool
    address: str


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The finder without script: straight to the one town meant, else the places with such a name."""
    asked = typed(request)
    found = places.search(asked, limit=20) if asked else []
    if len(found) == 1 or (found and found[0].is_member and found[0].name.casefold() == asked.casefold()):
        return HttpResponseRedirect(_address(found[0]))
    return render(request, "public/found.html", {"asked": asked, "places": [_found(one) for one in found]})


@require_safe
def find_options(request: HttpRequest) -> HttpResponse:
    """What the finder suggests while one types. ``for``: a signal, whose page the choice leads back to."""
    asked = typed(request)
    wanted = request.GET.get("for", "")
    signal = wanted if _SLUG.fullmatch(wanted) else ""
    found = places.search(asked, limit=8) if asked else []
    options = [_found(one, signal) for one in found if one.is_member or not signal]
    name = "".join(sign for sign in request.GET.get("id", "") if sign.isalnum() or sign == "-")[:40]
    return render(
        request, "public/found_options.html", {"asked": asked, "places": options, "id": name or "find"}
    )


@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Every town of the association, by county: what the map says, as a list."""
    return render(request, "public/towns.html", {"towns": queries.towns(at=timezone.now())})


@require_safe
def place(request: HttpRequest, place_id: int, slug: str = "") -> HttpResponse:
    """Any place of the world."""
    found = queries.place(place_id)
    if found is None:
        raise Http404(_("We know no place with this number."))
    twins = places.known_twins(found)
    drawn = place_page.arc_map(found, twins, land=LAND, today=today())
    return render(
        request,
        "public/place.html",
        {
            "place": found,
            "country": country_name(found.country_id),
            "names": queries.other_names(found),
            "facts": place_page.fact_rows(found),
            "record": records.track_record(found, language=get_language() or "en"),
            "goals": place_page.goal_rows(found),
            "twins": place_page.twin_rows(twins, today=today()),
            "arcs": drawn,
            "globe": None if drawn else globe(latitude=found.latitude, longitude=found.longitude, land=LAND),
            "is_member": found.is_member,
            "may_decide": may_decide(request.user, found.pk),
        },
    )


def typed(request: HttpRequest) -> str:
    """What was typed: one line of printable signs, cut."""
    written = request.GET.get("q") or request.GET.get("town") or ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in written[:LENGTH]).split())


def _found(one: Place, signal: str = "") -> Found:
    return found_place(one, _address(one, signal))


def found_place(one: Place, address: str) -> Found:
    """A place in a list of those found, with where a click leads."""
    county = one.county.name if one.county else ""
    return Found(
        name=one.name,
        where=", ".join(part for part in (county, country_name(one.country_id)) if part),
        population=one.population,
        is_member=one.is_member,
        address=address,
    )


def _address(one: Place, signal: str = "") -> str:
    if signal:
        return f"{reverse('web:signal', args=[signal])}?town={one.slug}#why"
    return reverse("web:town", args=[one.slug]) if one.is_member else reverse("web:place", args=[one.pk])
