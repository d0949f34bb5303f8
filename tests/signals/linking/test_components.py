"""Dossiers: connected by what makes one law, by nothing else, and the same in any order."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.linking.components import SUSPICIOUS, Document, best, components

P, C, N, L = (
    ("procedure", "2026/0055"),
    ("com", "COM(2026) 123"),
    ("initiative", "14858"),
    ("celex", "32026L1"),
)


def doc(id_: int, kind: str, *numbers: tuple[str, str], is_sample: bool = False) -> Document:
    return Document(id_, kind, is_sample, frozenset(numbers))


def test_consultation_proposal_procedure_and_act_are_one_law_known_by_its_procedure() -> None:
    (found,) = components(
        [doc(1, "consultation", N), doc(2, "proposal", C, N), doc(3, "procedure", P, C), doc(4, "act", L, P)]
    )
    assert (found.number, found.core, found.speaking) == (P, {1, 2, 3, 4}, frozenset())


def test_an_opinion_on_two_laws_is_in_both_and_joins_none() -> None:
    first, second = components(
        [
            doc(1, "procedure", P),
            doc(2, "procedure", ("procedure", "2026/0056")),
            doc(3, "opinion", P, ("procedure", "2026/0056"), ("celex", "52026AR1")),
        ]
    )
    assert (first.core, first.speaking) == ({1}, {3})
    assert (second.core, second.speaking) == ({2}, {3})


def test_a_lone_document_is_no_dossier_unless_it_is_a_procedure() -> None:
    assert components([doc(1, "act", L), doc(2, "opinion", ("celex", "52026AR1"))]) == []
    assert len(components([doc(1, "procedure", P)])) == 1


def test_what_is_invented_never_meets_what_is_real() -> None:
    real, sample = components([doc(1, "procedure", P), doc(2, "procedure", P, is_sample=True)])
    assert (real.core, sample.core, sample.is_sample) == ({1}, {2}, True)


@pytest.mark.parametrize(("count", "is_suspicious"), [(SUSPICIOUS, False), (SUSPICIOUS + 1, True)])
def test_too_many_documents_share_a_mistake(count: int, is_suspicious: bool) -> None:
    (found,) = components([doc(n, "act", P) for n in range(count)])
    assert found.is_suspicious is is_suspicious


def test_the_best_number_is_of_the_best_scheme_then_the_smallest() -> None:
    assert best([L, C, ("procedure", "2026/0099"), P, N]) == P
    assert best([C, N]) == N


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_makes_no_difference(seed: int) -> None:
    dice = random.Random(seed)
    pool = [(scheme, str(n)) for scheme in ("procedure", "com", "celex") for n in range(4)]
    kinds = ("act", "proposal", "procedure", "consultation", "opinion", "news", "call")
    listed = [
        doc(n, dice.choice(kinds), *dice.sample(pool, dice.randint(0, 3)), is_sample=dice.random() < 0.2)
        for n in range(14)
    ]
    expected = components(listed)
    assert components(dice.sample(listed, len(listed))) == expected
    cores = [id_ for one in expected for id_ in one.core]
    assert len(cores) == len(set(cores))
