"""The life of a law from the dates its documents state: what happened when, and where it stands."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

# In the order of a law's life; the values of `antena.signals.enums.Stage`.
STAGES: Final = ("prepared", "consulted", "proposed", "debated", "adopted", "in_force", "applied")
# The stage that begins when a document of that kind is published.
_OF_PUBLICATION: Final = {
    "consultation": "prepared",
    "procedure": "proposed",
    "proposal": "proposed",
    "opinion": "debated",
    "act": "adopted",
}
# The dates of an act that its source states by name, and what each of them is.
_OF_ACT: Final = {
    "entry_into_force": "enters_into_force",
    "application": "applies",
    "transposition": "transposed",
    "end_of_validity": "ends",
}
_IN_FORCE: Final = "in_force"
# What the Parliament calls the step after which the law is law.
_PUBLISHED: Final = "PUBLICATION_OFFICIAL_JOURNAL"


class Document(NamedTuple):
    """A document of a dossier as far as its dates go."""

    id: int
    kind: str
    document_type: str
    status: str
    published_on: date | None
    opens_on: date | None
    deadlines: tuple[tuple[date, str], ...]
    details: Mapping[str, Any]


class Moment(NamedTuple):
    """Something on a day. ``what`` is a word of this module, ``words`` the source's own where it has any.

    ``stage`` is the one that begins with it, "" where none does.
    """

    day: date
    what: str
    words: str
    stage: str
    document: int


class Standing(NamedTuple):
    """Where a law stands. ``since`` is stage → the day it began or will; ``changes_on`` the next such day."""

    stage: str
    since: dict[str, date]
    changes_on: date | None


def moments(documents: Iterable[Document]) -> list[Moment]:
    """All that happened and is to come, in order of day.

    What a document tells twice comes once, with words if it has any.
    """
    found: dict[tuple[int, date, str, str], Moment] = {}
    for document in documents:
        told = list(_of(document))
        said = {(moment.day, moment.what) for moment in told if moment.words}
        for moment in told:
            if moment.words or (moment.day, moment.what) not in said:
                found[document.id, moment.day, moment.what, moment.words] = moment
    return sorted(found.values(), key=_order)


def standing(documents: Iterable[Document], *, today: date) -> Standing:
    """Where the law stands on that day; a document without dates still says the stage its kind is of."""
    listed = list(documents)
    since: dict[str, date] = {}
    for moment in moments(listed):
        if moment.stage:
            since.setdefault(moment.stage, moment.day)
    if applied := _applied_on(listed):
        since["applied"] = applied
    reached = {stage for stage, day in since.items() if day <= today}
    reached |= {_OF_PUBLICATION.get(one.kind, "prepared") for one in listed if one.published_on is None}
    if any(one.kind == "act" and one.status == _IN_FORCE for one in listed):
        reached.add(_IN_FORCE)
    stage = max(reached, key=STAGES.index, default="prepared")
    ahead = [day for day in since.values() if day > today]
    return Standing(stage, since, min(ahead, default=None))


def _order(moment: Moment) -> tuple[date, int, str, str, int]:
    return moment.day, STAGES.index(moment.stage or "prepared"), moment.what, moment.words, moment.document


def _applied_on(documents: Iterable[Document]) -> date | None:
    """The last of the days an act states for its effects; a directive has none until it is transposed."""
    last = []
    for one in documents:
        if one.kind != "act":
            continue
        days = [*_days(one, "entry_into_force"), *_days(one, "application"), *_days(one, "transposition")]
        if days and not (one.document_type.startswith("DIR") and not _days(one, "transposition")):
            last.append(max(days))
    return max(last, default=None)


def _of(document: Document) -> Iterator[Moment]:
    id_, kind = document.id, document.kind
    if document.published_on:
        stage = _OF_PUBLICATION.get(kind, "")
        yield Moment(document.published_on, f"published_{kind}", "", stage, id_)
    if document.opens_on and kind == "consultation":
        yield Moment(document.opens_on, "opens", "", "consulted", id_)
    for day, words in document.deadlines:
        yield Moment(day, "deadline", words, "", id_)
    if kind == "act":
        for name, what in _OF_ACT.items():
            for day in _days(document, name):
                yield Moment(day, what, "", _IN_FORCE if what == "enters_into_force" else "", id_)
    yield from _periods(document)
    yield from _events(document)


def _periods(document: Document) -> Iterator[Moment]:
    """When people could answer each of the papers of an initiative."""
    for paper in _records(document.details.get("publications")):
        opened, closes = _day(paper.get("published_on")), _day(paper.get("ends_on"))
        words = str(paper.get("type") or "")
        if opened and closes:
            yield Moment(opened, "opens", words, "consulted", document.id)
        if closes:
            yield Moment(closes, "deadline", words, "", document.id)


def _events(document: Document) -> Iterator[Moment]:
    """What a procedure went through; whatever follows its first day is debate until the act is there."""
    days = [
        (day, str(event.get("label") or event.get("activity") or ""), event.get("activity"))
        for event in _records(document.details.get("events"))
        if (day := _day(event.get("date")))
    ]
    first = min((day for day, *_ in days), default=None)
    for day, words, activity in days:
        later = "adopted" if activity == _PUBLISHED else "debated"
        yield Moment(day, "event", words, later if day != first else "proposed", document.id)


def _days(document: Document, name: str) -> list[date]:
    stated = document.details.get(name)
    values = stated if isinstance(stated, list) else [stated]
    return [day for value in values if (day := _day(value))]


def _records(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _day(value: object) -> date | None:
    """The day of a date or moment written by ISO 8601; None for anything else."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
