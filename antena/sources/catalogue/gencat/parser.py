"""From three listings of the open data portal to facts of municipalities: town halls, codes, seats.

Codes may have lost their leading zeros. A website comes as text, often without its scheme, or as an object.
Only mailboxes of offices are kept, and never the name of a mayor (see `scrub`).
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from antena.places.naming import written_order
from antena.sources.catalogue.gencat.mailboxes import office_mailbox
from antena.sources.catalogue.gencat.requests import counted
from antena.sources.contracts import Contract
from antena.sources.drafts import FactDraft, PlaceRef, Problem, Refusal
from antena.sources.figures import degrees, whole
from antena.sources.pages import Page, Parsed
from antena.sources.reading import Fields, count_unknown, decoded, shown, unreadable

_INE_DIGITS: Final = 5
_DIGITS: Final = re.compile(r"[0-9]+")
_PERSONAL: Final = ("president", "partitpol")
_LEFT_OUT: Final = "(left out: may be a person's)"
_NO_MUNICIPALITY: Final = frozenset({"999998", "999999"})
_IGNORED: Final = {
    "bodies": frozenset({"nom_curt", "nomtipus", "codcomarca", "adreca", "cp", "telefon", "fax", *_PERSONAL}),
    "municipalities": frozenset({"codi_comarca", "geocoded_column", "georefer_ncia", "utm_x", "utm_y"}),
    "seats": frozenset({"utm_x", "utm_y", "geocoded_column", "georefer_ncia"}),
}


def bundle(key: str) -> str:
    """Return the key itself: each page is read on its own."""
    return key


def scrub(key: str, body: bytes) -> bytes:
    """Take the names of mayors and the mailboxes that may be a person's out of the register of bodies.

    Raises `msgspec.MsgspecError`, or ValueError where it is no list of rows.
    """
    if not key.startswith("bodies"):
        return body
    rows = msgspec.json.decode(body)
    if not isinstance(rows, list):
        raise ValueError("no list of rows")
    return msgspec.json.encode([_without_people(row) if isinstance(row, dict) else row for row in rows])


def _without_people(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _PERSONAL}
    if "e_mail" in kept:
        mailbox, others = office_mailbox(
            str(kept["e_mail"]), str(row.get("municipi") or row.get("nom_complert"))
        )
        kept["e_mail"] = mailbox or (_LEFT_OUT if others else "")
    return kept


def parse(pages: Sequence[Page], contract: Contract) -> Parsed:
    """Read one page of a listing, or its count."""
    page = pages[0]
    answer = decoded(page)
    if isinstance(answer, Refusal):
        return Parsed(failures=[answer])
    listing, _, part = page.key.partition(".")
    if part == "count":
        total = counted(answer)
        if total is None or not 0 <= total < 10**9:
            return Parsed(failures=[unreadable(page, "no count")])
        return Parsed(totals={listing: total})
    if listing not in _READERS or not isinstance(answer, list):
        return Parsed(failures=[unreadable(page, "no list of rows of a listing we know")])
    parsed = Parsed()
    for number, row in enumerate(answer, 1):
        _read_row(parsed, row, f"{page.key}/{number}", listing, contract)
    return parsed


def _read_row(parsed: Parsed, row: Any, name: str, listing: str, contract: Contract) -> None:
    if isinstance(row, dict) and str(row.get("codi")) in _NO_MUNICIPALITY:
        return
    parsed.rows += 1
    if not isinstance(row, dict):
        parsed.refusals.append(
            Refusal(record=name, field="", problem=Problem.NOT_A_RECORD, detail=shown(row))
        )
        return
    # Socrata's own columns begin with a colon or are counted up after it.
    fields = Fields({column: value for column, value in row.items() if not column.startswith(":")}, name)
    draft = _READERS[listing](fields, contract)
    if draft is None:
        parsed.refusals.append(Refusal(record=name, field="codi", problem=Problem.NO_ID))
        count_unknown(parsed, fields.rest(_IGNORED[listing]))
        return
    parsed.drafts.append(draft)
    parsed.refusals += [
        msgspec.structs.replace(refusal, record=draft.external_id) for refusal in fields.refusals
    ]
    count_unknown(parsed, fields.rest(_IGNORED[listing]))


def _body(fields: Fields, contract: Contract) -> FactDraft | None:
    code = _code(fields, "codi_ens", 10)
    title, town = fields.text("nom_complert"), _written(fields.text("municipi"), contract)
    website, email = _website(fields), _email(fields, town or title)
    population, counted_in = whole(fields.pop("cens")), whole(fields.pop("any_cens"))
    hall = degrees(fields.pop("latitud"), fields.pop("longitud"))
    details: dict[str, Any] = {"official_name": title, "county": fields.text("comarca")}
    details |= {"province": fields.text("provincia")}
    if hall is not None:
        details["town_hall"] = list(hall)
    if not code:
        return None
    place = PlaceRef(
        scheme="lau",
        country=contract.scope["country"],
        code=code[:_INE_DIGITS],
        name=town,
        latitude=hall[0] if hall else None,
        longitude=hall[1] if hall else None,
    )
    return msgspec.structs.replace(
        _draft(contract, code, place),
        codes={"municat": code},
        website=website,
        email=email,
        population=population,
        population_year=None if population is None else counted_in,
        details={name: value for name, value in details.items() if value},
    )


def _municipality(fields: Fields, contract: Contract) -> FactDraft | None:
    code = _code(fields, "codi", 6)
    name, county = _written(fields.text("nom"), contract), fields.text("nom_comarca")
    where = degrees(fields.pop("latitud"), fields.pop("longitud")) or (None, None)
    if not code:
        return None
    place = PlaceRef(scheme="lau", country=contract.scope["country"], code=code[:_INE_DIGITS], name=name)
    return msgspec.structs.replace(
        _draft(contract, code, place),
        codes={"idescat": code},
        names={contract.scope["language"]: name} if name else {},
        latitude=where[0],
        longitude=where[1],
        details={"county": county} if county else {},
    )


def _seat(fields: Fields, contract: Contract) -> FactDraft | None:
    """The main town of a municipality: where its council sits, not the middle of its land."""
    code = _code(fields, "codi_municipi_ine", _INE_DIGITS)
    name, county = fields.text("municipi"), fields.text("comarca")
    fields.text("prov_ncia")
    where = degrees(fields.pop("latitud"), fields.pop("longitud"))
    if not code and not name:
        return None
    place = PlaceRef(
        scheme="lau" if code else "name",
        country=contract.scope["country"],
        code=code,
        name=name,
        latitude=where[0] if where else None,
        longitude=where[1] if where else None,
    )
    details: dict[str, Any] = {"county": county} if county else {}
    if where is not None:
        details["seat"] = list(where)
    return msgspec.structs.replace(_draft(contract, f"seat.{code or name}", place), details=details)


_Reader = Callable[[Fields, Contract], FactDraft | None]
_READERS: Final[dict[str, _Reader]] = {"bodies": _body, "municipalities": _municipality, "seats": _seat}


def _draft(contract: Contract, name: str, place: PlaceRef) -> FactDraft:
    return FactDraft(
        source=contract.source,
        external_id=name,
        place=place,
        url=contract.home,
        licence=contract.licence,
        attribution=contract.attribution,
    )


def _written(name: str, contract: Contract) -> str:
    return written_order(name, contract.words["articles"].split())


def _code(fields: Fields, field: str, length: int) -> str:
    """Take a code, with the zeros it may have lost at its beginning; "" where it is none."""
    text = fields.text(field).removesuffix(".0")
    if not _DIGITS.fullmatch(text) or len(text) > length:
        if text:
            fields.refuse(field, Problem.BAD_CODE, text)
        return ""
    return text.zfill(length)


def _website(fields: Fields) -> str:
    value = fields.pop("web")
    if isinstance(value, dict):
        value = value.get("url")
    text = value.strip() if isinstance(value, str) else ""
    if not text or text.startswith(("http://", "https://")):
        return text
    return f"http://{text}"


def _email(fields: Fields, town: str) -> str:
    text = fields.text("e_mail")
    mailbox, others = office_mailbox(text, town)
    if not mailbox and (others or text == _LEFT_OUT):
        # What was left out is not repeated here.
        fields.refuse("e_mail", Problem.BAD_ADDRESS, _LEFT_OUT)
    elif text and not mailbox:
        fields.refuse("e_mail", Problem.BAD_ADDRESS, "no mailbox")
    return mailbox
