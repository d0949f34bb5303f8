"""Links that wait for a person: bodies with the place proposed, the surest and our members first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from django.core.paginator import Page, Paginator

from antena.places.models import Place
from antena.records.enums import LinkState
from antena.records.models import Body, Participation, Project

PAGE_SIZE: Final = 20
_PROJECTS_SHOWN: Final = 3


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A body, the place proposed, the others it may be with their confidence, and some of its projects."""

    body: Body
    place: Place
    others: Sequence[tuple[Place, float]]
    projects: Sequence[Project]


class ReviewPage(msgspec.Struct, frozen=True):
    """A page of proposals; ``leaf`` is its paginator's page."""

    proposals: Sequence[Proposal]
    leaf: Page[Body]


def review_queue(page: int = 1) -> ReviewPage:
    """The bodies whose link waits for a person, members of the association first. Four queries.

    A page beyond the last is the last.
    """
    waiting = Body.objects.filter(link_state=LinkState.PROPOSED).select_related(
        "place__country", "place__county", "place__province"
    )
    ordered = waiting.order_by("-place__is_member", "-link_confidence", "pk")
    leaf = Paginator(ordered, PAGE_SIZE).get_page(page)
    bodies = list(leaf)
    others = _places({place_id for body in bodies for place_id, _ in body.link_others})
    projects = _projects(bodies)
    return ReviewPage(
        [
            Proposal(
                body=body,
                place=body.place,
                others=[
                    (others[place_id], confidence)
                    for place_id, confidence in body.link_others
                    if place_id in others
                ],
                projects=projects.get(body.pk, ()),
            )
            for body in bodies
            if body.place is not None
        ],
        leaf,
    )


def waiting_links() -> int:
    """How many links wait for a person. One query."""
    return Body.objects.filter(link_state=LinkState.PROPOSED).count()


def _places(place_ids: Iterable[int]) -> Mapping[int, Place]:
    found = Place.objects.filter(pk__in=list(place_ids)).select_related("country", "county", "province")
    return {place.pk: place for place in found}


def _projects(bodies: Sequence[Body]) -> Mapping[int, Sequence[Project]]:
    shares = (
        Participation.objects.filter(body__in=bodies, project__isnull=False)
        .select_related("project")
        .order_by("-project__starts_on", "pk")
    )
    found: dict[int, list[Project]] = {}
    for share in shares:
        shown = found.setdefault(share.body_id, [])
        if share.project is not None and len(shown) < _PROJECTS_SHOWN:
            shown.append(share.project)
    return found
