"""Which acts and calls were judged by hand, and what was judged."""

from itertools import pairwise

import pytest

from antena.operations.datasets.acts import acts
from antena.operations.datasets.topics import topics
from antena.operations.evaluation.impact.drawing import drawn, drawn_acts, drawn_calls, shuffled
from antena.operations.evaluation.impact.labels import labels
from antena.operations.evaluation.measures import kappa


def test_every_so_many_th_is_drawn_and_each_once():
    some = drawn(range(100), 25)
    assert len(set(some)) == 25
    assert {after - before for before, after in pairwise(some)} == {4}
    assert drawn(range(3), 5) == [0, 1, 2]


def test_each_pass_has_an_order_of_its_own():
    assert sorted(shuffled(range(50), 1)) == sorted(shuffled(range(50), 2))
    assert shuffled(range(50), 1) != shuffled(range(50), 2)


def test_agreement_is_counted_beyond_chance():
    assert kappa(["a", "a", "b", "b"], ["a", "a", "b", "b"]).value == 1
    assert kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]).value == 0
    assert kappa(["a", "a"], ["a", "a"]).value == 1


@pytest.mark.parametrize(("name", "least"), [("acts", 220), ("calls", 80)])
def test_verdicts_can_be_read(name, least):
    assert len(labels(name)) >= least


@pytest.mark.real_data
def test_what_was_judged_is_what_is_drawn(real_data):
    assert {act.celex for act in drawn_acts(acts(real_data))} == set(labels("acts"))
    assert {topic.topic_id for topic in drawn_calls(topics(real_data))} == set(labels("calls"))
