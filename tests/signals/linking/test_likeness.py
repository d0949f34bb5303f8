"""What is alike enough to ask a person about, and what never is."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.linking.likeness import Told, alike, share

TITLE = "Networks of towns for democratic participation"


def told(id_: int, title: str = TITLE, *, language: str = "en", **over) -> Told:
    defaults = {
        "source": f"s{id_}",
        "kind": "call",
        "titles": {language: title},
        "own": {},
        "named": frozenset(),
        "addresses": frozenset(),
        "published_on": date(2026, 11, 2),
        "deadlines": frozenset({date(2027, 4, 15)}),
    }
    return Told(id=id_, **{**defaults, **over})


def test_the_same_title_and_dates_are_alike_and_say_why() -> None:
    found = alike(told(1), told(2), meaning=0.95)
    assert found is not None
    assert found.evidence == {"title": 1.0, "meaning": 0.95, "agrees": ["published_on", "deadlines"]}
    assert found.score == 1.0


@pytest.mark.parametrize(
    "other",
    [
        told(2, "Water reuse in small towns"),
        told(2, f"{TITLE} 2027"),  # another year, another call
        told(2, kind="act"),
        told(2, deadlines=frozenset({date(2027, 9, 1)})),
        told(2, published_on=date(2026, 6, 2)),
        told(2, own={"topic": frozenset({"CERV-2026-B"})}),
        told(2, named=frozenset({("topic", "CERV-2026-A")})),
    ],
)
def test_what_a_publisher_tells_apart_is_never_asked_about(other: Told) -> None:
    one = told(1, own={"topic": frozenset({"CERV-2026-A"})})
    assert alike(one, other, meaning=0.99) is None
    assert alike(other, one, meaning=0.99) is None


def test_titles_in_two_languages_need_a_very_near_meaning() -> None:
    other = told(2, "Xarxes de municipis", language="ca")
    assert alike(told(1), other, meaning=0.95) is not None
    assert alike(told(1), other, meaning=0.7) is None
    assert alike(told(1), other, meaning=None) is None


def test_at_one_address_titles_may_differ_more() -> None:
    one = told(1, addresses=frozenset({"example.org/a"}))
    other = told(
        2,
        "Networks of towns: democratic participation, second edition",
        addresses=frozenset({"example.org/a"}),
    )
    found = alike(one, other, meaning=None)
    assert found is not None
    assert "address" in found.evidence["agrees"]
    assert alike(one._replace(addresses=frozenset()), other, meaning=None) is None


def test_without_dates_only_the_very_same_title_is_alike() -> None:
    bare = {"published_on": None, "deadlines": frozenset()}
    assert alike(told(1, **bare), told(2, **bare), meaning=None) is not None
    assert alike(told(1, **bare), told(2, TITLE.replace("for", "in"), **bare), meaning=None) is None


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_share_of_two_titles_is_the_same_both_ways(first: str, second: str) -> None:
    assert share(first, second) == share(second, first)
    assert 0.0 <= share(first, second) <= 1.0
    assert share(first, first) in {0.0, 1.0}
