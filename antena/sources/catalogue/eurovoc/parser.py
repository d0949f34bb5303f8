"""From records of concepts, as `skos` cuts them out of the archive, to drafts."""

from collections.abc import Iterator, Sequence
from typing import Final

from antena.sources import documents
from antena.sources.catalogue.eurovoc import skos
from antena.sources.contracts import Contract
from antena.sources.drafts import ConceptDraft, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, records_of, shown, storable

_IGNORED: Final = frozenset({"address"})


def bundle(key: str) -> str:
    """Each page is read on its own."""
    return key


def split(page: Page, contract: Contract) -> Iterator[Page]:
    """Cut the thesaurus into pieces of JSON; see `Connector`."""
    yield from documents.pieces(page, skos.records(page.file), contract.options["rows"])


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a piece: each record is a concept."""
    records = records_of(pages[0])
    if isinstance(records, Refusal):
        return Parsed(failures=[records])
    parsed = Parsed(rows=len(records))
    for number, record in enumerate(records, 1):
        name = f"{pages[0].key}/{number}"
        if not isinstance(record, dict):
            parsed.refusals.append(
                Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=shown(record))
            )
            continue
        fields = Fields(record, name)
        identifier = fields.text("id")
        if not identifier:
            detail = fields.text("address")
            parsed.refusals.append(Refusal(record=name, field="id", problem=Problem.NO_ID, detail=detail))
            continue
        fields.record = identifier
        parsed.drafts.append(_draft(identifier, fields, contract))
        parsed.refusals += fields.refusals
        count_unknown(parsed, fields.rest(_IGNORED))
    return parsed


def _draft(identifier: str, fields: Fields, contract: Contract) -> ConceptDraft:
    # Two labels in one language: the longer one says more, and the choice is the same every time.
    labels = {
        language: max(texts, key=lambda text: (len(text), text))
        for language, texts in _texts(fields, "labels").items()
    }
    alternatives = {
        language: others
        for language, texts in _texts(fields, "alternatives").items()
        if (others := tuple(text for text in texts if text != labels.get(language)))
    }
    return ConceptDraft(
        source=contract.source,
        external_id=identifier,
        labels=labels,
        alternatives=alternatives,
        broader=tuple(sorted(set(fields.texts("broader")))),
        micro_thesauri=tuple(sorted(set(fields.texts("micro_thesauri")))),
        deprecated=fields.pop("deprecated") is True,
    )


def _texts(fields: Fields, field: str) -> dict[str, list[str]]:
    """Return language → texts, sorted; what is none is refused."""
    value = fields.pop(field)
    found: dict[str, list[str]] = {}
    if value is None:
        return found
    if not isinstance(value, dict):
        fields.refuse(field, Problem.WRONG_TYPE, value)
        return found
    for language, texts in value.items():
        listed = texts if isinstance(texts, list) else [texts]
        kept = sorted(
            {clean for text in listed if isinstance(text, str) and (clean := storable(text).strip())}
        )
        if len(kept) < len(listed):
            fields.refuse(f"{field}.{shown(language, 12)}", Problem.WRONG_TYPE, texts)
        if kept:
            found[language] = kept
    return dict(sorted(found.items()))
