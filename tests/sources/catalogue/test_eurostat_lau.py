"""The workbook of local units: codes keep their zeros, notes are no units, a broken file is seen."""

import io
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from antena.sources.catalogue.eurostat_lau import parser, requests
from antena.sources.catalogue.eurostat_lau.workbook import split
from antena.sources.drafts import FactDraft
from antena.sources.pages import Page, Request, UnreadableFileError
from tests.sources.catalogue.asking import REACH, contract_for
from tests.sources.players.eurostat_lau import ThePlayer, workbook

CONTRACT = contract_for(ThePlayer())


def drafts(tmp_path: Path, body: bytes) -> dict[str, FactDraft]:
    path = tmp_path / "book"
    path.write_bytes(body)
    found = {}
    for piece in split(Page(key="workbook", file=str(path)), CONTRACT):
        parsed = parser.parse([piece], CONTRACT)
        assert (parsed.refusals, parsed.failures, parsed.unknown_fields) == ([], [], {})
        found |= {draft.external_id: draft for draft in parsed.drafts if isinstance(draft, FactDraft)}
    return found


def unit(code: Any, **values: Any) -> tuple[Any, ...]:
    named = {"nuts": "ES511", "name": "Vila", "people": 10, "area": 1_500_000, "degree": 3, **values}
    name = named["name"]
    return (named["nuts"], code, name, name, "n", named["people"], named["area"], named["degree"], "no")


def test_codes_that_were_read_as_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    sheets = {
        "ES": [unit(1001), unit("08019"), unit(52001.0)],
        "RO": [unit(1017, nuts="RO111"), unit(179132, nuts="RO321")],
        "LV": [unit(1000, nuts="LV006"), unit(3201000, nuts="LV003")],
        "EL": [unit("45019001", nuts="EL303")],
    }
    assert set(drafts(tmp_path, workbook(sheets))) == {
        *("ES_01001", "ES_08019", "ES_52001"),
        *("RO_1017", "RO_179132"),
        *("LV_0001000", "LV_3201000"),
        "EL_45019001",
    }


def test_what_is_not_stated_stays_unknown(tmp_path: Path) -> None:
    body = workbook({"EL": [unit("45019001", nuts="n.a.", people="n.a.", area="n.a.", degree="n.a.")]})
    draft = drafts(tmp_path, body)["EL_45019001"]
    assert (draft.place.country, draft.codes) == ("GR", {"gisco": "EL_45019001"})
    assert (draft.population, draft.population_year, draft.area_km2, draft.figures) == (None, None, None, ())


def test_a_sheet_that_claims_to_be_smaller_is_read_whole(tmp_path: Path) -> None:
    body = workbook({"ES": [unit(number) for number in range(8001, 8031)]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, text.replace(b'<dimension ref="A1:I32"/>', b'<dimension ref="A1"/>'))
    assert out.getvalue() != body
    assert len(drafts(tmp_path, out.getvalue())) == 30


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"ES": [unit(8019)]})))
    book["ES"].insert_rows(1, 2)
    book["ES"]["A1"] = "Correspondence table"
    out = io.BytesIO()
    book.save(out)
    assert set(drafts(tmp_path, out.getvalue())) == {"ES_08019"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"PK\x03\x04", workbook({})])
def test_a_file_without_units_is_unreadable(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "book"
    path.write_bytes(body)
    with pytest.raises((UnreadableFileError, zipfile.BadZipFile)):
        list(split(Page(key="workbook", file=str(path)), CONTRACT))


def test_half_a_workbook_is_asked_for_again(tmp_path: Path) -> None:
    whole = workbook({"ES": [unit(8019)]})
    path = tmp_path / "book"
    said = []

    def ask(request: Request) -> Page:
        assert request.as_file
        assert request.check is not None
        for body in (whole[: len(whole) // 2], whole):
            path.write_bytes(body)
            said.append(request.check(Page(key=request.key, file=str(path))))
        return Page(key=request.key, file=str(path))

    assert [page.key for page in requests.pages(ask, CONTRACT, REACH)] == sorted(CONTRACT.api)
    assert said == ["File is not a zip file", ""] * 3
    assert (
        len({msgspec.json.encode(piece.body) for piece in split(Page(key="w", file=str(path)), CONTRACT)})
        == 1
    )
