"""The publications of an initiative: what was asked when, under which reference, in which documents."""

import re
from typing import Any, Final

import msgspec

from antena.lib.text import plain
from antena.sources.catalogue.haveyoursay.listing import number_of
from antena.sources.catalogue.haveyoursay.periods import OPEN, Period, last_moment
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Parsed
from antena.sources.reading import Fields, count_unknown, entries

_DOWNLOAD: Final = "https://ec.europa.eu/info/law/better-regulation/brpapi/download/"
_MOST_DOCUMENTS: Final = 20
_DOCUMENT: Final = re.compile(r"\b(?P<kind>COM|SWD|JOIN)\s?\((?P<year>\d{4})\)\s?(?P<number>\d{1,4})\b")
_PROCEDURE: Final = re.compile(r"\b\d{4}/\d{4}[A-Z]?\((?:COD|CNS|APP|NLE|INI|BUD)\)")
# The letters of a document in sector 5 of CELEX: a proposal is another one than a communication.
_PROPOSAL: Final = "PC"
_LETTERS: Final = {"SWD": "SC", "JOIN": "JC"}
_IGNORED: Final = frozenset(
    {
        *("initiativeStatus", "frontEndStage", "modifiedDate", "isCurrent", "feedbackPeriod", "language"),
        *("currentStatuses", "topics", "dg", "unit", "translations", "publicationTranslations", "links"),
    }
)
# Fields told of a publication: our name for each.
_WORDS: Final = {
    "stage": "stage",
    "title": "title",
    "receivingFeedbackStatus": "status",
    "plannedPeriod": "planned",
}
_DAYS: Final = {
    "publishedDate": "published_on",
    "adoptionDate": "adopted_on",
    "plannedStartDate": "planned_from",
    "plannedEndDate": "planned_until",
}
_TEXTS: Final = ("consultationObjective", "targetGroups")
_ATTACHMENT: Final = ("title", "ersFileName", "filename")


class Publications(msgspec.Struct):
    """What the publications of an initiative say together."""

    told: list[dict[str, Any]] = []
    periods: list[Period] = []
    words: list[str] = []
    documents: list[dict[str, str]] = []
    celex: set[str] = set()
    com: set[str] = set()
    procedures: set[str] = set()
    feedback: int = 0


def read(parsed: Parsed, fields: Fields, contract: Contract) -> Publications:
    """Read them all, in an order of our own: the oldest first."""
    found = Publications()
    for entry in sorted(entries(fields.pop("publications")), key=_age):
        one = Fields(entry, fields.record)
        found.told.append(_publication(one, found, contract))
        fields.refusals += one.refusals
        count_unknown(parsed, (f"publications.{name}" for name in one.rest(_IGNORED)))
    found.words = list(dict.fromkeys(found.words))
    found.documents = sorted(found.documents, key=lambda document: document["url"])[:_MOST_DOCUMENTS]
    return found


def _age(entry: dict[str, Any]) -> tuple[str, str]:
    return str(entry.get("publishedDate") or "9999"), number_of(entry.get("id"))


def _publication(one: Fields, found: Publications, contract: Contract) -> dict[str, Any]:
    kind, reference = one.text("type"), " ".join(one.text("reference").split())
    days = {name: one.day(field) for field, name in _DAYS.items()}
    end, day_only = last_moment(one, "endDate")
    told: dict[str, Any] = {"id": number_of(one.pop("id")), "type": kind}
    told |= {name: text for field, name in _WORDS.items() if (text := _line(one.text(field)))}
    told |= {"reference": reference} if reference else {}
    told |= {name: day.isoformat() for name, day in days.items() if day}
    if end is not None:
        told["ends_on"] = end.date().isoformat()
        start = days["published_on"]
        start = start if start is not None and start <= end.date() else None
        found.periods.append(Period(told.get("status", ""), kind, start, end, day_only))
    found.words += [text for name in _TEXTS if (text := plain(one.text(name)))]
    found.documents += _documents(one)
    refer(found, reference, kind)
    total = _total(one)
    # While answers still come in, their number would make the record change every day.
    if total and (told.get("status") != OPEN or contract.options["feedback_while_open"]):
        told["feedback"] = total
        found.feedback += total
    return told


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _total(one: Fields) -> int:
    value = one.pop("totalFeedback")
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**9:
        one.refuse("totalFeedback", Problem.WRONG_TYPE, value)
        return 0
    return int(value)


def _documents(one: Fields) -> list[dict[str, str]]:
    found = []
    for entry in entries(one.pop("attachments")):
        document = Fields(entry, one.record)
        number = document.text("documentId")
        names = [name for field in _ATTACHMENT if (name := document.text(field))]
        if re.fullmatch(r"[\w.-]{1,100}", number):
            language = document.text("language").lower()
            found.append({"name": names[0] if names else "", "language": language, "url": _DOWNLOAD + number})
    return found


def refer(found: Publications, reference: str, kind: str) -> None:
    """Add the documents and procedures that ``reference`` names; ``kind`` is the type of the publication."""
    found.procedures |= set(_PROCEDURE.findall(reference))
    for match in _DOCUMENT.finditer(reference):
        series, year, number = match["kind"], match["year"], int(match["number"])
        if series == "COM":
            found.com.add(f"COM({year}){number}")
        letters = _PROPOSAL if series == "COM" and kind.startswith("PROP_") else _LETTERS.get(series, "")
        if series == "COM" and kind.startswith("COMMUNIC"):
            letters = "DC"
        if letters:
            found.celex.add(f"5{year}{letters}{number:04}")
