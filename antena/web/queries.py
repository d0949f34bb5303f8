"""What the screens read across the house: the week in numbers, deadlines, towns and their borders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce, Left

from antena.lib.text import normalise
from antena.matching.enums import Bucket
from antena.matching.models import Match, Profile
from antena.places import queries as places
from antena.places.earth import Polygon
from antena.places.models import Load, Place
from antena.signals.enums import Kind, Status, Triage
from antena.signals.models import Signal, SignalText, SignalTheme
from antena.signals.texts import without_bodies
from antena.themes.models import Theme

ARRIVALS = (Kind.ACT, Kind.PROPOSAL)
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Numbers:
    """This week in numbers."""

    open_calls: int
    closing_soon: int
    acts_arrived: int
    towns: int
    towns_to_act: int


def numbers(*, at: datetime) -> Numbers:
    """Calls open, those closing within a month, acts and proposals of 7 days, towns with something to do."""
    open_calls = visible().filter(kind=Kind.CALL, status=Status.OPEN)
    return Numbers(
        open_calls=open_calls.count(),
        closing_soon=open_calls.filter(next_deadline__range=(at, at + SOON)).count(),
        acts_arrived=visible().filter(kind__in=ARRIVALS, first_seen__gte=at - timedelta(days=7)).count(),
        towns=Profile.objects.count(),
        towns_to_act=Match.objects.filter(bucket=Bucket.ACT).values("profile").distinct().count(),
    )


def visible() -> QuerySet[Signal]:
    """The signals a visitor sees: still listed, not set aside by the office, one for each thing."""
    return Signal.objects.filter(delisted_at=None, same_as=None).exclude(triage=Triage.DISMISSED)


def coming(*, at: datetime, days: int) -> list[tuple[Signal, str]]:
    """Signals whose next deadline falls in these days, by date; the bucket is "" for those of no town."""
    buckets = dict(Match.objects.values_list("signal", "bucket").distinct())
    found = (
        visible()
        .filter(next_deadline__range=(at, at + timedelta(days=days)))
        .order_by("next_deadline", "pk")
        .prefetch_related(without_bodies())
    )
    return [(signal, buckets.get(signal.pk, "")) for signal in found]


def latest(bucket: Bucket, *, limit: int) -> list[tuple[Signal, int]]:
    """The newest signals of a bucket with the number of towns they were suggested to."""
    found = (
        Match.objects.filter(bucket=bucket, signal__same_as=None)
        .values("signal")
        .annotate(towns=Count("profile"), seen=Max("signal__first_seen"))
        .order_by("-seen", "-towns", "signal")[:limit]
    )
    towns = {row["signal"]: row["towns"] for row in found}
    signals = Signal.objects.in_bulk(list(towns))
    prefetch_related_objects(list(signals.values()), without_bodies())
    return [(signals[pk], count) for pk, count in towns.items()]


def closing_counts(*, at: datetime) -> dict[str, int]:
    """Slug of a town → how many things on its radar close within a month; towns with none are absent."""
    rows = (
        Match.objects.filter(
            bucket=Bucket.ACT, signal__same_as=None, signal__next_deadline__range=(at, at + SOON)
        )
        .values("profile__place__slug")
        .annotate(n=Count("pk"))
    )
    return {row["profile__place__slug"]: row["n"] for row in rows}


def example_towns(*, limit: int = 3) -> list[Place]:
    """Towns of different sizes to try: the most populated, one in the middle, the least."""
    members = Place.objects.filter(is_member=True, population__isnull=False).order_by("-population")
    count = members.count()
    places = (count * n // max(limit - 1, 1) for n in range(limit))
    return [members[min(position, count - 1)] for position in places] if count else []


def fields_of(signals: Iterable[int]) -> dict[int, set[str]]:
    """Signal id → codes of the fields (the seven) it is about."""
    found: dict[int, set[str]] = {}
    rows = SignalTheme.objects.filter(signal__in=list(signals)).values_list(
        "signal", Coalesce("theme__parent__code", "theme__code")
    )
    for signal_id, code in rows:
        found.setdefault(signal_id, set()).add(code)
    return found


def openings(signals: Iterable[int]) -> dict[tuple[int, str], str]:
    """(Signal id, language) → how the text begins, for the signals whose publisher gives no summary."""
    rows = (
        SignalText.objects.filter(signal__in=list(signals), summary="")
        .annotate(opening=Left("body", 400))
        .values_list("signal", "language", "opening")
    )
    return {(signal, language): " ".join(opening.split()) for signal, language, opening in rows}


def fields() -> list[Theme]:
    """The fields, in their order, with their sub-themes fetched; codes and labels only."""
    named = Theme.objects.only("code", "labels", "letter", "position", "parent")
    return list(named.filter(parent=None).prefetch_related(Prefetch("children", named)))


def towns(*, at: datetime) -> list[tuple[Place, int]]:
    """All members by county and name, with how many things on their radar close within a month."""
    closing = closing_counts(at=at)
    found = places.members().order_by("county__sort_key", "sort_key")
    return [(place, closing.get(place.slug, 0)) for place in found]


def borders_version() -> str:
    """What changes when the members or their borders do."""
    loads = Load.objects.order_by("name").values_list("version", "loaded_at")
    return " ".join(f"{version} {loaded_at.isoformat()}" for version, loaded_at in loads)


def member_outlines() -> list[tuple[Place, list[Polygon]]]:
    """Every member with the polygons of its border, none where it has no border."""
    members = places.members().select_related("border")
    return [(place, place.border.rings if hasattr(place, "border") else []) for place in members]


def place(place_id: int) -> Place | None:
    """A place of the world with its county and province, or None."""
    return Place.objects.select_related("county", "province").filter(pk=place_id).first()


def other_names(place: Place, *, limit: int = 40) -> list[str]:
    """How else its name is written, normalised, in any script."""
    own = normalise(place.name)
    return [
        name for name in place.names.values_list("text", flat=True).order_by("text")[:limit] if name != own
    ]


def profile(slug: str) -> Profile | None:
    """The profile of the town with this address, its place with it, or None."""
    return (
        Profile.objects.select_related("place__county", "place__province", "place__country")
        .filter(place__slug=slug, place__is_member=True)
        .first()
    )


def profile_named(asked: str) -> Profile | None:
    """The profile of a town by its address, or by its name as the finder without script sends it."""
    asked = asked.replace("\x00", "")  # no name has one, and the database takes none
    found = profile(asked)
    if found is not None or not asked:
        return found
    member = next((place for place in places.search(asked) if place.is_member), None)
    return profile(member.slug) if member else None


def signal_by_slug(slug: str) -> Signal | None:
    """A signal alone, or None; for one that follows another, the one that leads."""
    found = Signal.objects.select_related("same_as").filter(slug=slug).first()
    return found and (found.same_as or found)


@dataclass(frozen=True)
class TownsOf:
    """The towns that some signals were suggested to. ``top``: the best matches, one a town."""

    total: int
    counts: dict[int, int]
    top: tuple[Match, ...]


def towns_of(signals: Iterable[int], *, limit: int = 12) -> TownsOf:
    """To how many towns each of these signals was suggested, to how many in all, and to which first."""
    matches = Match.objects.filter(signal__in=list(signals))
    counts = dict(matches.values_list("signal").annotate(n=Count("profile")).order_by())
    best = matches.order_by("profile", "-score", "pk").distinct("profile").values("pk")
    shown = Match.objects.filter(pk__in=best).select_related("profile__place", "signal")
    return TownsOf(best.count(), counts, tuple(shown.order_by("-score", "pk")[:limit]))
