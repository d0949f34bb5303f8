"""The questions to Wikidata: a flat list of items, then details and twin towns of a batch of them.

A question may take 60 seconds, so labels are asked for without the label service, and everything by item:
codes may have lost their zeros. Facts come one a row, each with its kind: joined in one row they would
multiply each other. Statements of deprecated rank are left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request

ENTITY: Final = "http://www.wikidata.org/entity/"
ITEM: Final = re.compile(r"Q[1-9]\d{0,11}")
# Labels that are the same in every language are stated once, in "mul".
EVERY_LANGUAGE: Final = "mul"

_PREFIXES: Final = """\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_LIST: Final = """\
SELECT DISTINCT ?m ?code WHERE {{ ?m wdt:P31 wd:{kind} ; wdt:{code} ?code . }} ORDER BY ?m ?code"""
_DETAILS: Final = """\
SELECT DISTINCT ?m ?kind ?value ?when ?lang WHERE {{
  VALUES ?m {{ {items} }}
  {{ ?m wdt:{code} ?value . BIND("code" AS ?kind) }}
  UNION {{ ?m p:P1082 ?st . ?st ps:P1082 ?value ; wikibase:rank ?rank .
           FILTER(?rank != wikibase:DeprecatedRank) OPTIONAL {{ ?st pq:P585 ?when }}
           BIND("population" AS ?kind) }}
  UNION {{ ?m wdt:P625 ?value . BIND("coordinates" AS ?kind) }}
  UNION {{ ?m wdt:P856 ?value . BIND("website" AS ?kind) }}
  UNION {{ ?m wdt:P782 ?value . BIND("lau" AS ?kind) }}
  UNION {{ ?m wdt:P605 ?value . BIND("nuts" AS ?kind) }}
  UNION {{ ?m rdfs:label ?value . BIND(LANG(?value) AS ?lang) FILTER(?lang IN ({languages}))
           BIND("label" AS ?kind) }}
}}"""
_TWINS: Final = """\
SELECT DISTINCT ?m ?code ?st ?twin ?cc ?start ?end ?coord ?label ?lang WHERE {{
  VALUES ?m {{ {items} }}
  ?m wdt:{code} ?code ; p:P190 ?st .
  ?st ps:P190 ?twin ; wikibase:rank ?rank .
  FILTER(?rank != wikibase:DeprecatedRank && ISIRI(?twin))
  OPTIONAL {{ ?st pq:P580 ?start }}
  OPTIONAL {{ ?st pq:P582 ?end }}
  OPTIONAL {{ ?twin wdt:P17/wdt:P297 ?cc }}
  OPTIONAL {{ ?twin wdt:P625 ?coord }}
  OPTIONAL {{ ?twin rdfs:label ?label . BIND(LANG(?label) AS ?lang) FILTER(?lang IN ({languages})) }}
}}"""


class Term(msgspec.Struct):
    """One value of a row, as SPARQL's JSON writes it."""

    value: str


class _Results(msgspec.Struct):
    bindings: list[dict[str, Term]]


class _Answer(msgspec.Struct):
    results: _Results


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the items of a class, their facts and their twin towns; see `Connector`."""
    scope = contract.scope
    listed = ask(_request(contract, "list", _LIST.format(kind=scope["class"], code=scope["code"])))
    yield listed
    if listed.failure is not None:
        return
    items = sorted(_items(listed), key=lambda item: int(item[1:]))
    known = (*reach.languages, *contract.languages, EVERY_LANGUAGE)
    languages = ", ".join(f'"{code}"' for code in dict.fromkeys(known))
    size = contract.options["batch"]
    of = 2 * -(-len(items) // size)
    for number, start in enumerate(range(0, len(items), size), 1):
        batch = items[start : start + size]
        values = {"items": " ".join(f"wd:{item}" for item in batch), "code": scope["code"]}
        details = _DETAILS.format(languages=languages, **values)
        page = ask(_request(contract, f"details.{number:04}", details))
        yield msgspec.structs.replace(_complete(page, batch), of=of - 2 * number + 1)
        twins = ask(_request(contract, f"twins.{number:04}", _TWINS.format(languages=languages, **values)))
        yield msgspec.structs.replace(twins, of=of - 2 * number)


def _complete(page: Page, batch: Sequence[str]) -> Page:
    """Fail a page that leaves out items it was asked for: each has a code at least, so it was cut."""
    if page.failure is not None:
        return page
    absent = set(batch) - _items(page)
    if not absent:
        return page
    return msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=", ".join(sorted(absent))[:200])


def _items(page: Page) -> set[str]:
    rows = msgspec.json.decode(page.body, type=_Answer).results.bindings
    named = (row["m"].value.removeprefix(ENTITY) for row in rows if "m" in row)
    return {name for name in named if ITEM.fullmatch(name)}


def _request(contract: Contract, key: str, query: str) -> Request:
    return Request(
        key=key,
        url=contract.api["sparql"],
        method="POST",
        form={"query": _PREFIXES + query},
        headers={"Accept": "application/sparql-results+json"},
        expects=_Answer,
    )
