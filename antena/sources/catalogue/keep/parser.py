"""From the open data of keep.eu to drafts of projects and of their partners.

Nobody of us has seen a whole answer: the fields are those of the site's own endpoint for one project, each
may be missing, and a name may stand in several places. What is not known is counted as unknown.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from antena.lib.text import normalise, plain
from antena.sources import documents
from antena.sources.catalogue.keep.requests import LISTS
from antena.sources.contracts import Contract
from antena.sources.drafts import (
    Activity,
    DraftBody,
    DraftText,
    ParticipationDraft,
    Problem,
    ProjectDraft,
    Refusal,
)
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, entries, named, records_of, storable

_URL: Final = "https://keep.eu/projects/"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_COUNTRIES: Final = {"UK": "GB", "EL": "GR"}
_IGNORED: Final[Set[str]] = frozenset(
    {"seo_name", "union_co_financing_rate", "status", "intervention_type", "priority", "modified"}
    | {"project_attachments", "attachments", "documents", "website", "logo", "images", "deliverables"}
)
_PARTNER_IGNORED: Final[Set[str]] = frozenset(
    {"total_budget", "co_financing_percentage", "street", "legal_status", "location_address", "id"}
    | {"town_department", "postcode_department", "department", "partner_contribution_project_budget"}
    | {"total_expenditure", "eu_funding_expenditure", "contact_person", "email", "phone", "website"}
)
# Words of the publisher's types of organisation → what a body does.
_ACTIVITIES: Final[Sequence[tuple[str, Activity]]] = (
    ("public authority", "public"),
    ("public service", "public"),
    ("egtc", "public"),
    ("school", "education"),
    ("education", "education"),
    ("university", "education"),
    ("research", "research"),
    ("sme", "private"),
    ("enterprise", "private"),
)


def bundle(key: str) -> str:
    """Each page is read on its own."""
    return key


def split(page: Page, contract: Contract) -> Iterator[Page]:
    """Cut the projects of an answer into pieces of JSON; see `Connector`."""
    with Path(page.file).open("rb") as file:
        projects = (project for item in documents.items(file, LISTS) for project in _projects_of(item))
        yield from documents.pieces(page, projects, contract.options["rows"])


def _projects_of(item: Any) -> list[Any]:
    """The projects of a programme, or the item itself, which is then one."""
    inner = item.get("projects") if isinstance(item, dict) else None
    return inner if isinstance(inner, list) else [item]


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a piece: each project, and each of its partnerships."""
    records = records_of(pages[0])
    if isinstance(records, Refusal):
        return Parsed(failures=[records])
    parsed = Parsed(rows=len(records))
    for number, record in enumerate(records, 1):
        fields = named(parsed, record, f"{pages[0].key}/{number}", "id", "keep_id")
        if fields is not None:
            _read(parsed, fields, contract)
    return parsed


def _read(parsed: Parsed, fields: Fields, contract: Contract) -> None:
    acronym = fields.text("acronym")
    partners = list(_participations(parsed, fields.record, fields.pop("partnerships"), contract))
    parsed.drafts.append(
        ProjectDraft(
            source=contract.source,
            external_id=fields.record,
            kind="project",
            url=f"{_URL}{fields.record}/",
            texts=_texts(fields, acronym),
            acronym=acronym,
            programme="INTERREG",
            starts_on=fields.day("start_date"),
            ends_on=fields.day("end_date"),
            total_eur=fields.euros("total_budget"),
            eu_eur=fields.euros("eu_funding"),
            keywords=_themes(fields.pop("themes")),
            countries=tuple(sorted({draft.body.country for draft in partners} - {""})),
            licence=contract.licence,
            attribution=contract.attribution,
            details=_details(fields),
        )
    )
    parsed.drafts += partners
    parsed.refusals += fields.refusals
    count_unknown(parsed, (f"project.{field}" for field in fields.rest(_IGNORED)))


def _participations(
    parsed: Parsed, project: str, partnerships: Any, contract: Contract
) -> Iterator[ParticipationDraft]:
    """Yield the partners, in an order of our own, for the publisher promises none.

    A body may take part twice, with two departments: each time has a number of its own.
    """
    seen: Counter[str] = Counter()
    for partnership in sorted(entries(partnerships), key=_sorted):
        parsed.rows += 1
        name = _name(partnership.get("partner"))
        fields = Fields(partnership, f"{project}/{name}")
        fields.pop("partner")
        if not name:
            parsed.refusals.append(Refusal(record=project, field="partner.name", problem=Problem.NO_ID))
            continue
        country = _country(fields)
        digest = sha256(f"{normalise(name)}|{country}".encode()).hexdigest()[:24]
        seen[digest] += 1
        again = f"-{seen[digest]}" if seen[digest] > 1 else ""
        latitude, longitude = _place(fields)
        yield ParticipationDraft(
            source=contract.source,
            external_id=f"{project}-{digest}{again}",
            project=project,
            body=DraftBody(
                external_id=fields.text("pic") or fields.text("beneficiary_id") or digest,
                name=name,
                country=country,
                city=fields.text("town"),
                postcode=fields.text("postcode"),
                nuts=fields.text("nuts3"),
                latitude=latitude,
                longitude=longitude,
                activity=_activity(fields),
            ),
            role="coordinator" if fields.text("type").casefold().startswith("lead") else "partner",
            eu_eur=fields.euros("co_financing_eur"),
        )
        parsed.refusals += fields.refusals
        count_unknown(parsed, (f"partnership.{field}" for field in fields.rest(_PARTNER_IGNORED)))


def _sorted(partnership: dict[str, Any]) -> tuple[str, str]:
    return str(partnership.get("type")), repr(sorted(partnership.items()))


def _name(partner: Any) -> str:
    """The name of a partner as it writes itself, else in English."""
    if isinstance(partner, str):
        return " ".join(storable(partner).split())
    if not isinstance(partner, dict):
        return ""
    found = partner.get("name")
    if not isinstance(found, str) or not found.strip():
        translated = _inner(_inner(partner.get("translations")).get("en"))
        found = translated.get("name_translated") or translated.get("name")
    return " ".join(storable(found).split()) if isinstance(found, str) else ""


def _inner(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _country(fields: Fields) -> str:
    """Read a country, which is a code or an object with one."""
    value = fields.pop("country")
    if isinstance(value, dict):
        value = value.get("code") or value.get("iso_code")
    code = value.strip().upper() if isinstance(value, str) else ""
    if code and not re.fullmatch("[A-Z]{2}", code):
        fields.refuse("country", Problem.BAD_CODE, code)
        return ""
    return _COUNTRIES.get(code, code)


def _place(fields: Fields) -> tuple[float | None, float | None]:
    place = _inner(fields.pop("location_json"))
    latitude, longitude = place.get("lat"), place.get("lng")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None, None


def _activity(fields: Fields) -> Activity:
    text = fields.text("organisation_type").casefold()
    return next((activity for word, activity in _ACTIVITIES if word in text), "other" if text else "")


def _texts(fields: Fields, acronym: str) -> tuple[DraftText, ...]:
    """Read the names and summaries by language; the acronym stands in where no language has a name."""
    found: dict[str, DraftText] = {}
    for language, words in sorted(_inner(fields.pop("translations")).items()):
        inner = _inner(words)
        title = inner.get("name") or inner.get("title")
        summary = inner.get("description") or inner.get("summary") or ""
        if not _LANGUAGE.fullmatch(language) or not isinstance(title, str):
            fields.refuse("translations", Problem.UNKNOWN_CODE, language)
            continue
        found[language] = DraftText(
            language=language,
            title=" ".join(plain(storable(title)).split()),
            summary=plain(storable(summary)) if isinstance(summary, str) else "",
        )
    name = fields.text("name") or fields.text("title") or acronym
    if not found and name:
        found["en"] = DraftText(language="en", title=" ".join(storable(name).split()))
    return tuple(found.values())


def _themes(value: Any) -> tuple[str, ...]:
    names = [
        theme if isinstance(theme, str) else _inner(theme).get("name") or _inner(theme).get("title")
        for theme in (value if isinstance(value, list) else [])
    ]
    return tuple(sorted({" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()}))


def _details(fields: Fields) -> dict[str, Any]:
    programme = _inner(fields.pop("programme"))
    said = {
        "operation": fields.text("project_id"),
        "programme": programme.get("title"),
        "programme_id": programme.get("id"),
        "period": programme.get("period") or fields.text("period"),
    }
    return {name: value for name, value in said.items() if isinstance(value, str | int) and value != ""}
