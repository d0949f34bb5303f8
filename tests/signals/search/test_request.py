"""A request travels in an address and comes back the same; what makes no sense is refused by name."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from antena.signals.enums import Impact, Kind, Status
from antena.signals.search import BadRequest, Samples, SearchRequest, Sort, from_query
from antena.signals.search.request import MAX_PAGE

names = st.lists(
    st.text(
        st.characters(min_codepoint=33, exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")),
        min_size=1,
        max_size=20,
    ),
    max_size=4,
    unique=True,
).map(lambda values: tuple(sorted(values)))


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(
        lambda chosen: tuple(sorted(chosen))
    )


days = st.none() | st.dates()
requests = st.builds(
    SearchRequest,
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(
        lambda t: " ".join(t.split())
    ),
    kinds=some(Kind.values),
    statuses=some(Status.values),
    impacts=some(Impact.values),
    themes=names,
    programmes=names,
    languages=names,
    sources=names,
    due_from=days,
    published_until=days,
    samples=st.sampled_from(Samples),
    sort=st.none() | st.sampled_from(Sort),
    page=st.integers(1, MAX_PAGE),
)


@given(requests)
def test_a_request_survives_its_address(request: SearchRequest) -> None:
    assert from_query(QueryDict(request.to_query())) == request
    assert from_query(dict(_grouped(request))) == request


def _grouped(request: SearchRequest) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in request.to_pairs():
        grouped.setdefault(name, []).append(value)
    return grouped


@given(st.dictionaries(st.sampled_from(["q", "kind", "theme", "due_from", "page", "sort", "x"]), st.text()))
def test_whatever_is_asked_is_read_or_refused(query: dict[str, str]) -> None:
    try:
        request = from_query(query)
    except BadRequest as error:
        assert error.field in query
        assert error.sentence
    else:
        assert 1 <= request.page <= MAX_PAGE


@pytest.mark.parametrize(
    ("query", "field", "problem"),
    [
        ({"q": "x" * 10_240}, "q", "too_long"),
        ({"q": "a\x00b"}, "q", "not_printable"),
        ({"q": "\ud800"}, "q", "not_printable"),
        ({"kind": "banana"}, "kind", "unknown"),
        ({"status": ["open", "ajar"]}, "status", "unknown"),
        ({"theme": ["x"] * 61}, "theme", "too_many"),
        ({"due_from": "tomorrow"}, "due_from", "not_a_date"),
        ({"due_from": "2027-02-01", "due_until": "2027-01-31"}, "due_until", "ends_before_it_begins"),
        ({"sort": "best"}, "sort", "unknown"),
        ({"samples": "yes"}, "samples", "unknown"),
        *[
            ({"page": page}, "page", "not_a_page")
            for page in ("0", "-1", "1e9", "99999999999999", "x", "²", "101")
        ],
    ],
)
def test_bad_values_name_their_field_and_problem(query: dict[str, object], field: str, problem: str) -> None:
    with pytest.raises(BadRequest) as caught:
        from_query(query)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_order_is_relevance_with_words_and_the_newest_without() -> None:
    assert SearchRequest(text="aigua").order is Sort.RELEVANCE
    assert SearchRequest().order is Sort.NEWEST
    assert SearchRequest(sort=Sort.RELEVANCE).order is Sort.NEWEST
    assert SearchRequest(sort=Sort.DEADLINE).order is Sort.DEADLINE


def test_choosing_a_value_goes_back_to_the_first_page_and_choosing_it_again_takes_it_away() -> None:
    request = SearchRequest(text="aigua", kinds=("call",), page=4)
    chosen = request.toggled("kind", "act")
    assert (chosen.kinds, chosen.page) == (("act", "call"), 1)
    assert chosen.toggled("kind", "act").kinds == ("call",)
    assert (request.is_narrowed, SearchRequest(text="x", page=3).is_narrowed) == (True, False)


def test_empty_and_unknown_names_are_passed_over() -> None:
    assert from_query({"q": "  ", "kind": "", "utm_source": "mail", "page": ""}) == SearchRequest()
    assert from_query({"published_from": date(2026, 1, 2)}).published_from == date(2026, 1, 2)
