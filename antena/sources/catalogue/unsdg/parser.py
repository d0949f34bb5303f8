"""From rows of the UN's database to figures of a country: one draft for each series and country.

A series has a row for each combination of sex, age and so on: the row for the whole counts, or the one that
series.toml names. Values are strings, some of them words. Countries are numbers of M49, their zeros lost.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import pycountry

from antena.sources.catalogue.unsdg.series import Series, of_indicators, series
from antena.sources.contracts import Contract
from antena.sources.drafts import DraftFigure, FactDraft, PlaceRef, Problem, Refusal
from antena.sources.figures import number, whole
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

_KEY: Final = re.compile(r"(?P<indicator>[\w.]+)\.\d{4}", re.ASCII)
_NOT_STATED: Final = frozenset({"", "nan", "n", "na", "n/a", "null", "none"})
# Categories that stand for the whole.
_TOTALS: Final = frozenset(
    {"total", "_t", "t", "bothsex", "allage", "allarea", "all", "national", "notapplicable", "_z", "g", "n"}
)
# Who reports: the global monitoring (G) counts before the country's own word (N).
_REPORTING: Final = "Reporting Type"
_ESTIMATED: Final = frozenset({"E", "M"})
_IGNORED: Final = frozenset(
    {"goal", "target", "indicator", "seriesDescription", "seriesCount", "geoAreaName", "source", "footnotes"}
    | {"time_detail", "timeCoverage", "time_coverage", "upperBound", "lowerBound", "basePeriod"}
    | {"geoInfoUrl", "valueType"}
)

Rows = list[Fields]


def bundle(key: str) -> str:
    """Return the indicator a page is about: its key without the number of the page."""
    return key.rpartition(".")[0] if _KEY.fullmatch(key) else key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read all pages about one indicator.

    Where one of them failed no series of it is believed: stored with less it would take figures away.
    """
    parsed = Parsed()
    rows: list[Any] = []
    for page in pages:
        answer = decoded(page)
        data = answer.get("data") if isinstance(answer, dict) else None
        if isinstance(answer, Refusal):
            parsed.failures.append(answer)
        elif not isinstance(data, list):
            parsed.failures.append(unreadable(page, "no list called data"))
        else:
            rows += data
    groups = _groups(parsed, rows, pages[0].key)
    failed = ", ".join(failure.record for failure in parsed.failures)
    for (code, area), of_series in sorted(groups.items()):
        parsed.rows += 1
        name = f"{code}.{area}"
        country = pycountry.countries.get(numeric=area.zfill(3)) if area.isdigit() else None
        if failed:
            parsed.refusals.append(Refusal(record=name, field=failed, problem=Problem.PART_FAILED))
        elif country is None:
            parsed.refusals.append(Refusal(record=name, field="geoAreaCode", problem=Problem.NO_ID))
        else:
            parsed.drafts.append(_draft(parsed, code, country.alpha_2, of_series, contract))
    if rows and not failed:
        _note_absent(parsed, pages[0].key, {code for code, _ in groups})
    return parsed


def _groups(parsed: Parsed, rows: list[Any], key: str) -> dict[tuple[str, str], Rows]:
    """Return the rows of the series that are wanted, by series and country."""
    groups: defaultdict[tuple[str, str], Rows] = defaultdict(list)
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            parsed.rows += 1
            parsed.refusals.append(
                Refusal(record=f"{key}/{place}", field="", problem=Problem.NOT_A_RECORD, detail=shown(row))
            )
            continue
        fields = Fields(row, f"{key}/{place}")
        code, area = fields.text("series"), fields.text("geoAreaCode")
        if code in series():
            groups[code, area].append(fields)
        elif not code:
            count_unknown(parsed, fields.rest(_IGNORED))
    return groups


def _note_absent(parsed: Parsed, key: str, found: set[str]) -> None:
    match = _KEY.fullmatch(key)
    for code in of_indicators().get(match["indicator"], ()) if match else ():
        if code not in found:
            parsed.refusals.append(
                Refusal(
                    record=key,
                    field="series",
                    problem=Problem.UNKNOWN_CODE,
                    detail=f"{code} did not come",
                    record_kept=True,
                )
            )


def _draft(parsed: Parsed, code: str, country: str, rows: Rows, contract: Contract) -> FactDraft:
    wanted = series()[code]
    best: dict[str, tuple[int, list[DraftFigure]]] = {}
    for fields in rows:
        figure, rank = _figure(fields, wanted)
        if figure is not None:
            known, figures = best.get(figure.period, (rank, []))
            if rank < known:
                known, figures = rank, []
            best[figure.period] = (known, [*figures, figure] if rank == known else figures)
        parsed.refusals += fields.refusals
        count_unknown(parsed, fields.rest(_IGNORED))
    name = f"{code}.{country}"
    figures = []
    for period, (_, candidates) in sorted(best.items()):
        if len({candidate.value for candidate in candidates}) > 1:
            detail = f"{period}: {len(candidates)} rows that cannot be told apart"
            parsed.refusals.append(
                Refusal(record=name, field=code, problem=Problem.REPEATED, detail=detail, record_kept=True)
            )
            continue
        # Of two rows with one value the one without a remark is the same every time.
        figures.append(min(candidates, key=lambda candidate: candidate.status))
    return FactDraft(
        source=contract.source,
        external_id=name,
        place=PlaceRef(scheme="country", country=country, code=country),
        figures=tuple(figures),
        url=contract.home,
        licence=contract.licence,
        attribution=contract.attribution,
        details={"series": code, "indicator": wanted.of},
    )


def _figure(fields: Fields, wanted: Series) -> tuple[DraftFigure | None, int]:
    """Read a row; None where it is not about the whole or states nothing. The lower rank counts first."""
    value, dimensions = fields.pop("value"), fields.pop("dimensions")
    attributes, start = fields.pop("attributes"), fields.pop("timePeriodStart")
    told = dimensions if isinstance(dimensions, dict) else {}
    reporting = str(told.get(_REPORTING, "G"))
    if not all(_is_wanted(name, category, wanted) for name, category in told.items()):
        return None, 0
    if value is None or str(value).strip().casefold() in _NOT_STATED:
        return None, 0
    amount = number(value)
    if amount is None:
        fields.refuse("value", Problem.BAD_AMOUNT, value)
        return None, 0
    year = whole(start)
    if year is None or not 1900 <= year <= 2100:
        fields.refuse("timePeriodStart", Problem.BAD_DATE, start)
        return None, 0
    nature = str(attributes.get("Nature", "")) if isinstance(attributes, dict) else ""
    figure = DraftFigure(
        indicator=wanted.indicator,
        period=str(year),
        value=amount,
        status="estimated" if nature in _ESTIMATED else "",
    )
    return figure, 0 if reporting == "G" else 1


def _is_wanted(name: str, category: Any, wanted: Series) -> bool:
    if name == _REPORTING:
        return True
    if name in wanted.dimensions:
        return bool(category == wanted.dimensions[name])
    return str(category).casefold() in _TOTALS
