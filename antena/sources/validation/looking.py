"""What every check of a draft works with: the draft, what is to change in it, and what was set aside."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Generic, TypeVar

import msgspec

from antena.sources.drafts import AnyDraft, DraftText, Problem, Refusal
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

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_URL = re.compile(r"https?://[^\s<>\"]+")
_COUNTRY = re.compile(r"[A-Z]{2}")

D = TypeVar("D", bound=AnyDraft)


class Look(Generic[D]):
    """A draft being checked: the fields to change, and the refusals so far."""

    def __init__(self, draft: D) -> None:
        self.draft = draft
        self.changes: dict[str, Any] = {}
        self.refusals: list[Refusal] = []
        self.refused = False

    def refuse(self, field: str, problem: Problem, value: object, *, whole: bool = False) -> None:
        """Set a field aside, or with ``whole`` the record."""
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

    def now(self, field: str) -> Any:
        """The value of a field as it will be."""
        return self.changes.get(field, getattr(self.draft, field))


Check = Callable[[Look[D]], None]


def looked_at(draft: D, checks: tuple[Check[D], ...]) -> tuple[D | None, list[Refusal]]:
    """Return the draft fit to store, or None, and what was set aside on the way."""
    look = Look(draft)
    for check in checks:
        check(look)
        if look.refused:
            return None, look.refusals
    return (msgspec.structs.replace(draft, **look.changes) if look.changes else draft), look.refusals


def identity(look: Look[Any]) -> None:
    """Refuse a record without a usable name."""
    name: str = look.draft.external_id
    if not name.strip() or storable(name) != name:
        look.refuse("external_id", Problem.NO_ID, name, whole=True)
    elif len(name) > ID_LENGTH:
        look.refuse("external_id", Problem.TOO_LONG, name, whole=True)


def texts(look: Look[Any]) -> None:
    """Keep one titled text a language; refuse a record that has none."""
    kept: dict[str, DraftText] = {}
    for text in look.draft.texts:
        if not is_language(text.language):
            look.refuse("language", Problem.BAD_CODE, text.language)
        elif text.language in kept:
            look.refuse(f"texts.{text.language}", Problem.REPEATED, text.title)
        elif (fit := _fit_text(look, text)).title:
            kept[text.language] = fit
    if not kept:
        look.refuse("title", Problem.NO_TITLE, "", whole=True)
    elif (fits := tuple(kept.values())) != look.draft.texts:
        look.changes["texts"] = fits


def _fit_text(look: Look[Any], text: DraftText) -> DraftText:
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


def labels(look: Look[Any], lengths: Mapping[str, int]) -> None:
    """Shorten labels to what their columns hold."""
    for field, most in lengths.items():
        value: str = look.now(field)
        fit = storable(value)
        if len(fit) > most:
            look.refuse(field, Problem.TOO_LONG, value)
            fit = fit[: most - 1] + "…"
        if fit is not value:
            look.changes[field] = fit


def address(look: Look[Any], field: str) -> None:
    """Set aside what is no web address."""
    url: str = look.now(field)
    if url and (len(url) > URL_LENGTH or not _URL.fullmatch(url) or storable(url) != url):
        look.refuse(field, Problem.BAD_ADDRESS, url)
        look.changes[field] = ""


def keep(look: Look[Any], field: str, fits: Callable[[str], bool], problem: Problem) -> None:
    """Keep the values of a list that fit, each once."""
    values: tuple[str, ...] = look.now(field)
    bad = [value for value in values if not fits(value)]
    if bad:
        look.refuse(field, problem, ", ".join(bad))
    if bad or len(set(values)) < len(values):
        look.changes[field] = tuple(dict.fromkeys(value for value in values if fits(value)))


def countries(look: Look[Any]) -> None:
    """Keep what looks like ISO codes of countries."""
    keep(look, "countries", is_country, Problem.BAD_CODE)


def keywords(look: Look[Any]) -> None:
    """Keep a bearable number of keywords of a bearable length."""
    keep(
        look,
        "keywords",
        lambda word: len(word) <= KEYWORD_LENGTH and storable(word) == word,
        Problem.TOO_LONG,
    )
    words = look.now("keywords")
    if len(words) > KEYWORDS:
        look.refuse("keywords", Problem.TOO_LONG, f"{len(words)} > {KEYWORDS}")
        look.changes["keywords"] = words[:KEYWORDS]


def documents(look: Look[Any], *fields: str) -> None:
    """Empty JSON that is too large or that the database would not take."""
    for field in fields:
        value = look.now(field)
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


def amount(look: Look[Any], field: str) -> int | None:
    """Return an amount in euros, set aside where it cannot be one."""
    value: int | None = look.now(field)
    if value is not None and not 0 < value <= MOST_EUROS:
        look.refuse(field, Problem.BAD_AMOUNT, value)
        look.changes[field] = value = None
    return value


def day(look: Look[Any], field: str) -> date | None:
    """Return a date, set aside where it is not plausible."""
    value: date | None = look.now(field)
    if value is not None and not FIRST_DAY <= value <= LAST_DAY:
        look.refuse(field, Problem.BAD_DATE, value.isoformat())
        look.changes[field] = value = None
    return value


def is_language(code: str) -> bool:
    """Whether it looks like a BCP 47 tag our columns hold."""
    return len(code) <= 12 and bool(_LANGUAGE.fullmatch(code))


def is_country(code: str) -> bool:
    """Whether it looks like an ISO 3166-1 alpha-2 code."""
    return bool(_COUNTRY.fullmatch(code))
