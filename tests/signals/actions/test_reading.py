"""Reading of stored signals: what changed only, in batches, by any number of workers."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from antena.signals.actions import pending_count, read_pending
from antena.signals.actions import reading as reading_module
from antena.signals.models import Signal, SignalEmbedding
from antena.sources.drafts import DraftText
from antena.themes.actions import load_catalogue
from tests.signals.samples import AT, LATER, FakeEmbedder, draft, store, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

CALL = DraftText(
    language="en",
    title="Local heating and cooling plans",
    body="Municipalities prepare plans for energy efficiency in buildings.",
    conditions="Proposals must be submitted by at least 3 applicants from 3 different eligible countries.",
)


def test_everything_is_read_of_a_new_signal():
    signal = stored(draft(texts=(CALL,), grant_max_eur=2_000_000, programme="LIFE"))
    embedder = FakeEmbedder()
    assert pending_count() == 1
    assert read_pending(embedder=embedder, at=LATER) == 1
    signal.refresh_from_db()
    assert (signal.impact, signal.read_at) == ("money", LATER)
    assert signal.impact_confidence > 0.6
    assert {word for row in signal.impact_evidence for word in row["words"]} >= {"municipalities"}
    assert "energy" in " ".join(theme.theme.code for theme in signal.themes.all())
    assert signal.goals.exists()
    assert {(rule.kind, str(rule.value), rule.sentence) for rule in signal.rules.all()} == {
        ("budget", "{'max_eur': 2000000}", ""),
        ("partners", "{'min': 3}", CALL.conditions),
        ("countries", "{'min': 3}", CALL.conditions),
    }
    assert signal.embedding.model == "fake-1"
    assert signal.search_row.impact == "money"
    assert f"{CALL.title}\n{CALL.body}" in embedder.asked
    assert pending_count() == 0


def test_what_is_read_is_not_read_again_until_it_changes():
    store(draft("A-1"), draft("A-2"))
    assert read_pending(embedder=None, at=AT) == 2
    assert read_pending(embedder=None, at=AT) == 0
    store(draft("A-1", title="Road safety"), at=LATER)
    assert read_pending(embedder=None, at=LATER) == 1
    assert read_pending(embedder=None, at=LATER) == 0


def test_meanings_left_out_are_made_later_and_only_once():
    store(draft("A-1"), draft("A-2"))
    embedder = FakeEmbedder()
    read_pending(embedder=None, at=AT)
    assert not SignalEmbedding.objects.exists()
    assert read_pending(embedder=embedder, at=AT) == 2
    asked = len(embedder.asked)
    assert read_pending(embedder=embedder, at=AT) == 0
    assert len(embedder.asked) == asked


def test_the_meaning_of_other_words_is_forgotten():
    store(draft())
    read_pending(embedder=FakeEmbedder(), at=AT)
    store(draft(title="New"), at=LATER)
    read_pending(embedder=None, at=LATER)
    assert not SignalEmbedding.objects.exists()


def test_a_corrected_signal_is_read_again_and_the_correction_stays():
    signal = stored(draft(texts=(CALL,)))
    read_pending(embedder=None, at=AT)
    Signal.objects.update(impact="none", corrections=1, locked_fields=["impact", "rules", "themes"])
    signal.rules.all().delete()
    signal.themes.all().delete()
    assert read_pending(embedder=None, at=LATER) == 1
    signal.refresh_from_db()
    assert (signal.impact, signal.rules.count(), signal.themes.count()) == ("none", 0, 0)
    assert signal.goals.exists()


def test_new_rules_of_reading_read_everything_again(monkeypatch):
    store(draft())
    read_pending(embedder=None, at=AT)
    monkeypatch.setattr("antena.signals.queries.READER", "next")
    assert read_pending(embedder=None, at=AT) == 1


def test_an_act_states_no_conditions():
    text = DraftText(language="en", title="Act", body=CALL.conditions)
    signal = stored(draft(kind="act", texts=(text,), deadlines=()))
    read_pending(embedder=None, at=AT)
    assert not signal.rules.exists()


def test_a_rule_in_two_languages_is_one():
    spanish = DraftText(language="es", title="C", conditions="El proyecto por al menos tres entidades.")
    signal = stored(draft(texts=(CALL, spanish)))
    read_pending(embedder=None, at=AT)
    assert signal.rules.filter(kind="partners").count() == 1


def test_it_stops_at_the_limit_and_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(reading_module, "BATCH", 2)
    store(*(draft(f"A-{number}") for number in range(5)))
    told = []
    assert read_pending(embedder=None, at=AT, limit=3, progress=lambda *how_far: told.append(how_far)) == 3
    assert told == [(2, 3), (3, 3)]
    assert read_pending(embedder=None, at=AT) == 2


def test_a_failed_batch_leaves_the_others_read(monkeypatch):
    monkeypatch.setattr(reading_module, "BATCH", 1)
    store(draft("A-1"), draft("A-2"))
    calls = []

    def fails_second(ids):
        calls.append(ids)
        if len(calls) == 2:
            raise RuntimeError("worker died")
        return len(ids)

    monkeypatch.setattr(reading_module, "index_signals", fails_second)
    with pytest.raises(RuntimeError):
        read_pending(embedder=None, at=AT)
    assert pending_count() == 1
    assert Signal.objects.exclude(read_hash="").count() == 1


def test_the_number_of_queries_does_not_grow():
    def queries(count):
        store(*(draft(f"Q{count}-{number}", texts=(CALL,)) for number in range(count)))
        with CaptureQueriesContext(connection) as captured:
            assert read_pending(embedder=FakeEmbedder(), at=AT) == count
        return len(captured)

    queries(1)
    assert queries(2) == queries(4)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work():
    load_catalogue()
    store(*(draft(f"A-{number}") for number in range(4)))
    held = list(Signal.objects.order_by("pk").values_list("pk", flat=True)[:2])
    counts = []

    def other_worker():
        try:
            counts.append(read_pending(embedder=None, at=AT))
        finally:
            connections.close_all()

    with transaction.atomic():
        list(Signal.objects.filter(pk__in=held).select_for_update())
        worker = threading.Thread(target=other_worker)
        worker.start()
        worker.join(timeout=60)
    assert counts == [2]
    assert set(Signal.objects.filter(read_hash="").values_list("pk", flat=True)) == set(held)
    assert read_pending(embedder=None, at=AT) == 2
