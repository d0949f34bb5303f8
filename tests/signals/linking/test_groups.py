"""Who leads: by number and by what people said, in whatever order signals and pairs come."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.linking.groups import Told, leaders

START = datetime(2026, 11, 1, tzinfo=UTC)


def told(id_: int, source: str = "", **values) -> Told:
    defaults = {
        "source": source or f"s{id_}",
        "external_id": str(id_),
        "kind": "act",
        "numbers": frozenset({("celex", "32024L3019")}),
        "authority": 50,
        "is_listed": True,
        "first_seen": START + timedelta(days=id_),
    }
    return Told(id=id_, **{**defaults, **values})


def test_the_same_number_from_two_sources_is_one_thing_and_authority_leads() -> None:
    assert leaders([told(1, authority=20), told(2, authority=90)]) == {1: 2, 2: 2}


def test_among_equals_the_oldest_leads() -> None:
    assert leaders([told(2), told(1)]) == {1: 1, 2: 1}


def test_what_is_still_listed_leads_before_what_is_gone() -> None:
    assert leaders([told(1, authority=20), told(2, authority=90, is_listed=False)]) == {1: 1, 2: 1}


def test_another_kind_another_number_or_the_same_source_is_another_thing() -> None:
    other = frozenset({("celex", "32024L1275")})
    assert leaders([told(1), told(2, kind="opinion")]) == {1: 1, 2: 2}
    assert leaders([told(1), told(2, numbers=other)]) == {1: 1, 2: 2}
    assert leaders([told(1, "a"), told(2, "a")]) == {1: 1, 2: 2}


def test_a_number_that_a_source_gives_twice_identifies_nothing() -> None:
    assert leaders([told(1, "a"), told(2, "a"), told(3, "b")]) == {1: 1, 2: 2, 3: 3}


def test_people_join_what_shares_nothing_and_part_what_does() -> None:
    none: frozenset[tuple[str, str]] = frozenset()
    assert leaders([told(1, numbers=none), told(2, numbers=none)], same=[(1, 2)]) == {1: 1, 2: 1}
    assert leaders([told(1), told(2)], different=[(1, 2)]) == {1: 1, 2: 2}


def test_no_chain_joins_what_people_parted() -> None:
    found = leaders([told(1), told(2), told(3)], different=[(1, 3)])
    assert found[1] != found[3]
    assert len(set(found.values())) == 2


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_makes_no_difference(seed: int) -> None:
    dice = random.Random(seed)
    numbers = [("celex", str(n)) for n in range(4)]
    listed = [
        told(
            id_,
            source=dice.choice("abcd"),
            authority=dice.choice((20, 90)),
            is_listed=dice.random() < 0.8,
            numbers=frozenset(dice.sample(numbers, dice.randint(0, 2))),
        )
        for id_ in range(10)
    ]
    pairs = [tuple(sorted(dice.sample(range(10), 2))) for _ in range(6)]
    same, different = pairs[:2], [pair for pair in pairs[2:] if pair not in pairs[:2]]
    expected = leaders(listed, same=same, different=different)
    # other ids, as another order of storing would give them, and another order of everything
    renamed = dict(zip(range(10), dice.sample(range(100), 10), strict=True))
    again = leaders(
        dice.sample([one._replace(id=renamed[one.id]) for one in listed], 10),
        same=[(renamed[b], renamed[a]) for a, b in reversed(same)],
        different=[(renamed[b], renamed[a]) for a, b in reversed(different)],
    )
    assert again == {renamed[id_]: renamed[leader] for id_, leader in expected.items()}
    for a, b in different:
        assert expected[a] != expected[b]
