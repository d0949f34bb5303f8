"""How many of the acts published touch local government: the figures, the acts behind them, and a file."""

import csv
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.signals.enums import Impact
from antena.signals.queries.local_share import (
    CLASSES,
    DIRECT,
    Counted,
    acts_that_touch,
    known_errors,
    local_share,
)
from antena.signals.reading.impact.quantifying import Share
from antena.signals.texts import without_bodies
from antena.themes.models import Theme
from antena.web.context import today
from antena.web.drawing.shares import HEIGHT, columns, width_of
from antena.web.rows import brief_of

_DRAWN_YEARS = 12
_PAGE = 40


@dataclass(frozen=True)
class Line:
    """A line of a table: its name, the counts, the shares in words, and where its acts are listed."""

    name: str
    counted: Counted
    broad: str
    narrow: str
    broad_address: str
    narrow_address: str
    classes: tuple[tuple[int, str], ...]


@require_safe
def local_share_page(request: HttpRequest) -> HttpResponse:
    """The shares of all acts, by year and by field, with their definition and their intervals."""
    found = local_share()
    labels = _fields()
    years = [_line(str(year), counted, year=year) for year, counted in found.years.items()]
    fields = [_line(labels[code], found.fields[code], field=code) for code in labels if code in found.fields]
    drawn = columns(
        [
            (year, counted.broad / counted.of, counted.narrow / counted.of)
            for year, counted in sorted(found.years.items())[-_DRAWN_YEARS:]
        ]
    )
    return render(
        request,
        "public/local_share.html",
        {
            "whole": _line(_("All years"), found.whole),
            "years": years,
            "fields": fields,
            "classes": [Impact(name).label for name in CLASSES],
            "columns": drawn,
            "width": width_of(drawn),
            "height": HEIGHT,
            "errors": known_errors(),
        },
    )


@require_safe
def local_share_acts(request: HttpRequest) -> HttpResponse:
    """The acts behind a figure, by ``year``, ``field`` and ``level`` in the address; else a 400."""
    year, field, level = _asked(request)
    found = acts_that_touch(year=year, field=field, level=level).prefetch_related(without_bodies())
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    language, now = get_language() or "en", today()
    shown = [brief_of(signal, language=language, today=now) for signal in page]
    kept = {"year": year or "", "field": field, "level": level}
    return render(
        request,
        "public/local_share_acts.html",
        {
            "page": page,
            "acts": shown,
            "of_year": year,
            "field": _fields().get(field, ""),
            "is_narrow": level == DIRECT,
            "query": urlencode({name: value for name, value in kept.items() if value}),
        },
    )


@require_safe
def local_share_csv(request: HttpRequest) -> HttpResponse:
    """A line for all acts, each year and each field, as a file."""
    found = local_share()
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="local-share.csv"'
    rows = csv.writer(answer)
    ends = ("share", "low", "high")
    rows.writerow(
        ["what", "acts", "broad", "narrow", *CLASSES]
        + [f"{name}_{end}" for name in ("broad", "narrow") for end in ends]
    )
    named = [("all", found.whole), *found.years.items(), *found.fields.items()]
    for name, counted in named:
        classes = (counted.classes[one] for one in CLASSES)
        shares = (*_ends(counted.broad_share), *_ends(counted.narrow_share))
        rows.writerow([name, counted.of, counted.broad, counted.narrow, *classes, *shares])
    return answer


def _asked(request: HttpRequest) -> tuple[int | None, str, str]:
    year, field, level = (request.GET.get(name, "") for name in ("year", "field", "level"))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
        raise BadRequest(_("“%(year)s” is not a year.") % {"year": year[:20]})
    if field and field not in _fields():
        raise BadRequest(_("There is no field “%(field)s”.") % {"field": field[:40]})
    if level not in ("", DIRECT):
        raise BadRequest(_("“%(level)s” is not a value we know.") % {"level": level[:20]})
    return (int(year) if year else None), field, level


def _fields() -> dict[str, str]:
    language = get_language() or "en"
    fields = Theme.objects.filter(parent=None).values_list("code", "labels")
    return {code: labels.get(language) or labels.get("en") or code for code, labels in fields}


def _line(name: str, counted: Counted, *, year: int | None = None, field: str = "") -> Line:
    asked = {key: value for key, value in (("year", year), ("field", field)) if value}
    listed = reverse("web:local-share-acts")
    return Line(
        name=name,
        counted=counted,
        broad=_said(counted.broad_share),
        narrow=_said(counted.narrow_share),
        broad_address=f"{listed}?{urlencode(asked)}",
        narrow_address=f"{listed}?{urlencode({**asked, 'level': DIRECT})}",
        classes=tuple((counted.classes[one], _searched(one, year, field)) for one in CLASSES),
    )


def _searched(impact: str, year: int | None, field: str) -> str:
    asked: dict[str, str] = {"kind": "act", "impact": impact, "samples": "no"}
    if year:
        asked |= {"published_from": f"{year}-01-01", "published_until": f"{year}-12-31"}
    if field:
        asked["theme"] = field
    return f"{reverse('web:search')}?{urlencode(asked)}"


def _said(share: Share | None) -> str:
    if share is None:
        return _("too few acts to tell")
    return _("%(value)d %% (%(low)d–%(high)d)") % {
        "value": round(100 * share.value),
        "low": round(100 * share.low),
        "high": round(100 * share.high),
    }


def _ends(share: Share | None) -> list[str]:
    return ["", "", ""] if share is None else [f"{end:.4f}" for end in (share.value, share.low, share.high)]
