"""Shapes of answers: fields and types, whatever the values."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from antena.sources.shapes import difference, shape_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def shape(*documents: object) -> dict[str, frozenset[str]]:
    return shape_of(msgspec.json.encode(document) for document in documents)


def test_fields_with_their_types() -> None:
    assert shape({"total": 2, "rows": [{"id": "a"}, {"id": "b", "tags": ["x"]}]}) == {
        ".": frozenset({"object"}),
        "total": frozenset({"number"}),
        "rows": frozenset({"array"}),
        "rows[]": frozenset({"object"}),
        "rows[].id": frozenset({"string"}),
        "rows[].tags": frozenset({"array"}),
        "rows[].tags[]": frozenset({"string"}),
    }


def test_keys_that_are_names_count_as_one_field() -> None:
    assert "budget.*" in shape({"budget": {"2026": 1, "2027": 2}})


def test_what_differs_is_named_once_and_null_is_no_other_type() -> None:
    samples = shape({"id": "a", "place": {"name": "x", "code": "1"}, "when": "2026", "n": 1})
    live = shape({"id": 7, "when": None, "n": 1, "extra": {"deep": {"er": 1}}})
    found = difference(samples, live)
    assert found.new == ("extra",)
    assert found.missing == ("place",)
    assert found.changed == ("id: string → number",)
    assert bool(found)


@given(JSON)
def test_a_document_does_not_differ_from_itself(document: object) -> None:
    assert not difference(shape(document), shape(document))


def test_what_is_no_json_has_no_shape() -> None:
    assert shape_of([b"<html>", b"", b"\xff"]) == {}
