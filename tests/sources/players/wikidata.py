"""Plays the query service of Wikidata: a list of items, their details, their twin towns."""

import re
from typing import Any

from tests.sources.playing import Asked, Told, told

Row = dict[str, str]
_ENTITY = "http://www.wikidata.org/entity/"
_VALUES = re.compile(r"VALUES \?m \{ ([^}]*) \}")


class ThePlayer:
    """Forty-five items in three batches; every other one has a twin town, the first three have two."""

    source = "wikidata"
    options = {"batch": 15}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.items = [f"Q{1000 + number}" for number in range(1, 46)]

    def addresses(self, base: str) -> dict[str, str]:
        return {"sparql": f"{base}/sparql"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path != "/sparql":
            return None
        query = asked.form.get("query", "")
        if not asked.headers.get("user-agent") or "sparql-results+json" not in asked.headers["accept"]:
            return Told(b"Forbidden", "text/plain", 403)
        if "wd:Q33146843" in query:
            return _answer([{"m": _ENTITY + item, "code": _code(item)} for item in self.items])
        values = _VALUES.search(query)
        if values is None or len(values[1].split()) > 15:
            return Told(b"QueryTimeoutException", "text/plain", 500)
        wanted = [name.removeprefix("wd:") for name in values[1].split()]
        asked_of = [item for item in wanted if item in self.items]
        make = _twins if "p:P190" in query else _details
        return _answer([row for item in asked_of for row in make(item)])

    def expected(self) -> set[str]:
        twins = {
            f"{row['m']}.{row['twin']}".replace(_ENTITY, "") for item in self.items for row in _twins(item)
        }
        return set(self.items) | twins

    def shrink(self) -> None:
        self.items = self.items[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"m": {', b'"item": {')


def _code(item: str) -> str:
    # as Wikidata has it: the zero at the beginning is lost
    return f"8{int(item[1:]) - 1000:03}"


def _details(item: str) -> list[Row]:
    number = int(item[1:]) - 1000
    facts = [
        {"kind": "code", "value": _code(item)},
        {"kind": "population", "value": f"{number * 90}", "when": "2019-01-01T00:00:00Z"},
        {"kind": "population", "value": f"{number * 100}", "when": "2024-01-01T00:00:00Z"},
        {"kind": "coordinates", "value": f"Point(2.{number:03} 41.{number:03})"},
        {"kind": "website", "value": f"https://vila{number}.example"},
        {"kind": "label", "value": f"Vila {number}", "lang": "ca"},
    ]
    return [{"m": _ENTITY + item, **fact} for fact in facts]


def _twins(item: str) -> list[Row]:
    number = int(item[1:]) - 1000
    twins = [7000 + number, 8000 + number] if number <= 3 else [7000 + number] if number % 2 else []
    return [
        {
            "m": _ENTITY + item,
            "code": _code(item),
            "st": f"{_ENTITY}statement/{item}-{twin}",
            "twin": f"{_ENTITY}Q{twin}",
            "cc": "FR",
            "coord": f"Point(1.{number:03} 44.{number:03})",
            "label": f"Ville {twin}",
            "lang": language,
        }
        for twin in twins
        for language in ("en", "fr")
    ]


def _answer(rows: list[Row]) -> Told:
    bindings: list[Any] = [
        {name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows
    ]
    names = sorted({name for row in rows for name in row})
    return told({"head": {"vars": names}, "results": {"bindings": bindings}})
