"""Wikidata: the latest number of inhabitants, every twin town once, and no batch cut short."""

import csv
import gzip
from pathlib import Path

import msgspec
import pytest
from pytest_django import Settings

from antena.sources import actions
from antena.sources.catalogue.wikidata import parser, requests
from antena.sources.drafts import FactDraft, Problem, TwinDraft
from antena.sources.enums import RunState
from antena.sources.pages import Page, Request
from tests.sources.catalogue.asking import REACH, Asking, contract_for, fit
from tests.sources.conftest import MORNING, MemoryImporter, with_few, with_options
from tests.sources.players.wikidata import ThePlayer
from tests.sources.playing import playing

CONTRACT = contract_for(ThePlayer())
ENTITY = "http://www.wikidata.org/entity/"


def answer(key: str, rows: list[dict[str, str]]) -> Page:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return Page(key=key, body=msgspec.json.encode({"results": {"bindings": bindings}}))


def test_items_are_asked_about_in_batches_and_deprecated_statements_are_not_wanted() -> None:
    asking = Asking(ThePlayer())
    pages = list(requests.pages(asking, CONTRACT, REACH))
    assert [page.key for page in pages] == [
        "list",
        *(f"{q}.{n:04}" for n in (1, 2, 3) for q in ("details", "twins")),
    ]
    assert [page.failure for page in pages] == [None] * 7
    queries = [request.form["query"] for request in asking.requests]
    assert [query.count("wd:Q10") for query in queries] == [0, 15, 15, 15, 15, 15, 15]
    assert all("FILTER(?rank != wikibase:DeprecatedRank" in query for query in queries[1:])
    assert all('("ca", "en", "es", "fr", "mul")' in query for query in queries[1:])


def test_a_batch_that_leaves_an_item_out_was_cut() -> None:
    player = ThePlayer()

    def ask(request: Request) -> Page:
        if request.key == "details.0002":
            player.items.remove("Q1020")
        return Asking(player)(request)

    pages = {page.key: page for page in requests.pages(ask, CONTRACT, REACH)}
    assert (pages["details.0002"].failure, pages["details.0002"].detail) == (Problem.PAGE_MISSING, "Q1020")


@pytest.mark.parametrize(
    ("statements", "population"),
    [
        (
            [("9", "2001-01-01T00:00:00Z"), ("12", "2024-01-01T00:00:00Z"), ("11", "2020-01-01T00:00:00Z")],
            (12, 2024),
        ),
        ([("9", ""), ("12", "1999-01-01T00:00:00Z")], (12, 1999)),
        ([("9", "")], (9, None)),
        ([("9", "2024-01-01T00:00:00Z"), ("12", "2024-01-01T00:00:00Z")], (12, 2024)),
        ([], (None, None)),
    ],
)
def test_the_latest_number_of_inhabitants(
    statements: list[tuple[str, str]], population: tuple[int | None, int | None]
) -> None:
    rows = [{"m": f"{ENTITY}Q7", "kind": "code", "value": "8019"}]
    rows += [
        {"m": f"{ENTITY}Q7", "kind": "population", "value": value, **({"when": when} if when else {})}
        for value, when in statements
    ]
    for turned in (rows, rows[::-1]):
        [draft] = parser.parse([answer("details.0001", turned)], CONTRACT).drafts
        assert isinstance(draft, FactDraft)
        assert (draft.population, draft.population_year) == population
        assert draft.place.code == "08019"


def test_a_twinning_that_was_taken_up_again_goes_on() -> None:
    row = {"m": f"{ENTITY}Q7", "code": "8019", "twin": f"{ENTITY}Q9"}
    rows = [
        {**row, "st": "a", "start": "1980-01-01T00:00:00Z", "end": "1990-01-01T00:00:00Z"},
        {**row, "st": "b", "start": "2005-01-01T00:00:00Z"},
    ]
    [draft] = parser.parse([answer("twins.0001", rows)], CONTRACT).drafts
    assert isinstance(draft, TwinDraft)
    assert (str(draft.since), draft.until) == ("1980-01-01", None)


@pytest.mark.django_db
def test_it_waits_as_long_as_it_is_told(
    settings: Settings, naps: list[float], importer: MemoryImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = ThePlayer()
    with_options(monkeypatch, **player.options)
    with_few(monkeypatch)
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {"wikidata": player.addresses(base)}
        stage.faults = {2: "429"}
        assert actions.sync(source="wikidata", importer=importer, at=MORNING).state == RunState.DONE
    assert naps == [7.0]


@pytest.mark.real_data
def test_no_twin_of_a_catalan_municipality_is_lost(real_data: Path) -> None:
    with (real_data / "cat_municipis" / "municipis.csv").open() as file:
        codes = {town["name"]: town["ine5"] for town in csv.DictReader(file)}
    with gzip.open(real_data / "twin_wikipedia" / "pairs.csv.gz", "rt") as file:
        pairs = [row for row in csv.DictReader(file) if row["country1"] == "Spain" and row["city1"] in codes]
    assert len(pairs) > 50
    towns = {name: f"Q{10_000 + number}" for number, name in enumerate(sorted(codes))}
    places = sorted({(row["city2"], row["country2"], row["lat2"], row["lng2"]) for row in pairs})
    twins = {place: f"Q{500_000 + number}" for number, place in enumerate(places)}
    rows, told = [], {}
    for row in pairs:
        place = (row["city2"], row["country2"], row["lat2"], row["lng2"])
        told[f"{towns[row['city1']]}.{twins[place]}"] = row
        told_of = {
            "m": ENTITY + towns[row["city1"]],
            # as Wikidata has it
            "code": codes[row["city1"]].lstrip("0"),
            "st": f"{ENTITY}statement/{towns[row['city1']]}-{twins[place]}",
            "twin": ENTITY + twins[place],
            "coord": f"Point({row['lng2']} {row['lat2']})",
        }
        rows += [{**told_of, "label": row["city2"], "lang": language} for language in ("en", "ca")]
    parsed = parser.parse([answer("twins.0001", rows)], CONTRACT)
    assert (parsed.refusals, parsed.failures) == ([], [])
    found = {draft.external_id: draft for draft in fit(parsed.drafts) if isinstance(draft, TwinDraft)}
    assert found.keys() == told.keys()
    for name, row in told.items():
        draft = found[name]
        assert draft.place.code == codes[row["city1"]]
        assert (draft.twin.name, draft.until) == (row["city2"], None)
        assert (draft.twin.latitude, draft.twin.longitude) == (float(row["lat2"]), float(row["lng2"]))
