"""From a page of the Press Corner's search, and the documents it lists, to drafts of news.

Names of spokespersons and commissioners are nobody's business here: contacts are taken out before a page is
kept, and nothing of persons is read.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from antena.lib.text import plain
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, entries, line, named, unreadable

_PAGE: Final = "https://ec.europa.eu/commission/presscorner/detail/en/"
_KEY: Final = re.compile(
    r"(?P<page>news\.[^.]*\.[^.]*)(?:\.(?P<name>.+)\.(?P<language>[a-z]{2}))?", re.DOTALL
)
_CONTACTS: Final = "contactsResource"
_ROW_IGNORED: Final = frozenset({"languageCode"})
_IGNORED: Final = frozenset(
    {_CONTACTS, "commissionerResource", "countriesResource", "docutypeResource", "eventDate", "publishDate"}
) | {"placeResource", "refCd", "institutionsResource"}
_TEXT_IGNORED: Final = frozenset({"language", "original", "attachmentResources", "linkResources"})


def bundle(key: str) -> str:
    """Return the page of the search a key belongs to."""
    match = _KEY.fullmatch(key)
    return match["page"] if match else key


def scrub(key: str, body: bytes) -> bytes:
    """Take the names of the press contacts out of a document."""
    match = _KEY.fullmatch(key)
    if not body or match is None or match["name"] is None:
        return body
    document = msgspec.json.decode(body, type=dict[str, Any])
    document.pop(_CONTACTS, None)
    return msgspec.json.encode(document)


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a page of the search with the documents that were asked for."""
    answer = decoded(pages[0])
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    rows = answer.get("docuLanguageListResources") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        return Parsed(failures=[unreadable(pages[0], "no list called docuLanguageListResources")])
    parsed = Parsed(rows=len(rows))
    total = answer.get("totalNumber")
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**7:
        parsed.totals[bundle(pages[0].key).rpartition(".")[0]] = total
    documents: dict[str, dict[str, Page]] = {}
    for page in pages[1:]:
        match = _KEY.fullmatch(page.key)
        if match is not None and match["name"] is not None:
            documents.setdefault(match["name"], {})[match["language"]] = page
    for number, row in enumerate(rows, 1):
        _read_row(parsed, row, f"{pages[0].key}/{number}", documents, contract)
    return parsed


def _read_row(
    parsed: Parsed, row: object, name: str, documents: dict[str, dict[str, Page]], contract: Contract
) -> None:
    fields = named(parsed, row, name, "refCode")
    if fields is None:
        return
    reference = fields.record
    read, failures = _read_documents(documents.get(_name(reference), {}))
    parsed.failures += failures
    if failures:
        # Stored with fewer languages, the record would overwrite the one we have.
        failed = ", ".join(failure.record for failure in failures)
        parsed.refusals.append(Refusal(record=reference, field=failed, problem=Problem.PART_FAILED))
        return
    parsed.drafts.append(_draft(parsed, reference, fields, read, contract))
    parsed.refusals += fields.refusals
    count_unknown(parsed, fields.rest(_ROW_IGNORED))


def _read_documents(pages: dict[str, Page]) -> tuple[dict[str, dict[str, Any]], list[Refusal]]:
    """Return language → document, and the pages that did not come or could not be read."""
    read, failures = {}, []
    for language in sorted(pages):
        page = pages[language]
        if page.failure is None and not page.body:
            continue
        document = decoded(page)
        if isinstance(document, Refusal):
            failures.append(document)
        elif not isinstance(document, dict) or not isinstance(
            document.get("docuLanguageResource"), dict | None
        ):
            failures.append(unreadable(page, "no document called docuLanguageResource"))
        else:
            read[language] = document
    return read, failures


def _draft(
    parsed: Parsed, reference: str, fields: Fields, documents: dict[str, dict[str, Any]], contract: Contract
) -> Draft:
    listed = DraftText(
        language="en", title=line(fields.text("title")), summary=plain(fields.text("leadText"))
    )
    texts: dict[str, DraftText] = {}
    policies: dict[str, str] = {}
    original = ""
    for language, document in documents.items():
        outer = Fields(document, reference)
        inner = Fields(outer.pop("docuLanguageResource") or {}, reference)
        text = _text(inner, language, listed)
        if text.title or text.body:
            texts[language] = text
        policies |= (
            outer.labels("policiesResource", "description") if language == "en" or not policies else {}
        )
        original = outer.text("originalLanguage").lower() or original
        fields.refusals += outer.refusals + inner.refusals
        count_unknown(parsed, outer.rest(_IGNORED | {"policiesResource"}))
        count_unknown(parsed, inner.rest(_TEXT_IGNORED))
    texts.setdefault("en", listed)
    details: dict[str, Any] = {"policies": sorted(policies)} if policies else {}
    if original:
        details["original_language"] = original
    types = next(entries(fields.pop("docutype")), {})
    return Draft(
        source=contract.source,
        external_id=reference,
        kind="news",
        url=_PAGE + _name(reference),
        texts=tuple(texts[language] for language in sorted(texts)),
        document_type=Fields(types, reference).text("description"),
        published_on=fields.day("eventDate"),
        keywords=tuple(policies[code] for code in sorted(policies) if policies[code]),
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _text(inner: Fields, language: str, listed: DraftText) -> DraftText:
    """Return the words of a document; its lead stands only in the search, in English."""
    subtitle = plain(inner.text("subtitle"))
    return DraftText(
        language=language,
        title=line(inner.text("title")) or (listed.title if language == "en" else ""),
        summary=(listed.summary if language == "en" else "") or subtitle,
        body=plain(inner.text("htmlContent")),
    )


def _name(reference: str) -> str:
    """ "IP/26/301" as its page and our keys call it: "ip_26_301"."""
    return reference.lower().replace("/", "_")
