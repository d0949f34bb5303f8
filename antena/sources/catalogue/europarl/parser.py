"""From a list of procedures and their details to drafts of procedures.

Values come alone or as a list, ids relative or absolute: only their last part is kept. Of persons only the
role and the political group are read.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from antena.lib.dates import parse_day
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, entries, shown, unreadable

_PAGE: Final = "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference="
_KEY: Final = re.compile(r"(?P<page>(?P<listing>(?:procedures|changes)\.[^.]*)\.\d{4})(?:\..+)?", re.DOTALL)
_LABEL: Final = re.compile(r"\d{4}/\d{4}[A-Z]?\([A-Z]{3}\)")
_ADOPTED: Final = re.compile(r"TA-\d{1,2}-\d{4}-\d{4}.*")
_COMMISSION: Final = re.compile(r"COM-(?P<year>\d{4})-(?P<number>\d{1,4})")
_CONCEPT: Final = "http://eurovoc.europa.eu/"
_PUBLISHED: Final = "PUBLICATION_OFFICIAL_JOURNAL"
_OWN_INITIATIVE: Final = "INI"
_MOST_EVENTS: Final = 200
_MOST_DOCUMENTS: Final = 100
_ROW_IGNORED: Final = frozenset({"id", "type", "process_type", "label", "identifierYear", "process_id"})
_IGNORED: Final = frozenset({"id", "type", "identifierYear", "process_id", "inverse_consists_of", "based_on"})


def bundle(key: str) -> str:
    """Return the page of the list a key belongs to."""
    match = _KEY.fullmatch(key)
    return match["page"] if match else key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a page of a list with the details that were asked for.

    Of the feed of changes only what was asked for in detail is a record: the lists have the rest.
    """
    parsed = Parsed()
    rows = _rows(parsed, pages[0])
    if rows is None:
        return parsed
    match = _KEY.fullmatch(pages[0].key)
    changes = match is not None and match["listing"].startswith("changes")
    if match is not None and not changes:
        _total(parsed, match["listing"], pages[0])
    details: dict[str, dict[str, Any]] = {}
    for page in pages[1:]:
        for detail in entries(_rows(parsed, page) or []):
            details.setdefault(str(detail.get("process_id")), detail)
    failed = ", ".join(failure.record for failure in parsed.failures)
    for number, row in enumerate(rows, 1):
        name = row.get("process_id") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(name, str) or not name.strip():
            problem = Problem.NO_ID if isinstance(row, dict) else Problem.NOT_A_RECORD
            _refuse(parsed, f"{pages[0].key}/{number}", "process_id", problem, shown(row))
        elif name in details:
            _read_procedure(parsed, name.strip(), row, details[name], contract)
        elif failed and not changes:
            _refuse(parsed, name, failed, Problem.PART_FAILED, "")
        elif not changes:
            _refuse(parsed, name, "process_title", Problem.NO_TITLE, "")
    return parsed


def _refuse(parsed: Parsed, record: str, field: str, problem: Problem, detail: str) -> None:
    parsed.rows += 1
    parsed.refusals.append(Refusal(record=record, field=field, problem=problem, detail=detail))


def _rows(parsed: Parsed, page: Page) -> list[Any] | None:
    """Return the rows of an answer, none of one without a body; what is no answer goes to the failures."""
    if page.failure is None and not page.body:
        return []
    answer = decoded(page)
    rows = answer.get("data") if isinstance(answer, dict) else None
    if isinstance(answer, Refusal):
        parsed.failures.append(answer)
    elif not isinstance(rows, list):
        parsed.failures.append(unreadable(page, "no list called data"))
    return rows if isinstance(rows, list) else None


def _total(parsed: Parsed, listing: str, page: Page) -> None:
    answer = decoded(page) if page.body else None
    meta = answer.get("meta") if isinstance(answer, dict) else None
    total = meta.get("total") if isinstance(meta, dict) else None
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**6:
        parsed.totals[listing] = total


def _read_procedure(
    parsed: Parsed, record: str, row: dict[str, Any], detail: dict[str, Any], contract: Contract
) -> None:
    parsed.rows += 1
    outer, fields = Fields(row, record), Fields(detail, record)
    parsed.drafts.append(_draft(record, fields, contract))
    parsed.refusals += fields.refusals
    count_unknown(parsed, outer.rest(_ROW_IGNORED))
    count_unknown(parsed, fields.rest(_IGNORED))


def _draft(record: str, fields: Fields, contract: Contract) -> Draft:
    kind = _tail(fields.text("process_type"))
    label = fields.text("label")
    if not _LABEL.fullmatch(label):
        if label:
            fields.refuse("label", Problem.BAD_CODE, label)
        label = f"{record.replace('-', '/', 1)}({kind})"
        label = label if _LABEL.fullmatch(label) else ""
    events = _events(fields)
    documents = sorted({_tail(name) for name in _ids(fields, "created_a_realization_of")} - {""})
    adopted = [name for name in documents if _ADOPTED.fullmatch(name)]
    details: dict[str, Any] = {"events": events[:_MOST_EVENTS]} if events else {}
    if stage := _tail(_first(fields, "current_stage")):
        details["current_stage"] = stage
    details |= _participation(fields)
    details |= {"documents": documents[:_MOST_DOCUMENTS]} if documents else {}
    over = any(event.get("activity") == _PUBLISHED for event in events)
    return Draft(
        source=contract.source,
        external_id=record,
        kind="procedure",
        url=_PAGE + label if label else "",
        texts=_texts(fields, contract),
        document_type=kind,
        published_on=_date(events[0]["date"]) if events else None,
        stated_status="closed" if over or (kind == _OWN_INITIATIVE and adopted) else "open",
        eurovoc=tuple(sorted(_concepts(fields))),
        references=_references(label, adopted, documents),
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _texts(fields: Fields, contract: Contract) -> tuple[DraftText, ...]:
    """Return the titles in the contract's languages; one without a language is English."""
    value = fields.pop("process_title")
    titles = Fields(value if isinstance(value, dict) else {"en": value}, fields.record)
    texts = []
    for language in sorted(contract.languages):
        title = " ".join(titles.first(language).split())
        if title:
            texts.append(DraftText(language=language, title=title))
    fields.refusals += titles.refusals
    return tuple(texts)


def _events(fields: Fields) -> list[dict[str, str]]:
    """Return what happened, in order of time: date, activity, stage and, where there is one, its label."""
    found = []
    for entry in entries(fields.pop("consists_of")):
        one = Fields(entry, fields.record)
        written, activity = one.text("activity_date"), _tail(_first(one, "had_activity_type"))
        day = _date(written)
        if day is None:
            one.refuse("consists_of.activity_date", Problem.BAD_DATE, f"{activity} {written}")
        label = one.pop("activity_label")
        event = {
            "date": day.isoformat() if day else "",
            "activity": activity,
            "stage": _tail(_first(one, "occured_at_stage")),
            "label": label.get("en", "") if isinstance(label, dict) else "",
        }
        kept = {name: text for name, text in event.items() if isinstance(text, str) and text}
        if day is not None:
            found.append(kept)
        fields.refusals += one.refusals
    unique = {tuple(sorted(event.items())): event for event in found}
    return [unique[key] for key in sorted(unique, key=lambda key: (dict(key)["date"], key))]


def _participation(fields: Fields) -> dict[str, Any]:
    """Return the committees, and of rapporteurs the role and the political group, never who they are."""
    committees, rapporteurs = set(), set()
    for entry in entries(fields.pop("had_participation")):
        one = Fields(entry, fields.record)
        role = _tail(_first(one, "participation_role"))
        for organization in _ids(one, "had_participant_organization"):
            committees.add((role, _tail(organization)))
        group = _tail(_first(one, "politicalGroup"))
        if one.pop("had_participant_person") is not None and role:
            rapporteurs.add((role, group))
        fields.refusals += one.refusals
    told: dict[str, Any] = {}
    if committees:
        told["committees"] = [{"role": role, "committee": name} for role, name in sorted(committees)]
    if rapporteurs:
        told["rapporteurs"] = [{"role": role, "group": group} for role, group in sorted(rapporteurs)]
    return told


def _references(label: str, adopted: list[str], documents: list[str]) -> dict[str, tuple[str, ...]]:
    references: dict[str, tuple[str, ...]] = {"procedure": (label,)} if label else {}
    if adopted:
        references["adopted"] = tuple(adopted)
    matches = [match for name in documents if (match := _COMMISSION.fullmatch(name))]
    if matches:
        references["com"] = tuple(sorted({f"COM({one['year']}){int(one['number'])}" for one in matches}))
    return references


def _concepts(fields: Fields) -> set[str]:
    """Return the EuroVoc concepts of a procedure; other subjects are of other vocabularies."""
    return {name.removeprefix(_CONCEPT) for name in _ids(fields, "is_about") if name.startswith(_CONCEPT)}


def _ids(fields: Fields, field: str) -> list[str]:
    """Take ids, alone or a list, bare or as ``{"id": …}``."""
    value = fields.pop(field)
    values = value if isinstance(value, list) else [value]
    plain = [item.get("id") if isinstance(item, dict) else item for item in values]
    inner = Fields({field: plain}, fields.record)
    found = inner.texts(field)
    fields.refusals += inner.refusals
    return found


def _first(fields: Fields, field: str) -> str:
    return next(iter(_ids(fields, field)), "")


def _tail(name: str) -> str:
    """The last part of an id: "RDG1" of "http://…/procedure-phase/RDG1"."""
    return name.rstrip("/").rpartition("/")[2]


def _date(text: str) -> date | None:
    try:
        return parse_day(text) if text else None
    except ValueError:
        return None
