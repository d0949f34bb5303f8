"""The last look at a draft of a signal.

A draft without identifier, title or known kind is refused whole. Any other bad field is set aside and the
record goes on without it, so that one impossible date does not hide a call. Nothing here raises.
"""

import re
from datetime import date

import msgspec

from antena.lib.dates import BRUSSELS
from antena.sources.drafts import KINDS, STATED_STATUSES, Draft, DraftDeadline, Problem
from antena.sources.reading import storable
from antena.sources.validation import looking
from antena.sources.validation.looking import (
    FIRST_DAY,
    ID_LENGTH,
    LABEL_LENGTH,
    LAST_DAY,
    PROGRAMME_LENGTH,
    Look,
)

# EuroVoc numbers, and the names it gives its newer concepts
_CONCEPT = re.compile(r"\d{1,9}|c_[0-9a-f]{4,16}")


def _kind(look: Look[Draft]) -> None:
    if look.draft.kind not in KINDS:
        look.refuse("kind", Problem.UNKNOWN_KIND, look.draft.kind, whole=True)


def _labels(look: Look[Draft]) -> None:
    lengths = {
        "document_type": LABEL_LENGTH,
        "programme": PROGRAMME_LENGTH,
        "licence": LABEL_LENGTH,
        "attribution": ID_LENGTH,
    }
    looking.labels(look, lengths)
    if look.draft.stated_status not in STATED_STATUSES:
        look.refuse("stated_status", Problem.UNKNOWN_CODE, look.draft.stated_status)
        look.changes["stated_status"] = ""
    looking.address(look, "url")


def _lists(look: Look[Draft]) -> None:
    looking.keep(look, "eurovoc", lambda code: bool(_CONCEPT.fullmatch(code)), Problem.BAD_CODE)
    looking.countries(look)
    looking.keywords(look)
    looking.documents(look, "details", "references")


def _amounts(look: Look[Draft]) -> None:
    looking.amount(look, "budget_total_eur")
    low, high = looking.amount(look, "grant_min_eur"), looking.amount(look, "grant_max_eur")
    if low is not None and high is not None and low > high:
        look.refuse("grant_min_eur", Problem.MIN_ABOVE_MAX, f"{low} > {high}")
        look.changes["grant_min_eur"] = look.changes["grant_max_eur"] = None
    grants = look.draft.expected_grants
    if grants is not None and not 0 < grants <= 1_000_000:
        look.refuse("expected_grants", Problem.BAD_AMOUNT, grants)
        look.changes["expected_grants"] = None


def _dates(look: Look[Draft]) -> None:
    opens = looking.day(look, "opens_on")
    looking.day(look, "published_on")
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


def _deadline(look: Look[Draft], deadline: DraftDeadline) -> DraftDeadline | None:
    at = deadline.at
    if at.tzinfo is None or not FIRST_DAY <= at.date() <= LAST_DAY:
        look.refuse("deadlines", Problem.BAD_DATE, at.isoformat())
        return None
    label = storable(deadline.label)[:LABEL_LENGTH]
    return deadline if label == deadline.label else msgspec.structs.replace(deadline, label=label)


CHECKS = (looking.identity, _kind, looking.texts, _labels, _lists, _amounts, _dates)
