"""The first page: what this is, one field that finds your town, and the week as it stands."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.lib.dates import BRUSSELS
from antena.matching.enums import Bucket
from antena.web import maps, queries
from antena.web.context import today
from antena.web.drawing.dial import Spot, dial
from antena.web.rows import Brief, brief_of, words_of

DAYS = 90
BRIEFS = 5
KEPT = 60  # seconds


@dataclass(frozen=True)
class Column:
    """One bucket with its latest signals."""

    bucket: str
    label: str
    briefs: list[Brief]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page. What it shows is the same for all; it is made anew once a minute and language."""
    return render(request, "public/home.html", {"board": SimpleLazyObject(_board), "kept": KEPT})


def _board() -> dict[str, Any]:
    spots = _spots()
    return {
        "numbers": queries.numbers(at=timezone.now()),
        "columns": [_column(bucket) for bucket in Bucket],
        "examples": queries.example_towns(),
        "map": maps.association(at=timezone.now()),
        "spots": spots,
        "dial": dial(spots, today=today(), days=DAYS),
        "dial_legend": [*Bucket.choices, ("", _("on the radar of no town"))],
    }


def _column(bucket: Bucket) -> Column:
    language = get_language() or "en"
    found = queries.latest(bucket, limit=BRIEFS)
    briefs = [brief_of(signal, language=language, today=today(), towns=towns) for signal, towns in found]
    return Column(bucket.value, str(bucket.label), briefs)


def _spots() -> list[Spot]:
    language = get_language() or "en"
    return [
        _spot(signal, bucket, language) for signal, bucket in queries.coming(at=timezone.now(), days=DAYS)
    ]


def _spot(signal: Any, bucket: str, language: str) -> Spot:
    words = words_of(signal.texts.all(), language)
    return Spot(
        day=signal.next_deadline.astimezone(BRUSSELS).date(),
        label=words.title,
        address=reverse("web:signal", args=[signal.slug]),
        tone=bucket,
    )
