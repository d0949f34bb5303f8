"""From pieces of the workbook of local administrative units to facts of municipalities.

"n.a." stands for what nobody states. Areas are in square metres. DEGURBA is 1 for a city, 2 for a town or
suburb, 3 for a rural area.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from antena.sources.catalogue.eurostat_lau.workbook import LAU, NUTS, split
from antena.sources.contracts import Contract
from antena.sources.drafts import DraftFigure, FactDraft, PlaceRef, Problem, Refusal
from antena.sources.figures import number, whole
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

__all__ = ["bundle", "parse", "split"]

_NOT_STATED: Final = frozenset({"", "n.a.", "n.a", "na", ":", "-"})
_LAU_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,20}")
_NUTS_CODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
_DEGURBA: Final = "eurostat.degurba"
_SQUARE_METRES: Final = 1_000_000
# Columns about changes and other geographies, by how they begin.
_IGNORED: Final = ("CHANGE", "DEGURBA ", "COASTAL", "CITY", "GREATER", "FUA", "COMMENT", "REMARK")
_NAMES: Final = ("LAU NAME NATIONAL", "LAU NAME LATIN")


def bundle(key: str) -> str:
    """Return the key itself: each piece is read on its own."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read some of the units of one country."""
    page = pages[0]
    answer = decoded(page)
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    rows = answer.get("data") if isinstance(answer, dict) else None
    country, sheet = (answer.get("country"), answer.get("sheet")) if isinstance(answer, dict) else ("", "")
    if not isinstance(rows, list) or not isinstance(country, str) or not isinstance(sheet, str):
        return Parsed(failures=[unreadable(page, "no list of units of a country")])
    parsed = Parsed(rows=len(rows))
    for place, row in enumerate(rows, 1):
        name = f"{page.key}/{place}"
        if not isinstance(row, dict):
            parsed.refusals.append(
                Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=shown(row))
            )
            continue
        _read_row(parsed, Fields(row, name), country, sheet, contract)
    return parsed


def _read_row(parsed: Parsed, fields: Fields, country: str, sheet: str, contract: Contract) -> None:
    code = _stated(fields.text(LAU))
    if not _LAU_CODE.fullmatch(code):
        refusal = Refusal(record=fields.record, field=LAU, problem=Problem.NO_ID, detail=shown(code))
        parsed.refusals.append(refusal)
        return
    fields.record = f"{sheet}_{code}"
    parsed.drafts.append(_unit(fields, code, country, sheet, contract))
    parsed.refusals += fields.refusals
    left = fields.rest(frozenset())
    count_unknown(parsed, (column for column in left if not column.startswith(_IGNORED)))


def _unit(fields: Fields, code: str, country: str, sheet: str, contract: Contract) -> FactDraft:
    names = [name for column in _NAMES if (name := _stated(fields.text(column)))]
    nuts = _nuts(fields)
    population = _amount(fields, "POPULATION")
    area = _amount(fields, "TOTAL AREA (M2)")
    square_km = _amount(fields, "TOTAL AREA (KM2)")
    if area is not None:
        square_km = round(area / _SQUARE_METRES, 6)
    degree = whole(_stated(fields.text("DEGURBA")))
    details: dict[str, Any] = {"latin": names[1]} if len(set(names)) > 1 else {}
    coastal = fields.text("COASTAL AREA (YES/NO)") or fields.text("COASTAL AREA")
    if coastal.lower() in {"yes", "no"}:
        details["coastal"] = coastal.lower() == "yes"
    year = contract.options["year"]
    return FactDraft(
        source=contract.source,
        external_id=f"{sheet}_{code}",
        place=PlaceRef(scheme="lau", country=country, code=code, name=names[0] if names else ""),
        codes={"gisco": f"{sheet}_{code}", **({"nuts3": nuts} if nuts else {})},
        population=whole(population),
        population_year=None if whole(population) is None else year,
        area_km2=square_km,
        figures=_degree(degree, year),
        url=contract.home,
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _degree(degree: int | None, year: int) -> tuple[DraftFigure, ...]:
    if degree not in {1, 2, 3}:
        return ()
    return (DraftFigure(indicator=_DEGURBA, period=str(year), value=float(degree)),)


def _nuts(fields: Fields) -> str:
    code = _stated(fields.text(NUTS))
    if code and not _NUTS_CODE.fullmatch(code):
        fields.refuse(NUTS, Problem.BAD_CODE, code)
        return ""
    return code


def _amount(fields: Fields, field: str) -> float | None:
    text = _stated(fields.text(field)).replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    value = number(text)
    if value is None or value < 0:
        fields.refuse(field, Problem.BAD_AMOUNT, text)
        return None
    return value


def _stated(text: str) -> str:
    return "" if text.casefold() in _NOT_STATED else text
