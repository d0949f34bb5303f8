"""What the worker and the command do."""

from io import StringIO

from django.core.management import call_command

from antena.matching import actions, tasks
from antena.matching.models import Match


def test_what_changed_is_matched(towns, make_signal):
    make_signal()
    tasks.match_what_changed(timestamp=0)
    assert Match.objects.count() == 3
    assert actions.pending_count() == 0


def test_everything_is_matched_at_night(towns, make_signal):
    make_signal()
    tasks.match_everything(timestamp=0)
    assert Match.objects.count() == 3


def test_one_town_is_matched(towns, make_signal):
    make_signal()
    tasks.match_profile(profile_id=towns["Berga"].pk)
    assert Match.objects.get().profile == towns["Berga"]


def test_the_command_tells_what_it_did(towns, make_signal):
    make_signal()
    said = StringIO()
    call_command("match", stdout=said)
    assert said.getvalue().startswith("3 towns, 3 with new matches, 3 matches written in ")
    call_command("match", "--full", stdout=said)
    assert said.getvalue().splitlines()[1].startswith("3 towns, 3 with new matches")
