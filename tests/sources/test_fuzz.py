"""Parsers meet anything: never an exception, and every row becomes a draft or a refusal."""

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antena.sources.catalogue import folders
from antena.sources.pages import Page
from antena.sources.validation import checked
from tests.sources.test_samples import CASES, bundles

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "\x00",
            "9999-12-31",
            "0001-01-01T00:00:00.000+0000",
            "[",
            '{"budgetTopicActionMap":[]}',
            "<p>",
            "-1",
        ]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON document."""
    found = [path]
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        found += places(child, (*path, key))
    return found


def changed(value: Any, path: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(value)
    copy = value.copy()
    copy[path[0]] = changed(value[path[0]], path[1:], change)
    return copy


def survive(source: str, pages: list[Page]) -> None:
    connector = folders()[source]
    parsed = connector.parse(pages, connector.contract)
    kept = refused = 0
    for draft in parsed.drafts:
        fit, refusals = checked(draft)
        kept += fit is not None
        refused += fit is None
        assert (fit is None) == any(not refusal.record_kept for refusal in refusals)
        if fit is not None:
            document = msgspec.json.encode(fit)
            assert b"\\u0000" not in document
            assert checked(fit) == (fit, [])
    refused += sum(not refusal.record_kept for refusal in parsed.refusals)
    assert kept + refused == parsed.rows
    assert parsed.state in {"ok", "empty", "failed"}


@pytest.mark.parametrize(("source", "bundle"), CASES)
@QUICK
@given(data=st.data())
def test_a_document_with_some_values_replaced(source: str, bundle: str, data: st.DataObject) -> None:
    pages = bundles(source)[bundle]
    at = data.draw(st.integers(0, len(pages) - 1))
    try:
        document = msgspec.json.decode(pages[at].body)
    except msgspec.DecodeError:
        # Tables and markup are cut and garbled by the test below.
        return
    for seed, value in data.draw(st.lists(st.tuples(st.integers(0, 10**6), VALUES), min_size=1, max_size=4)):
        path = random.Random(seed).choice(places(document))
        document = changed(document, path, lambda _, value=value: value)
    body = msgspec.json.encode(document)
    survive(source, [*pages[:at], msgspec.structs.replace(pages[at], body=body), *pages[at + 1 :]])


@pytest.mark.parametrize(("source", "bundle"), CASES)
@QUICK
@given(data=st.data())
def test_a_document_cut_or_with_bytes_replaced(source: str, bundle: str, data: st.DataObject) -> None:
    pages = bundles(source)[bundle]
    at = data.draw(st.integers(0, len(pages) - 1))
    body = bytearray(pages[at].body)
    for position in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=5)):
        body[position] = data.draw(st.integers(0, 255))
    cut = bytes(body[: data.draw(st.integers(0, len(body)))])
    survive(source, [*pages[:at], msgspec.structs.replace(pages[at], body=cut), *pages[at + 1 :]])


@pytest.mark.parametrize("source", list(folders()))
@QUICK
@given(
    body=st.binary(max_size=200) | st.sampled_from([b"", b"<html>", b"[" * 100_000, b'"\\ud800"', b"null"])
)
def test_anything_at_all(source: str, body: bytes) -> None:
    survive(source, [Page(key="page-0001", body=body)])


@pytest.mark.parametrize("source", list(folders()))
@QUICK
@given(key=st.text(max_size=40))
def test_any_name_of_a_page(source: str, key: str) -> None:
    assert isinstance(folders()[source].bundle(key), str)
    page = next(iter(bundles(source).values()))[0]
    survive(source, [msgspec.structs.replace(page, key=key)])
