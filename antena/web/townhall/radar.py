"""A town's radar: what to act on, what to follow, what to be inspired by; also as a calendar and a feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antena.lib.dates import BRUSSELS
from antena.matching import queries as matching
from antena.matching import rules
from antena.matching.engine.vocabulary import ASSETS
from antena.matching.enums import Answer, Bucket
from antena.matching.models import Profile
from antena.matching.queries.radar import Radar, RadarItem
from antena.places import queries as places
from antena.records import queries as records
from antena.themes.models import Goal, Theme
from antena.web import evidence, queries
from antena.web.context import today
from antena.web.drawing.dial import Spot, dial
from antena.web.evidence import Sights
from antena.web.public import practices
from antena.web.rows import MatchRow, match_row, words_of
from antena.web.templatetags.antena import named


class Around(NamedTuple):
    """What the rows of a radar need beside its items: how texts begin, and where evidence is looked at."""

    openings: Mapping[tuple[int, str], str]
    sights: Sights


DAYS = 90
WISHES = 6


@dataclass(frozen=True)
class Section:
    """A bucket on the page: its rows, and what is said when there are none."""

    bucket: str
    label: str
    explanation: str
    rows: list[MatchRow]
    empty: str
    advice: str


@dataclass(frozen=True)
class Wish:
    """A theme the town wants, and how much in percent."""

    label: str
    percent: int


@dataclass(frozen=True)
class Chip:
    """A field to filter by, with how many matches are about it."""

    code: str
    label: str
    count: int


@require_safe
def town(request: HttpRequest, slug: str) -> HttpResponse:
    """The radar of a town. ``?theme=`` keeps the matches about one field."""
    profile = profile_of(slug)
    radar = matching.radar(profile, today=today())
    fields = queries.fields()
    about = queries.fields_of(item.signal.pk for item in shown(radar))
    around = around_of(profile, [item.signal.pk for item in (*shown(radar), *radar.put_away)])
    chosen = _chosen(request, fields)
    may_see = rules.can_see_verdicts(request.user, profile)
    return render(
        request,
        "townhall/town.html",
        {
            **_of_town(profile, fields),
            "counts": {bucket.bucket.value: len(bucket.items) for bucket in radar.buckets},
            "sections": _sections(radar, about, around, chosen, shows_verdicts=may_see),
            "put_away": _rows(radar.put_away, around, shows_verdicts=True) if may_see else [],
            "themes": _chips(fields, about),
            "theme_code": chosen,
            **_deadlines(radar),
            "may_answer": rules.can_give_verdict(request.user, profile),
            "may_edit": rules.can_edit_profile(request.user, profile),
            "answers": Answer.choices,
        },
    )


@require_safe
def town_practices(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the radar with practices, fetched when it is looked at: finding them takes a search."""
    profile = profile_of(slug)
    context = {"town": profile.place, "practices": practices.for_town(profile)}
    return render(request, "townhall/practices.html", context)


def profile_of(slug: str) -> Profile:
    """The profile of the town at this address; a friendly 404 where there is none."""
    profile = queries.profile(slug)
    if profile is None:
        raise Http404(_("No town of the association has the address “%(slug)s”.") % {"slug": slug})
    return profile


def _of_town(profile: Profile, fields: list[Theme]) -> dict[str, Any]:
    """What the page says of the town itself."""
    place = profile.place
    return {
        "town": place,
        "profile": profile,
        "wishes": _wishes(profile, fields),
        **_said_of_itself(profile),
        "neighbours": places.neighbours(place),
        "experience": records.experience([place.pk]).get(place.pk, {}).items(),
        "locator": places.locator(place),
        "sample_note": _("Sample: what this town says it has and needs was written to show how Antena works.")
        if profile.is_sample
        else "",
    }


def _said_of_itself(profile: Profile) -> dict[str, str]:
    """The goals a town chose and what it has, as the sentences on its radar name them."""
    labels = dict(Goal.objects.filter(number__in=profile.goals).values_list("number", "labels"))
    return {
        "said_goals": ", ".join(f"{number} {named(labels[number])}" for number in sorted(labels)),
        "said_assets": ", ".join(_(ASSETS[code]) for code in profile.assets if code in ASSETS),
    }


def _wishes(profile: Profile, fields: Iterable[Theme]) -> list[Wish]:
    labels = {theme.code: named(theme.labels) for field in fields for theme in (field, *field.children.all())}
    heaviest = sorted(profile.themes.items(), key=lambda pair: (-pair[1], pair[0]))[:WISHES]
    return [Wish(labels.get(code, code), round(100 * weight)) for code, weight in heaviest]


def _chosen(request: HttpRequest, fields: list[Theme]) -> str:
    asked = request.GET.get("theme", "")
    if asked and asked not in {field.code for field in fields}:
        raise BadRequest(_("There is no theme called “%(theme)s”.") % {"theme": asked[:40]})
    return asked


def _chips(fields: list[Theme], about: dict[int, set[str]]) -> list[Chip]:
    counts = {field.code: sum(field.code in codes for codes in about.values()) for field in fields}
    return [
        Chip(field.code, named(field.labels), counts[field.code]) for field in fields if counts[field.code]
    ]


def _sections(
    radar: Radar, about: dict[int, set[str]], around: Around, chosen: str, *, shows_verdicts: bool
) -> list[Section]:
    explanations = {
        Bucket.ACT: _("Open to a town hall, with a date."),
        Bucket.FOLLOW: _("It asks for nothing yet: good to know in time."),
        Bucket.INSPIRE: _("What others did, and what you could."),
    }
    empty = {
        Bucket.ACT: _("Nothing to act on now."),
        Bucket.FOLLOW: _("Nothing to follow now."),
        Bucket.INSPIRE: _("Nothing to be inspired by now."),
    }
    advice = (
        _("Nothing about this theme. Look at everything, or at another theme.")
        if chosen
        else _("Write what the town needs in its profile: more will be found. New things arrive every day.")
    )
    return [
        Section(
            bucket=bucket.bucket.value,
            label=str(bucket.bucket.label),
            explanation=explanations[bucket.bucket],
            rows=_rows(
                (item for item in bucket.items if not chosen or chosen in about.get(item.signal.pk, ())),
                around,
                shows_verdicts=shows_verdicts,
            ),
            empty=empty[bucket.bucket],
            advice=advice,
        )
        for bucket in radar.buckets
    ]


def _rows(items: Iterable[RadarItem], around: Around, *, shows_verdicts: bool) -> list[MatchRow]:
    return [row_of(item, around, shows_verdict=shows_verdicts) for item in items]


def around_of(profile: Profile, signals: Sequence[int]) -> Around:
    """What is around some signals of a town's radar. Three queries."""
    return Around(queries.openings(signals), evidence.sights(profile.place, signals, get_language() or "en"))


def row_of(item: RadarItem, around: Around, *, shows_verdict: bool) -> MatchRow:
    """An item in the reader's language as of today; ``around`` is of all items."""
    shown_language = words_of(item.signal.texts.all(), around.sights.language).language
    return match_row(
        item,
        sights=around.sights,
        today=today(),
        shows_verdict=shows_verdict,
        opening=around.openings.get((item.signal.pk, shown_language), ""),
    )


def shown(radar: Radar) -> list[RadarItem]:
    """What is on a radar, bucket after bucket, without what was put away."""
    return [item for bucket in radar.buckets for item in bucket.items]


def _deadlines(radar: Radar) -> dict[str, Any]:
    """The dial of the town and its table."""
    language = get_language() or "en"
    spots = [
        Spot(
            day=item.signal.next_deadline.astimezone(BRUSSELS).date(),
            label=words_of(item.signal.texts.all(), language).title,
            address=f"{reverse('web:signal', args=[item.signal.slug])}?town={radar.profile.place.slug}",
            tone=item.match.bucket,
        )
        for item in shown(radar)
        if item.signal.next_deadline is not None
    ]
    spots = [spot for spot in sorted(spots, key=lambda spot: spot.day) if (spot.day - today()).days <= DAYS]
    return {"spots": spots, "dial": dial(spots, today=today(), days=DAYS), "dial_legend": Bucket.choices}
