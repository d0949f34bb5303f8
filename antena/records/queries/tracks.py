"""What a place has done: its projects and notices, and its experience by programme."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from antena.places.models import Place
from antena.records.enums import IS_THE_PLACE, ProjectKind, Role
from antena.records.models import Participation, Project
from antena.sources.enums import SAMPLE

_MOST_SHOWN: Final = 50
# Where a text is not in the reader's language, the languages most of our readers know come first.
_INSTEAD: Final = ("en", "es", "fr", "ca", "de", "it", "pt")


class Words(msgspec.Struct, frozen=True):
    """A title and the language it is in."""

    title: str
    language: str


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a place did, under the name of one of its bodies. ``share_eur`` is what came to that body."""

    project: Project
    words: Words
    role: Role
    body: str
    share_eur: int | None
    ended_early: bool

    @property
    def is_sample(self) -> bool:
        """Whether it was invented to try the product with."""
        return self.project.source == SAMPLE


class ProgrammeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many projects of a programme, how many of them led, and the euros that came to the place."""

    programme: str
    projects: int
    led: int
    share_eur: int
    first_year: int | None
    last_year: int | None


class TrackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """All a place did: the newest shares in projects and notices, and counts of all of them.

    ``hidden`` is how many shares are not among ``tracks``; ``share_eur`` whole euros of all projects.
    ``samples`` says how many shares were invented to try the product with, and count in the others.
    """

    tracks: Sequence[Track]
    hidden: int
    programmes: Sequence[ProgrammeCount]
    projects: int
    notices: int
    share_eur: int
    samples: int = 0


def track_record(place: Place, *, language: str = "en", limit: int = _MOST_SHOWN) -> TrackRecord:
    """What ``place`` did in projects and notices that their sources still list. Three queries."""
    shares = _of_places([place.pk])
    is_notice = Q(project__kind=ProjectKind.NOTICE)
    totals = shares.aggregate(
        shares=Count("pk"),
        projects=Count("project", distinct=True, filter=~is_notice),
        notices=Count("project", distinct=True, filter=is_notice),
        euros=Coalesce(Sum("eu_eur", filter=~is_notice), 0),
        samples=Count("pk", filter=Q(source=SAMPLE)),
    )
    newest = shares.select_related("project", "body").order_by(
        F("project__starts_on").desc(nulls_last=True), "-project_id", "role", "pk"
    )
    tracks = [_track(share, language) for share in newest[:limit]]
    return TrackRecord(
        tracks=tracks,
        hidden=totals["shares"] - len(tracks),
        programmes=_by_programme(shares),
        projects=totals["projects"],
        notices=totals["notices"],
        share_eur=totals["euros"],
        samples=totals["samples"],
    )


def experience(place_ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
    """How many projects each place took part in, by programme; places without any are left out. One query.

    The sample does not count: what is said of a town without a mark must be true.
    """
    rows = (
        _of_places(list(place_ids))
        .filter(project__kind=ProjectKind.PROJECT)
        .exclude(source=SAMPLE)
        .values_list("body__place_id", "project__programme")
        .annotate(projects=Count("project", distinct=True))
        .order_by("body__place_id", "-projects", "project__programme")
    )
    found: dict[int, dict[str, int]] = {}
    for place_id, programme, projects in rows:
        found.setdefault(place_id, {})[programme] = projects
    return found


def words_of(project: Project, language: str) -> Words:
    """The title of a project in the reader's language, or else in one they may know."""
    texts: Mapping[str, Mapping[str, str]] = project.texts
    for code in (language, language[:2], *_INSTEAD, *sorted(texts)):
        title = texts.get(code, {}).get("title", "")
        if title:
            return Words(title, code)
    return Words(project.acronym or project.external_id, "")


def _of_places(place_ids: list[int]) -> QuerySet[Participation]:
    return Participation.objects.filter(
        body__place__in=place_ids,
        body__link_state__in=IS_THE_PLACE,
        project__isnull=False,
        project__delisted_at=None,
        delisted_at=None,
    )


def _by_programme(shares: QuerySet[Participation]) -> Sequence[ProgrammeCount]:
    counted = (
        shares.filter(project__kind=ProjectKind.PROJECT)
        .values(programme=F("project__programme"))
        .annotate(
            projects=Count("project", distinct=True),
            led=Count("project", distinct=True, filter=Q(role=Role.COORDINATOR)),
            share_eur=Coalesce(Sum("eu_eur"), 0),
            first_year=Min("project__starts_on__year"),
            last_year=Max("project__starts_on__year"),
        )
        .order_by("-projects", "programme")
    )
    return [ProgrammeCount(**row) for row in counted]


def _track(share: Participation, language: str) -> Track:
    assert share.project is not None  # `_of_places` leaves out those that wait for their project
    return Track(
        project=share.project,
        words=words_of(share.project, language),
        role=Role(share.role),
        body=share.body.name,
        share_eur=share.eu_eur,
        ended_early=share.ended,
    )
