"""A town's radar to take along: deadlines as a calendar, what is new as an Atom feed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from antena.lib.dates import BRUSSELS
from antena.lib.text import of_place
from antena.matching import queries as matching
from antena.matching.queries.radar import RadarItem
from antena.web.context import today
from antena.web.rows import words_of
from antena.web.townhall.radar import profile_of, shown


@require_safe
def town_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The deadlines of a town's radar as whole days in Brussels, to subscribe to."""
    profile = profile_of(slug)
    radar = matching.radar(profile, today=today())
    calendar = Calendar()
    calendar.add("prodid", "-//Antena//radar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _title(profile.place.name))
    for event in _events(request, shown(radar), slug):
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


@require_safe
def town_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on a town's radar, the newest first, with its reasons."""
    profile = profile_of(slug)
    radar = matching.radar(profile, today=today())
    language = get_language() or "en"
    feed = Atom1Feed(
        title=_title(profile.place.name),
        link=request.build_absolute_uri(reverse("web:town", args=[slug])),
        feed_url=request.build_absolute_uri(),
        description="",
        language=language,
    )
    for item in sorted(shown(radar), key=lambda item: item.signal.first_seen, reverse=True):
        address = _address(request, item, slug)
        feed.add_item(
            title=words_of(item.signal.texts.all(), language).title,
            link=address,
            unique_id=address,
            description="\n".join((*item.reasons, item.next_step)),
            pubdate=item.signal.first_seen,
            updateddate=item.match.computed_at,
            categories=[str(item.match.get_bucket_display())],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _events(request: HttpRequest, items: list[RadarItem], slug: str) -> Iterator[Event]:
    language = get_language() or "en"
    for item in items:
        if item.signal.next_deadline is None:
            continue
        event = Event()
        # one event for one signal and town, whatever its deadline moves to
        event.add("uid", f"{item.signal.slug}.{slug}@antena")
        event.add("dtstamp", timezone.now())
        event.add("sequence", item.signal.version)
        event.add("dtstart", item.signal.next_deadline.astimezone(BRUSSELS).date())
        event.add("summary", words_of(item.signal.texts.all(), language).title)
        event.add("description", "\n".join((*item.reasons, item.next_step)))
        event.add("url", _address(request, item, slug))
        yield event


def _address(request: HttpRequest, item: RadarItem, slug: str) -> str:
    path = f"{reverse('web:signal', args=[item.signal.slug])}?town={slug}"
    return request.build_absolute_uri(path)


def _title(name: str) -> str:
    return _("Radar %(of_town)s") % {"of_town": of_place(name, get_language() or "en")}
