"""From three SPARQL answers about the same days, acts, titles and subjects, to drafts of acts and proposals.

Literals come typed or plain, booleans as "1" or "true". An act in several rows (two dates, two types) is one
record. Its official link is made from its CELEX number.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

import msgspec

from antena.sources.catalogue.cellar import changes
from antena.sources.catalogue.cellar.languages import AUTHORITY, BY_NAME
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

Row = dict[str, str]
ByAct = dict[str, list[Row]]
# kind → value → label; a kind nobody stated is empty
Facts = defaultdict[str, dict[str, str]]

_LINK: Final = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"
_EUROVOC: Final = "http://eurovoc.europa.eu/"
_TYPE: Final = f"{AUTHORITY}resource-type/"
_LANGUAGE: Final = f"{AUTHORITY}language/"
_CELEX: Final = re.compile(
    r"(?P<sector>[0-9CE])(?P<year>\d{4})(?P<type>[A-Z]{1,3})(?P<number>\d{1,7}.{0,40})"
)
_CORRECTION: Final = re.compile(r"R\(\d+\)$")
_KNOWN: Final = {
    "acts": frozenset({"celex", "date", "rtype", "inforce", "eli"}),
    "titles": frozenset({"celex", "l", "title"}),
    "subjects": frozenset({"celex", "kind", "value", "label"}),
}
_DATES: Final = ("entry_into_force", "end_of_validity", "transposition")
# Each says of which act or proposal, by its CELEX number. A proposal "proposes" what it would amend and is
# "adopted_by" the act it became; the act "adopts" it.
_RELATIONS: Final = (
    *("based_on", "amends", "repeals", "implicitly_repeals"),
    *("proposes", "adopts", "adopted_by"),
)
_KINDS: Final = frozenset(
    {"eurovoc", "directory", "in_force", "procedure", "consolidated", *_DATES, *_RELATIONS}
)
# "2025/0123/COD" or "2025/0123(COD)", or without the type, which then stands beside it.
_PROCEDURE: Final = re.compile(r"(\d{4})/(\d{4}[A-Z]?)(?:/([A-Z]{3})|\(([A-Z]{3})\))?")
_BOOLEANS: Final = {"1": True, "true": True, "0": False, "false": False}
# Sector 5 holds what prepares acts; its letters say who prepared what.
_PREPARATORY: Final = {
    "PC": "proposal",
    "DC": "communication",
    "JC": "communication",
    "SC": "communication",
    # Committee of the Regions and EESC: asked for, of their own accord, and other
    **dict.fromkeys(("AR", "IR", "XR", "AE", "IE", "XE"), "opinion"),
}
# How the keys of the feed's pages begin.
_FEED: Final = "feed."
# The year of the end of an act that has none.
_OPEN_END: Final = "9999"


def bundle(key: str) -> str:
    """Return the days a key belongs to: its part after the question's name, "" where there is one set.

    A page of the feed stands alone: where it fails, no act is the worse for it.
    """
    if key.startswith(_FEED):
        return key
    return key.partition(".")[2].partition(".")[0]


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read the answers about one set of acts together.

    Where any of them failed, none of the acts is believed: stored without its titles or subjects, it would
    overwrite what we have.
    """
    if pages[0].key.startswith(_FEED):
        return _parse_feed(pages[0])
    parsed = Parsed()
    answers: dict[str, ByAct] = {question: {} for question in _KNOWN}
    for page in pages:
        question = page.key.partition(".")[0]
        for celex, rows in _read(page, question, parsed).items():
            answers.setdefault(question, {}).setdefault(celex, []).extend(rows)
    acts, titles, subjects = answers["acts"], answers["titles"], answers["subjects"]
    parsed.rows = len(acts)
    failed = ", ".join(failure.record for failure in parsed.failures)
    for celex, rows in acts.items():
        if not celex:
            parsed.refusals.append(Refusal(record=pages[0].key, field="celex", problem=Problem.NO_ID))
        elif failed:
            parsed.refusals.append(Refusal(record=celex, field=failed, problem=Problem.PART_FAILED))
        else:
            facts = _facts(parsed, subjects.get(celex, []))
            draft, refusals = _read_act(celex, rows, titles.get(celex, []), facts, contract)
            parsed.refusals += refusals
            parsed.drafts += [] if draft is None else [draft]
    for celex in sorted((titles.keys() | subjects.keys()) - acts.keys() if acts else ()):
        refusal = Refusal(record=celex or "?", field="celex", problem=Problem.UNKNOWN_CODE, detail=celex)
        parsed.refusals.append(msgspec.structs.replace(refusal, record_kept=True))
    return parsed


def _parse_feed(page: Page) -> Parsed:
    """A page of the feed holds no records: it says only which acts were to be asked for again."""
    found = changes.read(page)
    if isinstance(found, Refusal):
        return Parsed(failures=[found])
    return Parsed(unknown_fields=found.unknown)


def _read(page: Page, question: str, parsed: Parsed) -> ByAct:
    """Return the rows of an answer, name → value, by act; what is none goes to ``parsed.failures``."""
    answer = decoded(page)
    if isinstance(answer, Refusal):
        parsed.failures.append(answer)
        return {}
    results = answer.get("results") if isinstance(answer, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list) or not all(isinstance(binding, dict) for binding in bindings):
        parsed.failures.append(unreadable(page, "no list of rows called bindings"))
        return {}
    known = _KNOWN.get(question, frozenset())
    acts: ByAct = {}
    for binding in bindings:
        row = _row(binding)
        for name in binding.keys() - row.keys():
            parsed.refusals.append(_wrong(page, binding, name))
        count_unknown(parsed, (f"{question}.{name}" for name in row.keys() - known))
        acts.setdefault(row.pop("celex", "").strip(), []).append(row)
    return acts


def _row(binding: dict[str, Any]) -> Row:
    """Return name → value, without the terms that are no terms. Literals may be typed or plain."""
    return {
        name: value
        for name, term in binding.items()
        if isinstance(term, dict) and isinstance(value := term.get("value"), str)
    }


def _wrong(page: Page, binding: dict[str, Any], name: str) -> Refusal:
    celex = binding.get("celex")
    record = celex.get("value") if isinstance(celex, dict) else None
    return Refusal(
        record=record if isinstance(record, str) and record else page.key,
        field=name,
        problem=Problem.WRONG_TYPE,
        detail=shown(binding[name]),
        record_kept=True,
    )


def _read_act(
    celex: str, rows: list[Row], titles: list[Row], facts: Facts, contract: Contract
) -> tuple[Draft | None, list[Refusal]]:
    types = sorted({row["rtype"].removeprefix(_TYPE) for row in rows if row.get("rtype")})
    kind = _kind(celex, types)
    if kind is None:
        detail = f"{celex} ({', '.join(types)})"
        return None, [Refusal(record=celex, field="celex", problem=Problem.UNKNOWN_KIND, detail=detail)]
    fields = Fields({}, celex)
    texts = _texts(fields, titles)
    if not texts:
        return None, [*fields.refusals, Refusal(record=celex, field="title", problem=Problem.NO_TITLE)]
    published = [day for row in rows if (day := _day(fields, "date", row.get("date", "")))]
    in_force = _in_force(fields, rows, facts)
    concepts = _concepts(fields, facts)
    draft = Draft(
        source=contract.source,
        external_id=celex,
        kind=kind,
        url=_LINK + quote(celex, safe=""),
        texts=texts,
        document_type=types[0] if types else "",
        published_on=min(published, default=None),
        stated_status={None: "", True: "in_force", False: "no_longer_in_force"}[in_force],
        eurovoc=tuple(concepts),
        keywords=tuple(dict.fromkeys(label for label in concepts.values() if label)),
        references=_references(celex, facts),
        licence=contract.licence,
        attribution=contract.attribution,
        details=_details(fields, rows, facts, in_force),
    )
    return draft, fields.refusals


def _kind(celex: str, types: list[str]) -> str | None:
    """Say what a CELEX number names; None for what is not asked for here, such as treaties and judgments."""
    match = _CELEX.fullmatch(celex)
    if match is None:
        return None
    if match["sector"] == "3":
        return "act"
    if match["sector"] != "5":
        return None
    if any(name.startswith("PROP_") for name in types):
        return "proposal"
    return _PREPARATORY.get(match["type"])


def _facts(parsed: Parsed, subjects: list[Row]) -> Facts:
    """Return kind → value → label, in an order of our own: the endpoint has none."""
    facts: Facts = defaultdict(dict)
    for row in sorted(subjects, key=_value):
        kind, value = row.get("kind", ""), row.get("value", "")
        if kind not in _KINDS:
            count_unknown(parsed, (f"subjects.{kind}",))
        elif value:
            facts[kind][value] = row.get("label") or facts[kind].get(value, "")
    return facts


def _value(row: Row) -> str:
    return row.get("value", "")


def _texts(fields: Fields, titles: list[Row]) -> tuple[DraftText, ...]:
    found: dict[str, str] = {}
    for row in titles:
        name = row.get("l", "").removeprefix(_LANGUAGE)
        title = " ".join(row.get("title", "").split())
        language = BY_NAME.get(name)
        if language is None:
            fields.refuse("l", Problem.UNKNOWN_CODE, name)
        elif title:
            # Two titles in one language: the longer one says more, and the choice is the same every time.
            found[language] = max(found.get(language, ""), title, key=lambda text: (len(text), text))
    return tuple(DraftText(language=language, title=found[language]) for language in sorted(found))


def _concepts(fields: Fields, facts: Facts) -> dict[str, str]:
    """Return EuroVoc id → label."""
    concepts = {}
    for value, label in facts["eurovoc"].items():
        if value.startswith(_EUROVOC):
            concepts[value.removeprefix(_EUROVOC)] = label
        else:
            fields.refuse("eurovoc", Problem.BAD_CODE, value)
    return concepts


def _in_force(fields: Fields, rows: list[Row], facts: Facts) -> bool | None:
    said = {row["inforce"] for row in rows if row.get("inforce")} | facts["in_force"].keys()
    for value in sorted(said - _BOOLEANS.keys()):
        fields.refuse("inforce", Problem.WRONG_TYPE, value)
    known = {_BOOLEANS[value] for value in said if value in _BOOLEANS}
    return known.pop() if len(known) == 1 else None


def _references(celex: str, facts: Facts) -> dict[str, tuple[str, ...]]:
    references = {relation: tuple(facts[relation]) for relation in _RELATIONS if facts[relation]}
    procedures = sorted({_procedure(value, label) for value, label in facts["procedure"].items()})
    if procedures:
        references["procedure"] = tuple(procedures)
    corrected = _CORRECTION.sub("", celex)
    if corrected != celex:
        references["corrects"] = (corrected,)
    return references


def _procedure(value: str, label: str) -> str:
    """Return an interinstitutional procedure as institutions write it, "2025/0123(COD)", or as it came."""
    match = _PROCEDURE.fullmatch(value)
    if match is None:
        return value
    kind = match[3] or match[4] or label.rpartition("/")[2]
    return f"{match[1]}/{match[2]}({kind})" if kind else f"{match[1]}/{match[2]}"


def _details(fields: Fields, rows: list[Row], facts: Facts, in_force: bool | None) -> dict[str, Any]:
    details: dict[str, Any] = {} if in_force is None else {"in_force": in_force}
    addresses = sorted({row["eli"] for row in rows if row.get("eli")})
    if addresses:
        details["eli"] = addresses[0]
    # The consolidated versions of an act bear its number; others only take it in. The newest first.
    own = f"0{fields.record[1:]}-"
    consolidated = sorted((value for value in facts["consolidated"] if value.startswith(own)), reverse=True)
    if consolidated:
        details["consolidated"] = consolidated
    if facts["directory"]:
        details["directory"] = [value.rpartition("/")[2] for value in facts["directory"]]
    for kind in _DATES:
        days = [day for value in facts[kind] if (day := _day(fields, kind, value))]
        if days:
            details[kind] = [day.isoformat() for day in sorted(days)]
    return details


def _day(fields: Fields, field: str, text: str) -> date | None:
    return None if text.startswith(_OPEN_END) else fields.read_day(field, text)
