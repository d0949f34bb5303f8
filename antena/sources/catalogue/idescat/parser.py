"""From answers of Idescat to facts and figures of municipalities.

Values of an indicator come as one string, in the order of the columns: a comma between two, "_" where nothing
is published. Codes have six digits, of which the first five are those of INE. Names have their article last.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from antena.places.naming import written_order
from antena.sources.catalogue.idescat.indicators import Field, Wanted, sets, wanted
from antena.sources.catalogue.idescat.requests import as_list
from antena.sources.contracts import Contract
from antena.sources.drafts import DraftFigure, FactDraft, PlaceRef, Problem, Refusal
from antena.sources.figures import degrees, number, whole, year
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

_CODE: Final = re.compile(r"\d{6}")
_NAME_LENGTH: Final = 200
# The number that tells a municipality from others, dropped: what is left is INE's.
_INE_DIGITS: Final = 5
_NOT_PUBLISHED: Final = frozenset({"", "_", "..", ":", "-"})
# Divisions above the municipality, which the same answers name.
_LARGER: Final = frozenset({"com", "ca", "cat", "prov", "at"})
_PAGE: Final = "https://www.idescat.cat/emex/?id="
_NODE_FIELDS: Final = frozenset({"v", "calt"})
_INDICATOR_FIELDS: Final = frozenset({"u", "s", "l", "updated", "calt", "c", "t"})


class _Column(msgspec.Struct, frozen=True):
    """An indicator read: what it is, of which year, and its values in the order of the municipalities."""

    number: str
    wanted: Wanted
    period: str
    status: str
    values: list[str]


def bundle(key: str) -> str:
    """Return the key itself: each answer is read on its own."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read the register, or one set of indicators: a draft for each municipality in it."""
    answer = decoded(pages[0])
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    sheet = answer.get("fitxes") if isinstance(answer, dict) else None
    if not isinstance(sheet, dict):
        return Parsed(failures=[unreadable(pages[0], "no sheet called fitxes")])
    if "indicadors" in sheet or "cols" in sheet:
        return _read_data(pages[0], sheet, contract)
    return _read_register(pages[0], sheet, contract)


def _read_register(page: Page, sheet: dict[str, Any], contract: Contract) -> Parsed:
    parsed = Parsed()
    for place, (node, county) in enumerate(_in_counties(sheet.get("v"), None), 1):
        if _is_larger(node):
            continue
        parsed.rows += 1
        details = {"county": county} if county else {}
        draft = _municipality(parsed, node, f"{page.key}/{place}", contract)
        parsed.drafts += [] if draft is None else [msgspec.structs.replace(draft, details=details)]
    if not parsed.rows:
        return Parsed(failures=[unreadable(page, "no municipality")])
    parsed.totals[page.key] = parsed.rows
    return parsed


def _in_counties(value: Any, county: dict[str, str] | None) -> Iterator[tuple[Any, dict[str, str] | None]]:
    """Yield every node with the county it stands in, however the register is nested."""
    waiting = [(node, county) for node in reversed(as_list(value))]
    while waiting:
        node, above = waiting.pop()
        yield node, above
        if isinstance(node, dict):
            if node.get("scheme") == "com":
                above = {"code": str(node.get("id"))[:20], "name": str(node.get("content"))[:_NAME_LENGTH]}
            waiting += [(inner, above) for inner in reversed(as_list(node.get("v")))]


def _read_data(page: Page, sheet: dict[str, Any], contract: Contract) -> Parsed:
    places = _inside(sheet, "cols", "col")
    parsed = Parsed()
    columns = []
    for indicator in _inside(sheet, "indicadors", "i"):
        found = _column(parsed, indicator, page)
        if found is None:
            continue
        if len(found.values) != len(places):
            # No value can be told from its neighbour's.
            detail = f"{found.number}: {len(found.values)} values for {len(places)} municipalities"
            return Parsed(failures=[unreadable(page, detail)])
        columns.append(found)
    asked = sets().get(page.key.rpartition(".")[2], {})
    came = {str(one.get("id")) for one in _inside(sheet, "indicadors", "i") if isinstance(one, dict)}
    for absent in sorted(asked.keys() - came):
        parsed.refusals.append(_set_aside(page.key, absent, Problem.UNKNOWN_CODE, f"{absent} did not come"))
    for index, place in enumerate(places):
        if _is_larger(place):
            continue
        parsed.rows += 1
        draft = _municipality(parsed, place, f"{page.key}/{index + 1}", contract)
        if draft is not None:
            parsed.drafts.append(_with_values(parsed, draft, page, columns, index))
    if not parsed.rows:
        return Parsed(failures=[unreadable(page, "no municipality")])
    return parsed


def _is_larger(node: Any) -> bool:
    scheme = node.get("scheme") if isinstance(node, dict) else None
    return isinstance(scheme, str) and scheme in _LARGER


def _inside(sheet: dict[str, Any], outer: str, inner: str) -> list[Any]:
    value = sheet.get(outer)
    return as_list(value.get(inner)) if isinstance(value, dict) else []


def _column(parsed: Parsed, indicator: Any, page: Page) -> _Column | None:
    """Read one indicator; None, and a refusal, where it is not what its number stood for."""
    if not isinstance(indicator, dict):
        parsed.refusals.append(_set_aside(page.key, "i", Problem.WRONG_TYPE, indicator))
        return None
    fields = Fields(indicator, page.key)
    code, values, period = fields.text("id"), fields.text("v"), fields.text("r")
    table = indicator.get("t")
    names = (
        indicator.get("c"),
        indicator.get("calt"),
        table.get("content") if isinstance(table, dict) else "",
    )
    name = " ".join(part for part in names if isinstance(part, str))
    count_unknown(parsed, fields.rest(_INDICATOR_FIELDS))
    known = wanted().get(code)
    if known is None or not known.is_named(_plain(name)):
        parsed.refusals.append(_set_aside(page.key, code or "id", Problem.UNKNOWN_CODE, f"{code} {name}"))
        return None
    when = year(period)
    if known.indicator and when is None:
        parsed.refusals.append(_set_aside(page.key, f"{code}.r", Problem.BAD_DATE, period))
        return None
    status = "provisional" if "(p)" in period.lower() else ""
    return _Column(code, known, "" if when is None else str(when), status, values.split(","))


def _municipality(parsed: Parsed, value: Any, name: str, contract: Contract) -> FactDraft | None:
    if not isinstance(value, dict):
        parsed.refusals.append(
            Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=shown(value))
        )
        return None
    fields = Fields(value, name)
    code, title = fields.text("id"), fields.text("content")[:_NAME_LENGTH]
    fields.text("scheme")
    count_unknown(parsed, fields.rest(_NODE_FIELDS))
    if not _CODE.fullmatch(code) or not code.isascii():
        parsed.refusals.append(Refusal(record=name, field="id", problem=Problem.NO_ID, detail=shown(code)))
        return None
    parsed.refusals += fields.refusals
    written = written_order(title, contract.words["articles"].split())
    return FactDraft(
        source=contract.source,
        external_id=code,
        place=PlaceRef(
            scheme="lau", country=contract.scope["country"], code=code[:_INE_DIGITS], name=written
        ),
        names={contract.scope["language"]: written} if written else {},
        codes={"idescat": code},
        url=f"{_PAGE}{code}",
        licence=contract.licence,
        attribution=contract.attribution,
    )


def _with_values(
    parsed: Parsed, draft: FactDraft, page: Page, columns: list[_Column], index: int
) -> FactDraft:
    """Add what one set says of a municipality, as a record of its own: names are the register's to say."""
    facts: dict[Field, float] = {}
    periods: dict[Field, str] = {}
    figures = []
    for column in columns:
        text = column.values[index].strip()
        if text in _NOT_PUBLISHED:
            continue
        value = number(text)
        if value is None:
            parsed.refusals.append(_set_aside(draft.external_id, column.number, Problem.WRONG_TYPE, text))
            continue
        if column.wanted.field:
            facts[column.wanted.field] = value
            periods[column.wanted.field] = column.period
        if column.wanted.indicator:
            figures.append(
                DraftFigure(
                    indicator=column.wanted.indicator,
                    period=column.period,
                    value=value,
                    status=column.status,
                )
            )
    found = degrees(facts.get("latitude"), facts.get("longitude")) or (None, None)
    population = whole(facts.get("population"))
    return msgspec.structs.replace(
        draft,
        external_id=f"{draft.external_id}.{page.key.rpartition('.')[2]}"[:_NAME_LENGTH],
        names={},
        codes={},
        population=population,
        population_year=None if population is None else year(periods["population"]),
        area_km2=facts.get("area_km2"),
        altitude_m=facts.get("altitude_m"),
        latitude=found[0],
        longitude=found[1],
        figures=tuple(sorted(figures, key=lambda figure: figure.indicator)),
    )


def _set_aside(record: str, field: str, problem: Problem, value: object) -> Refusal:
    return Refusal(record=record, field=field, problem=problem, detail=shown(value), record_kept=True)


def _plain(name: str) -> str:
    """A name in lower case, without accents."""
    apart = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
