"""Idescat: the values of every municipality come out in their places, and nothing of a number that moved."""

import csv
from pathlib import Path
from typing import Any

import msgspec
import pytest

from antena.sources.catalogue.idescat import parser, requests
from antena.sources.catalogue.idescat.indicators import sets
from antena.sources.drafts import FactDraft, Problem
from antena.sources.pages import Page, Request
from tests.sources.catalogue.asking import REACH, Asking, contract_for, fit
from tests.sources.players.idescat import ThePlayer

CONTRACT = contract_for(ThePlayer())
# What the table with the data calls otherwise than Idescat: four municipalities took another name meanwhile.
RENAMED = {"080235", "170280", "170486", "431362"}


def data(name: str, columns: Any, indicators: Any) -> Page:
    sheet = {"cols": {"col": columns}, "indicadors": {"i": indicators}}
    return Page(key=f"data.{name}", body=msgspec.json.encode({"fitxes": sheet}))


def column(code: str) -> dict[str, str]:
    return {"scheme": "mun", "id": code, "content": "Vila"}


def test_each_set_is_one_question_about_all() -> None:
    asking = Asking(ThePlayer())
    pages = list(requests.pages(asking, CONTRACT, REACH))
    assert [page.failure for page in pages] == [None] * 9
    assert [request.params.get("i") for request in asking.requests] == [
        None,
        *(",".join(members) for members in sets().values()),
    ]
    assert {request.params["tipus"] for request in asking.requests} == {"mun"}


def test_numbers_nobody_tried_are_never_asked_for_with_the_others() -> None:
    for members in sets().values():
        assert len({one.unverified for one in members.values()}) == 1


def test_an_answer_about_fewer_municipalities_was_cut() -> None:
    player = ThePlayer()

    def ask(request: Request) -> Page:
        if request.key == "data.work":
            player.shrink()
        return Asking(player)(request)

    pages = {page.key: page for page in requests.pages(ask, CONTRACT, REACH)}
    assert pages["data.people"].failure is None
    assert pages["data.work"].failure == Problem.PAGE_MISSING
    assert pages["data.work"].detail == "12 < 40"


@pytest.mark.parametrize("values", ["1,2", "1,2,3,4", ""])
def test_values_that_are_not_one_a_municipality_are_not_believed(values: str) -> None:
    columns = [column("089019"), column("089024"), column("089030")]
    indicator = {"id": "f321", "c": "Població", "r": "2025", "v": values}
    parsed = parser.parse([data("population", columns, indicator)], CONTRACT)
    assert (parsed.rows, parsed.drafts) == (0, [])
    assert parsed.failures[0].problem == Problem.UNREADABLE
    assert "for 3 municipalities" in parsed.failures[0].detail


def test_nothing_is_taken_of_a_number_that_means_something_else_now() -> None:
    indicators = [
        {"id": "f308", "c": "Caps de bestiar", "r": "2025", "v": "12"},
        {"id": "f7", "c": "Renda", "r": "2023", "v": "9"},
        {"id": "f385", "c": "IST", "r": "2024", "v": "100.5"},
    ]
    parsed = parser.parse([data("economy", column("089019"), indicators)], CONTRACT)
    [draft] = parsed.drafts
    assert isinstance(draft, FactDraft)
    assert [figure.indicator for figure in draft.figures] == [
        "idescat.disposable_income",
        "idescat.socioeconomic_index",
    ]
    assert [(one.field, one.problem) for one in parsed.refusals] == [("f308", Problem.UNKNOWN_CODE)]


@pytest.mark.parametrize(
    ("when", "period", "status"),
    [("2025", "2025", ""), ("curs 2024/25", "2024", ""), ("2023 (p)", "2023", "provisional")],
)
def test_the_year_of_a_figure(when: str, period: str, status: str) -> None:
    indicator = {"id": "f308", "c": "Atur registrat", "r": when, "v": "7"}
    [draft] = parser.parse([data("economy", column("089019"), indicator)], CONTRACT).drafts
    assert isinstance(draft, FactDraft)
    [figure] = draft.figures
    assert (figure.period, figure.status, figure.value) == (period, status, 7.0)


@pytest.mark.real_data
def test_every_catalan_municipality_comes_out_right(real_data: Path) -> None:
    with (real_data / "cat_municipis" / "municipis.csv").open() as file:
        towns = list(csv.DictReader(file))
    assert len(towns) == 947
    columns = [{"scheme": "mun", "id": town["code6"], "content": town["name_idescat"]} for town in towns]
    register = {"fitxes": {"v": {"scheme": "ca", "id": "", "content": "Catalunya", "v": columns}}}

    def values(name: str) -> str:
        return ",".join(town[name] or "_" for town in towns)

    answers = [
        Page(key="nodes", body=msgspec.json.encode(register)),
        data(
            "population",
            columns,
            {"id": "f321", "c": "Població", "r": "2024", "v": values("population_2024")},
        ),
        data(
            "economy",
            columns,
            {"id": "f7", "c": "RFDB", "r": "2022", "v": values("rfdb_per_capita_2022_eur")},
        ),
        data(
            "territory",
            columns,
            [
                {"id": "f271", "c": "Superfície", "r": "2024", "v": values("area_km2")},
                {"id": "f258", "c": "Altitud", "r": "2024", "v": values("altitude_m")},
                {"id": "f328", "c": "Longitud", "r": "2024", "v": values("lon")},
                {"id": "f329", "c": "Latitud", "r": "2024", "v": values("lat")},
            ],
        ),
    ]
    found = {}
    for page in answers:
        parsed = parser.parse([page], CONTRACT)
        assert (parsed.rows, len(parsed.drafts), parsed.failures) == (947, 947, [])
        found |= {draft.external_id: draft for draft in fit(parsed.drafts) if isinstance(draft, FactDraft)}
    assert len(found) == 4 * 947
    for town in towns:
        code = town["code6"]
        assert {found[name].place.code for name in found if name.startswith(code)} == {town["ine5"]}
        same_name = found[code].names["ca"].casefold() == town["name"].casefold()
        assert same_name == (code not in RENAMED)
        assert found[f"{code}.population"].population == int(town["population_2024"])
        assert found[f"{code}.population"].population_year == 2024
        land = found[f"{code}.territory"]
        assert (land.area_km2, land.altitude_m) == (float(town["area_km2"]), float(town["altitude_m"]))
        assert (land.latitude, land.longitude) == (float(town["lat"]), float(town["lon"]))
        income = [figure.value for figure in found[f"{code}.economy"].figures]
        stated = town["rfdb_per_capita_2022_eur"]
        assert income == ([float(stated)] if stated else [])
