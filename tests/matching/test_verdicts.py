"""What people say of a signal for a town."""

import pytest

from antena.accounts.models import AuditEntry
from antena.matching import actions
from antena.matching.enums import Answer
from antena.matching.models import Match, Verdict


def test_the_last_answer_counts_and_the_trail_keeps_the_others(towns, make_signal, make_user, now):
    pair = {"profile_id": towns["Berga"].pk, "signal_id": make_signal().pk}
    first, second = make_user("first"), make_user("second")
    actions.give_verdict(**pair, by=first, at=now, answer=Answer.RELEVANT)
    actions.give_verdict(**pair, by=second, at=now, answer=Answer.DONE, note="Ja ho fem.")
    verdict = Verdict.objects.get()
    assert (verdict.answer, verdict.by, verdict.note) == ("done", second, "Ja ho fem.")
    trail = AuditEntry.objects.filter(object_kind="verdict").order_by("pk").values_list("actor", "detail")
    assert list(trail) == [
        (first.pk, {"answer": "relevant", "before": None}),
        (second.pk, {"answer": "done", "before": "relevant"}),
    ]


def test_an_answer_changes_no_suggestion(towns, make_signal, now):
    signal = make_signal()
    actions.match_all(at=now)
    actions.give_verdict(
        profile_id=towns["Berga"].pk, signal_id=signal.pk, by=None, at=now, answer=Answer.NOT_FOR_US
    )
    assert Match.objects.filter(profile=towns["Berga"], signal=signal).exists()


def test_an_answer_can_be_taken_back(towns, make_signal, now):
    pair = {"profile_id": towns["Berga"].pk, "signal_id": make_signal().pk, "by": None}
    actions.give_verdict(**pair, at=now, answer=Answer.RELEVANT)
    actions.withdraw_verdict(**pair)
    assert not Verdict.objects.exists()
    assert AuditEntry.objects.order_by("pk").last().detail == {"answer": None, "before": "relevant"}
    with pytest.raises(Verdict.DoesNotExist):
        actions.withdraw_verdict(**pair)


def test_an_unknown_answer_is_refused(towns, make_signal, now):
    with pytest.raises(ValueError, match="perhaps"):
        actions.give_verdict(
            profile_id=towns["Berga"].pk, signal_id=make_signal().pk, by=None, at=now, answer="perhaps"
        )
