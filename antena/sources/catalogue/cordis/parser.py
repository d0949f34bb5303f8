"""From the tables of the archives to drafts of projects and participations.

Amounts have a decimal comma or a point. Where a description was not quoted well its row is shifted: such a
row has no number of a project, or more columns than it should, and is refused. Contact forms are not read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final

from antena.lib.text import plain
from antena.sources import archives, tables
from antena.sources.catalogue.cordis.requests import MEMBERS
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
from antena.sources.reading import Fields, count_unknown, storable, unreadable

_DELIMITER: Final = ";"
_URL: Final = "https://cordis.europa.eu/project/id/"
_NUMBER: Final = re.compile(r"\d{1,12}")
_PLACE: Final = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?")
# The Union's own codes for two countries.
_COUNTRIES: Final = {"UK": "GB", "EL": "GR"}
_ACTIVITIES: Final[Mapping[str, Activity]] = {
    "PUB": "public",
    "HES": "education",
    "REC": "research",
    "PRC": "private",
    "OTH": "other",
    "": "",
}
_ROLES: Final = {
    "coordinator": "coordinator",
    "participant": "partner",
    "partner": "partner",
    "internationalPartner": "partner",
    "associatedPartner": "associated",
    "thirdParty": "third_party",
}
_PROJECT_IGNORED: Final[Set[str]] = frozenset({"contentUpdateDate", "rcn", "ecSignatureDate", "nature"})
_BODY_IGNORED: Final[Set[str]] = frozenset(
    {"contactForm", "contentUpdateDate", "rcn", "projectAcronym", "vatNumber", "street", "SME", "active"}
    | {"totalCost", "order"}
)
# Fields kept as they are in ``details``: our name for each.
_DETAILS: Final = {
    "status": "status",
    "legalBasis": "legal_basis",
    "masterCall": "master_call",
    "subCall": "sub_call",
    "fundingScheme": "funding_scheme",
    "grantDoi": "grant_doi",
}


def bundle(key: str) -> str:
    """Each page is read on its own."""
    return key


def split(page: Page, contract: Contract) -> Iterator[Page]:
    """Cut the two tables of an archive into pieces; see `Connector`."""
    for name in MEMBERS:
        with archives.member(page.file, name) as lines:
            yield from tables.pieces(
                lines, page, part=name.removesuffix(".csv"), size=contract.options["rows"]
            )


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a piece of either table; its header says which one it is."""
    page = pages[0]
    if page.failure is not None:
        return Parsed(failures=[Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)])
    header = set(tables.header_of(page.body, _DELIMITER))
    if not header & {"id", "projectID"}:
        return Parsed(failures=[unreadable(page, "neither a column id nor a column projectID")])
    parsed = Parsed()
    read = _participation if "projectID" in header else _project
    programme = page.key.partition(".")[0]
    for row in tables.rows(page.body, _DELIMITER):
        parsed.rows += 1
        name = f"{page.key}/{row.number}"
        number = row.values.get("projectID" if "projectID" in header else "id", "").strip()
        if row.broken or not _NUMBER.fullmatch(number):
            detail = row.broken or "a shifted row: no number of a project"
            parsed.refusals.append(
                Refusal(record=name, field="id", problem=Problem.NOT_A_RECORD, detail=detail)
            )
            continue
        read(parsed, number, Fields(dict(row.values), number), programme, contract)
    return parsed


def _project(parsed: Parsed, number: str, fields: Fields, programme: str, contract: Contract) -> None:
    fields.pop("id")
    details = {ours: text for theirs, ours in _DETAILS.items() if (text := fields.text(theirs))}
    title = " ".join(storable(fields.text("title")).split())
    parsed.drafts.append(
        ProjectDraft(
            source=contract.source,
            external_id=number,
            kind="project",
            url=_URL + number,
            texts=(DraftText(language="en", title=title, summary=_summary(fields)),),
            acronym=fields.text("acronym"),
            programme=fields.text("frameworkProgramme") or programme,
            topic=fields.text("topics"),
            starts_on=fields.day("startDate"),
            ends_on=fields.day("endDate"),
            total_eur=fields.euros("totalCost"),
            eu_eur=fields.euros("ecMaxContribution"),
            keywords=_keywords(fields),
            licence=contract.licence,
            attribution=contract.attribution,
            details=details,
        )
    )
    parsed.refusals += fields.refusals
    count_unknown(parsed, (f"project.{field}" for field in fields.rest(_PROJECT_IGNORED)))


def _participation(parsed: Parsed, number: str, fields: Fields, _programme: str, contract: Contract) -> None:
    fields.pop("projectID")
    organisation = fields.text("organisationID")
    fields.record = f"{number}-{organisation}"
    if not organisation:
        parsed.refusals.append(Refusal(record=number, field="organisationID", problem=Problem.NO_ID))
        return
    order = fields.text("order")
    name = f"{number}-{organisation}" + (f"-{order}" if order else "")
    latitude, longitude = _place(fields)
    parsed.drafts.append(
        ParticipationDraft(
            source=contract.source,
            external_id=name,
            project=number,
            body=DraftBody(
                external_id=organisation,
                name=" ".join(storable(fields.text("name")).split()),
                short_name=fields.text("shortName"),
                country=_country(fields),
                city=fields.text("city"),
                postcode=fields.text("postCode"),
                nuts=fields.text("nutsCode"),
                latitude=latitude,
                longitude=longitude,
                website=_website(fields),
                activity=_code(fields, "activityType", _ACTIVITIES, ""),
            ),
            role=_code(fields, "role", _ROLES, "partner"),
            eu_eur=fields.euros("netEcContribution", "ecContribution"),
            ended=fields.text("endOfParticipation").casefold() == "true",
        )
    )
    parsed.refusals += fields.refusals
    count_unknown(parsed, (f"organization.{field}" for field in fields.rest(_BODY_IGNORED)))


def _summary(fields: Fields) -> str:
    return plain(storable(fields.text("objective"))).strip('"')


def _keywords(fields: Fields) -> tuple[str, ...]:
    words = re.split(r"[;,]", fields.text("keywords"))
    return tuple(dict.fromkeys(text for word in words if (text := " ".join(word.split()))))


def _country(fields: Fields) -> str:
    code = fields.text("country").upper()
    return _COUNTRIES.get(code, code)


def _place(fields: Fields) -> tuple[float | None, float | None]:
    text = fields.text("geolocation")
    match = _PLACE.fullmatch(text)
    if match is None:
        if text:
            fields.refuse("geolocation", Problem.BAD_CODE, text)
        return None, None
    return float(match[1]), float(match[2])


def _website(fields: Fields) -> str:
    text = fields.text("organizationURL")
    return f"https://{text}" if text and "://" not in text else text


def _code(fields: Fields, field: str, known: Mapping[str, Any], otherwise: Any) -> Any:
    text = fields.text(field)
    if text and text not in known:
        fields.refuse(field, Problem.UNKNOWN_CODE, text)
    return known.get(text, otherwise)
