"""What people do to signals."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from antena.accounts.models import AuditEntry, User
from antena.signals.actions import NotCorrectableError, correct_signal, pending_count, triage
from antena.signals.enums import RuleKind, Status, Triage
from antena.signals.models import EligibilityRule, Signal
from antena.signals.rules import CutOff
from antena.themes.actions import load_catalogue
from antena.themes.models import Theme
from tests.signals.samples import AT, LATER, draft, store, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return User.objects.create(username="officer")


def test_a_correction_is_written_locked_and_audited(officer):
    signal = stored(draft())
    corrected = correct_signal(
        signal_id=signal.pk, changes={"programme": "LIFE", "impact": "duty"}, by=officer, at=AT
    )
    assert (corrected.programme, corrected.impact, corrected.impact_confidence) == ("LIFE", "duty", 1.0)
    assert (corrected.locked_fields, corrected.corrections) == (["impact", "programme"], 1)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.object_id) == (officer, "corrected", str(signal.pk))
    assert entry.detail["programme"] == {"old": "CERV", "new": "LIFE"}
    assert pending_count() == 1
    store(draft(programme="ERASMUS+"), at=LATER)
    assert Signal.objects.get().programme == "LIFE"


def test_corrected_dates_move_the_status(officer):
    signal = stored(draft())
    past = CutOff(datetime(2026, 11, 1, tzinfo=UTC))
    corrected = correct_signal(signal_id=signal.pk, changes={"deadlines": [past]}, by=officer, at=AT)
    assert (corrected.status, corrected.next_deadline) == (Status.CLOSED, None)
    later = correct_signal(
        signal_id=signal.pk,
        changes={"deadlines": [CutOff(LATER, False)], "opens_on": date(2026, 11, 23)},
        by=officer,
        at=AT,
    )
    assert (later.status, later.next_deadline, later.corrections) == (Status.FORTHCOMING, LATER, 2)


def test_a_person_says_the_themes(officer):
    load_catalogue()
    signal = stored(draft())
    code = Theme.objects.exclude(parent=None).first().code
    correct_signal(signal_id=signal.pk, changes={"themes": [code]}, by=officer, at=AT)
    assert [(theme.theme.code, theme.by_person, theme.score) for theme in signal.themes.all()] == [
        (code, True, 1.0)
    ]
    with pytest.raises(NotCorrectableError, match="themes: nonsense"):
        correct_signal(signal_id=signal.pk, changes={"themes": ["nonsense"]}, by=officer, at=AT)
    assert signal.themes.count() == 1


def test_a_person_says_which_rules_hold(officer):
    signal = stored(draft())
    right, wrong = (
        EligibilityRule.objects.create(
            signal=signal,
            kind=RuleKind.PARTNERS,
            value={"min": number},
            sentence="x",
            language="en",
            confidence=0.5,
        )
        for number in (2, 3)
    )
    correct_signal(signal_id=signal.pk, changes={"rules": [right.pk]}, by=officer, at=AT)
    assert list(signal.rules.values_list("pk", "confidence")) == [(right.pk, 1.0)]
    assert str(wrong.value) in AuditEntry.objects.get().detail["rules"]["old"]


@pytest.mark.parametrize("field", ["source", "slug", "content_hash", "read_hash"])
def test_identity_is_nobodys_to_correct(officer, field):
    signal = stored(draft())
    with pytest.raises(NotCorrectableError, match=field):
        correct_signal(signal_id=signal.pk, changes={field: "x"}, by=officer, at=AT)


def test_a_wrong_value_changes_nothing(officer):
    signal = stored(draft())
    with pytest.raises(ValidationError):
        correct_signal(signal_id=signal.pk, changes={"impact": "miracle"}, by=officer, at=AT)
    signal.refresh_from_db()
    assert (signal.locked_fields, AuditEntry.objects.count()) == ([], 0)


def test_triage_is_written_once_for_each_signal(officer):
    store(draft("A-1"), draft("A-2"))
    ids = list(Signal.objects.values_list("pk", flat=True))
    assert triage(signal_ids=ids, triage=Triage.KEPT, by=officer, at=AT) == 2
    assert triage(signal_ids=ids, triage=Triage.KEPT, by=officer, at=LATER) == 0
    assert set(Signal.objects.values_list("triage", "triaged_by", "triaged_at")) == {("kept", officer.pk, AT)}
    assert AuditEntry.objects.filter(verb="triaged").count() == 2
