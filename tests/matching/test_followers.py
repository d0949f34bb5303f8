"""What follows another signal takes no part in matching, and what a town said of it holds for its leader."""

import pytest

from antena.matching.actions.verdicts import carry_verdicts
from antena.matching.enums import Answer
from antena.matching.models import Verdict
from antena.matching.queries import facts
from antena.signals.models import Signal
from tests.web.conftest import World, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def test_a_follower_does_not_stand(world: World) -> None:
    leader, follower, _ = world.signals
    Signal.objects.filter(pk=follower.pk).update(same_as=leader)
    assert follower.pk not in facts.standing().values_list("pk", flat=True)
    assert leader.pk in facts.standing().values_list("pk", flat=True)


def test_an_answer_goes_to_the_leader_unless_it_has_its_own(world: World) -> None:
    leader, follower, _ = world.signals
    Signal.objects.filter(pk=follower.pk).update(same_as=leader)
    first, second, _ = world.profiles
    at = world.signals[0].first_seen
    Verdict.objects.create(profile=first, signal=follower, answer=Answer.NOT_FOR_US, at=at)
    Verdict.objects.create(profile=second, signal=follower, answer=Answer.DONE, at=at)
    Verdict.objects.create(profile=second, signal=leader, answer=Answer.RELEVANT, at=at)
    assert carry_verdicts() == 1
    assert set(Verdict.objects.values_list("profile", "signal", "answer")) == {
        (first.pk, leader.pk, Answer.NOT_FOR_US),
        (second.pk, leader.pk, Answer.RELEVANT),
        (second.pk, follower.pk, Answer.DONE),
    }
    assert carry_verdicts() == 0
