"""The last look at a draft before it is stored: what no database, screen or reader should have to survive.

A draft without identifier, title or known kind is refused whole. Any other bad field is set aside and the
record goes on without it, so that one impossible date does not hide a call. Nothing here raises.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from antena.sources.drafts import (
    KINDS,
    STATED_STATUSES,
    Draft,
    DraftDeadline,
    DraftText,
    Problem,
    Refusal,
)
from antena.sources.reading import shown, storable

ID_LENGTH: Final = 200
URL_LENGTH: Final = 500
LABEL_LENGTH: Final = 120
PROGRAMME_LENGTH: Final = 60
TITLE_LENGTH: Final = 2_000
# A 2 MB description is shortened to this: more than any call document says, little enough to index.
TEXT_LENGTH: Final = 200_000
KEYWORDS: Final = 100
KEYWORD_LENGTH: Final = 300
DETAILS_BYTES: Final = 65_536
# The euro budget of the Union for seven years is 2 × 10^12.
MOST_EUROS: Final = 10**13
FIRST_DAY: Final = date(1945, 1, 1)
LAST_DAY: Final = date(2100, 1, 1)
BRUSSELS: Final = ZoneInfo("Europe/Brussels")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_URL = re.compile(r"https?://[^\s<>\"]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
# EuroVoc numbers, and the names it gives its newer concepts
_CONCEPT = re.compile(r"\d{1,9}|c_[0-9a-f]{4,16}")


def checked(draft: Draft) -> tuple[Draft | None, list[Refusal]]:
    """Return the draft fit to store, or None, and what was set aside on the way."""
    look = _Look(draft)
    for check in _CHECKS:
        check(look)
        if look.refused:
            return None, look.refusals
    return (msgspec.structs.replace(draft, **look.changes) if look.changes else draft), look.refusals


class _Look:
    """A draft being checked: the fields to change, and the refusals so far."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.changes: dict[str, Any] = {}
        self.refusals: list[Refusal] = []
        self.refused = False

    def refuse(self, field: str, problem: Problem, value: object, *, whole: bool = False) -> None:
        self.refused = self.refused or whole
        self.refusals.append(
            Refusal(
                record=shown(self.draft.external_id, ID_LENGTH) or "?",
                field=field,
                problem=problem,
                detail=shown(value),
                record_kept=not whole,
            )
        )


def _identity(look: _Look) -> None:
    draft = look.draft
    name = draft.external_id
    if not name.strip() or storable(name) != name:
        look.refuse("external_id", Problem.NO_ID, name, whole=True)
    elif len(name) > ID_LENGTH:
        look.refuse("external_id", Problem.TOO_LONG, name, whole=True)
    elif draft.kind not in KINDS:
        look.refuse("kind", Problem.UNKNOWN_KIND, draft.kind, whole=True)


def _texts(look: _Look) -> None:
    kept: dict[str, DraftText] = {}
    for text in look.draft.texts:
        if not _LANGUAGE.fullmatch(text.language) or len(text.language) > 12:
            look.refuse("language", Problem.BAD_CODE, text.language)
        elif text.language in kept:
            look.refuse(f"texts.{text.language}", Problem.REPEATED, text.title)
        elif (fit := _fit_text(look, text)).title:
            kept[text.language] = fit
    if not kept:
        look.refuse("title", Problem.NO_TITLE, "", whole=True)
    elif (texts := tuple(kept.values())) != look.draft.texts:
        look.changes["texts"] = texts


def _fit_text(look: _Look, text: DraftText) -> DraftText:
    changes = {}
    for field, most in (
        ("title", TITLE_LENGTH),
        ("summary", TEXT_LENGTH),
        ("body", TEXT_LENGTH),
        ("conditions", TEXT_LENGTH),
    ):
        value: str = getattr(text, field)
        fit = storable(value)
        if field == "title":
            fit = fit.strip()
        if len(fit) > most:
            look.refuse(f"{field}.{text.language}", Problem.TOO_LONG, f"{len(fit)} > {most}")
            fit = fit[: most - 1] + "…"
        if fit is not value:
            changes[field] = fit
    return msgspec.structs.replace(text, **changes) if changes else text


def _labels(look: _Look) -> None:
    for field, most in (
        ("document_type", LABEL_LENGTH),
        ("programme", PROGRAMME_LENGTH),
        ("licence", LABEL_LENGTH),
        ("attribution", ID_LENGTH),
    ):
        value: str = getattr(look.draft, field)
        fit = storable(value)
        if len(fit) > most:
            look.refuse(field, Problem.TOO_LONG, value)
            fit = fit[: most - 1] + "…"
        if fit is not value:
            look.changes[field] = fit
    if look.draft.stated_status not in STATED_STATUSES:
        look.refuse("stated_status", Problem.UNKNOWN_CODE, look.draft.stated_status)
        look.changes["stated_status"] = ""
    url = look.draft.url
    if url and (len(url) > URL_LENGTH or not _URL.fullmatch(url) or storable(url) != url):
        look.refuse("url", Problem.BAD_ADDRESS, url)
        look.changes["url"] = ""


def _lists(look: _Look) -> None:
    _keep(look, "eurovoc", lambda code: bool(_CONCEPT.fullmatch(code)), Problem.BAD_CODE)
    _keep(look, "countries", lambda code: bool(_COUNTRY.fullmatch(code)), Problem.BAD_CODE)
    _keep(
        look,
        "keywords",
        lambda word: len(word) <= KEYWORD_LENGTH and storable(word) == word,
        Problem.TOO_LONG,
    )
    keywords = look.changes.get("keywords", look.draft.keywords)
    if len(keywords) > KEYWORDS:
        look.refuse("keywords", Problem.TOO_LONG, f"{len(keywords)} > {KEYWORDS}")
        look.changes["keywords"] = keywords[:KEYWORDS]


def _keep(look: _Look, field: str, fits: Callable[[str], bool], problem: Problem) -> None:
    values: tuple[str, ...] = getattr(look.draft, field)
    bad = [value for value in values if not fits(value)]
    if bad:
        look.refuse(field, problem, ", ".join(bad))
    if bad or len(set(values)) < len(values):
        look.changes[field] = tuple(dict.fromkeys(value for value in values if fits(value)))


def _documents(look: _Look) -> None:
    for field in ("details", "references"):
        value = getattr(look.draft, field)
        if not value:
            continue
        try:
            document = msgspec.json.encode(value)
        except (TypeError, ValueError) as error:
            look.refuse(field, Problem.WRONG_TYPE, str(error))
            look.changes[field] = {}
            continue
        if b"\\u0000" in document or len(document) > DETAILS_BYTES:
            look.refuse(field, Problem.TOO_LONG, f"{len(document)} bytes")
            look.changes[field] = {}


def _amounts(look: _Look) -> None:
    amounts = {}
    for field in ("budget_total_eur", "grant_min_eur", "grant_max_eur"):
        value: int | None = getattr(look.draft, field)
        if value is not None and not 0 < value <= MOST_EUROS:
            look.refuse(field, Problem.BAD_AMOUNT, value)
            look.changes[field] = value = None
        amounts[field] = value
    low, high = amounts["grant_min_eur"], amounts["grant_max_eur"]
    if low is not None and high is not None and low > high:
        look.refuse("grant_min_eur", Problem.MIN_ABOVE_MAX, f"{low} > {high}")
        look.changes["grant_min_eur"] = look.changes["grant_max_eur"] = None
    grants = look.draft.expected_grants
    if grants is not None and not 0 < grants <= 1_000_000:
        look.refuse("expected_grants", Problem.BAD_AMOUNT, grants)
        look.changes["expected_grants"] = None


def _dates(look: _Look) -> None:
    opens = _plausible(look, "opens_on")
    _plausible(look, "published_on")
    deadlines = tuple(_deadline(look, deadline) for deadline in look.draft.deadlines)
    kept = tuple(deadline for deadline in deadlines if deadline is not None)
    if opens is not None and kept:
        after = tuple(deadline for deadline in kept if _day(deadline) >= opens)
        if after != kept:
            early = min(_day(deadline) for deadline in kept)
            look.refuse("deadlines", Problem.DEADLINE_BEFORE_OPENING, f"{early} < {opens}")
            # Nobody can tell which of the two is wrong: where no later deadline stands, neither is believed.
            if not after:
                look.changes["opens_on"] = None
            kept = after
    if kept != look.draft.deadlines:
        look.changes["deadlines"] = kept


def _day(deadline: DraftDeadline) -> date:
    return deadline.at.astimezone(BRUSSELS).date()


def _plausible(look: _Look, field: str) -> date | None:
    day: date | None = getattr(look.draft, field)
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        look.refuse(field, Problem.BAD_DATE, day.isoformat())
        look.changes[field] = day = None
    return day


def _deadline(look: _Look, deadline: DraftDeadline) -> DraftDeadline | None:
    at = deadline.at
    if at.tzinfo is None or not FIRST_DAY <= at.date() <= LAST_DAY:
        look.refuse("deadlines", Problem.BAD_DATE, at.isoformat())
        return None
    label = storable(deadline.label)[:LABEL_LENGTH]
    return deadline if label == deadline.label else msgspec.structs.replace(deadline, label=label)


_CHECKS = (_identity, _texts, _labels, _lists, _documents, _amounts, _dates)
