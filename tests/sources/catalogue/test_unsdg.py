"""The UN's database: no page taken for another, no row for the whole that is a part."""

from typing import Any

import msgspec
import pytest

from antena.sources.catalogue.unsdg import parser, requests
from antena.sources.catalogue.unsdg.series import of_indicators
from antena.sources.drafts import FactDraft, Problem
from antena.sources.pages import Page, Request
from tests.sources.catalogue.asking import REACH, Asking, contract_for
from tests.sources.players.unsdg import ThePlayer

CONTRACT = contract_for(ThePlayer())


def row(value: Any, *, year: float = 2020.0, **dimensions: str) -> dict[str, Any]:
    return {
        "series": "EN_ATM_PM25",
        "geoAreaCode": "724",
        "timePeriodStart": year,
        "value": value,
        "dimensions": dimensions,
        "attributes": {"Nature": "C"},
    }


def figures(*rows: dict[str, Any]) -> list[tuple[str, float]]:
    body = msgspec.json.encode({"data": rows})
    [draft] = parser.parse([Page(key="11.6.2.0001", body=body)], CONTRACT).drafts
    assert isinstance(draft, FactDraft)
    return [(figure.period, figure.value) for figure in draft.figures]


def test_all_countries_of_the_scope_are_asked_for_page_by_page() -> None:
    asking = Asking(ThePlayer())
    pages = list(requests.pages(asking, CONTRACT, REACH))
    assert all(page.failure is None for page in pages)
    assert {page.key.rpartition(".")[0] for page in pages} == set(of_indicators())
    areas = "&".join(f"areaCode={area}" for area in CONTRACT.scope["areas"].split())
    assert all(areas in request.url for request in asking.requests)


def test_the_first_page_is_not_taken_for_the_second() -> None:
    def ask(request: Request) -> Page:
        page = Asking(ThePlayer())(request)
        assert request.check is not None
        assert request.check(page) == ""
        other = msgspec.json.encode({**msgspec.json.decode(page.body), "pageNumber": 9})
        assert request.check(msgspec.structs.replace(page, body=other)).startswith("page 9 came for page ")
        assert request.check(Page(key="", body=b"<html>"))
        return page

    assert list(requests.pages(ask, CONTRACT, REACH))


def test_fewer_rows_than_promised_are_a_failure() -> None:
    def ask(request: Request) -> Page:
        page = Asking(ThePlayer())(request)
        answer = msgspec.json.decode(page.body)
        if request.key == "5.5.1.0003":
            answer["data"].pop()
        return msgspec.structs.replace(page, body=msgspec.json.encode(answer))

    pages = {page.key: page for page in requests.pages(ask, CONTRACT, REACH)}
    assert (pages["5.5.1.0003"].failure, pages["5.5.1.0003"].detail) == (
        Problem.PAGE_MISSING,
        "23 rows of 24",
    )
    parsed = parser.parse([pages[f"5.5.1.000{number}"] for number in (1, 2, 3)], CONTRACT)
    assert parsed.drafts == []
    assert {refusal.problem for refusal in parsed.refusals} == {Problem.PART_FAILED}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row("9.5", Location="ALLAREA"), row("12", Location="URBAN")], [("2020", 9.5)]),
        ([row("9.5", **{"Reporting Type": "N"}), row("9.7", **{"Reporting Type": "G"})], [("2020", 9.7)]),
        ([row("9.5"), row("9.5")], [("2020", 9.5)]),
        ([row("9.5"), row("9.6")], []),
        ([row("NaN"), row("N", year=2021.0), row(None, year=2022.0)], []),
        ([row("<5"), row("1e3", year=2021.0)], [("2021", 1000.0)]),
    ],
)
def test_one_figure_a_year(rows: list[dict[str, Any]], found: list[tuple[str, float]]) -> None:
    assert figures(*rows) == found
    assert figures(*rows[::-1]) == found
