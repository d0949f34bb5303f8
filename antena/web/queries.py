"""What the screens read across the house: numbers of the week, coming deadlines, the towns and their borders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Prefetch, Q, QuerySet, prefetch_related_objects

from antena.lib.text import normalise
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile
from antena.places.actions.members import MEMBERS
from antena.places.models import Border, Load, Place
from antena.signals.enums import Kind, Status, Triage
from antena.signals.models import Signal, SignalText

ARRIVALS = (Kind.ACT, Kind.PROPOSAL)


@dataclass(frozen=True)
class Numbers:
    """This week in numbers."""

    open_calls: int
    closing_soon: int
    acts_arrived: int
    towns: int
    towns_to_act: int


def numbers(*, at: datetime) -> Numbers:
    """Calls open, those closing within 30 days, acts and proposals that arrived in 7 days, towns with work."""
    open_calls = visible().filter(kind=Kind.CALL, status=Status.OPEN)
    return Numbers(
        open_calls=open_calls.count(),
        closing_soon=open_calls.filter(next_deadline__range=(at, at + timedelta(days=30))).count(),
        acts_arrived=visible().filter(kind__in=ARRIVALS, first_seen__gte=at - timedelta(days=7)).count(),
        towns=Profile.objects.count(),
        towns_to_act=Match.objects.filter(bucket=Bucket.ACT).values("profile").distinct().count(),
    )


def visible() -> QuerySet[Signal]:
    """The signals a visitor sees: still listed by their source and not set aside by the office."""
    return Signal.objects.filter(delisted_at=None).exclude(triage=Triage.DISMISSED)


def coming(*, at: datetime, days: int) -> list[tuple[Signal, str]]:
    """Signals suggested to some town whose next deadline falls in these days, with their bucket, by date."""
    buckets = dict(Match.objects.values_list("signal", "bucket").distinct())
    found = (
        visible()
        .filter(next_deadline__range=(at, at + timedelta(days=days)), pk__in=buckets)
        .order_by("next_deadline", "pk")
        .prefetch_related(titles())
    )
    return [(signal, buckets[signal.pk]) for signal in found]


def latest(bucket: Bucket, *, limit: int) -> list[tuple[Signal, int]]:
    """The newest signals of a bucket with the number of towns they were suggested to."""
    found = (
        Match.objects.filter(bucket=bucket)
        .values("signal")
        .annotate(towns=Count("profile"), seen=Max("signal__first_seen"))
        .order_by("-seen", "-towns", "signal")[:limit]
    )
    towns = {row["signal"]: row["towns"] for row in found}
    signals = Signal.objects.in_bulk(list(towns))
    prefetch_related_objects(list(signals.values()), titles())
    return [(signals[pk], count) for pk, count in towns.items()]


def act_counts() -> dict[int, int]:
    """Place id → how many things it has to act on now; places with none are absent."""
    rows = (
        Match.objects.filter(bucket=Bucket.ACT)
        .values_list("profile__place")
        .annotate(n=Count("pk"))
        .values_list("profile__place", "n")
    )
    return dict(rows)


def example_towns(*, limit: int = 3) -> list[Place]:
    """Towns of different sizes to try: the most populated, one in the middle, the least."""
    members = Place.objects.filter(is_member=True, population__isnull=False).order_by("-population")
    count = members.count()
    places = (count * n // max(limit - 1, 1) for n in range(limit))
    return [members[min(position, count - 1)] for position in places] if count else []


def towns() -> QuerySet[Place]:
    """All members by county and name, with ``act`` things to act on."""
    act = Count("profile__matches", filter=Q(profile__matches__bucket=Bucket.ACT))
    return (
        Place.objects.filter(is_member=True)
        .select_related("county")
        .annotate(act=act)
        .order_by("county__sort_key", "sort_key")
    )


def borders_version() -> str:
    """What changes when the members' borders do."""
    return Load.objects.filter(name=MEMBERS).values_list("version", flat=True).first() or ""


def member_borders(*, county: int | None = None) -> QuerySet[Border]:
    """The borders of all members, or of those of a county."""
    borders = Border.objects.filter(place__is_member=True).select_related("place")
    return borders if county is None else borders.filter(place__county=county)


def titles() -> "Prefetch[str, QuerySet[SignalText], str]":
    """The texts of signals without their bodies: what a list needs."""
    return Prefetch("texts", SignalText.objects.only("signal", "language", "title", "summary", "origin"))



def place(place_id: int) -> Place | None:
    """A place of the world with its county and province, or None."""
    return Place.objects.select_related("county", "province").filter(pk=place_id).first()


def other_names(place: Place, *, limit: int = 40) -> list[str]:
    """How else its name is written, normalised, in any script."""
    own = normalise(place.name)
    return [name for name in place.names.values_list("text", flat=True).order_by("text")[:limit] if name != own]


def signal(slug: str) -> Signal | None:
    """A signal with everything its page shows, or None. Dismissed and delisted ones keep their page."""
    return (
        Signal.objects.filter(slug=slug)
        .prefetch_related("texts", "deadlines", "versions", "rules", "themes__theme", "goals__goal")
        .first()
    )


def reach(signal: Signal) -> list[Match]:
    """The matches of a signal, the best first, with their towns."""
    return list(signal.matches.select_related("profile__place").order_by("-score", "profile__place__sort_key"))


def populations() -> list[int]:
    """Inhabitants of every town served, where they are known."""
    return list(
        Profile.objects.filter(place__population__isnull=False).values_list("place__population", flat=True)
    )
