"""From a page of the register's search, and the calls it lists, to drafts of calls.

A call has a title in Spanish and often one in the co-official language of its region, no text of its own. Who
may apply is a list of classes, written as a sentence so that it is read like the conditions of any call.
Whether it is open is stated but stale, so it is only kept in ``details``.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from antena.lib.dates import BRUSSELS, parse_day
from antena.lib.text import language_of, plain
from antena.sources.catalogue.bdns.personal import without_ids
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftDeadline, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed, scrubbed
from antena.sources.reading import (
    Fields,
    count_unknown,
    decoded,
    entries,
    named,
    unreadable,
    whole_euros,
)

_PAGE: Final = "https://www.infosubvenciones.es/bdnstrans/GE/es/convocatorias/"
_DOCUMENT: Final = "https://www.infosubvenciones.es/bdnstrans/api/convocatorias/documentos?idDocumento="
_KEY: Final = re.compile(r"(?P<page>[A-Z]\.[^.]*\.[^.]*)(?:\.(?P<number>\d+))?", re.DOTALL)
_LAST_SECOND: Final = time(23, 59, 59)
_REGION: Final = re.compile(r"(?P<nuts>[A-Z]{2}[0-9A-Z]{0,3}) - (?P<name>.+)", re.DOTALL)
# The co-official language of a region, for titles too short to tell.
_CO_OFFICIAL: Final = {"ES11": "gl", "ES21": "eu", "ES22": "eu", "ES51": "ca", "ES52": "ca", "ES53": "ca"}
_MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)
_UNTIL: Final = re.compile(
    r"(?:hasta )?(?:el )?(?:d[ií]a )?"
    rf"(?:(?P<day>\d{{1,2}}) de (?P<month>{'|'.join(_MONTHS)}) del? (?P<year>\d{{4}})"
    r"|(?P<short>\d{1,2}/\d{1,2}/\d{4}))\.?",
    re.IGNORECASE,
)
_ROW_IGNORED: Final = frozenset({"id", "codigoInvente"})
_IGNORED: Final = frozenset({"id", "codigoBDNS", "sePublicaDiarioOficial", "anuncios", "advertencia"})
# Fields kept as they are in ``details``: our name for each.
_DETAILS: Final = {
    "textInicio": "opening_text",
    "descripcionBasesReguladoras": "rules",
    "urlBasesReguladoras": "rules_url",
    "sedeElectronica": "office_url",
    "urlAyudaEstado": "state_aid_url",
}
_LISTS: Final = {
    "instrumentos": "instruments",
    "tiposBeneficiarios": "beneficiaries",
    "fondos": "funds",
    "objetivos": "objectives",
    "sectoresProductos": "products",
    "reglamento": "regulation",
}


def bundle(key: str) -> str:
    """Return the page of the search a key belongs to."""
    match = _KEY.fullmatch(key)
    return match["page"] if match else key


def scrub(key: str, body: bytes) -> bytes:  # noqa: ARG001  whatever the page, no such number is kept
    """Blank the tax numbers of persons."""
    return without_ids(body.decode()).encode()


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a page of the search with the calls that were asked for."""
    pages = [scrubbed(page, scrub) for page in pages]
    answer = decoded(pages[0])
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    rows = answer.get("content") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        return Parsed(failures=[unreadable(pages[0], "no list called content")])
    parsed = Parsed(rows=len(rows))
    total = answer.get("totalElements")
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**7:
        parsed.totals[bundle(pages[0].key).rpartition(".")[0]] = total
    calls = {match["number"]: page for page in pages[1:] if (match := _KEY.fullmatch(page.key))}
    for number, row in enumerate(rows, 1):
        _read_row(parsed, row, f"{pages[0].key}/{number}", calls, contract)
    return parsed


def _read_row(parsed: Parsed, row: object, name: str, calls: dict[str, Page], contract: Contract) -> None:
    outer = named(parsed, row, name, "numeroConvocatoria")
    if outer is None:
        return
    record = outer.record
    call: Any = {}
    if record in calls:
        call = decoded(calls[record])
        if not isinstance(call, Refusal) and (not isinstance(call, dict) or "codigoBDNS" not in call):
            call = unreadable(calls[record], "this is no call")
    if isinstance(call, Refusal):
        # Stored without its details, the record would overwrite the one we have.
        parsed.failures.append(call)
        parsed.refusals.append(
            Refusal(record=record, field=call.record, problem=Problem.PART_FAILED, detail=call.detail)
        )
        return
    fields = Fields(call, record)
    parsed.drafts.append(_draft(record, outer, fields, contract))
    parsed.refusals += outer.refusals + fields.refusals
    count_unknown(parsed, outer.rest(_ROW_IGNORED))
    count_unknown(parsed, fields.rest(_IGNORED))


def _draft(record: str, outer: Fields, fields: Fields, contract: Contract) -> Draft:
    regions = _regions(fields)
    details = _details(outer, fields, regions)
    deadlines = _deadlines(fields, details)
    sectors = sorted(_descriptions(fields, "sectores"))
    purpose = _line(fields.text("descripcionFinalidad"))
    received = fields.text("fechaRecepcion") or outer.text("fechaRecepcion")
    outer.pop("fechaRecepcion")
    return Draft(
        source=contract.source,
        external_id=record,
        kind="call",
        url=_PAGE + record if record.isdigit() else "",
        texts=_texts(outer, fields, details, regions, purpose),
        document_type=_line(fields.text("tipoConvocatoria")),
        programme=next(iter(details.get("funds", [])), ""),
        published_on=fields.read_day("fechaRecepcion", received),
        opens_on=fields.day("fechaInicioSolicitud"),
        deadlines=deadlines,
        keywords=tuple(dict.fromkeys([*([purpose] if purpose else []), *sectors])),
        countries=("ES",),
        references=_references(fields, record),
        budget_total_eur=_budget(fields),
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _texts(
    outer: Fields, fields: Fields, details: dict[str, Any], regions: list[dict[str, str]], purpose: str
) -> tuple[DraftText, ...]:
    """Return the title in each language it is in: publishers do not always keep to the field's."""
    titles = [
        (_title(outer, fields, "descripcion"), "es"),
        (_title(outer, fields, "descripcionLeng"), _language(regions)),
    ]
    who = ", ".join(details.get("beneficiaries", []))
    body = "\n".join(part for part in (purpose, details.get("rules", "")) if part)
    texts: dict[str, DraftText] = {}
    for title, expected in titles:
        language = language_of(title) or expected
        if not title or language in texts:
            continue
        if not language:
            details["other_title"] = title
        elif texts:
            texts[language] = DraftText(language=language, title=title)
        else:
            conditions = f"Beneficiarios: {who.lower()}." if who else ""
            texts[language] = DraftText(language=language, title=title, body=body, conditions=conditions)
    return tuple(texts[language] for language in sorted(texts))


def _title(outer: Fields, fields: Fields, field: str) -> str:
    listed, described = outer.text(field), fields.text(field)
    return _line(described or listed)


def _language(regions: list[dict[str, str]]) -> str:
    """Return the co-official language of the regions of a call, "" where they have none or several."""
    found = {_CO_OFFICIAL.get(region["nuts"][:4], "") for region in regions}
    return found.pop() if len(found) == 1 else ""


def _regions(fields: Fields) -> list[dict[str, str]]:
    found = []
    for text in _descriptions(fields, "regiones"):
        match = _REGION.fullmatch(text)
        if match is None:
            fields.refuse("regiones", Problem.BAD_CODE, text)
        else:
            found.append({"nuts": match["nuts"], "name": match["name"].strip()})
    return sorted(found, key=lambda region: (region["nuts"], region["name"]))


def _details(outer: Fields, fields: Fields, regions: list[dict[str, str]]) -> dict[str, Any]:
    """Keep what only this source says."""
    details: dict[str, Any] = {"regions": regions} if regions else {}
    body = Fields(next(entries(fields.pop("organo")), {}), fields.record)
    listed = [_line(outer.text(level)) for level in ("nivel1", "nivel2", "nivel3")]
    stated = [_line(body.text(level)) for level in ("nivel1", "nivel2", "nivel3")]
    levels = [level for level in (stated if any(stated) else listed) if level]
    if levels:
        details["publisher"] = levels
    fields.refusals += body.refusals
    for theirs, ours in _DETAILS.items():
        if text := _line(fields.text(theirs)):
            details[ours] = text
    for theirs, ours in _LISTS.items():
        if values := sorted(_descriptions(fields, theirs)):
            details[ours] = values
    recovery = [mark for mark in (fields.pop("mrr"), outer.pop("mrr")) if mark is True]
    if recovery:
        details["recovery_plan"] = True
    if fields.pop("abierto") is True:
        details["stated_open"] = True
    if documents := _documents(fields):
        details["documents"] = documents
    return details


def _documents(fields: Fields) -> list[dict[str, str]]:
    found = []
    for document in entries(fields.pop("documentos")):
        one = Fields(document, fields.record)
        number = one.text("id")
        if number.isascii() and number.isdigit():
            name = _line(one.text("descripcion") or one.text("nombreFic"))
            found.append({"name": name, "url": _DOCUMENT + number})
    return sorted(found, key=lambda document: document["url"])


def _deadlines(fields: Fields, details: dict[str, Any]) -> tuple[DraftDeadline, ...]:
    """Return the last day; one said only in words goes to ``details``, and is read where it is a date."""
    day = fields.day("fechaFinSolicitud")
    words = _line(fields.text("textFin"))
    if words and day is None:
        details["deadline_text"] = words
        day = _said(words)
    if day is None:
        return ()
    return (DraftDeadline(at=datetime.combine(day, _LAST_SECOND, BRUSSELS)),)


def _said(words: str) -> date | None:
    """The day that ``words`` say and nothing else: "Hasta el 31 de diciembre de 2027"."""
    match = _UNTIL.fullmatch(words)
    if match is None:
        return None
    written = match["short"]
    if written is None:
        written = f"{match['day']}/{_MONTHS.index(match['month'].lower()) + 1}/{match['year']}"
    try:
        return parse_day(written)
    except ValueError:
        return None


def _references(fields: Fields, record: str) -> dict[str, tuple[str, ...]]:
    references: dict[str, tuple[str, ...]] = {"bdns": (record,)}
    if aid := _line(fields.text("ayudaEstado")):
        references["state_aid"] = (aid,)
    return references


def _budget(fields: Fields) -> int | None:
    value = fields.pop("presupuestoTotal")
    amount = whole_euros(value)
    if value is not None and amount is None:
        fields.refuse("presupuestoTotal", Problem.BAD_AMOUNT, value)
    return amount or None


def _descriptions(fields: Fields, field: str) -> list[str]:
    """Take the words of a list of ``{"descripcion": …}``, or of a lone one, each once."""
    value = fields.pop(field)
    if value is not None and not isinstance(value, list | dict):
        fields.refuse(field, Problem.WRONG_TYPE, value)
    found = []
    for entry in entries(value):
        one = Fields(entry, fields.record)
        found.append(_line(one.text("descripcion")))
        fields.refusals += one.refusals
    return list(dict.fromkeys(text for text in found if text))


def _line(text: str) -> str:
    return " ".join(plain(text).split())
