"""The read API: places, signals, matches. Every answer is what the screens show, as data."""

from typing import Annotated, Literal

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, Throttled
from ninja.throttling import BaseThrottle
from pydantic import Field

from antena import __version__
from antena.accounts.limits import TooManyRequests, count_request
from antena.matching import queries as matching
from antena.matching.models import Profile
from antena.matching.queries.twin_choices import excluded_twins
from antena.matching.queries.twins import propose
from antena.places import queries as places
from antena.places.models import Place
from antena.signals import search
from antena.signals.embedding import embedder_if_any
from antena.signals.queries.local_share import local_share
from antena.web import queries
from antena.web.api import partners, practices, schemas, shapes
from antena.web.context import today

Limit = Annotated[int, Field(ge=1, le=50)]
LANGUAGES = tuple(settings.ASSOCIATION.languages)


class Rate(BaseThrottle):
    """So many requests a minute from one address, counted in the database for all web processes alike."""

    def __init__(self) -> None:
        self.seconds = 0

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request; past the rate the answer is 429 with the seconds to wait."""
        try:
            count_request(
                caller=request.META.get("REMOTE_ADDR", ""), at=timezone.now(), allowed=settings.API_RATE
            )
        except TooManyRequests as refused:
            self.seconds = refused.wait
            return False
        return True

    def wait(self) -> float:
        """Seconds until the next minute."""
        return self.seconds


router = Router()


@router.get("/places", response=list[schemas.Place], summary="Find places by name, in any script")
def find_places(request: HttpRequest, q: str, limit: Limit = 8) -> list[schemas.Place]:
    """Typo-tolerant: "Gerona", "Жирона" and "Girna" find Girona. Members of the association come first."""
    return [shapes.place(found) for found in places.search(q, limit=limit)]


@router.get("/places/{place_id}", response={200: schemas.Place, 404: schemas.Problem}, summary="One place")
def one_place(request: HttpRequest, place_id: int) -> schemas.Place:
    """A place by its number."""
    return shapes.place(get_object_or_404(Place, pk=place_id))


@router.get(
    "/places/{place_id}/twins",
    response={200: list[schemas.PossibleTwin], 404: schemas.Problem},
    summary="Places that would suit one as twins, and why",
)
def possible_twins(
    request: HttpRequest,
    place_id: int,
    among: Literal["world", "members"] = "world",
    limit: Limit = 20,
    language: str = LANGUAGES[0],
) -> list[schemas.PossibleTwin]:
    """The best first, with reasons as sentences in `language`; `members` are towns of the association."""
    if language not in LANGUAGES:
        raise HttpError(400, f"language: {language[:20]!r}; one of {', '.join(LANGUAGES)}")
    place = get_object_or_404(Place, pk=place_id)
    excluded = excluded_twins(place.pk)
    found = propose(place.pk, among=among, most=limit, excluded=excluded, language=language)
    return [shapes.possible_twin(one) for one in found]


@router.get("/signals", response={200: schemas.SignalPage, 400: schemas.Problem}, summary="Search signals")
def find_signals(request: HttpRequest) -> schemas.SignalPage:
    """The same words, filters, order and pages as the search screen, by the same names in the address.

    `q`, `kind`, `status`, `impact`, `theme`, `programme`, `language`, `source` (each may be repeated),
    `due_from`, `due_until`, `published_from`, `published_until`, `samples`, `sort`, `page`.
    """
    try:
        asked = search.from_query(request.GET)
        page = search.search(asked, language=LANGUAGES[0], at=timezone.now(), embedder=embedder_if_any())
    except search.BadRequest as error:
        raise HttpError(400, f"{error.field}: {error.value!r} {error.sentence}") from error
    rows = shapes.signals([hit.signal.pk for hit in page.hits])
    return schemas.SignalPage(
        total=page.total, is_capped=page.is_capped, page=asked.page, pages=page.pages, items=rows
    )


@router.get("/signals/{slug}", response={200: schemas.Signal, 404: schemas.Problem}, summary="One signal")
def one_signal(request: HttpRequest, slug: str) -> schemas.Signal:
    """A signal with its deadlines, rules and texts; for one that repeats another, that other."""
    found = queries.signal_by_slug(slug)
    return shapes.signal(get_object_or_404(shapes.whole_signals(), pk=found and found.pk))


@router.get(
    "/towns/{slug}/matches",
    response={200: list[schemas.Match], 404: schemas.Problem},
    summary="What matters to a town, and why",
)
def matches(request: HttpRequest, slug: str, language: str = LANGUAGES[0]) -> list[schemas.Match]:
    """A town's radar: by bucket, best first, each with its reasons as sentences in `language`."""
    if language not in LANGUAGES:
        raise HttpError(400, f"language: {language[:20]!r}; one of {', '.join(LANGUAGES)}")
    profile = get_object_or_404(Profile, place__slug=slug, place__country_id=settings.ASSOCIATION.country)
    found = matching.radar(profile, today=today(), language=language)
    return [shapes.match(item, language) for bucket in found.buckets for item in bucket.items]


@router.get(
    "/towns/{slug}/partners",
    response={200: schemas.Consortium, 400: schemas.Problem, 404: schemas.Problem},
    summary="What a consortium lacks for a call, and who could join",
)
def town_partners(
    request: HttpRequest, slug: str, signal: str = "", rules: str = "", language: str = LANGUAGES[0]
) -> schemas.Consortium:
    """A town and its partners (`with`, repeated: keys of answers) held against the conditions of a call.

    `signal` is its slug; or `rules` the code of a programme.
    """
    if language not in LANGUAGES:
        raise HttpError(400, f"language: {language[:20]!r}; one of {', '.join(LANGUAGES)}")
    profile = get_object_or_404(Profile, place__slug=slug, place__country_id=settings.ASSOCIATION.country)
    keys = tuple(dict.fromkeys(request.GET.getlist("with")))
    return partners.answer(profile.place, signal=signal, rules=rules, keys=keys, language=language)


@router.get(
    "/practices",
    response={200: schemas.Practices, 400: schemas.Problem, 404: schemas.Problem},
    summary="What others did about a need, whether a town can do it, and who can help",
)
def find_practices(
    request: HttpRequest, q: str = "", town: str = "", language: str = LANGUAGES[0]
) -> schemas.Practices:
    """`q` is a need in any words and language; `town` (its slug) sets what each rested on against that town.

    With a town alone, the need is what the town wrote or what is assumed of it.
    """
    if language not in LANGUAGES:
        raise HttpError(400, f"language: {language[:20]!r}; one of {', '.join(LANGUAGES)}")
    return practices.answer(q, town, language=language, embedder=embedder_if_any())


@router.get("/local-share", response=schemas.LocalShare, summary="How much law touches local government")
def share_of_acts(request: HttpRequest) -> schemas.LocalShare:
    """Acts by year and field: how many touch local government, and the shares corrected for known errors."""
    return schemas.LocalShare.model_validate(msgspec.to_builtins(local_share()))


def build() -> NinjaAPI:
    """The API with its title, errors and rate."""
    made = NinjaAPI(
        title=f"Antena · {settings.ASSOCIATION.short_name}",
        version=__version__,
        description="Read access to places, signals and matches. No key; so many requests a minute.",
        urls_namespace="api",
        docs_url=None,
        throttle=[Rate()],
    )
    made.add_router("", router)

    @made.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        answer = made.create_response(request, {"detail": str(error)}, status=429)
        answer["Retry-After"] = str(error.wait)
        return answer

    return made
