"""From the items of a followed page to drafts: news, events, whatever the office said the page lists."""

from collections.abc import Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin

from antena.lib.dates import BRUSSELS
from antena.lib.text import language_of
from antena.sources.catalogue.feeds import formats
from antena.sources.catalogue.feeds.items import Item
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftDeadline, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import shown, storable, unreadable

_LAST_SECOND: Final = time(23, 59, 59)
_LONGEST_ID: Final = 200


def bundle(key: str) -> str:
    """Return the page itself: each is read alone."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read the items of a page; one that repeats another in every word counts once."""
    page = pages[0]
    if page.failure is not None:
        return Parsed(failures=[Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)])
    try:
        items = formats.items_of(page.body)
    except formats.UnreadablePageError as error:
        return Parsed(failures=[unreadable(page, str(error))])
    parsed = Parsed(rows=len(items))
    for number, item in enumerate(items, 1):
        _read(parsed, item, f"{page.key}/{number}", contract)
    return parsed


def _read(parsed: Parsed, item: Item, name: str, contract: Contract) -> None:
    if not item.id.strip():
        parsed.refusals.append(
            Refusal(record=name, field="id", problem=Problem.NO_ID, detail=shown(item.title or item.url))
        )
        return
    record = _name(item.id)
    parsed.refusals += [
        Refusal(record=record, field=field, problem=Problem.BAD_DATE, detail=shown(said), record_kept=True)
        for field, said in item.bad
    ]
    parsed.drafts.append(_draft(item, record, contract))


def _name(text: str) -> str:
    """The id as it is, or where it is too long for a name what begins like it and is as unique."""
    name = storable(" ".join(text.split()))
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[: _LONGEST_ID - 17]}~{sha256(name.encode()).hexdigest()[:16]}"


def _draft(item: Item, record: str, contract: Contract) -> Draft:
    kind = item.kind if item.kind in contract.kinds else contract.kinds[0]
    starts, ends = _moment(item.starts), _moment(item.ends)
    details = dict(item.details)
    if item.starts is not None:
        details["starts"] = item.starts.isoformat()
    if item.ends is not None:
        details["ends"] = item.ends.isoformat()
    return Draft(
        source=contract.source,
        external_id=record,
        kind=kind,
        url=_address(item, contract),
        texts=(
            DraftText(
                language=_language(item, contract), title=item.title, summary=item.summary, body=item.body
            ),
        ),
        published_on=item.published,
        opens_on=starts.astimezone(BRUSSELS).date() if starts is not None and kind == "call" else None,
        deadlines=_deadlines(item, starts, ends),
        stated_status="closed" if item.cancelled else "",
        keywords=item.keywords,
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _address(item: Item, contract: Contract) -> str:
    try:
        return urljoin(contract.api["page"], item.url or contract.api["page"])
    except ValueError:
        return contract.api["page"]


def _language(item: Item, contract: Contract) -> str:
    known = item.language if item.language.isascii() and item.language.isalpha() else ""
    return known or (contract.languages[0] if contract.languages else "") or _guess(item) or "en"


def _guess(item: Item) -> str:
    return language_of(f"{item.title} {item.summary} {item.body}"[:2000])


def _deadlines(item: Item, starts: datetime | None, ends: datetime | None) -> tuple[DraftDeadline, ...]:
    """What is stated as a deadline; of an event, its end, for until then one can go. Nothing if cancelled."""
    if item.cancelled:
        return ()
    if (deadline := _moment(item.deadline)) is not None:
        return (DraftDeadline(at=deadline, day_only=not isinstance(item.deadline, datetime)),)
    last, stated = (ends, item.ends) if ends is not None else (starts, item.starts)
    if last is None:
        return ()
    return (DraftDeadline(at=last, day_only=not isinstance(stated, datetime)),)


def _moment(value: datetime | date | None) -> datetime | None:
    """An aware moment; a day is its last second in Brussels, and an hour without zone is one of Brussels."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=BRUSSELS)
    return datetime.combine(value, _LAST_SECOND, BRUSSELS)
