"""Small towns without anything are seen every night, and told of once."""

from datetime import timedelta

from antena.accounts.enums import Role
from antena.matching import actions
from antena.matching.models import Match, Served
from antena.notices.models import Message


def test_a_spell_is_told_once_and_again_when_it_comes_back(towns, make_signal, make_user, now):
    make_user("officer", Role.OFFICER, email="office@example.org")
    night = [now + timedelta(days=n) for n in range(4)]
    row = actions.check_serving(at=night[0])
    assert (row.towns, row.served, row.told) == (1, 0, True)
    actions.check_serving(at=night[0])
    actions.check_serving(at=night[1])
    assert Message.objects.count() == 1
    for number in range(6):
        make_signal(f"Fibre {number}", programme=f"P{number}", published_on=night[2].date())
    actions.match_all(at=night[2])
    Match.objects.update(score=0.99)
    assert actions.check_serving(at=night[2]).served == 1
    Match.objects.all().delete()
    actions.check_serving(at=night[3])
    assert Message.objects.count() == 2
    assert [row.told for row in Served.objects.order_by("day")] == [True, True, False, True]
