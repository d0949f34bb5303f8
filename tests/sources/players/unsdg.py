"""Plays the global database of the Sustainable Development Goals."""

from typing import Any

from antena.sources.catalogue.unsdg.series import of_indicators, series
from tests.sources.playing import Asked, Told, told

AREAS = {"724": "ES", "250": "FR", "20": "AD"}
YEARS = (2021.0, 2022.0)


class ThePlayer:
    """Every series in three countries and two years, each with the whole and a part, ten rows a page."""

    source = "unsdg"
    options = {"page_size": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.areas = dict(AREAS)

    def addresses(self, base: str) -> dict[str, str]:
        return {"data": f"{base}/v1/sdg/Indicator/Data"}

    def told(self, asked: Asked) -> Told | None:
        indicator = asked.params.get("indicator", "")
        if asked.path != "/v1/sdg/Indicator/Data" or indicator not in of_indicators():
            return None
        if "areaCode" not in asked.params:
            return Told(b"The whole world is too much", "text/plain", 500)
        rows = [row for code in of_indicators()[indicator] for row in self._rows(code)]
        number, size = int(asked.params["page"]), int(asked.params["pageSize"])
        return told(
            {
                "size": size,
                "totalElements": len(rows),
                "totalPages": -(-len(rows) // size),
                "pageNumber": number,
                "attributes": [],
                "dimensions": [],
                "data": rows[(number - 1) * size : number * size],
            }
        )

    def expected(self) -> set[str]:
        return {f"{code}.{country}" for code in series() for country in self.areas.values()}

    def shrink(self) -> None:
        self.areas = {"724": "ES"}

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"series"', b'"serie"')

    def _rows(self, code: str) -> list[dict[str, Any]]:
        wanted = series()[code]
        whole = {"Reporting Type": "G", "Location": "ALLAREA", **wanted.dimensions}
        part = {**whole, "Location": "URBAN"}
        return [
            {
                "goal": [wanted.of.partition(".")[0]],
                "target": [wanted.of.rpartition(".")[0]],
                "indicator": [wanted.of],
                "series": code,
                "seriesDescription": "An invented series",
                "geoAreaCode": area,
                "geoAreaName": country,
                "timePeriodStart": year,
                "value": f"{10 + place}.{int(year) - 2020}",
                "dimensions": dimensions,
                "attributes": {"Nature": "E" if year == YEARS[-1] else "C", "Units": "PERCENT"},
                "source": "Invented",
                "footnotes": [""],
            }
            for place, (area, country) in enumerate(self.areas.items())
            for year in YEARS
            for dimensions in (whole, part)
        ]
