"""Drafts become signals: new, changed, the same; what people wrote stays."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from antena.signals.enums import Status, TextOrigin
from antena.signals.importing import MixedSourcesError, SignalImporter, UnstorableDraftError
from antena.signals.models import Deadline, Signal, SignalText
from antena.sources.drafts import DraftDeadline, DraftText
from antena.sources.importing import Counts
from tests.signals.samples import AT, DEADLINE, LATER, draft, store

pytestmark = pytest.mark.django_db


def test_a_new_draft_becomes_a_signal_with_words_and_dates():
    assert store(draft(budget_total_eur=5_000_000, details={"lot": 2})) == Counts(1, 0, 0)
    signal = Signal.objects.get()
    assert signal.slug == "call-cerv-2026-town-tt"
    assert (signal.status, signal.next_deadline) == (
        Status.OPEN,
        datetime(2027, 4, 15, 21, 59, 59, tzinfo=UTC),
    )
    assert (signal.version, signal.first_seen, signal.last_seen) == (1, AT, AT)
    assert (signal.budget_total_eur, signal.details, signal.keywords) == (5_000_000, {"lot": 2}, [])
    assert [(text.language, text.origin, text.title) for text in signal.texts.all()] == [
        ("en", TextOrigin.OFFICIAL, "Town twinning")
    ]
    assert [(deadline.at, deadline.day_only) for deadline in signal.deadlines.all()] == [(DEADLINE.at, True)]
    assert not signal.versions.exists()


def test_the_same_again_is_the_same_and_seen():
    store(draft())
    assert store(draft(), at=LATER) == Counts(0, 0, 1)
    signal = Signal.objects.get()
    assert (signal.version, signal.last_seen, signal.first_seen) == (1, LATER, AT)


def test_a_change_is_written_field_by_field():
    store(draft())
    moved = DraftDeadline(at=datetime(2027, 5, 20, 15, 0, tzinfo=UTC), day_only=False)
    counts = store(
        draft(title="Town twinning 2027", deadlines=(moved,), grant_max_eur=50_000), at=LATER, run_id=7
    )
    assert counts == Counts(0, 1, 0)
    signal = Signal.objects.get()
    version = signal.versions.get()
    assert (version.number, version.at, version.run_id, signal.version) == (2, LATER, 7, 2)
    assert version.changes == [
        {
            "field": "deadlines",
            "language": "",
            "old": [{"at": "2027-04-15T00:00:00+00:00", "day_only": True, "label": ""}],
            "new": [{"at": "2027-05-20T15:00:00+00:00", "day_only": False, "label": ""}],
        },
        {"field": "grant_max_eur", "language": "", "old": None, "new": 50_000},
        {"field": "title", "language": "en", "old": "Town twinning", "new": "Town twinning 2027"},
    ]
    assert signal.next_deadline == moved.at
    assert signal.deadlines.get().at == moved.at


def test_a_version_holds_only_what_differs_in_every_kind_of_field():
    store(
        draft(
            published_on=date(2026, 1, 1), details={"a": (1, 2)}, references={"call": ("X",)}, eurovoc=("1",)
        )
    )
    store(
        draft(
            published_on=date(2026, 1, 1), details={"a": (1, 2)}, references={"call": ("Y",)}, eurovoc=("1",)
        ),
        at=LATER,
    )
    (change,) = Signal.objects.get().versions.get().changes
    assert change == {"field": "references.call", "language": "", "old": ["X"], "new": ["Y"]}


def test_what_a_person_locked_stays():
    store(draft())
    Signal.objects.update(programme="ERASMUS+", locked_fields=["programme", "deadlines"])
    assert store(draft(programme="LIFE", deadlines=(), title="New"), at=LATER) == Counts(0, 1, 0)
    signal = Signal.objects.get()
    assert (signal.programme, signal.deadlines.count(), signal.status) == ("ERASMUS+", 1, Status.OPEN)
    assert signal.next_deadline == datetime(2027, 4, 15, 21, 59, 59, tzinfo=UTC)
    assert [change["field"] for change in signal.versions.get().changes] == ["title"]


def test_what_a_person_wrote_stays_and_a_machine_gives_way():
    store(draft(texts=(DraftText(language="en", title="A"), DraftText(language="fr", title="B"))))
    SignalText.objects.filter(language="en").update(title="Ours", origin=TextOrigin.PERSON)
    SignalText.objects.filter(language="fr").update(title="Machine", origin=TextOrigin.MACHINE, engine="x")
    store(draft(texts=(DraftText(language="en", title="A2"), DraftText(language="fr", title="B2"))), at=LATER)
    found = {(text.language, text.title, text.origin, text.engine) for text in SignalText.objects.all()}
    assert found == {("en", "Ours", "person", ""), ("fr", "B2", "official", "")}


def test_a_language_that_is_no_longer_given_stays():
    store(draft(texts=(DraftText(language="en", title="A"), DraftText(language="fr", title="B"))))
    store(draft(texts=(DraftText(language="en", title="A2"),)), at=LATER)
    assert {text.title for text in SignalText.objects.all()} == {"A2", "B"}


def test_what_is_no_longer_listed_is_marked_and_comes_back():
    importer = SignalImporter()
    store(draft("A-1"), draft("A-2"))
    store(draft("A-1"), at=LATER)
    assert importer.delist_unseen("sedia", since=LATER) == 1
    assert importer.listed("sedia") == 1
    assert Signal.objects.get(external_id="A-2").delisted_at == LATER
    assert importer.delist_unseen("sedia", since=LATER) == 0
    assert store(draft("A-2"), at=LATER) == Counts(0, 0, 1)
    assert importer.listed("sedia") == 2


def test_another_source_is_left_alone_when_one_is_delisted():
    store(draft("A-1", source="cellar"))
    assert SignalImporter().delist_unseen("sedia", since=LATER) == 0


def test_a_record_said_twice_is_stored_once_as_last_said():
    assert store(draft(title="First"), draft(title="Last")) == Counts(1, 0, 1)
    assert SignalText.objects.get().title == "Last"


def test_two_signals_never_share_an_address():
    store(draft("X-1"), draft("x-1"), draft("X 1"), draft("X-1" * 60))
    store(draft("X-1", source="cellar"))
    slugs = list(Signal.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 5
    assert all(len(slug) <= 80 for slug in slugs)
    store(draft("X-1", title="Other"), at=LATER)
    assert sorted(slugs) == sorted(Signal.objects.values_list("slug", flat=True))


def test_the_slug_outlives_a_change_of_kind():
    store(draft())
    store(draft(kind="news"), at=LATER)
    assert Signal.objects.get().slug == "call-cerv-2026-town-tt"


def test_what_postgresql_cannot_hold_is_taken_out():
    store(draft(title="a\x00b\ud800c", details={"k\x00": ["\x00v"]}))
    assert SignalText.objects.get().title == "abc"
    assert Signal.objects.get().details == {"k": ["v"]}


def test_long_labels_are_cut():
    long = "x" * 500
    store(
        draft(document_type=long, programme=long, deadlines=(msgspec.structs.replace(DEADLINE, label=long),))
    )
    assert len(Signal.objects.get().document_type) == 120
    assert len(Deadline.objects.get().label) == 120
    assert store(draft(document_type=long, programme=long, title="New", deadlines=()), at=LATER).changed == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "miracle"}, "kind"),
        ({"identifier": ""}, "external_id"),
        ({"identifier": "x" * 201}, "external_id"),
        ({"url": "https://" + "x" * 2000}, "url"),
        ({"texts": ()}, "texts"),
        ({"texts": (DraftText(language="en", title=""),)}, "texts"),
        ({"texts": (DraftText(language="en", title="a"), DraftText(language="en", title="b"))}, "texts"),
        ({"grant_max_eur": -1}, "grant_max_eur"),
        ({"budget_total_eur": 2**63}, "budget_total_eur"),
        ({"expected_grants": 2**31}, "expected_grants"),
        ({"deadlines": (DraftDeadline(at=datetime(2027, 1, 1)),)}, "deadlines"),
    ],
)
def test_a_draft_that_cannot_be_stored_says_which_field_and_harms_nothing(values, field):
    store(draft("GOOD-1"))
    with pytest.raises(UnstorableDraftError, match=f": {field}: ") as refusal:
        store(draft("GOOD-1", title="New"), draft(**values))
    assert refusal.value.field == field
    assert SignalText.objects.get().title == "Town twinning"


def test_one_source_at_a_time():
    with pytest.raises(MixedSourcesError, match="cellar, sedia"):
        store(draft(), draft(source="cellar"))


def test_nothing_to_store_is_nothing():
    assert store() == Counts(0, 0, 0)


@pytest.mark.parametrize(("first", "second"), [(1, 3)])
def test_the_number_of_queries_does_not_grow(first, second):
    def queries(count, title, at):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            store(*(draft(f"Q{count}-{number}", title=title) for number in range(count)), at=at)
        return len(captured)

    assert queries(first, "a", AT) == queries(second, "a", AT)
    assert queries(first, "b", LATER) == queries(second, "b", LATER)
    assert queries(first, "b", LATER) == queries(second, "b", LATER) == 4


titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
drafts = st.lists(
    st.builds(
        draft,
        identifier=st.sampled_from(["A", "B", "a b", "ç"]),
        title=titles,
        opens_on=st.none() | st.dates(),
        deadlines=st.lists(
            st.builds(DraftDeadline, at=st.datetimes(timezones=st.just(UTC)), day_only=st.booleans()),
            max_size=2,
        ).map(tuple),
        details=st.dictionaries(
            st.text(max_size=4), st.integers() | st.none() | st.text(max_size=4), max_size=2
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item.external_id,
)


class Idempotence(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(drafts)
    def test_storing_twice_changes_nothing(self, items):
        items = [item for item in items if item.texts[0].title.strip("\x00")]
        if not items:
            return
        assert store(*items) == Counts(len(items), 0, 0)
        before = list(Signal.objects.order_by("pk").values())
        assert store(*items) == Counts(0, 0, len(items))
        assert before == list(Signal.objects.order_by("pk").values())
