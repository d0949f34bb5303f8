"""The last look at drafts of facts, twin towns, projects, participations and concepts.

A place without code and name, a project without title, a body without name, a concept without label: refused
whole. Any other bad field is set aside. Nothing here raises.
"""

import math
import re
from typing import Any

import msgspec

from antena.sources.drafts import (
    PROJECT_KINDS,
    ROLES,
    ConceptDraft,
    DraftBody,
    DraftFigure,
    FactDraft,
    ParticipationDraft,
    PlaceRef,
    Problem,
    ProjectDraft,
    TwinDraft,
)
from antena.sources.reading import storable
from antena.sources.validation import looking
from antena.sources.validation.looking import (
    ID_LENGTH,
    LABEL_LENGTH,
    PROGRAMME_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
    Look,
    is_country,
    is_language,
)

_MAILBOX = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[a-zA-Z]{2,24}")
_PERIOD = re.compile(r"\d{4}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?")
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{1,40}")
_INDICATOR = re.compile(r"[a-z][a-z0-9_.]{1,59}")
_MOST_PEOPLE = 2_000_000_000
# The largest municipality of the world has less.
_MOST_KM2 = 1_000_000
_TERMS = {"licence": LABEL_LENGTH, "attribution": ID_LENGTH}


def _ref(look: Look[Any], field: str) -> None:
    ref: PlaceRef = getattr(look.draft, field)
    changes: dict[str, Any] = {}
    if ref.country and not is_country(ref.country):
        look.refuse(f"{field}.country", Problem.BAD_CODE, ref.country)
        changes["country"] = ""
    if ref.code and not _CODE.fullmatch(ref.code):
        look.refuse(f"{field}.code", Problem.BAD_CODE, ref.code)
        changes["code"] = ""
    name = storable(ref.name).strip()[:ID_LENGTH]
    if name != ref.name:
        changes["name"] = name
    if not _on_earth(ref.latitude, ref.longitude):
        look.refuse(f"{field}.latitude", Problem.BAD_AMOUNT, f"{ref.latitude}, {ref.longitude}")
        changes["latitude"] = changes["longitude"] = None
    if changes:
        ref = msgspec.structs.replace(ref, **changes)
        look.changes[field] = ref
    if not ref.code and not ref.name:
        look.refuse(field, Problem.NO_ID, "", whole=True)


def _on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return latitude is longitude
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _place(look: Look[FactDraft]) -> None:
    _ref(look, "place")


def _names(look: Look[FactDraft]) -> None:
    names = {
        language: storable(name).strip()[:ID_LENGTH]
        for language, name in look.draft.names.items()
        if is_language(language) and storable(name).strip()
    }
    if names != look.draft.names:
        look.refuse("names", Problem.BAD_CODE, ", ".join(look.draft.names))
        look.changes["names"] = names
    codes = {
        scheme: code
        for scheme, code in look.draft.codes.items()
        if re.fullmatch(r"[a-z][a-z0-9_]{1,19}", scheme) and _CODE.fullmatch(code)
    }
    if codes != look.draft.codes:
        look.refuse("codes", Problem.BAD_CODE, ", ".join(look.draft.codes.values()))
        look.changes["codes"] = codes


def _contact(look: Look[FactDraft]) -> None:
    looking.labels(look, _TERMS)
    looking.address(look, "website")
    looking.address(look, "url")
    email = look.draft.email
    if email and (len(email) > ID_LENGTH or not _MAILBOX.fullmatch(email) or storable(email) != email):
        look.refuse("email", Problem.BAD_ADDRESS, email)
        look.changes["email"] = ""
    looking.documents(look, "details")


def _measures(look: Look[FactDraft]) -> None:
    for field, least, most in (
        ("population", 0, _MOST_PEOPLE),
        ("population_year", 1800, 2100),
        ("area_km2", 0, _MOST_KM2),
        ("altitude_m", -500, 9_000),
    ):
        value: float | None = look.now(field)
        if value is not None and not (math.isfinite(value) and least <= value <= most):
            look.refuse(field, Problem.BAD_AMOUNT, value)
            look.changes[field] = None
    if not _on_earth(look.draft.latitude, look.draft.longitude):
        look.refuse("latitude", Problem.BAD_AMOUNT, f"{look.draft.latitude}, {look.draft.longitude}")
        look.changes["latitude"] = look.changes["longitude"] = None
    kept: dict[tuple[str, str], DraftFigure] = {}
    for figure in look.draft.figures:
        if not _INDICATOR.fullmatch(figure.indicator) or not _PERIOD.fullmatch(figure.period):
            look.refuse("figures", Problem.BAD_CODE, f"{figure.indicator} {figure.period}")
        elif not math.isfinite(figure.value) or abs(figure.value) > 1e15:
            look.refuse(f"figures.{figure.indicator}", Problem.BAD_AMOUNT, figure.value)
        else:
            status = storable(figure.status)[:20]
            kept.setdefault((figure.indicator, figure.period), msgspec.structs.replace(figure, status=status))
    figures = tuple(kept.values())
    if figures != look.draft.figures:
        look.changes["figures"] = figures


def _twins(look: Look[TwinDraft]) -> None:
    _ref(look, "place")
    if not look.refused:
        _ref(look, "twin")
    since, until = looking.day(look, "since"), looking.day(look, "until")
    if since is not None and until is not None and until < since:
        look.refuse("until", Problem.BAD_DATE, f"{until} < {since}")
        look.changes["until"] = None
    looking.labels(look, _TERMS)
    looking.address(look, "url")


def _project(look: Look[ProjectDraft]) -> None:
    if look.draft.kind not in PROJECT_KINDS:
        look.refuse("kind", Problem.UNKNOWN_KIND, look.draft.kind, whole=True)
        return
    looking.labels(
        look, _TERMS | {"acronym": LABEL_LENGTH, "programme": PROGRAMME_LENGTH, "topic": LABEL_LENGTH}
    )
    looking.address(look, "url")
    looking.countries(look)
    looking.keywords(look)
    looking.documents(look, "details")
    looking.amount(look, "total_eur")
    looking.amount(look, "eu_eur")
    starts, ends = looking.day(look, "starts_on"), looking.day(look, "ends_on")
    if starts is not None and ends is not None and ends < starts:
        look.refuse("ends_on", Problem.BAD_DATE, f"{ends} < {starts}")
        look.changes["ends_on"] = None


def _participation(look: Look[ParticipationDraft]) -> None:
    draft = look.draft
    if (
        not draft.project.strip()
        or storable(draft.project) != draft.project
        or len(draft.project) > ID_LENGTH
    ):
        look.refuse("project", Problem.NO_ID, draft.project, whole=True)
        return
    if draft.role not in ROLES:
        look.refuse("role", Problem.UNKNOWN_CODE, draft.role)
        look.changes["role"] = "partner"
    looking.amount(look, "eu_eur")
    body = _body(look, draft.body)
    if body != draft.body:
        look.changes["body"] = body


def _body(look: Look[ParticipationDraft], body: DraftBody) -> DraftBody:
    name = storable(body.name).strip()
    if not name or not body.external_id.strip():
        look.refuse("body", Problem.NO_ID, body.name or body.external_id, whole=True)
        return body
    changes: dict[str, Any] = {"name": name[: TITLE_LENGTH // 4]}
    for field, most in (
        ("external_id", ID_LENGTH),
        ("short_name", LABEL_LENGTH),
        ("city", LABEL_LENGTH),
        ("postcode", 20),
        ("nuts", 10),
    ):
        changes[field] = storable(getattr(body, field)).strip()[:most]
    if body.country and not is_country(body.country):
        look.refuse("body.country", Problem.BAD_CODE, body.country)
        changes["country"] = ""
    if not _on_earth(body.latitude, body.longitude):
        look.refuse("body.latitude", Problem.BAD_AMOUNT, f"{body.latitude}, {body.longitude}")
        changes["latitude"] = changes["longitude"] = None
    website = body.website
    if website and not (re.fullmatch(r"https?://[^\s<>\"]+", website) and len(website) <= URL_LENGTH):
        look.refuse("body.website", Problem.BAD_ADDRESS, website)
        changes["website"] = ""
    return msgspec.structs.replace(body, **changes)


def _concept(look: Look[ConceptDraft]) -> None:
    labels = {
        language: label
        for language, text in look.draft.labels.items()
        if is_language(language) and (label := storable(text).strip()[:ID_LENGTH])
    }
    if not labels:
        look.refuse("labels", Problem.NO_TITLE, "", whole=True)
    elif labels != look.draft.labels:
        look.changes["labels"] = labels
    others = {
        language: kept
        for language, texts in look.draft.alternatives.items()
        if is_language(language)
        and (kept := tuple(dict.fromkeys(t for text in texts if (t := storable(text).strip()[:ID_LENGTH]))))
    }
    if others != look.draft.alternatives:
        look.changes["alternatives"] = others
    looking.keep(look, "broader", lambda code: bool(_CODE.fullmatch(code)), Problem.BAD_CODE)
    looking.keep(look, "micro_thesauri", lambda code: bool(_CODE.fullmatch(code)), Problem.BAD_CODE)


FACT = (looking.identity, _place, _names, _contact, _measures)
TWIN = (looking.identity, _twins)
PROJECT = (looking.identity, looking.texts, _project)
PARTICIPATION = (looking.identity, _participation)
CONCEPT = (looking.identity, _concept)
