"""From the tables of Kohesio to drafts of projects, and of their beneficiaries where these are organisations.

Columns are read by their names, and any may be missing. A beneficiary who may be a natural person becomes
nothing at all; its project says in ``details`` that one was left out, which is how they are counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from antena.lib.text import language_of, normalise, plain
from antena.sources import tables
from antena.sources.catalogue.kohesio.organisations import is_organisation
from antena.sources.catalogue.kohesio.privacy import DELIMITER, LEFT_OUT, NAME, scrubbed
from antena.sources.contracts import Contract
from antena.sources.drafts import (
    DraftBody,
    DraftText,
    ParticipationDraft,
    Problem,
    ProjectDraft,
    Refusal,
)
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, storable, unreadable

# What takes natural persons out of a table before it is kept; see `antena.sources.pages.Connector`.
scrub_lines: Final = scrubbed

_ENTITY: Final = re.compile(r"(?:https?://linkedopendata\.eu/entity/)?(Q\d{1,12})")
_PLACE: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_URL: Final = "https://kohesio.ec.europa.eu/en/projects/"
_COUNTRIES: Final = {"UK": "GB", "EL": "GR"}
# What a programme is written in where its words do not tell; countries with several languages are not here.
_LANGUAGES: Final[Mapping[str, str]] = {
    **{"AT": "de", "BG": "bg", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi"},
    **{"FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IT": "it", "LT": "lt", "LV": "lv"},
    **{"MT": "en", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro", "SE": "sv", "SI": "sl", "SK": "sk"},
}
# Fields kept as they are in ``details``: our name for each.
_DETAILS: Final = {
    "Operation_Local_Identifier": "local_identifier",
    "Postal_Code": "postcode",
    "Operation_Postcode": "postcode",
    "Programming_Period": "period",
    "Programme_Name": "programme_name",
    "Programme_Code": "programme_code",
    "Fund_Name": "fund_name",
    "Policy_Objective_Label": "policy_objective",
    "Thematic_Objective_Label": "thematic_objective",
    "NUTS1_Code": "nuts1",
    "NUTS2_Code": "nuts2",
    "NUTS3_Code": "nuts3",
    "Cofinancing_Rate": "cofinancing_rate",
}
_IGNORED: Final[Set[str]] = frozenset(
    {"Country", "Region", "Image_URL", "InfoRegio_ID", "InfoRegio_URL", "ManagingAuthority", "Category_ID"}
    | {"NUTS1_Label", "NUTS2_Label", "NUTS3_Label", "LAU_Labels", "LAU_Code", "Operation_Address"}
    | {"Policy_Objective_ID", "Thematic_Objective_ID", "Category_Of_Intervention", "Cofinancing_Rate_Unit"}
    | {"Social_Media_Links", "Date_Of_Last_Update", "Operation_Expected_End_Date", "Programme_URL"}
    | {"Beneficiary_URL", "Region1", "Region2", "Region3"}
)


def bundle(key: str) -> str:
    """Each page is read on its own."""
    return key


def split(page: Page, contract: Contract) -> Iterator[Page]:
    """Cut a table into pieces; see `Connector`."""
    with Path(page.file).open("rb") as lines:
        yield from tables.pieces(lines, page, part="rows", size=contract.options["rows"])


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read a piece of a table: each row is a project, and sometimes a participation besides."""
    page = pages[0]
    if page.failure is not None:
        return Parsed(failures=[Refusal(record=page.key, field="", problem=page.failure, detail=page.detail)])
    if "Operation_Unique_Identifier" not in tables.header_of(page.body, DELIMITER):
        return Parsed(failures=[unreadable(page, "there is no column Operation_Unique_Identifier")])
    parsed = Parsed()
    for row in tables.rows(page.body, DELIMITER):
        parsed.rows += 1
        name = f"{page.key}/{row.number}"
        if row.broken:
            parsed.refusals.append(
                Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=row.broken)
            )
            continue
        entity = _ENTITY.fullmatch(row.values.get("Operation_Unique_Identifier", "").strip())
        if entity is None:
            parsed.refusals.append(
                Refusal(record=name, field="Operation_Unique_Identifier", problem=Problem.NO_ID)
            )
            continue
        _read(parsed, Fields(dict(row.values), entity[1]), contract)
    return parsed


def _read(parsed: Parsed, fields: Fields, contract: Contract) -> None:
    fields.pop("Operation_Unique_Identifier")
    country = fields.text("CountryCode").upper()
    country = _COUNTRIES.get(country, country)
    details: dict[str, Any] = {
        ours: text for theirs, ours in _DETAILS.items() if (text := fields.text(theirs))
    }
    _place(fields, details)
    body = _beneficiary(fields, country, details)
    total, eu = _amounts(fields)
    fund = fields.text("Fund_Code")
    category = " ".join(fields.text("Category_Label").split())
    parsed.drafts.append(
        ProjectDraft(
            source=contract.source,
            external_id=fields.record,
            kind="project",
            url=_URL + fields.record,
            texts=_texts(fields, country),
            programme=fund,
            starts_on=fields.day("Operation_Start_Date"),
            ends_on=fields.day("Operation_End_Date"),
            total_eur=total,
            eu_eur=eu,
            keywords=(category,) if category else (),
            countries=(country,) if country else (),
            licence=contract.licence,
            attribution=contract.attribution,
            details=details,
        )
    )
    if body is not None:
        parsed.rows += 1
        parsed.drafts.append(
            ParticipationDraft(
                source=contract.source,
                external_id=f"{fields.record}-beneficiary",
                project=fields.record,
                body=body,
                role="beneficiary",
                eu_eur=eu,
            )
        )
    parsed.refusals += fields.refusals
    count_unknown(parsed, fields.rest(_IGNORED))


def _beneficiary(fields: Fields, country: str, details: dict[str, Any]) -> DraftBody | None:
    """Return the beneficiary where it is an organisation without doubt; else note that there was one."""
    name = " ".join(storable(fields.text(NAME)).split())
    entity = _ENTITY.fullmatch(fields.text("Beneficiary_Unique_Identifier"))
    fields.pop("Beneficiary_Local_Identifier")
    if not name:
        return None
    if name == LEFT_OUT or not is_organisation(name):
        details["beneficiary"] = "left out"
        return None
    digest = sha256(f"{normalise(name)}|{country}".encode()).hexdigest()[:24]
    return DraftBody(
        external_id=entity[1] if entity else digest,
        name=name,
        country=country,
        # of the operation: it tells towns of one name apart
        nuts=str(details.get("nuts3", "")),
    )


def _texts(fields: Fields, country: str) -> tuple[DraftText, ...]:
    english = _text(fields, "English", "en")
    own = _text(fields, "Programme_Language", "")
    language = language_of(f"{own.title}\n{own.summary}") or _LANGUAGES.get(country, "")
    own = DraftText(language=language, title=own.title, summary=own.summary)
    if not own.title or not language or language == "en":
        return (
            (english,) if english.title else (DraftText(language="en", title=own.title, summary=own.summary),)
        )
    return (english, own) if english.title else (own,)


def _text(fields: Fields, which: str, language: str) -> DraftText:
    title = plain(storable(fields.text(f"Operation_Name_{which}")))
    summary = plain(storable(fields.text(f"Operation_Summary_{which}")))
    return DraftText(language=language, title=" ".join(title.split()), summary=summary)


def _amounts(fields: Fields) -> tuple[int | None, int | None]:
    """Return the whole cost and the Union's part of it, in euros; neither where they are in another money."""
    currency = fields.text("Total_Eligible_Expenditure_Currency")
    total = fields.euros("Total_Eligible_Expenditure_amount")
    eu = fields.euros("Project_EU_Budget")
    if currency not in {"", "EUR"}:
        fields.refuse("Total_Eligible_Expenditure_Currency", Problem.UNKNOWN_CODE, currency)
        return None, None
    return total, eu


def _place(fields: Fields, details: dict[str, Any]) -> None:
    """Note where the operation is ("latitude,longitude"), which need not be where its beneficiary sits."""
    text = fields.text("Location_Indicator_latitude_longitude")
    match = _PLACE.fullmatch(text)
    if match is not None:
        details["place"] = [float(match[1]), float(match[2])]
    elif text and "|" not in text:
        fields.refuse("Location_Indicator_latitude_longitude", Problem.BAD_CODE, text)
