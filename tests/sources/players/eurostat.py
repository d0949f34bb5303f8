"""Plays the statistics interface of Eurostat: JSON-stat cubes, sparse and with flags."""

from typing import Any

from antena.sources.catalogue.eurostat.datasets import datasets
from tests.sources.playing import Asked, Told, told

PLACES = {
    "country": ["EL", "ES", "FR"],
    "nuts2": ["EL30", "ES51", "FRJ1"],
    "nuts3": ["EL303", "ES511", "ES512", "FRJ15"],
}
TIMES = ["2022", "2023", "2024"]
_NOT_FILTERS = {"format", "lang", "geoLevel", "lastTimePeriod"}


class ThePlayer:
    """Every dataset for three or four places and three years."""

    source = "eurostat"
    options = {"periods": 3}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.places = PLACES

    def addresses(self, base: str) -> dict[str, str]:
        return {"data": f"{base}/data/"}

    def told(self, asked: Asked) -> Told | None:
        dataset = asked.path.removeprefix("/data/")
        level = asked.params.get("geoLevel", "")
        if dataset not in {one.dataset for one in datasets().values()} or level not in self.places:
            return None
        if asked.params.get("format") != "JSON" or asked.params.get("lastTimePeriod") != "3":
            return told({"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}})
        filters = {name: value for name, value in asked.params.items() if name not in _NOT_FILTERS}
        return told(
            cube({"freq": ["A"], **{name: [value] for name, value in filters.items()}}, self.places[level])
        )

    def expected(self) -> set[str]:
        return {f"{name}.{geo}" for name, one in datasets().items() for geo in self.places[one.level]}

    def shrink(self) -> None:
        self.places = {level: places[:1] for level, places in self.places.items()}

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"value"', b'"values"')


def cube(fixed: dict[str, list[str]], places: list[str]) -> dict[str, Any]:
    """A cube over places and years: the second year of the first place left out, the last provisional."""
    dimensions = {**fixed, "geo": places, "time": TIMES}
    cells = [(place, year) for place in range(len(places)) for year in range(len(TIMES))]
    values = {
        str(place * len(TIMES) + year): 10.5 + place + year / 10
        for place, year in cells
        if (place, year) != (0, 1)
    }
    last = len(TIMES) - 1
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "An invented dataset",
        "source": "ESTAT",
        "updated": "2026-10-01T23:00:00+0200",
        "value": values,
        "status": {str(place * len(TIMES) + last): "p" for place in range(len(places))},
        "id": list(dimensions),
        "size": [len(codes) for codes in dimensions.values()],
        "dimension": {name: _dimension(name, codes) for name, codes in dimensions.items()},
        "extension": {},
    }


def _dimension(name: str, codes: list[str]) -> dict[str, Any]:
    return {
        "label": name,
        "category": {
            "index": {code: place for place, code in enumerate(codes)},
            "label": {code: code for code in codes},
        },
    }
