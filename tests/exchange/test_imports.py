"""From a file to records and back: exactly what the check said, nothing more, and nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antena.accounts.models import AuditEntry, User
from antena.actors.actions import edit_organisation
from antena.actors.models import Organisation
from antena.exchange import actions, queries, tasks
from antena.exchange.enums import ImportState, Outcome
from antena.exchange.exporting import explain
from antena.exchange.models import Import, ImportRow
from antena.exchange.targets import TARGETS
from antena.places.models import Place
from antena.signals import actions as signal_actions
from antena.signals.enums import Triage
from antena.signals.models import Deadline, Signal
from antena.sources.models import Run
from tests.exchange.conftest import NOW, csv_bytes
from tests.exchange.steps import carried, checked, undone

LATER = NOW + timedelta(days=1)
ONE = {"id": "u-1", "name": "University of Perpignan", "country": "France", "city": "Perpignan", "phone": "1"}
TWO = {"id": "u-2", "name": "University of Bruges", "country": "BE", "city": "Nowhere", "phone": "2"}
EVENT = {
    "id": "e-1",
    "title": "Congress of towns",
    "title (ca)": "Congrés de municipis",
    "language": "en",
    "url": "https://example.org/congress",
    "starts": "15/04/2027 10:00",
    "ends": "15/04/2027 17:00",
    "time zone": "Europe/London",
    "registration deadline": "31 March 2027",
    "city": "Bruges",
    "country": "BE",
    "keywords": "water; energy",
}


def states(brought: Import) -> dict[int, str]:
    return dict(brought.rows.values_list("number", "state"))


def test_checking_writes_nothing_and_says_what_will_happen(officer: User, ground: list[Place]) -> None:
    brought = checked("university", csv_bytes([ONE, TWO]), officer)
    assert states(brought) == {2: "new", 3: "new"}
    assert Organisation.objects.count() == 0
    assert [explain(row.notes) for row in brought.rows.all()] == [
        [],
        ["city: No place called “Nowhere” is known there; the name is kept, without a link to the map."],
    ]
    actions.start_carrying(import_id=brought.pk, by=officer, at=NOW)
    done = actions.carry_out(import_id=brought.pk, at=NOW)
    assert done.state == ImportState.DONE
    assert queries.state_counts(done) == {"new": 2}
    first, second = Organisation.objects.order_by("identifiers__file")
    assert (first.place, first.country_id, first.identifiers) == (ground[0], "FR", {"file": "u-1"})
    assert (second.place, second.city) == (None, "Nowhere")


def test_bringing_again_updates_instead_of_repeating(officer: User, ground: list[Place]) -> None:
    carried("university", csv_bytes([ONE, TWO]), officer)
    again = carried("university", csv_bytes([ONE, TWO | {"phone": "3"}]), officer, at=LATER)
    assert states(again) == {2: "same", 3: "changed"}
    assert again.rows.get(number=3).changes == [{"field": "phone", "old": "2", "new": "3"}]
    assert Organisation.objects.count() == 2


def test_without_identifiers_name_and_city_decide(officer: User, ground: list[Place]) -> None:
    rows = [
        {"name": "School of Arts", "country": "ES", "city": "Barcelona"},
        {"name": "School of Arts", "country": "ES", "city": "Vic"},
        {"name": "SCHOOL of  Arts", "country": "ES", "city": "vic"},
    ]
    brought = carried("university", csv_bytes(rows), officer)
    assert states(brought) == {2: "new", 3: "new", 4: "wrong"}
    assert explain(brought.rows.get(number=4).errors) == ["The same as another row of the file: 3."]
    unsure = checked("university", csv_bytes([{"name": "School of Arts", "country": "ES"}]), officer)
    assert "Several records may be meant" in explain(unsure.rows.get().errors)[0]


def test_an_empty_cell_erases_only_where_it_is_said(officer: User, ground: list[Place]) -> None:
    carried("university", csv_bytes([ONE]), officer)
    content = csv_bytes([ONE | {"phone": ""}])
    assert states(checked("university", content, officer)) == {2: "same"}
    carried("university", content, officer, blanks_erase=True)
    assert Organisation.objects.get().phone == ""


def test_what_a_person_corrected_stays(officer: User, ground: list[Place]) -> None:
    carried("university", csv_bytes([ONE]), officer)
    stored = Organisation.objects.get()
    edit_organisation(organisation_id=stored.pk, changes={"phone": "9"}, by=officer, at=NOW)
    again = carried("university", csv_bytes([ONE | {"address": "Street 1"}]), officer, at=LATER)
    assert explain(again.rows.get().notes) == [
        "phone: Somebody corrected this by hand; the file does not change it."
    ]
    stored.refresh_from_db()
    assert (stored.phone, stored.address) == ("9", "Street 1")


def test_undoing_restores_what_was_and_removes_what_was_not(officer: User, ground: list[Place]) -> None:
    first = carried("university", csv_bytes([ONE]), officer)
    second = carried("university", csv_bytes([ONE | {"phone": "7"}, TWO]), officer, at=LATER)
    undone(second, officer)
    assert [one.phone for one in Organisation.objects.all()] == ["1"]
    undone(first, officer)
    assert not Organisation.objects.exists()
    assert AuditEntry.objects.filter(verb="undone").count() == 2


def test_undoing_leaves_what_somebody_changed_since(officer: User, ground: list[Place]) -> None:
    brought = carried("university", csv_bytes([ONE, TWO]), officer)
    changed = Organisation.objects.get(identifiers__file="u-1")
    edit_organisation(organisation_id=changed.pk, changes={"phone": "9"}, by=officer, at=LATER)
    done = undone(brought, officer)
    assert Organisation.objects.get() == changed
    assert dict(done.rows.values_list("number", "outcome")) == {2: Outcome.LEFT, 3: Outcome.UNDONE}


def test_a_step_at_the_wrong_time_is_refused(officer: User, ground: list[Place]) -> None:
    brought = carried("university", csv_bytes([ONE]), officer)
    with pytest.raises(actions.WrongStateError):
        actions.start_carrying(import_id=brought.pk, by=officer, at=NOW)
    with pytest.raises(actions.WrongStateError):
        actions.map_columns(import_id=brought.pk, mapping={}, blanks_erase=False, by=officer, at=NOW)
    undone(brought, officer)
    with pytest.raises(actions.WrongStateError):
        actions.start_undoing(import_id=brought.pk, by=officer, at=NOW)


def test_an_import_cut_off_goes_on(
    officer: User, ground: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antena.exchange.actions.carrying.BATCH", 1)
    brought = checked("university", csv_bytes([ONE, TWO]), officer)
    actions.start_carrying(import_id=brought.pk, by=officer, at=NOW)
    target = TARGETS["university"]
    write, calls = target.write, []

    def dies(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return write(*args, **kwargs)

    monkeypatch.setattr(target, "write", dies)
    with pytest.raises(ConnectionError):
        actions.carry_out(import_id=brought.pk, at=NOW)
    assert Organisation.objects.count() == 1
    actions.carry_out(import_id=brought.pk, at=NOW)
    assert Organisation.objects.count() == 2
    assert Import.objects.get().state == ImportState.DONE


def test_a_long_import_is_left_to_the_worker(
    officer: User, ground: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antena.exchange.tasks.AT_ONCE", 1)
    brought = actions.upload(
        target="university", file_name="a.csv", content=csv_bytes([ONE, TWO]), by=officer, at=NOW
    )
    names = {name: name for name in brought.headers}
    actions.map_columns(import_id=brought.pk, mapping=names, blanks_erase=False, by=officer, at=NOW)
    brought.refresh_from_db()
    assert tasks.go_on(brought) is False
    # asked twice, done once
    assert tasks.go_on(brought) is False
    assert not ImportRow.objects.exists()
    tasks.work_on_import(import_id=brought.pk)
    assert Import.objects.get().state == ImportState.CHECKED
    actions.start_carrying(import_id=brought.pk, by=officer, at=NOW)
    tasks.work_on_import(import_id=brought.pk)
    assert Organisation.objects.count() == 2


def test_an_event_becomes_a_signal_with_all_it_says(officer: User, ground: list[Place]) -> None:
    brought = carried("event", csv_bytes([EVENT]), officer)
    signal = Signal.objects.get()
    assert (signal.source, signal.external_id, signal.kind) == ("files-event", "e-1", "event")
    assert {text.language: text.title for text in signal.texts.all()} == {
        "en": "Congress of towns",
        "ca": "Congrés de municipis",
    }
    # ten in London is nine in UTC in April
    assert signal.details["starts"] == "2027-04-15T09:00:00+00:00"
    assert (signal.details["place"], signal.countries, signal.keywords) == (
        ground[2].pk,
        ["BE"],
        ["water", "energy"],
    )
    assert Deadline.objects.get().at.isoformat() == "2027-03-31T21:59:59+00:00"
    run = Run.objects.get(pk=brought.run_id)
    assert (run.source, run.new, run.seen) == ("files-event", 1, 1)
    found = queries.provenance("event", signal.pk)
    assert found is not None
    assert (found.brought.pk, found.number) == (brought.pk, 2)


def test_an_event_changed_and_undone_is_as_it_was(officer: User, ground: list[Place]) -> None:
    first = carried("event", csv_bytes([EVENT]), officer)
    before = Signal.objects.get().content_hash
    second = carried("event", csv_bytes([EVENT | {"title": "Congress of all towns"}]), officer, at=LATER)
    assert [one["field"] for one in second.rows.get().changes] == ["title:en"]
    assert Signal.objects.get().version == 2
    undone(second, officer, at=LATER)
    assert Signal.objects.get().content_hash == before
    undone(first, officer, at=LATER)
    assert not Signal.objects.exists()


def test_an_event_the_office_decided_on_is_left(officer: User, ground: list[Place]) -> None:
    brought = carried("event", csv_bytes([EVENT]), officer)
    signal = Signal.objects.get()
    signal_actions.triage(signal_ids=[signal.pk], triage=Triage.KEPT, by=officer, at=LATER)
    done = undone(brought, officer, at=LATER)
    assert Signal.objects.get() == signal
    assert done.rows.get().outcome == Outcome.LEFT


def test_rows_that_contradict_themselves_are_wrong(officer: User, ground: list[Place]) -> None:
    rows = [EVENT | {"ends": "14/04/2027"}, EVENT | {"id": "e-2", "title": "", "url": "nowhere"}]
    brought = checked("event", csv_bytes(rows), officer)
    assert [explain(row.errors) for row in brought.rows.all()] == [
        ["end: The end, 2027-04-14, is before the start."],
        [
            "title: Empty, and it may not be. Expected: text.",
            "url: “nowhere” is no web address. Expected: a web address, such as https://example.org/page.",
        ],
    ]


@pytest.mark.parametrize("target", ["university", "event"])
def test_more_rows_are_not_more_queries(target: str, officer: User, ground: list[Place]) -> None:
    one: dict[str, str] = ONE if target == "university" else EVENT

    def cost(count: int) -> int:
        rows = [one | {"id": f"{count}-{n}", "name": f"N {count} {n}"} for n in range(count)]
        if target == "event":
            rows = [{key: value for key, value in row.items() if key != "name"} for row in rows]
        with CaptureQueriesContext(connection) as made:
            carried(target, csv_bytes(rows), officer)
        return len(made)

    cost(2)
    assert cost(3) == cost(1)
