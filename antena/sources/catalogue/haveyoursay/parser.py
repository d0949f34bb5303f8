"""From a page of the list, and the initiatives on it that move, to drafts of consultations.

Rows whose initiative was not asked for are at rest: they are no records of this run. Summaries are in
English; titles come in every language of the Union.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from antena.lib.text import plain
from antena.sources.catalogue.haveyoursay import feedback, periods, publications
from antena.sources.catalogue.haveyoursay.listing import listed, number_of
from antena.sources.contracts import Contract
from antena.sources.drafts import Draft, DraftText, Problem, Refusal
from antena.sources.pages import Page, Parsed, scrubbed
from antena.sources.reading import Fields, count_unknown, decoded, entries, line, shown, unreadable

_PAGE: Final = "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/"
_KEY: Final = re.compile(
    r"(?P<page>initiatives\.\d{4})(?:\.(?P<number>\d+)(?:\.(?P<publication>\d+)\.(?P<part>\d\d))?)?"
)
_TITLES: Final = frozenset({"SHORT_TITLE", "TITLE"})
_SUMMARIES: Final = frozenset({"DOSSIER_SUMMARY", "SUMMARY"})
# Fields kept as they are in ``details``: our name for each.
_DETAILS: Final = {
    "initiativeStatus": "initiative_status",
    "dg": "dg",
    "unit": "unit",
    "committee": "committee",
}
_ROW_IGNORED: Final = frozenset(
    {"shortTitle", "reference", "initiativeStatus", "foreseenActType", "topics", "stage", "dg", "links"}
)
_IGNORED: Final = frozenset(
    {
        *("id", "stage", "receivingFeedbackStatus", "currentStatuses", "initiativeTranslations", "links"),
        *("betterRegulationRequirement", "isMajor", "modifiedDate", "frontEndStage"),
    }
)


def bundle(key: str) -> str:
    """Return the page of the list a key belongs to."""
    match = _KEY.fullmatch(key)
    return match["page"] if match else key


def scrub(key: str, body: bytes) -> bytes:
    """Leave of a page of answers only what organisations said in their own name."""
    match = _KEY.fullmatch(key)
    return body if match is None or match["publication"] is None else feedback.scrubbed_body(body)


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a page of the list with the initiatives and answers that were asked for."""
    answer = decoded(pages[0])
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    found = listed(answer)
    if found is None:
        return Parsed(failures=[unreadable(pages[0], "no list of initiatives")])
    parsed = Parsed()
    details: dict[str, Page] = {}
    answers: dict[str, list[Page]] = defaultdict(list)
    for page in pages[1:]:
        match = _KEY.fullmatch(page.key)
        if match is not None and match["publication"] is not None:
            answers[match["number"]].append(scrubbed(page, scrub))
        elif match is not None and match["number"] is not None:
            details[match["number"]] = page
    for place, row in enumerate(found[0], 1):
        name = f"{pages[0].key}/{place}"
        if not isinstance(row, dict):
            _refuse(parsed, name, "", Problem.NOT_A_RECORD, shown(row))
        elif not (number := number_of(row.get("id"))):
            _refuse(parsed, name, "id", Problem.NO_ID, shown(row.get("id")))
        elif number in details:
            _read(parsed, Fields(row, number), details[number], answers[number], contract)
    return parsed


def _refuse(parsed: Parsed, record: str, field: str, problem: Problem, detail: str) -> None:
    parsed.rows += 1
    parsed.refusals.append(Refusal(record=record, field=field, problem=problem, detail=detail))


def _read(parsed: Parsed, row: Fields, page: Page, answers: list[Page], contract: Contract) -> None:
    detail = decoded(page)
    if not isinstance(detail, Refusal) and not (isinstance(detail, dict) and "shortTitle" in detail):
        detail = unreadable(page, "this is no initiative")
    said, failures = _answers(answers)
    failures += [detail] if isinstance(detail, Refusal) else []
    if failures or isinstance(detail, Refusal):
        # Stored without them, the record would overwrite the one we have.
        parsed.failures += failures
        _refuse(parsed, row.record, ", ".join(one.record for one in failures), Problem.PART_FAILED, "")
        return
    parsed.rows += 1
    row.pop("id")
    fields = Fields(detail, row.record)
    parsed.drafts.append(_draft(parsed, row, fields, said, contract))
    parsed.refusals += row.refusals + fields.refusals
    count_unknown(parsed, row.rest(_ROW_IGNORED))
    count_unknown(parsed, fields.rest(_IGNORED))


def _answers(pages: list[Page]) -> tuple[feedback.AnswerPage, list[Refusal]]:
    """Return the answers of an initiative as one page, and the pages that failed, with no excerpt of them."""
    whole, failures = feedback.AnswerPage(content=[], last=True, read=0), []
    for page in pages:
        if page.failure is not None:
            failures.append(Refusal(record=page.key, field="", problem=page.failure, detail=page.detail))
            continue
        part = msgspec.json.decode(page.body, type=feedback.AnswerPage)
        whole.content += part.content
        whole.read += part.read
    return whole, failures


def _draft(
    parsed: Parsed, row: Fields, fields: Fields, said: feedback.AnswerPage, contract: Contract
) -> Draft:
    number = row.record
    found = publications.read(parsed, fields, contract)
    act = fields.text("foreseenActType")
    reference = " ".join(fields.text("reference").split())
    publications.refer(found, reference, act)
    choice = periods.chosen(periods.read(row, row.pop("currentStatuses")) or found.periods)
    topics = fields.labels("topics", "label")
    details: dict[str, Any] = {"stage": choice.stage} if choice.stage else {}
    details |= {ours: text for theirs, ours in _DETAILS.items() if (text := fields.text(theirs))}
    details |= {"reference": reference} if reference else {}
    details |= {"topics": sorted(topics)} if topics else {}
    details |= {"publications": found.told} if found.told else {}
    details |= {"documents": found.documents} if found.documents else {}
    if said.read:
        details["feedback"] = feedback.told(
            said.content, total=max(found.feedback, said.read), read=said.read
        )
    elif found.feedback:
        details["feedback"] = {"total": found.feedback}
    return Draft(
        source=contract.source,
        external_id=number,
        kind="consultation",
        url=f"{_PAGE}{number}_en",
        texts=_texts(row, fields, found, contract),
        document_type=act,
        published_on=fields.day("publishedDate"),
        opens_on=choice.opens_on,
        deadlines=choice.deadlines,
        stated_status=choice.stated_status,
        keywords=tuple(topics[code] for code in sorted(topics) if topics[code]),
        references=_references(number, found),
        licence=contract.licence,
        attribution=contract.attribution,
        details=details,
    )


def _texts(
    row: Fields, fields: Fields, found: publications.Publications, contract: Contract
) -> tuple[DraftText, ...]:
    """Return the English words, and the titles and summaries in the contract's other languages."""
    title = line(fields.text("shortTitle"))
    body = "\n".join(part for part in (plain(fields.text("dossierSummary")), *found.words) if part)
    texts = {"en": DraftText(language="en", title=title, body=body)} if title else {}
    titles: dict[str, str] = {}
    summaries: dict[str, str] = {}
    for entry in entries(row.pop("initiativeTranslations")):
        one = Fields(entry, row.record)
        language, field, value = one.text("language").lower(), one.text("field"), plain(one.text("value"))
        row.refusals += one.refusals
        if field in _TITLES and value:
            titles.setdefault(language, line(value))
        elif field in _SUMMARIES and value:
            summaries.setdefault(language, value)
    for language in contract.languages:
        if language in titles and language not in texts:
            texts[language] = DraftText(
                language=language, title=titles[language], body=summaries.get(language, "")
            )
    return tuple(texts[language] for language in sorted(texts))


def _references(number: str, found: publications.Publications) -> dict[str, tuple[str, ...]]:
    references: dict[str, tuple[str, ...]] = {"initiative": (number,)}
    for relation, values in (("celex", found.celex), ("com", found.com), ("procedure", found.procedures)):
        if values:
            references[relation] = tuple(sorted(values))
    return references
