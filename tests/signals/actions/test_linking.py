"""Linking in the database: one signal for one thing, decisions that stay, dossiers as if made at once."""

import random
from datetime import timedelta

import msgspec
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.accounts.models import AuditEntry, User
from antena.signals import search
from antena.signals.actions import (
    CannotJoinError,
    ContradictionError,
    DecidedError,
    decide_likeness,
    join_signals,
    link_pending,
    part_signals,
    read_pending,
    restage_dossiers,
    triage,
)
from antena.signals.enums import Sameness, Triage
from antena.signals.importing import SignalImporter
from antena.signals.models import (
    Dossier,
    DossierMember,
    Likeness,
    SearchRow,
    Signal,
    SignalEmbedding,
    SignalKey,
    Unlinked,
)
from antena.signals.search.champions import rebuild
from antena.sources.drafts import Draft, DraftText
from tests.signals.samples import AT, LATER, FakeEmbedder, draft, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

TOPIC = "CERV-2026-TOWN-TT"
FEED = "FEED-2026-0001"


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("officer", role="officer")


def call(
    source: str, external_id: str, *, title: str = "Town twinning", language: str = "en", **over
) -> Draft:
    text = DraftText(language=language, title=title, body="What it is about.")
    over.setdefault("url", f"https://example.org/{source}/{external_id}")
    return draft(external_id, source=source, texts=(text,), **over)


def read(*drafts: Draft, at=AT, embedder=None) -> None:
    for one in drafts:
        store(one, at=at)
    read_pending(embedder=embedder, at=at)


def signal(external_id: str) -> Signal:
    return Signal.objects.get(external_id=external_id)


def two_sources() -> tuple[Signal, Signal]:
    """The same topic from sedia and, with words in Finnish, from a source of less authority."""
    theirs = call("feeds", FEED, title="Kaupungit", language="fi", references={"topic": (TOPIC,)})
    read(theirs, call("sedia", TOPIC), embedder=FakeEmbedder())
    return signal(TOPIC), signal(FEED)


def found(words: str) -> list[str]:
    asked = search.SearchRequest(text=words)
    ids = search.ranked_ids(asked, language="en", at=AT, limit=10)
    return list(Signal.objects.filter(pk__in=ids).values_list("external_id", flat=True))


def test_the_same_thing_from_two_sources_is_one_signal_that_is_found_once() -> None:
    leader, follower = two_sources()
    assert (leader.same_as, follower.same_as) == (None, leader)
    assert list(SearchRow.objects.values_list("signal", flat=True)) == [leader.pk]
    assert list(SignalEmbedding.objects.values_list("signal", flat=True)) == [leader.pk]
    assert SearchRow.objects.get().languages == ["en", "fi"]
    assert found("twinning") == [TOPIC]
    assert found("kaupungit") == [TOPIC]
    assert found(FEED) == [TOPIC]
    assert not Unlinked.objects.exists() or read_pending(embedder=None, at=AT) == 0


def test_a_follower_leaves_lists_that_were_prepared_before_it_followed() -> None:
    read(call("sedia", TOPIC), call("feeds", FEED))
    rebuild(at=AT)
    assert len(found("twinning")) == 2
    read(call("feeds", FEED, references={"topic": (TOPIC,)}), at=LATER)
    assert found("twinning") == [TOPIC]


def test_what_is_joined_is_not_read_for_ever() -> None:
    two_sources()
    assert read_pending(embedder=FakeEmbedder(), at=LATER) == 0
    assert link_pending(at=LATER).regrouped == 0


def test_what_no_longer_shares_a_number_is_parted_and_found_again() -> None:
    two_sources()
    read(call("feeds", FEED, title="Waterworks"), at=LATER, embedder=FakeEmbedder())
    assert signal(FEED).same_as is None
    assert found("waterworks") == [FEED]
    assert SignalEmbedding.objects.count() == 2


def test_a_listed_follower_keeps_the_thing_listed_until_its_leader_is_back() -> None:
    leader, follower = two_sources()
    SignalImporter().delist_unseen("sedia", since=LATER)
    read_pending(embedder=FakeEmbedder(), at=LATER)
    leader.refresh_from_db()
    follower.refresh_from_db()
    assert (leader.same_as, follower.same_as, follower.delisted_at) == (follower, None, None)
    assert found("twinning") == [FEED]
    assert SignalEmbedding.objects.get().signal == follower
    store(call("sedia", TOPIC), at=LATER)
    read_pending(embedder=FakeEmbedder(), at=LATER)
    follower.refresh_from_db()
    assert follower.same_as == leader


def test_followers_of_a_deleted_leader_lead() -> None:
    leader, follower = two_sources()
    leader.delete()
    assert read_pending(embedder=FakeEmbedder(), at=LATER) == 1
    follower.refresh_from_db()
    assert follower.same_as is None
    assert found("kaupungit") == [FEED]


def test_the_sample_joins_nothing_real() -> None:
    SignalImporter(sample=True).store([call("sample", TOPIC)], run_id=1, at=AT)
    read(call("sedia", TOPIC))
    assert not Signal.objects.exclude(same_as=None).exists()


def test_a_leader_takes_the_decision_about_its_follower(officer: User) -> None:
    read(call("feeds", FEED, references={"topic": (TOPIC,)}))
    triage(signal_ids=[signal(FEED).pk], triage=Triage.DISMISSED, by=officer, at=AT)
    read(call("sedia", TOPIC), at=LATER)
    leader = signal(TOPIC)
    assert (leader.triage, leader.triaged_by, leader.triaged_at) == (Triage.DISMISSED, officer, AT)


def test_what_a_person_joined_or_parted_stays_so(officer: User) -> None:
    leader, follower = two_sources()
    part_signals(one_id=follower.pk, other_id=leader.pk, by=officer, at=LATER)
    assert found("kaupungit") == [FEED]
    read(call("sedia", TOPIC, title="New"), call("feeds", FEED, references={"topic": (TOPIC,)}), at=LATER)
    assert signal(FEED).same_as is None
    assert join_signals(one_id=follower.pk, other_id=leader.pk, by=officer, at=LATER) == leader.pk
    read(call("feeds", FEED, title="Nothing in common"), at=LATER)
    assert signal(FEED).same_as == leader
    assert [(row.verb, row.actor) for row in AuditEntry.objects.order_by("pk")] == [
        ("parted", officer),
        ("joined", officer),
    ]
    assert Likeness.objects.get().state == Sameness.SAME


def test_joining_says_what_it_cannot(officer: User) -> None:
    SignalImporter(sample=True).store([call("sample", "s-1")], run_id=1, at=AT)
    read(call("sedia", TOPIC), call("feeds", FEED), call("feeds", "f-2"))
    one, two, three = signal(TOPIC), signal(FEED), signal("f-2")
    for join in (join_signals, part_signals):
        with pytest.raises(CannotJoinError):
            join(one_id=one.pk, other_id=one.pk, by=officer, at=AT)
        with pytest.raises(ObjectDoesNotExist):
            join(one_id=one.pk, other_id=0, by=officer, at=AT)
    with pytest.raises(CannotJoinError):
        join_signals(one_id=one.pk, other_id=signal("s-1").pk, by=officer, at=AT)
    part_signals(one_id=one.pk, other_id=three.pk, by=officer, at=AT)
    join_signals(one_id=one.pk, other_id=two.pk, by=officer, at=AT)
    with pytest.raises(ContradictionError):
        join_signals(one_id=three.pk, other_id=two.pk, by=officer, at=AT)
    assert AuditEntry.objects.count() == 2
    assert signal("f-2").same_as is None


# Likeness


def twins(**over) -> tuple[Draft, Draft]:
    """The same call told without a number by two sources."""
    return call("feeds", "f-1", **over), call("bdns", "b-1", **over)


def test_what_looks_alike_waits_for_a_person_and_nothing_is_joined() -> None:
    read(*twins(), call("other", "o-1", title="Water reuse in small towns"), embedder=FakeEmbedder())
    pair = Likeness.objects.get()
    assert {pair.one.external_id, pair.other.external_id} == {"f-1", "b-1"}
    assert pair.state == Sameness.PENDING
    assert pair.evidence == {"title": 1.0, "meaning": pair.evidence["meaning"], "agrees": ["deadlines"]}
    assert not Signal.objects.exclude(same_as=None).exists()


def test_a_pair_alike_no_more_is_forgotten_and_a_decided_one_kept(officer: User) -> None:
    read(*twins(), embedder=FakeEmbedder())
    read(call("feeds", "f-1", title="Quite another title"), at=LATER, embedder=FakeEmbedder())
    assert not Likeness.objects.exists()
    read(*twins(), at=LATER, embedder=FakeEmbedder())
    pair = Likeness.objects.get()
    decide_likeness(likeness_id=pair.pk, is_same=False, by=officer, at=LATER)
    with pytest.raises(DecidedError):
        decide_likeness(likeness_id=pair.pk, is_same=True, by=officer, at=LATER)
    read(call("feeds", "f-1", title="Quite another title"), at=LATER, embedder=FakeEmbedder())
    read(*twins(), at=LATER, embedder=FakeEmbedder())
    pair.refresh_from_db()
    assert (pair.state, pair.by) == (Sameness.DIFFERENT, officer)
    assert Likeness.objects.count() == 1


# Dossiers


def document(kind: str, external_id: str, **references) -> Draft:
    text = DraftText(language="en", title=f"{kind} {external_id}")
    return draft(
        external_id,
        source={"consultation": "haveyoursay", "procedure": "europarl"}.get(kind, "cellar"),
        kind=kind,
        texts=(text,),
        deadlines=(),
        references={name: tuple(ids) for name, ids in references.items()},
    )


LAW = (
    document("consultation", "14858", initiative=["14858"], com=["COM(2026) 123", "SWD(2026) 9"]),
    document("proposal", "52026PC0123", procedure=["2026/0055/COD"]),
    document("procedure", "2026-0055"),
    document("act", "32027L0001", procedure=["2026/0055(COD)"], amends=["32024L3019"]),
    document("opinion", "52026AR0009", opinion_on=["52026PC0123", "52026PC0200"]),
    document("proposal", "52026PC0200", procedure=["2026/0077(COD)"]),
    document("procedure", "2026-0077"),
    document("act", "32024L3019", procedure=["2022/0345/COD"]),
    document("act", "32024L1275"),
)


def dossiers() -> set[tuple[str, str, frozenset[str], frozenset[str]]]:
    """Slug, label, core and speaking documents of every dossier."""
    made = set()
    for dossier in Dossier.objects.all():
        rows = DossierMember.objects.filter(dossier=dossier)
        members = set(rows.values_list("signal__external_id", "is_core"))
        made.add(
            (
                dossier.slug,
                dossier.label,
                frozenset(name for name, is_core in members if is_core),
                frozenset(name for name, is_core in members if not is_core),
            )
        )
        assert dossier.member_count == len(members)
    return made


EXPECTED = {
    (
        "2026-0055",
        "2026/0055(COD)",
        frozenset({"14858", "52026PC0123", "2026-0055", "32027L0001"}),
        frozenset({"52026AR0009"}),
    ),
    (
        "2026-0077",
        "2026/0077(COD)",
        frozenset({"52026PC0200", "2026-0077"}),
        frozenset({"52026AR0009"}),
    ),
}


@pytest.mark.parametrize("seed", range(6))
def test_dossiers_are_the_same_in_whatever_order_their_documents_come(seed: int) -> None:
    dice = random.Random(seed)
    for one in dice.sample(LAW, len(LAW)):
        store(one)
        if dice.random() < 0.5:
            read_pending(embedder=None, at=AT)
    read_pending(embedder=None, at=AT)
    assert dossiers() == EXPECTED


def test_a_dossier_bears_the_title_of_its_procedure() -> None:
    read(*LAW)
    assert Dossier.objects.get(slug="2026-0055").lead == signal("2026-0055")


def test_what_changes_its_number_changes_its_dossier_and_what_is_left_splits() -> None:
    first = document("consultation", "14858", initiative=["14858"])
    bridge = document("proposal", "52026PC0123", initiative=["14858"], procedure=["2026/0055(COD)"])
    last = document("act", "32027L0001", procedure=["2026/0055(COD)"])
    read(first, bridge, last)
    assert {row[2] for row in dossiers()} == {frozenset({"14858", "52026PC0123", "32027L0001"})}
    kept = Dossier.objects.get().pk
    read(document("proposal", "52026PC0123", procedure=["2026/0055(COD)"]), at=LATER)
    assert {row[2] for row in dossiers()} == {frozenset({"52026PC0123", "32027L0001"})}
    assert Dossier.objects.get().pk == kept
    read(bridge, at=LATER)
    assert {row[2] for row in dossiers()} == {frozenset({"14858", "52026PC0123", "32027L0001"})}


def test_a_dossier_whose_documents_were_deleted_is_made_anew() -> None:
    read(*LAW)
    signal("2026-0077").delete()
    signal("52026PC0200").delete()
    link_pending(at=LATER)
    assert {row[0] for row in dossiers()} == {"2026-0055"}


def test_a_follower_brings_its_numbers_to_its_leader() -> None:
    read(
        document("act", "32027L0001"),
        msgspec.structs.replace(document("act", "32027L0001", procedure=["2026/0055(COD)"]), source="other"),
        document("procedure", "2026-0055"),
    )
    assert {row[2] for row in dossiers()} == {frozenset({"2026-0055", "32027L0001"})}
    assert DossierMember.objects.get(signal__external_id="32027L0001").signal.source == "cellar"


def test_time_alone_moves_a_dossier_on() -> None:
    act = msgspec.structs.replace(
        document("act", "32027L0001", procedure=["2026/0055(COD)"]),
        document_type="REG",
        published_on=AT.date() - timedelta(days=3),
        details={"entry_into_force": [(AT + timedelta(days=10)).date().isoformat()]},
    )
    read(act, document("procedure", "2026-0055"))
    assert Dossier.objects.get().stage == "adopted"
    assert restage_dossiers(at=AT + timedelta(days=9)) == 0
    assert restage_dossiers(at=AT + timedelta(days=10)) == 1
    assert Dossier.objects.get().stage == "applied"
    assert restage_dossiers(at=AT + timedelta(days=11)) == 0


def test_more_documents_are_not_more_queries() -> None:
    def queries(number: int, count: int) -> int:
        for n in range(count):
            store(document("act", f"3202{number}L{n:04}", procedure=[f"202{number}/0055(COD)"]))
        store(document("procedure", f"202{number}-0055"))
        with CaptureQueriesContext(connection) as captured:
            read_pending(embedder=None, at=AT)
        return len(captured)

    queries(4, 1)
    assert queries(5, 1) == queries(6, 3)


def test_keys_follow_what_the_source_says() -> None:
    read(document("act", "32027L0001", procedure=["2026/0055(COD)"]))
    read(document("act", "32027L0001", procedure=["2026/0056(COD)"]), at=LATER)
    assert set(SignalKey.objects.exclude(scheme="url").values_list("scheme", "value", "relation")) == {
        ("celex", "32027L0001", "is"),
        ("procedure", "2026/0056", "procedure"),
    }
