"""The questions to CELLAR: what is new, what changed, its titles, its subjects and relations.

What is new is asked by the dates of documents. What changed since the last run, whatever its date, is told by
the notification feed, and asked for again by CELEX number; where the feed fails, its page is a failed one and
all else goes on.

The endpoint is a Virtuoso that refuses or cuts what is expensive, so questions are bound by a few days and by
batches of CELEX numbers; an answer as long as its limit was cut, and its days are halved. Where it refuses a
batch (HTTP 400), the acts are asked for one by one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from antena.sources.catalogue.cellar import changes, queries
from antena.sources.catalogue.cellar.languages import AUTHORITY, CODES
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Ask, Page, Reach, Request


class _Term(msgspec.Struct):
    value: str


class _Results(msgspec.Struct):
    bindings: list[dict[str, _Term]]


class _Answer(msgspec.Struct):
    results: _Results


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for what was dated ``reach.since`` or later, some days at a time, then for what changed.

    See `Connector`.
    """
    step = timedelta(days=contract.options["window_days"])
    low, end = reach.since, reach.at.date() + timedelta(days=1)
    asked: set[str] = set()
    while low < end:
        high = min(low + step, end)
        yield from _window(ask, contract, reach, low, high, asked=asked)
        low = high
    changed: set[str] = set()
    for page in _feed(ask, contract, reach):
        found = changes.read(page)
        if isinstance(found, changes.Changes):
            first = reach.at.year - contract.options["feed_years"]
            changed.update(celex for celex, year in found.works.items() if year >= first)
        yield page
    yield from _again(ask, contract, reach, sorted(changed - asked))


def _feed(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:
    """Ask for the notifications of each day since the last run; a first run has no changes to hear of."""
    options = contract.options
    if reach.since == reach.at.date() - timedelta(days=options["first_days"]):
        return
    day, end = reach.since + timedelta(days=options["look_back_days"]), reach.at.date()
    while day <= end:
        for kind in ("CREATE", "UPDATE"):
            yield from _notifications(ask, contract, day, kind)
        day += timedelta(days=1)


def _notifications(ask: Ask, contract: Contract, day: date, kind: str) -> Iterator[Page]:
    most = contract.options["feed_pages"]
    for number in range(1, most + 1):
        params = {
            "startDate": f"{day}T00:00:00",
            "endDate": f"{day + timedelta(days=1)}T00:00:00",
            "type": kind,
            "wemiClasses": "work",
            "page": str(number),
        }
        page = ask(
            Request(
                key=f"feed.{day}.{kind}.{number:03}",
                url=contract.api["feed"],
                params=params,
                headers={"Accept": "application/atom+xml"},
                check=changes.problem,
            )
        )
        found = changes.read(page)
        more = isinstance(found, changes.Changes) and found.more
        if more and number == most:
            # What is not asked for is not silently left out.
            detail = f"there are more than {most} pages"
            page = msgspec.structs.replace(page, failure=Problem.PAGE_MISSING, detail=detail)
        yield page
        if not more:
            return


def _again(ask: Ask, contract: Contract, reach: Reach, numbers: Sequence[str]) -> Iterator[Page]:
    """Ask for acts by their numbers. Keys name what was asked, for a resumed run may have heard of more."""
    size = contract.options["batch"]
    for start in range(0, len(numbers), size):
        batch = numbers[start : start + size]
        name = f"changed-{sha256(' '.join(batch).encode()).hexdigest()[:12]}"
        found: set[str] = set()
        for page in _about(ask, contract, f"acts.{name}", queries.ACTS_BY_NUMBER, batch, types=_types()):
            if page.failure is None:
                rows = msgspec.json.decode(page.body, type=_Answer).results.bindings
                found |= {row["celex"].value for row in rows if "celex" in row}
            yield page
        yield from _texts(ask, contract, reach, name, [celex for celex in batch if celex in found])


def _types() -> str:
    return " ".join(f"<{AUTHORITY}resource-type/{name}>" for name in queries.TYPES)


def _window(
    ask: Ask, contract: Contract, reach: Reach, low: date, high: date, *, asked: set[str]
) -> Iterator[Page]:
    limit = contract.options["rows"]
    query = queries.ACTS.format(types=_types(), low=low, high=high, limit=limit)
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
        yield from _window(ask, contract, reach, low, middle, asked=asked)
        yield from _window(ask, contract, reach, middle, high, asked=asked)
        return
    yield acts
    numbers = sorted({row["celex"].value for row in rows if "celex" in row and _bindable(row["celex"].value)})
    asked.update(numbers)
    yield from _texts(ask, contract, reach, str(low), numbers)


def _texts(ask: Ask, contract: Contract, reach: Reach, name: str, numbers: Sequence[str]) -> Iterator[Page]:
    """Ask for titles, subjects and relations of acts, some at a time."""
    names = [CODES[code] for code in dict.fromkeys((*reach.languages, "en")) if code in CODES]
    languages = " ".join(f"<{AUTHORITY}language/{name}>" for name in names)
    size = contract.options["batch"]
    for number, start in enumerate(range(0, len(numbers), size), 1):
        batch = numbers[start : start + size]
        part = f"{name}.{number:02}"
        yield from _about(ask, contract, f"titles.{part}", queries.TITLES, batch, languages=languages)
        yield from _about(ask, contract, f"subjects.{part}", queries.SUBJECTS, batch)


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
        form={"query": queries.PREFIXES + query},
        headers={"Accept": "application/sparql-results+json"},
        expects=_Answer,
    )


def _bindable(celex: str) -> bool:
    """Whether a number can stand in a question: anything else could rewrite it."""
    return 0 < len(celex) <= 60 and all(sign.isalnum() or sign in "()_-./" for sign in celex)


def _literal(celex: str) -> str:
    return f'"{celex}"^^xsd:string'
