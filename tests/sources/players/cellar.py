"""Plays CELLAR: its SPARQL endpoint, and the feed that tells what changed."""

import re
from typing import Any

from tests.sources.playing import Asked, Told, told

AUTHORITY = "http://publications.europa.eu/resource/authority/"
NOTICE = "http://publications.europa.eu/rss/notificationEntry"
KNOWN = ("work_has_resource-type", "resource_legal_id_celex", "expression_title", "is_about_concept_eurovoc")


def entry(identifier: str, number: int) -> str:
    """One notification, an Atom entry with an ``id`` of its own."""
    return (
        f"<entry><id>urn:{number}</id><title>t</title><updated>2026-11-22T01:02:03Z</updated>"
        f"<n:id>{number}</n:id><n:type>UPDATE</n:type><n:date>2026-11-22T01:02:03.000+01:00</n:date>"
        f"<n:priority>NORMAL</n:priority><n:cellarId>cellar:{number}</n:cellarId>"
        f"<n:rootCellarId>cellar:{number}</n:rootCellarId>"
        "<n:class>http://publications.europa.eu/ontology/cdm#work</n:class>"
        f"<n:identifier>{identifier}</n:identifier><n:identifier>oj:L_{number}</n:identifier></entry>"
    )


def feed(entries: list[str], *, more: bool = False) -> bytes:
    """A page of the feed."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xmlns:f="urn:unknown" xmlns:n="{NOTICE}"><f:startDate>2026-11-22T00:00:00</f:startDate>'
        f"<f:page>1</f:page><f:moreEntries>{str(more).lower()}</f:moreEntries>{''.join(entries)}</feed>"
    ).encode()


class ThePlayer:
    """45 acts of two days. ``changed`` are works outside every window of dates that the feed tells of."""

    source = "cellar"
    options = {"window_days": 30, "batch": 25, "rows": 200, "first_days": 10, "look_back_days": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.acts = {f"32026R{number:04}": f"2026-11-{16 + number % 2}" for number in range(1, 46)}
        self.changed: list[str] = []
        self.feed_page = 2

    def addresses(self, base: str) -> dict[str, str]:
        return {"sparql": f"{base}/sparql", "feed": f"{base}/feed"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path == "/feed":
            return self._feed(asked)
        if asked.path != "/sparql" or asked.method != "POST":
            return None
        query = asked.form.get("query", "")
        if "json" not in asked.headers.get("accept", "") or not any(name in query for name in KNOWN):
            return Told(b"Virtuoso 37000 Error", "text/plain", 400)
        numbers = re.findall(r'"([0-9A-Z]+)"\^\^xsd:string', query)
        if "?rtype" in query:
            days = re.findall(r'"(\d{4}-\d\d-\d\d)"\^\^xsd:date', query)
            return _bindings(self._acts(numbers, days)[: int(query.rpartition("LIMIT ")[2])])
        return _bindings(self._titles(numbers) if "?title" in query else self._subjects(numbers))

    def _feed(self, asked: Asked) -> Told:
        if not {"startDate", "endDate", "type", "wemiClasses", "page"} <= asked.params.keys():
            return Told(b"<html>Bad Request</html>", "text/html", 400)
        if asked.params["type"] != "UPDATE" or not asked.params["startDate"].startswith("2026-11-22"):
            return Told(feed([]), "application/atom+xml")
        start = (int(asked.params["page"]) - 1) * self.feed_page
        entries = [
            entry(f"celex:{celex}", start + number) for number, celex in enumerate(self.changed[start:])
        ]
        shown = entries[: self.feed_page]
        return Told(feed(shown, more=len(entries) > len(shown)), "application/atom+xml")

    def _acts(self, numbers: list[str], days: list[str]) -> list[dict[str, Any]]:
        return [
            _terms(celex=celex, date=day, rtype=f"{AUTHORITY}resource-type/REG", inforce="1")
            for celex, day in self.acts.items()
            if (days and days[0] <= day < days[1]) or celex in numbers
        ]

    def _titles(self, numbers: list[str]) -> list[dict[str, Any]]:
        return [
            _terms(celex=celex, l=f"{AUTHORITY}language/ENG", title=f"Invented regulation {celex}")
            for celex in numbers
        ]

    def _subjects(self, numbers: list[str]) -> list[dict[str, Any]]:
        return [
            _terms(celex=celex, kind="eurovoc", value="http://eurovoc.europa.eu/2825") for celex in numbers
        ]

    def expected(self) -> set[str]:
        return set(self.acts)

    def shrink(self) -> None:
        self.acts = dict(list(self.acts.items())[:15])

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"celex"', b'"celexNumber"').replace(b"moreEntries", b"more")


def _terms(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"type": "typed-literal", "value": value} for name, value in values.items()}


def _bindings(rows: list[dict[str, Any]]) -> Told:
    return told({"head": {"vars": []}, "results": {"bindings": rows}})
