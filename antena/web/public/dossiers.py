"""Laws in the making: the list of dossiers, and each with its stages, its days and its documents."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.signals.enums import Stage
from antena.signals.models import Dossier
from antena.signals.queries import dossiers as queries
from antena.signals.queries.dossiers import DossierPage
from antena.web import queries as house
from antena.web.context import today
from antena.web.drawing.timeline import timeline
from antena.web.paging import Leaf, leaves, page_number
from antena.web.public import dossier_page as page
from antena.web.rows import words_of

MAX_ASKED = 200


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """All dossiers, the latest first; ``?q=`` a number or words of a title, ``?stage=`` one stage."""
    asked = request.GET.get("q", "").strip()
    stage = request.GET.get("stage", "")
    if len(asked) > MAX_ASKED or "\x00" in asked:
        raise BadRequest(_("A number or some words of a title, please: this is too long."))
    if stage and stage not in Stage.values:
        raise BadRequest(_("“%(stage)s” is not a stage of a law.") % {"stage": stage[:40]})
    found = queries.dossiers(asked=asked, stage=stage, page=page_number(request))
    context = {
        "rows": [(dossier, words_of(_texts(dossier), get_language() or "en")) for dossier in found],
        "page": found,
        "asked": asked,
        "stage": stage,
        "stages": _stages(request, stage),
        "leaves": [
            Leaf(number, _address(request, page=str(number)))
            for number in leaves(found.number, found.paginator.num_pages)
        ],
    }
    return render(request, "public/dossiers.html", context)


@require_safe
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    """One dossier; an address made of a number it is no longer known by leads on to the one of now."""
    found = _found(slug)
    if isinstance(found, Dossier):
        return redirect("web:dossier", slug=found.slug)
    now, language = today(), get_language() or "en"
    towns = house.towns_of([signal.pk for signal in found.documents])
    standing = found.standing(today=now)
    days = page.days(found, today=now, language=language)
    touching = page.impact(found)
    context = {
        "dossier": found.dossier,
        "words": page.words(found, language),
        "track": page.track(standing),
        "stage": Stage(standing.stage).label,
        "days": days,
        "ahead": [day for day in days if day.when in {"coming", "later"}],
        "line": timeline([(day.day, day.label) for day in days if day.when != "now"], today=now),
        "groups": page.groups(found, language=language, today=now, towns=towns.counts),
        "themes": page.themes(found),
        "impact": touching,
        "quote": page.quote(touching, language),
        "towns": towns,
        "sample_note": _("Sample: this was written to show how Antena works; the official text is elsewhere.")
        if found.dossier.is_sample
        else "",
    }
    return render(request, "public/dossier.html", context)


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened in a dossier, the newest first; what is to come is not in it before its day."""
    found = _found(slug)
    if isinstance(found, Dossier):
        return redirect("web:dossier-feed", slug=found.slug)
    language = get_language() or "en"
    words = page.words(found, language)
    address = request.build_absolute_uri(reverse("web:dossier", args=[slug]))
    made = Atom1Feed(
        title=words.title,
        link=address,
        feed_url=request.build_absolute_uri(),
        description=found.dossier.label,
        language=language,
    )
    past = [day for day in page.days(found, today=today(), language=language) if day.when == "past"]
    for day in reversed(past):
        link = request.build_absolute_uri(reverse("web:signal", args=[day.slug]))
        made.add_item(
            title=f"{day.label}: {day.title}",
            link=link,
            unique_id=f"{link}#{day.day.isoformat()}-{day.what}",
            description="",
            pubdate=page.noon(day.day),
            updateddate=page.noon(day.day),
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _found(slug: str) -> DossierPage | Dossier:
    """The dossier's page; the dossier alone where it is known by another number now."""
    try:
        return queries.dossier_page(slug)
    except Dossier.DoesNotExist as error:
        now = queries.dossier_now(slug)
        if now is None:
            raise Http404(_("We know no dossier with this name.")) from error
        return now


def _texts(dossier: Dossier) -> Any:
    return dossier.lead.texts.all() if dossier.lead else ()


def _stages(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    counts = queries.stage_counts()
    every = {
        "label": _("All"),
        "count": sum(counts.values()),
        "address": _address(request, stage="", page="1"),
        "is_here": not chosen,
    }
    return [
        every,
        *(
            {
                "label": stage.label,
                "count": counts[stage.value],
                "address": _address(request, stage=stage.value, page="1"),
                "is_here": stage.value == chosen,
            }
            for stage in Stage
            if stage.value in counts
        ),
    ]


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
