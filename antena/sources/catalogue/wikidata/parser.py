"""From SPARQL answers to facts of municipalities and their twinnings.

Of several numbers of inhabitants the one with the latest date counts. A twinning comes in as many rows as its
twin has names and countries; ended ones keep the day they ended on. Anybody can edit Wikidata: twinnings can
be one-sided or wrong, and a person confirms them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from antena.lib.dates import parse_day
from antena.sources.catalogue.wikidata.requests import ENTITY, EVERY_LANGUAGE, ITEM
from antena.sources.contracts import Contract
from antena.sources.drafts import FactDraft, PlaceRef, Problem, Refusal, TwinDraft
from antena.sources.figures import point, whole, year
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

Row = dict[str, str]

_WIKI: Final = "https://www.wikidata.org/wiki/"
_KNOWN: Final = {
    "list": frozenset({"m", "code"}),
    "details": frozenset({"m", "kind", "value", "when", "lang"}),
    "twins": frozenset({"m", "code", "st", "twin", "cc", "start", "end", "coord", "label", "lang"}),
}
_CODE: Final = re.compile(r"[A-Za-z0-9]{1,20}")
_KINDS: Final = frozenset({"code", "population", "coordinates", "website", "lau", "nuts", "label"})


def bundle(key: str) -> str:
    """Return the key itself: each answer is read on its own."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read the list of items, the details of a batch of them, or their twinnings."""
    page = pages[0]
    question = page.key.partition(".")[0]
    parsed = Parsed()
    rows = _rows(page, question, parsed)
    if rows is None:
        return parsed
    groups = _by_item(rows)
    if question == "list":
        parsed.totals["items"] = len(groups.keys() - {""})
    elif question == "twins":
        for item, of_item in groups.items():
            _read_twins(parsed, item, of_item, page, contract)
    else:
        for item, of_item in groups.items():
            parsed.rows += 1
            if not item:
                refusal = Refusal(record=page.key, field="m", problem=Problem.NO_ID)
                parsed.refusals.append(refusal)
                continue
            parsed.drafts.append(_municipality(parsed, item, of_item, contract))
    return parsed


def _rows(page: Page, question: str, parsed: Parsed) -> list[Row] | None:
    """Return the rows of an answer, name → value; None where there are none, noted in ``parsed.failures``."""
    answer = decoded(page)
    if isinstance(answer, Refusal):
        parsed.failures.append(answer)
        return None
    results = answer.get("results") if isinstance(answer, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list) or not all(isinstance(binding, dict) for binding in bindings):
        parsed.failures.append(unreadable(page, "no list of rows called bindings"))
        return None
    known = _KNOWN.get(question, frozenset())
    rows = []
    for binding in bindings:
        row = {name: value for name, term in binding.items() if (value := _value(term)) is not None}
        for name in sorted(binding.keys() - row.keys()):
            wrong = shown(binding[name])
            parsed.refusals.append(_set_aside(row.get("m", page.key), name, Problem.WRONG_TYPE, wrong))
        count_unknown(parsed, (f"{question}.{name}" for name in row.keys() - known))
        rows.append(row)
    return rows


def _value(term: Any) -> str | None:
    value = term.get("value") if isinstance(term, dict) else None
    return value if isinstance(value, str) else None


def _by_item(rows: list[Row]) -> dict[str, list[Row]]:
    """Group rows by the item they are about, "" for those about none, in an order of our own."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: sorted(row.items())):
        groups[_item(row.get("m", ""))].append(row)
    return dict(sorted(groups.items()))


def _item(address: str) -> str:
    name = address.removeprefix(ENTITY)
    return name if ITEM.fullmatch(name) and name.isascii() else ""


def _municipality(parsed: Parsed, item: str, rows: list[Row], contract: Contract) -> FactDraft:
    fields = Fields({}, item)
    values: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        kind = row.get("kind", "")
        if kind not in _KINDS:
            count_unknown(parsed, (f"details.{kind}",))
        elif row.get("value"):
            values[kind].append(row["value"])
    names = _names(rows, contract)
    where = _where(fields, "coordinates", values["coordinates"])
    population = _population(fields, rows)
    code = _code(fields, values["code"] + values["lau"], contract)
    parsed.refusals += fields.refusals
    websites = sorted(set(values["website"]), key=lambda website: (len(website), website))
    codes = {"wikidata": item}
    if len(set(values["nuts"])) == 1:
        codes["nuts3"] = values["nuts"][0]
    return FactDraft(
        source=contract.source,
        external_id=item,
        place=PlaceRef(
            scheme="lau" if code else "wikidata",
            country=contract.scope["country"],
            code=code or item,
            name=_best(names, contract),
            latitude=where[0],
            longitude=where[1],
        ),
        names=names,
        codes=codes,
        website=websites[0] if websites else "",
        population=population[0],
        population_year=population[1],
        latitude=where[0],
        longitude=where[1],
        url=f"{_WIKI}{item}",
        licence=contract.licence,
        attribution=contract.attribution,
    )


def _names(rows: list[Row], contract: Contract) -> dict[str, str]:
    """Return language → name; the name in every language stands in for those it was asked for in."""
    stated = {
        row.get("lang", ""): row["value"]
        for row in rows
        if row.get("kind") == "label" and row.get("value", "").strip()
    }
    everywhere = stated.pop(EVERY_LANGUAGE, "")
    if everywhere:
        stated = dict.fromkeys(contract.languages, everywhere) | stated
    return {language: stated[language] for language in sorted(stated) if language}


def _best(names: dict[str, str], contract: Contract) -> str:
    """The name to show where one must do: in the first language there is one in."""
    order = (*contract.languages, *sorted(names))
    return next((names[language] for language in order if language in names), "")


def _where(fields: Fields, field: str, texts: list[str]) -> tuple[float | None, float | None]:
    found = None
    for text in sorted(set(texts)):
        where = point(text)
        if where is None:
            fields.refuse(field, Problem.BAD_AMOUNT, text)
        found = found or where
    return found or (None, None)


def _population(fields: Fields, rows: list[Row]) -> tuple[int | None, int | None]:
    """Return the inhabitants stated for the latest date, and its year; of two for one date the greater."""
    stated = []
    for row in rows:
        if row.get("kind") != "population":
            continue
        count = whole(row.get("value", ""))
        if count is None or count < 0:
            fields.refuse("population", Problem.BAD_AMOUNT, row.get("value", ""))
        else:
            stated.append((row.get("when", ""), count))
    if not stated:
        return None, None
    when, count = max(stated)
    return count, year(when[:4])


def _code(fields: Fields, values: list[str], contract: Contract) -> str:
    """Return the code of the local administrative unit, with the zeros it may have lost."""
    digits = contract.options["code_digits"]
    codes = set()
    for value in values:
        if _CODE.fullmatch(value) and not (value.isdigit() and len(value) > digits):
            codes.add(value.zfill(digits) if value.isdigit() else value)
        else:
            fields.refuse("code", Problem.BAD_CODE, value)
    if len(codes) > 1:
        fields.refuse("code", Problem.BAD_CODE, ", ".join(sorted(codes)))
    return min(codes, default="")


def _read_twins(parsed: Parsed, item: str, rows: list[Row], page: Page, contract: Contract) -> None:
    """Read the twinnings of one municipality: all the rows about one twin are one record."""
    twins: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        twins[_item(row.get("twin", ""))].append(row)
    for twin, about in twins.items():
        if not item or not twin:
            parsed.rows += 1
            field = "twin" if item else "m"
            parsed.refusals.append(Refusal(record=item or page.key, field=field, problem=Problem.NO_ID))
            continue
        fields = Fields({}, f"{item}.{twin}")
        draft = _twinning(fields, item, twin, about, contract)
        parsed.rows += draft is not None
        parsed.drafts += [] if draft is None else [draft]
        parsed.refusals += fields.refusals


def _twinning(fields: Fields, item: str, twin: str, rows: list[Row], contract: Contract) -> TwinDraft | None:
    """Make one twinning of its rows; None where it ended on a day nobody knows, which is then refused."""
    statements: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        statements[row.get("st", "")].append(row)
    ends = [_end(fields, about) for about in statements.values()]
    if all(ended and day is None for ended, day in ends):
        fields.refuse("end", Problem.BAD_DATE, "it ended on a day nobody states, so it is left out")
        return None
    goes_on = any(not ended for ended, _ in ends)
    starts = [day for row in rows if (day := _day(fields, "start", row.get("start", "")))]
    code = _code(fields, sorted({row["code"] for row in rows if row.get("code")}), contract)
    return TwinDraft(
        source=contract.source,
        external_id=f"{item}.{twin}",
        place=PlaceRef(
            scheme="lau" if code else "wikidata", country=contract.scope["country"], code=code or item
        ),
        twin=_twin(fields, twin, rows, contract),
        since=min(starts, default=None),
        until=None if goes_on else max(day for _, day in ends if day is not None),
        url=f"{_WIKI}{item}#P190",
        licence=contract.licence,
        attribution=contract.attribution,
    )


def _twin(fields: Fields, twin: str, rows: list[Row], contract: Contract) -> PlaceRef:
    countries = {row["cc"].strip().upper() for row in rows if row.get("cc")}
    labels = [{"kind": "label", "value": row.get("label", ""), "lang": row.get("lang", "")} for row in rows]
    where = _where(fields, "coord", [row["coord"] for row in rows if row.get("coord")])
    return PlaceRef(
        scheme="wikidata",
        # A town of several countries is found by its number and its coordinates.
        country=countries.pop() if len(countries) == 1 else "",
        code=twin,
        name=_best(_names(labels, contract), contract),
        latitude=where[0],
        longitude=where[1],
    )


def _end(fields: Fields, rows: list[Row]) -> tuple[bool, date | None]:
    """Say whether a statement has ended, and on which day as far as anybody states one."""
    texts = {row["end"] for row in rows if row.get("end")}
    days = [day for text in sorted(texts) if (day := _day(fields, "end", text))]
    return bool(texts), max(days, default=None)


def _day(fields: Fields, field: str, text: str) -> date | None:
    """Read the day of a date. "A value nobody knows" is an address, or a node without one, and no mistake."""
    if not text or text.startswith(("http", "_:", "t")):
        return None
    try:
        return parse_day(text[:10])
    except ValueError:
        fields.refuse(field, Problem.BAD_DATE, text)
        return None


def _set_aside(record: str, field: str, problem: Problem, detail: str) -> Refusal:
    return Refusal(record=record, field=field, problem=problem, detail=detail, record_kept=True)
