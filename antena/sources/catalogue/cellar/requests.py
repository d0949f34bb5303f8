"""The questions to CELLAR's SPARQL endpoint: what is new, its titles, its subjects and relations.

The endpoint is a Virtuoso that refuses or cuts what is expensive, so questions are bound by a few days and by
batches of CELEX numbers; an answer as long as its limit was cut, and its days are halved. Where it refuses a
batch (HTTP 400), the acts are asked for one by one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from antena.sources.catalogue.cellar.languages import AUTHORITY, CODES
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request

_PREFIXES: Final = """\
PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Corrigenda are left out: they change no duty and would repeat the title of the act they correct.
_TYPES: Final = (
    *("REG", "REG_IMPL", "REG_DEL", "DIR", "DIR_IMPL", "DIR_DEL"),
    *("DEC", "DEC_ENTSCHEID", "DEC_IMPL", "DEC_DEL", "RECO"),
    *("PROP_REG", "PROP_DIR", "PROP_DEC", "COMMUNIC_DRAFT", "JOINT_COMMUNIC"),
)
_ACTS: Final = """\
SELECT DISTINCT ?celex ?date ?rtype ?inforce ?eli WHERE {{
  VALUES ?rtype {{ {types} }}
  ?work cdm:work_has_resource-type ?rtype ;
        cdm:resource_legal_id_celex ?celex ;
        cdm:work_date_document ?date .
  FILTER(?date >= "{low}"^^xsd:date && ?date < "{high}"^^xsd:date)
  FILTER NOT EXISTS {{ ?work cdm:do_not_index "true"^^xsd:boolean }}
  OPTIONAL {{ ?work cdm:resource_legal_in-force ?inforce }}
  OPTIONAL {{ ?work cdm:resource_legal_eli ?eli }}
}}
ORDER BY ?date ?celex
LIMIT {limit}"""
_TITLES: Final = """\
SELECT DISTINCT ?celex ?l ?title WHERE {{
  {anchor}
  ?exp cdm:expression_belongs_to_work ?work ;
       cdm:expression_uses_language ?l ;
       cdm:expression_title ?title .
  VALUES ?l {{ {languages} }}
}}
LIMIT {limit}"""
# One row a fact, each with its kind: joined in one row, the facts would multiply each other.
_SUBJECTS: Final = """\
SELECT DISTINCT ?celex ?kind ?value ?label WHERE {{
  {anchor}
  {{ ?work cdm:work_is_about_concept_eurovoc ?value . BIND("eurovoc" AS ?kind)
     OPTIONAL {{ ?value skos:prefLabel ?label . FILTER(LANG(?label) = "en") }} }}
  UNION {{ ?work cdm:resource_legal_is_about_concept_directory-code ?value . BIND("directory" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_date_entry-into-force ?value . BIND("entry_into_force" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_date_end-of-validity ?value . BIND("end_of_validity" AS ?kind) }}
  UNION {{ ?work cdm:directive_date_transposition ?value . BIND("transposition" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_based_on_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("based_on" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_amends_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("amends" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_repeals_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("repeals" AS ?kind) }}
  UNION {{ ?dossier cdm:dossier_produces_resource_legal ?work ;
                    cdm:procedure_code_interinstitutional_reference_procedure ?value .
           BIND("procedure" AS ?kind) }}
}}
LIMIT {limit}"""


class _Term(msgspec.Struct):
    value: str


class _Results(msgspec.Struct):
    bindings: list[dict[str, _Term]]


class _Answer(msgspec.Struct):
    results: _Results


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for what was dated ``reach.since`` or later, some days at a time; see `Connector`."""
    step = timedelta(days=contract.options["window_days"])
    low, end = reach.since, reach.at.date() + timedelta(days=1)
    while low < end:
        high = min(low + step, end)
        yield from _window(ask, contract, reach, low, high)
        low = high


def _window(ask: Ask, contract: Contract, reach: Reach, low: date, high: date) -> Iterator[Page]:
    limit = contract.options["rows"]
    types = " ".join(f"<{AUTHORITY}resource-type/{name}>" for name in _TYPES)
    query = _ACTS.format(types=types, low=low, high=high, limit=limit)
    acts = ask(_request(contract, f"acts.{low}", query))
    if acts.failure is not None:
        yield acts
        return
    rows = msgspec.json.decode(acts.body, type=_Answer).results.bindings
    if len(rows) >= limit:
        days = (high - low).days
        if days == 1:
            detail = f"{len(rows)} >= {limit}"
            yield msgspec.structs.replace(acts, failure=Problem.PAGE_MISSING, detail=detail)
            return
        middle = low + timedelta(days=days // 2)
        yield from _window(ask, contract, reach, low, middle)
        yield from _window(ask, contract, reach, middle, high)
        return
    yield acts
    numbers = sorted({row["celex"].value for row in rows if "celex" in row and _bindable(row["celex"].value)})
    names = [CODES[code] for code in dict.fromkeys((*reach.languages, "en")) if code in CODES]
    languages = " ".join(f"<{AUTHORITY}language/{name}>" for name in names)
    size = contract.options["batch"]
    for number, start in enumerate(range(0, len(numbers), size), 1):
        batch = numbers[start : start + size]
        yield from _about(ask, contract, f"titles.{low}.{number:02}", _TITLES, batch, languages=languages)
        yield from _about(ask, contract, f"subjects.{low}.{number:02}", _SUBJECTS, batch)


def _about(
    ask: Ask, contract: Contract, key: str, query: str, batch: Sequence[str], **values: Any
) -> Iterator[Page]:
    """Ask about a batch of acts; one by one where the endpoint refuses the batch."""
    limit = contract.options["rows"] * 10
    anchor = (
        f"VALUES ?celex {{ {' '.join(map(_literal, batch))} }} ?work cdm:resource_legal_id_celex ?celex ."
    )
    page = ask(_request(contract, key, query.format(anchor=anchor, limit=limit, **values)))
    if page.status != 400:
        yield page
        return
    for celex in batch:
        anchor = (
            f"?work owl:sameAs <http://publications.europa.eu/resource/celex/{celex}> ."
            f" BIND({_literal(celex)} AS ?celex)"
        )
        yield ask(_request(contract, f"{key}.{celex}", query.format(anchor=anchor, limit=limit, **values)))


def _request(contract: Contract, key: str, query: str) -> Request:
    return Request(
        key=key,
        url=contract.api["sparql"],
        method="POST",
        form={"query": _PREFIXES + query},
        headers={"Accept": "application/sparql-results+json"},
        expects=_Answer,
    )


def _bindable(celex: str) -> bool:
    """Whether a number can stand in a question: anything else could rewrite it."""
    return 0 < len(celex) <= 60 and all(sign.isalnum() or sign in "()_-./" for sign in celex)


def _literal(celex: str) -> str:
    return f'"{celex}"^^xsd:string'
