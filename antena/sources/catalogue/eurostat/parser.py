"""From a JSON-stat cube to figures of countries and regions: one draft a place and dataset.

Eurostat's letters of countries are not always those of ISO (EL, UK). Aggregates, and regions that stand for
what lies outside every region, are no places.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from antena.sources.catalogue.eurostat.datasets import Dataset, datasets
from antena.sources.catalogue.eurostat.jsonstat import Cube, NotACubeError, read
from antena.sources.contracts import Contract
from antena.sources.drafts import DraftFigure, FactDraft, PlaceRef, Problem, Refusal
from antena.sources.figures import iso_country, number
from antena.sources.pages import Page, Parsed
from antena.sources.reading import count_unknown, decoded, shown, unreadable

_CODES: Final = {
    "country": re.compile(r"[A-Z]{2}"),
    "nuts2": re.compile(r"[A-Z]{2}[A-Z0-9]{2}"),
    "nuts3": re.compile(r"[A-Z]{2}[A-Z0-9]{3}"),
}
_AGGREGATE: Final = re.compile(r"(?:EU|EA|EEA|EFTA)[0-9_].*|EU|EA|EEA|EFTA|[A-Z]{2}Z+|[A-Z]{2}X+")
_PERIOD: Final = re.compile(r"\d{4}(?:-(?:Q[1-4]|\d{2}))?")
# The flags that change how a figure is read; the others (such as d, "definition differs") are left to the
# page of the dataset.
_FLAGS: Final = {
    "p": "provisional",
    "e": "estimated",
    "s": "estimated",
    "f": "estimated",
    "u": "low reliability",
    "b": "break in series",
}
_KNOWN: Final = frozenset(
    {"version", "class", "label", "source", "updated", "value", "status", "id", "size", "dimension"}
    | {"extension", "href", "link", "role", "note"}
)
_BROWSER: Final = "https://ec.europa.eu/eurostat/databrowser/view/"


def bundle(key: str) -> str:
    """Return the key itself: each dataset is read on its own."""
    return key


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read one dataset."""
    page = pages[0]
    answer = decoded(page)
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    dataset = datasets().get(page.key)
    if dataset is None:
        return Parsed(failures=[unreadable(page, "a dataset nobody asked for")])
    parsed = Parsed()
    try:
        cube = read(answer)
        figures = _figures(parsed, cube, dataset)
    except NotACubeError as error:
        return Parsed(failures=[unreadable(page, str(error))])
    count_unknown(parsed, answer.keys() - _KNOWN)
    for geo, of_place in figures.items():
        parsed.rows += 1
        if not _CODES[dataset.level].fullmatch(geo):
            refusal = Refusal(record=f"{page.key}.{geo}", field="geo", problem=Problem.BAD_CODE, detail=geo)
            parsed.refusals.append(refusal)
            continue
        parsed.drafts.append(_draft(page.key, dataset, geo, of_place, contract))
    return parsed


def _figures(parsed: Parsed, cube: Cube, dataset: Dataset) -> dict[str, list[DraftFigure]]:
    """Return the figures of each place by its code. Raises `NotACubeError`."""
    found: defaultdict[str, list[DraftFigure]] = defaultdict(list)
    for (geo, period), value, flag in cube.series("geo", "time"):
        if _AGGREGATE.fullmatch(geo):
            continue
        amount = number(value) if not isinstance(value, str) else None
        if amount is None or not _PERIOD.fullmatch(period):
            problem = Problem.BAD_AMOUNT if amount is None else Problem.BAD_DATE
            detail = shown(f"{period}: {value}")
            parsed.refusals.append(
                Refusal(record=geo, field=dataset.indicator, problem=problem, detail=detail, record_kept=True)
            )
            continue
        status = next((_FLAGS[sign] for sign in flag if sign in _FLAGS), "")
        found[geo].append(
            DraftFigure(indicator=dataset.indicator, period=period, value=amount, status=status)
        )
    return dict(sorted(found.items()))


def _draft(
    name: str, dataset: Dataset, geo: str, figures: list[DraftFigure], contract: Contract
) -> FactDraft:
    country = iso_country(geo[:2])
    is_country = dataset.level == "country"
    return FactDraft(
        source=contract.source,
        external_id=f"{name}.{geo}",
        place=PlaceRef(
            scheme="country" if is_country else "nuts", country=country, code=country if is_country else geo
        ),
        figures=tuple(sorted(figures, key=lambda figure: figure.period)),
        url=f"{_BROWSER}{dataset.dataset}",
        licence=contract.licence,
        attribution=contract.attribution,
    )
