"""What people say of possible twins, kept with its reason, and who hears of it."""

import pytest
from django.db import IntegrityError

from antena.accounts.models import AuditEntry
from antena.matching.actions.twin_choices import NoReasonError, SamePlaceError, choose_twin, unchoose_twin
from antena.matching.enums import ExclusionReason, TwinMark
from antena.matching.models import TwinChoice
from antena.matching.queries.twin_choices import excluded_twins, twin_choices


@pytest.fixture
def pair(make_place):
    return make_place("Berga", 16_800), make_place("Foix", 9_700)


def test_the_last_word_counts_and_the_trail_keeps_the_others(pair, make_user, now):
    place, other = pair
    first, second = make_user("first"), make_user("second")
    ids = {"place_id": place.pk, "other_id": other.pk, "at": now}
    choose_twin(**ids, by=first, mark=TwinMark.INTERESTED)
    choose_twin(**ids, by=second, mark=TwinMark.EXCLUDED, reason=ExclusionReason.TALKING, note="Al maig.")
    (choice,) = twin_choices(place.pk)
    assert (choice.mark, choice.reason, choice.note) == ("excluded", "talking", "Al maig.")
    assert (choice.other, choice.by) == (other, second)
    trail = AuditEntry.objects.filter(object_kind="twin choice").order_by("pk")
    assert [(one.actor, one.object_id, one.detail["before"]) for one in trail] == [
        (first, f"{place.pk}/{other.pk}", None),
        (second, f"{place.pk}/{other.pk}", {"mark": "interested", "reason": "", "note": ""}),
    ]


def test_it_can_be_taken_back_once(pair, make_user, now):
    place, other = pair
    user = make_user("somebody")
    ids = {"place_id": place.pk, "other_id": other.pk, "by": user}
    choose_twin(**ids, at=now, mark=TwinMark.INTERESTED)
    unchoose_twin(**ids)
    assert not TwinChoice.objects.exists()
    last = AuditEntry.objects.order_by("pk").last()
    assert (last.verb, last.detail["mark"]) == ("withdrew twin choice", None)
    with pytest.raises(TwinChoice.DoesNotExist):
        unchoose_twin(**ids)


def test_an_exclusion_has_a_reason_and_an_interest_none(pair, make_user, now):
    place, other = pair
    ids = {"place_id": place.pk, "other_id": other.pk, "by": make_user("somebody"), "at": now}
    with pytest.raises(NoReasonError):
        choose_twin(**ids, mark=TwinMark.EXCLUDED)
    with pytest.raises(NoReasonError):
        choose_twin(**ids, mark=TwinMark.INTERESTED, reason=ExclusionReason.OTHER)
    with pytest.raises(IntegrityError, match="twin_excluded_for_a_reason"):
        TwinChoice.objects.create(place=place, other=other, mark="excluded", at=now)


def test_no_place_is_its_own_twin(pair, make_user, now):
    place, _ = pair
    with pytest.raises(SamePlaceError):
        choose_twin(place_id=place.pk, other_id=place.pk, by=make_user("a"), at=now, mark=TwinMark.INTERESTED)


def test_who_was_excluded_is_proposed_to_neither(pair, make_place, make_user, now):
    place, other = pair
    liked = make_place("Albi", 49_000)
    user = make_user("somebody")
    reason = ExclusionReason.NOT_WANTED
    choose_twin(place_id=place.pk, other_id=other.pk, by=user, at=now, mark=TwinMark.EXCLUDED, reason=reason)
    choose_twin(place_id=place.pk, other_id=liked.pk, by=user, at=now, mark=TwinMark.INTERESTED)
    assert excluded_twins(place.pk) == {other.pk}
    assert excluded_twins(other.pk) == {place.pk}
    assert excluded_twins(liked.pk) == frozenset()
