"""Who can help with a need: towns, bodies and organisations whose record shows it.

A provider of experts is anything that answers a `Need` with `Expert`s; those there are stand in `PROVIDERS`.
People who offer themselves join by a provider of their own; nothing here holds a person's name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, QuerySet

from antena.actors.models import Organisation
from antena.lib.text import language_of, stem, words
from antena.matching.engine.evidence import EvidenceKind, EvidenceLink
from antena.matching.practices.relevance import shared_themes
from antena.matching.queries.practices import FoundPractice, SaidNearness, themes_of
from antena.matching.sentences import Speaker, speaker
from antena.places.models import Place
from antena.records.enums import IS_THE_PLACE, ProjectKind
from antena.records.models import Participation, Project
from antena.records.queries import words_of
from antena.sources.enums import SAMPLE
from antena.themes.classifier import Passage
from antena.themes.queries import CatalogueNotLoaded, classifier

_NEWEST: Final = 1_000  # newest projects with a word of the need, of which the fullest are taken
_PROJECTS: Final = 60  # the fullest, which are read for their themes: about a millisecond each
_TERMS: Final = 24
_PER_PROVIDER: Final = 6
_SHORTEST: Final = 4  # letters of a stem that tells anything
# A practice that answers the need says more than a project near it, and that more than an entry of a list.
_PRACTICE, _PROJECT, _LISTED = 1.0, 0.7, 0.4


@dataclass(frozen=True)
class Need:
    """What is looked for, the themes it is about, and the practices found for it."""

    text: str
    language: str
    themes: Mapping[str, float]
    practices: Sequence[FoundPractice]
    says: Speaker


@dataclass(frozen=True)
class Expert:
    """Somebody to ask: a place or an organisation, never a person. ``score`` in [0, 1] orders them."""

    name: str
    score: float
    reasons: tuple[SaidNearness, ...]
    place: int | None = None
    organisation: int | None = None
    country: str = ""
    is_sample: bool = False


class Provider(Protocol):
    """Answers a need with whom to ask, in a number of queries that does not depend on what is found."""

    def __call__(self, need: Need) -> Sequence[Expert]:
        """The experts for ``need``, best first."""


def experts(
    need: str, found: Sequence[FoundPractice], *, language: str, but: int | None = None, limit: int = 8
) -> tuple[Expert, ...]:
    """Who can help with ``need``, for which these practices were ``found``, said in ``language``.

    ``but`` is the place of whoever asks. One that several providers name stands once, with all its reasons.
    """
    if not need.strip():
        return ()
    own = language_of(need) or language
    asked = Need(need, own, themes_of(need, own), found, speaker(language))
    merged: dict[tuple[str, int | None], Expert] = {}
    for provider in PROVIDERS:
        for expert in provider(asked):
            if expert.place is not None and expert.place == but:
                continue
            key = ("place", expert.place) if expert.place is not None else ("body", expert.organisation)
            merged[key] = _together(merged.get(key), expert)
    return tuple(sorted(merged.values(), key=lambda one: (-one.score, one.name))[:limit])


def _together(known: Expert | None, other: Expert) -> Expert:
    if known is None:
        return other
    return Expert(
        name=known.name,
        # two things that speak for somebody say more than either, and never more than certain
        score=1 - (1 - known.score) * (1 - other.score),
        reasons=(*known.reasons, *other.reasons),
        place=known.place,
        organisation=known.organisation,
        country=known.country,
        is_sample=known.is_sample or other.is_sample,
    )


def owners(need: Need) -> Sequence[Expert]:
    """The places that did a practice which answers the need. One query."""
    places = Place.objects.in_bulk([one.done_in.place for one in need.practices if one.done_in])
    found: dict[int, Expert] = {}
    for one in need.practices:
        if one.done_in is None or one.done_in.place in found:
            continue
        place = places[one.done_in.place]
        link = EvidenceLink(kind=EvidenceKind.TEXT, signal=one.signal.pk, words=one.text.title)
        sentence = need.says.say("expert", "expert.practice", {"title": one.text.title})
        found[place.pk] = Expert(
            name=place.name,
            score=_PRACTICE * one.relevance,
            reasons=(SaidNearness(sentence, (link,)),),
            place=place.pk,
            country=place.country_id,
            is_sample=one.signal.is_sample,
        )
    return list(found.values())[:_PER_PROVIDER]


def track_records(need: Need) -> Sequence[Expert]:
    """The places that took part in funded projects near the need. Two queries."""
    near = _near_projects(need)
    shares = Participation.objects.filter(
        project__in=near, body__link_state__in=IS_THE_PLACE, delisted_at=None
    ).select_related("body__place", "project")
    by_place: dict[int, dict[int, Participation]] = {}
    for share in shares.order_by("pk"):
        if share.body.place_id is not None and share.project_id is not None:
            by_place.setdefault(share.body.place_id, {})[share.project_id] = share
    found = [_recorded(need, list(of.values()), near) for of in by_place.values()]
    return sorted(found, key=lambda one: (-one.score, one.name))[:_PER_PROVIDER]


def _recorded(need: Need, shares: Sequence[Participation], near: Mapping[int, float]) -> Expert:
    best = max(shares, key=lambda share: (near[share.project_id or 0], -share.pk))
    place, project = best.body.place, best.project
    assert place is not None  # only linked bodies, and projects that are there, are asked for
    assert project is not None
    title = words_of(project, need.says.language).title
    sentence = need.says.say("expert", "expert.projects", {"count": len(shares), "title": title})
    link = EvidenceLink(kind=EvidenceKind.PROJECT, place=place.pk, place_name=place.name, words=title)
    return Expert(
        name=place.name,
        score=_PROJECT * min(1.0, near[project.pk]),
        reasons=(SaidNearness(sentence, (link,)),),
        place=place.pk,
        country=place.country_id,
        is_sample=any(share.source == SAMPLE for share in shares),
    )


def _near_projects(need: Need) -> Mapping[int, float]:
    """Project → how near it is to the need: its themes, and how many of its words it has. One query."""
    terms = [
        one for one in dict.fromkeys(stem(word, need.language) for word in words(need.text, need.language))
    ]
    names = [name for code in need.themes for name in need.says.themes.get(code, {}).values()]
    terms += [stem(word, "en") for name in names for word in words(name, "en")]
    terms = list(dict.fromkeys(term for term in terms if len(term) >= _SHORTEST and term.isalnum()))[:_TERMS]
    if not terms:
        return {}
    rows = _having(terms)
    reads = _reader(need)
    return {project.pk: near for project in rows if (near := reads(project)) > 0}


def _having(terms: Sequence[str]) -> "QuerySet[Project]":
    """The projects of linked places with one of the terms at the beginning of a word, the fullest first.

    Only the newest are ranked: of a hundred thousand projects half have some word of any need.
    """
    asked = SearchQuery(" | ".join(f"{term}:*" for term in terms), search_type="raw", config="simple")
    linked = Participation.objects.filter(body__link_state__in=IS_THE_PLACE, delisted_at=None)
    newest = (
        Project.objects.filter(kind=ProjectKind.PROJECT, delisted_at=None, pk__in=linked.values("project"))
        .filter(words=asked)
        .order_by(F("starts_on").desc(nulls_last=True), "pk")
        .values("pk")[:_NEWEST]
    )
    return (
        Project.objects.filter(pk__in=newest)
        .annotate(rank=SearchRank(F("words"), asked))
        .defer("words")
        .order_by("-rank", "-starts_on", "pk")[:_PROJECTS]
    )


def _reader(need: Need) -> Callable[[Project], float]:
    """How near a project is to the need by its themes; nothing while the vocabulary is not loaded."""
    try:
        themes = classifier()
    except CatalogueNotLoaded:
        return lambda _project: 0.0

    def near(project: Project) -> float:
        passages = [
            Passage(language=code, title=said.get("title", ""), body=said.get("summary", ""))
            for code, said in project.texts.items()
        ]
        of_project = {one.code: one.score for one in themes.read(passages).themes}
        return float(shared_themes(need.themes, [of_project])[0])

    return near


def organisations(need: Need) -> Sequence[Expert]:
    """The organisations of the directory that are listed for the themes of the need. Two queries."""
    listed = (
        Organisation.objects.filter(themes__code__in=need.themes)
        .annotate(shared=Count("themes", distinct=True))
        .order_by("-shared", "sort_key", "pk")
        .prefetch_related("themes")[:_PER_PROVIDER]
    )
    found = []
    for one in listed:
        shared = [theme.code for theme in one.themes.all() if theme.code in need.themes]
        link = EvidenceLink(kind=EvidenceKind.RECORD, ref=f"organisation:{one.pk}", words=one.name)
        sentence = need.says.say("expert", "expert.organisation", {"themes": shared})
        found.append(
            Expert(
                name=one.name,
                score=_LISTED * min(1.0, sum(need.themes[code] for code in shared)),
                reasons=(SaidNearness(sentence, (link,)),),
                organisation=one.pk,
                country=one.country_id or "",
                is_sample=one.is_sample,
            )
        )
    return found


PROVIDERS: Final[tuple[Provider, ...]] = (owners, track_records, organisations)
