"""From answers of the search interface to drafts of calls.

Every value of a record is a list of strings, some of them JSON inside a string. States are stale and only a
hint. A date at midnight UTC means that day in Brussels; the official hour is in the text only.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from urllib.parse import quote

from antena.lib.dates import BRUSSELS, parse_day, parse_moment
from antena.lib.text import plain
from antena.sources.catalogue.sedia import budget, topic
from antena.sources.catalogue.sedia.codes import (
    CASCADE,
    GRANT,
    IGNORED,
    PROGRAMMES,
    PROSPECT,
    ROW_IGNORED,
    STATUSES,
)
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftDeadline, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable, whole_euros

_PORTAL: Final = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
_KEY: Final = re.compile(r"(?P<listing>[^.]*?)[.-](?P<number>\d{4})(?:\.(?P<topic>.+))?", re.DOTALL)
_LAST_SECOND: Final = time(23, 59, 59)
# Its keywords begin with a capital, so that "Environment, resources and sustainability" is one.
_COMMA: Final = re.compile(r",\s+(?=[^a-z\s])(?![^()]*\))")

# Fields kept as they are in ``details``: our name for each.
_DETAILS: Final = {
    "callIdentifier": "call_identifier",
    "callTitle": "call_title",
    "deadlineModel": "deadline_model",
    "destination": "destination",
    "mission": "mission",
    "focusArea": "focus_area",
    "crossCuttingPriorities": "cross_cutting",
    "projectName": "project_name",
    "projectAcronym": "project_acronym",
    "duration": "duration",
}


def bundle(key: str) -> str:
    """Return the page of results a key belongs to: the page itself, or the one its topic was listed on."""
    match = _KEY.fullmatch(key)
    return key if match is None or not match["topic"] else key.removesuffix(f".{match['topic']}")


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a page of results, and after it the pages of those of its topics that were asked for."""
    answer = decoded(pages[0])
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    rows = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        return Parsed(failures=[unreadable(pages[0], "no list called results")])
    parsed = Parsed(rows=len(rows))
    total = answer.get("totalResults")
    match = _KEY.fullmatch(pages[0].key)
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**9:
        parsed.totals[match["listing"] if match else pages[0].key] = total
    topics = {match["topic"]: page for page in pages[1:] if (match := _KEY.fullmatch(page.key))}
    for number, row in enumerate(rows, 1):
        _read_row(parsed, row, f"{pages[0].key}/{number}", topics, contract)
    return parsed


def _read_row(parsed: Parsed, row: object, name: str, topics: dict[str, Page], contract: Contract) -> None:
    metadata = row.get("metadata") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(metadata, dict):
        parsed.refusals.append(
            Refusal(record=name, field="metadata", problem=Problem.NOT_A_RECORD, detail=shown(row))
        )
        return
    kind, record = _identity(row, metadata)
    if not record:
        parsed.refusals.append(Refusal(record=name, field="identifier", problem=Problem.NO_ID))
        return
    page = topics.get(record.lower())
    if page is not None:
        whole = topic.completed(metadata, page)
        if isinstance(whole, Refusal):
            # Stored without its description, the record would overwrite the one we have.
            parsed.failures.append(whole)
            parsed.refusals.append(
                Refusal(record=record, field=page.key, problem=Problem.PART_FAILED, detail=whole.detail)
            )
            return
        metadata = whole
    outer = Fields({key: value for key, value in row.items() if key != "metadata"}, record)
    fields = Fields(metadata, record)
    parsed.drafts.append(_draft(kind, record, outer, fields, contract))
    parsed.refusals += outer.refusals + fields.refusals
    count_unknown(parsed, outer.rest(ROW_IGNORED))
    count_unknown(parsed, fields.rest(IGNORED))


def _identity(row: dict[str, Any], metadata: dict[str, Any]) -> tuple[str, str]:
    """Return the type of a row and its name for ever, "" where it says none.

    A call of external action is known by its reference, whatever type the row claims; a cascade call by its
    ``callccm2Id``, for its ``identifier`` is that of the topic that pays for it.
    """
    fields = Fields(metadata, "")
    kind, call = fields.first("type"), fields.first("callIdentifier")
    if kind == PROSPECT or str(row.get("reference", "")).endswith("PROSPECTSEN"):
        return PROSPECT, f"{call}PROSPECTSEN" if call else ""
    if kind == CASCADE:
        number = fields.first("callccm2Id")
        return CASCADE, f"competitive-call-{number}" if number else ""
    return GRANT, fields.first("identifier")


def _draft(kind: str, record: str, outer: Fields, fields: Fields, contract: Contract) -> Draft:
    identifier = fields.first("identifier")
    text = _text(outer, fields)
    details = _details(kind, identifier, fields)
    money = budget.read(fields, identifier)
    if money.topics > 1:
        details["budget_shared_by"] = money.topics
    actions = _unique(" ".join(action.split()) for action in fields.texts("typesOfAction"))
    if len(actions) > 1:
        details["types_of_action"] = actions
    return Draft(
        source=contract.source,
        external_id=record,
        kind="call",
        url=_url(kind, record),
        texts=(text,),
        document_type=actions[0] if actions else "",
        programme=_programme(fields),
        opens_on=_opening(fields, money),
        deadlines=_deadlines(fields, money),
        stated_status=_status(fields),
        keywords=tuple(_keywords(fields, {identifier, details.get("call_identifier", "")})),
        budget_total_eur=money.total if kind != CASCADE else _stated_budget(fields, details),
        grant_min_eur=money.least,
        grant_max_eur=money.most,
        expected_grants=money.grants,
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _text(outer: Fields, fields: Fields) -> DraftText:
    titles = [*fields.texts("title"), outer.text("title")]
    language = outer.text("language") or "en"
    body = [
        *fields.texts("descriptionByte"),
        *fields.texts("description"),
        *fields.texts("furtherInformation"),
    ]
    return DraftText(
        language=language,
        title=" ".join(plain(next((title for title in titles if title), "")).split()),
        body="\n".join(_plain(part) for part in body),
        conditions="\n".join(_plain(part) for part in fields.texts("topicConditions")),
    )


def _plain(markup: str) -> str:
    # Some copies begin in the middle of a tag whose start was cut off.
    return plain(markup.removeprefix('">'))


def _details(kind: str, identifier: str, fields: Fields) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for theirs, ours in _DETAILS.items():
        values = _unique(fields.texts(theirs))
        if values:
            details[ours] = values if ours == "cross_cutting" else values[0]
    if fields.first("allowPartnerSearch") == "true":
        details["partner_search"] = True
    if kind != GRANT and identifier:
        details["paying_topic" if kind == CASCADE else "identifier"] = identifier
    return details


def _url(kind: str, record: str) -> str:
    if kind == PROSPECT:
        return f"{_PORTAL}/prospect-details/{quote(record, safe='')}"
    if kind == CASCADE:
        number = record.removeprefix("competitive-call-")
        return f"{_PORTAL}/competitive-calls-cs/{quote(number, safe='')}"
    return f"{_PORTAL}/topic-details/{quote(record.lower(), safe='')}"


def _programme(fields: Fields) -> str:
    code = fields.first("frameworkProgramme")
    if code and code not in PROGRAMMES:
        fields.refuse("frameworkProgramme", Problem.UNKNOWN_CODE, code)
    return PROGRAMMES.get(code, code)


def _status(fields: Fields) -> str:
    code = fields.first("status")
    if code and code not in STATUSES:
        fields.refuse("status", Problem.UNKNOWN_CODE, code)
    return STATUSES.get(code, "")


def _opening(fields: Fields, money: budget.Budget) -> date | None:
    days = [day for text in fields.texts("startDate") if (day := _day(fields, "startDate", text))]
    if not days:
        days = [day for text in money.opens if (day := _day(fields, "budgetOverview", text))]
    return min(days, default=None)


def _day(fields: Fields, field: str, text: str) -> date | None:
    """Read a date or a moment as the day it is in Brussels; midnight UTC means that very day."""
    try:
        if len(text) <= 10:
            return parse_day(text)
        moment = parse_moment(text)
        return moment.date() if moment.time() == time() else moment.astimezone(BRUSSELS).date()
    except (ValueError, OverflowError):
        fields.refuse(field, Problem.BAD_DATE, text)
        return None


def _deadlines(fields: Fields, money: budget.Budget) -> tuple[DraftDeadline, ...]:
    stated = fields.texts("deadlineDate")
    read = (_deadline(fields, "deadlineDate", text) for text in stated)
    found = {deadline.at: deadline for deadline in read if deadline is not None}
    if not stated:
        read = (_deadline(fields, "budgetOverview", text) for text in money.deadlines)
        found = {deadline.at: deadline for deadline in read if deadline is not None}
    return tuple(found[at] for at in sorted(found))


def _deadline(fields: Fields, field: str, text: str) -> DraftDeadline | None:
    day = _day(fields, field, text)
    if day is None:
        return None
    if len(text) > 10:
        local = parse_moment(text).astimezone(BRUSSELS)
        if parse_moment(text).time() != time() and local.time() != time():
            return DraftDeadline(at=local, day_only=False)
    return DraftDeadline(at=datetime.combine(day, _LAST_SECOND, BRUSSELS))


def _keywords(fields: Fields, names: set[str]) -> Iterator[str]:
    """Yield keywords and tags, written as a list, as JSON in a string or between commas; not the names."""
    found: list[str] = []
    for field in ("keywords", "tags"):
        for text in fields.texts(field):
            if text.startswith("["):
                inner = Fields({field: [text]}, fields.record)
                for document in inner.json(field):
                    found += Fields({field: document}, fields.record).texts(field)
                fields.refusals += inner.refusals
            else:
                found += _COMMA.split(text)
    yield from (word for word in _unique(" ".join(word.split()) for word in found) if word not in names)


def _stated_budget(fields: Fields, details: dict[str, Any]) -> int | None:
    """Take the budget of a cascade call: euros where it is a number, else its words in ``details``."""
    text = fields.first("budget")
    amount = whole_euros(text.replace(" ", "").replace("\u00a0", ""))
    if text and amount is None:
        details["budget"] = text
    return amount or None


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
