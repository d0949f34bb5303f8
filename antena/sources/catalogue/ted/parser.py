"""From a page of TED's search to drafts: a project for each notice, a participation for each of its buyers.

Words come by language (three letters) or plain, values as a list or alone. A buyer has no number that is the
same in every notice, so it is known by a digest of its name and country.
"""

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from antena.lib.dates import parse_day
from antena.lib.text import normalise, plain
from antena.sources.catalogue.ted.codes import LANGUAGES
from antena.sources.contracts import Contract
from antena.sources.countries import BY_ALPHA3
from antena.sources.drafts import (
    DraftBody,
    DraftText,
    ParticipationDraft,
    Problem,
    ProjectDraft,
    Refusal,
)
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable, whole_euros

_PAGE: Final = "https://ted.europa.eu/en/notice/-/detail/"
_NUMBER: Final = re.compile(r"\d{1,9}-\d{4}")
_IGNORED: Final = frozenset({"links"})
_MOST_BUYERS: Final = 50


def bundle(key: str) -> str:
    """Each page is read by itself."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read pages of notices. ``rows`` counts notices and buyers, so the publisher's total is not repeated."""
    parsed = Parsed()
    for page in pages:
        _read_page(parsed, page, contract)
    return parsed


def _read_page(parsed: Parsed, page: Page, contract: Contract) -> None:
    answer = decoded(page)
    if isinstance(answer, Refusal):
        parsed.failures.append(answer)
        return
    rows = answer.get("notices") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        parsed.failures.append(unreadable(page, "no list called notices"))
        return
    if isinstance(answer, dict) and answer.get("timedOut") is True:
        parsed.failures.append(
            Refusal(record=page.key, field="", problem=Problem.PAGE_MISSING, detail="the search timed out")
        )
    for number, row in enumerate(rows, 1):
        _read_notice(parsed, row, f"{page.key}/{number}", contract)


def _read_notice(parsed: Parsed, row: object, name: str, contract: Contract) -> None:
    parsed.rows += 1
    if not isinstance(row, dict):
        parsed.refusals.append(
            Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=shown(row))
        )
        return
    fields = Fields(row, name)
    record = fields.text("publication-number")
    if not _NUMBER.fullmatch(record):
        parsed.refusals.append(
            Refusal(record=name, field="publication-number", problem=Problem.NO_ID, detail=shown(record))
        )
        return
    fields.record = record
    bodies = _buyers(fields)
    notice = _notice(record, fields, contract, countries={body.country for body in bodies})
    parsed.refusals += fields.refusals
    count_unknown(parsed, fields.rest(_IGNORED))
    if not notice.texts:
        # Its buyers would have bought nothing.
        parsed.refusals.append(Refusal(record=record, field="notice-title", problem=Problem.NO_TITLE))
        return
    parsed.drafts.append(notice)
    for body in bodies:
        parsed.drafts.append(
            ParticipationDraft(
                source=contract.source,
                external_id=f"{record}/{body.external_id}",
                project=record,
                body=body,
                role="buyer",
            )
        )
    parsed.rows += len(bodies)


def _notice(record: str, fields: Fields, contract: Contract, *, countries: set[str]) -> ProjectDraft:
    published = _days(fields, "publication-date")
    deadlines = _days(fields, "deadline-receipt-tender-date-lot")
    details: dict[str, Any] = {}
    if kind := fields.first("notice-type"):
        details["notice_type"] = kind
    if published:
        details["published_on"] = published[0].isoformat()
    if deadlines:
        details["deadlines"] = [day.isoformat() for day in deadlines]
    return ProjectDraft(
        source=contract.source,
        external_id=record,
        kind="notice",
        url=_PAGE + record,
        texts=_texts(fields, contract),
        starts_on=published[0] if published else None,
        total_eur=_value(fields),
        keywords=tuple(sorted(set(fields.texts("classification-cpv")))),
        countries=tuple(sorted(country for country in countries if country)),
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _texts(fields: Fields, contract: Contract) -> tuple[DraftText, ...]:
    """Return the title in the contract's languages, of the 24 TED writes it in; in any where it has none."""
    texts = {}
    for name, values in _by_language(fields, "notice-title").items():
        language = LANGUAGES.get(name)
        if language is None:
            fields.refuse("notice-title", Problem.UNKNOWN_CODE, name)
        elif values and (title := " ".join(plain(values[0]).split())):
            texts[language] = DraftText(language=language, title=title)
    wanted = texts.keys() & set(contract.languages) or texts.keys()
    return tuple(texts[language] for language in sorted(wanted))


def _buyers(fields: Fields) -> list[DraftBody]:
    """Return each buyer once; its country and place only where the lists tell whose they are."""
    names = next(iter(_ordered(_by_language(fields, "buyer-name"))), [])
    countries = [_country(fields, code) for code in fields.texts("buyer-country")]
    cities = next(iter(_ordered(_by_language(fields, "buyer-city"))), [])
    # Registers of buyers differ by country and notice: what they say is not needed.
    fields.pop("buyer-identifier")
    bodies: dict[str, DraftBody] = {}
    for place, name in enumerate(names[:_MOST_BUYERS]):
        country = _of(countries, place, names)
        body = DraftBody(
            external_id=_digest(name, country),
            name=name,
            country=country,
            city=_of(cities, place, names),
            activity="public",
        )
        bodies.setdefault(body.external_id, body)
    return list(bodies.values())


def _of(values: list[str], place: int, names: list[str]) -> str:
    """Return the value of the buyer at ``place``: one each, or one for all."""
    if len(values) == len(names):
        return values[place]
    return values[0] if len(set(values)) == 1 else ""


def _country(fields: Fields, code: str) -> str:
    if code not in BY_ALPHA3:
        fields.refuse("buyer-country", Problem.UNKNOWN_CODE, code)
    return BY_ALPHA3.get(code, "")


def _digest(name: str, country: str) -> str:
    return sha256(f"{country}|{normalise(name)}".encode("utf-8", "replace")).hexdigest()[:20]


def _by_language(fields: Fields, field: str) -> dict[str, list[str]]:
    """Take words by language; those without one are under "eng"."""
    value = fields.pop(field)
    found: dict[str, list[str]] = {}
    for language, words in (value if isinstance(value, dict) else {"eng": value}).items():
        inner = Fields({field: words}, fields.record)
        found[str(language)] = [" ".join(text.split()) for text in inner.texts(field) if text.split()]
        fields.refusals += inner.refusals
    return found


def _ordered(by_language: dict[str, list[str]]) -> list[list[str]]:
    """Return the lists of words, the longest first and translations into English last."""
    names = sorted(by_language, key=lambda name: (-len(by_language[name]), name == "eng", name))
    return [by_language[name] for name in names]


def _value(fields: Fields) -> int | None:
    """Return the value of the notice where it is in euros."""
    amounts, currencies = fields.texts("total-value"), fields.texts("total-value-cur")
    if not amounts or set(currencies) != {"EUR"}:
        return None
    amount = whole_euros(amounts[0]) if len(amounts) == 1 else None
    if amount is None and len(amounts) == 1:
        fields.refuse("total-value", Problem.BAD_AMOUNT, amounts[0])
    return amount or None


def _days(fields: Fields, field: str) -> list[date]:
    """Return the days of a field in order; those written with an offset are the days they say."""
    found = set()
    for text in fields.texts(field):
        try:
            found.add(parse_day(text))
        except ValueError:
            fields.refuse(field, Problem.BAD_DATE, text)
    return sorted(found)
