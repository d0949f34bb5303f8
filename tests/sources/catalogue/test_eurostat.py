"""Eurostat's cubes: whatever their shape, every value comes out in its place; a note is no cube."""

from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.sources.catalogue.eurostat import jsonstat, parser, requests
from antena.sources.catalogue.eurostat.datasets import datasets
from antena.sources.drafts import Problem
from antena.sources.pages import Page
from tests.sources.catalogue.asking import REACH, Asking, contract_for
from tests.sources.players.eurostat import ThePlayer

CONTRACT = contract_for(ThePlayer())


@settings(max_examples=20, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    seed=st.randoms(use_true_random=False),
    dense=st.booleans(),
)
def test_every_value_of_a_cube_comes_out_in_its_place(sizes: list[int], seed: Any, dense: bool) -> None:
    dimensions = {f"d{number}": [f"c{index}" for index in range(size)] for number, size in enumerate(sizes)}
    cells = list(product(*dimensions.values()))
    truth = {cell: float(number) for number, cell in enumerate(cells) if seed.random() < 0.6}
    listed = [truth.get(cell) for cell in cells]
    sparse = {str(number): value for number, value in enumerate(listed) if value is not None}
    document = {
        "id": list(dimensions),
        "size": sizes,
        "dimension": {
            name: {"category": {"index": {code: place for place, code in enumerate(codes)}}}
            for name, codes in dimensions.items()
        },
        "value": listed if dense else sparse,
    }
    cube = jsonstat.read(msgspec.json.decode(msgspec.json.encode(document)))
    assert {where: value for where, value, _ in cube.series(*dimensions)} == truth


@pytest.mark.parametrize(
    "change",
    [
        {"size": [1, 1, 2, 4]},
        {"value": {"99": 1.0}},
        {"value": None},
        {"id": ["freq", "unit", "geo"]},
        {"dimension": {}},
        {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}, "id": None},
    ],
)
def test_what_is_no_cube_is_a_failure_and_not_an_empty_page(change: dict[str, Any]) -> None:
    asking = Asking(ThePlayer())
    whole = next(page for page in requests.pages(asking, CONTRACT, REACH) if page.key == "density")
    document = {**msgspec.json.decode(whole.body), **change}
    parsed = parser.parse([Page(key="density", body=msgspec.json.encode(document))], CONTRACT)
    assert (parsed.drafts, parsed.state) == ([], "failed")
    assert parsed.failures[0].problem == Problem.UNREADABLE


def test_each_dataset_is_asked_for_with_its_filters() -> None:
    asking = Asking(ThePlayer())
    assert [page.failure for page in requests.pages(asking, CONTRACT, REACH)] == [None] * len(datasets())
    for request, (name, dataset) in zip(asking.requests, datasets().items(), strict=True):
        assert request.key == name
        assert request.url.endswith(f"/{dataset.dataset}")
        assert dataset.filters.items() <= request.params.items()
        assert request.params["geoLevel"] == dataset.level
