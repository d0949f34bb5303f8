"""An alarm is opened once, kept, calmed and cleared; the office is told once of each, in its language."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.core import signing
from pytest_django import DjangoAssertNumQueries, Settings

from antena.accounts import actions as account_actions
from antena.accounts import queries as accounts
from antena.accounts.enums import Role
from antena.accounts.models import AuditEntry, User
from antena.notices.models import Message
from antena.sources import catalogue
from antena.sources import queries as source_queries
from antena.sources.alarms import actions, queries
from antena.sources.alarms.letters import Links
from antena.sources.enums import RunState, Trouble
from antena.sources.models import Alarm, Run
from tests.sources.conftest import DAY, MORNING

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LINKS = Links(sources=lambda: "https://a.example/sources/", stop=lambda token: f"https://a.example/{token}/")


@pytest.fixture(autouse=True)
def two_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue.connectors()
    monkeypatch.setattr(catalogue, "connectors", lambda: {name: known[name] for name in ("cellar", "sedia")})


def run(at: datetime, source: str = "sedia", **more: Any) -> Run:
    values = {"state": RunState.DONE, "rows": 600, "new": 3, "seen": 600, **more}
    return Run.objects.create(source=source, started_at=at, finished_at=at, **values)


def failed(at: datetime, source: str = "sedia") -> Run:
    return run(at, source, state=RunState.FAILED, rows=0, new=0, problem="nothing_came", error="HTTP 500")


def shrunk(at: datetime, source: str = "sedia") -> Run:
    return run(at, source, state=RunState.REFUSED, rows=9, new=0, problem="shrunk", error="9 / 600")


def open_alarms() -> dict[str, list[queries.OpenAlarm]]:
    return queries.open_alarms(source_queries.contracts())


def officer(name: str = "ona", language: str = "en", **more: Any) -> User:
    return User.objects.create(
        **{
            "username": name,
            "email": f"{name}@office.example",
            "language": language,
            "role": Role.OFFICER,
            **more,
        }
    )


def look(at: datetime) -> list[str]:
    return [f"{alarm.source} {alarm.problem}" for alarm in actions.look_for_silence(at=at)]


def tell(at: datetime) -> int:
    return actions.tell_officers(links=LINKS, at=at)


def test_an_alarm_opens_once_stays_and_is_cleared_when_it_was_calm() -> None:
    run(MORNING - DAY)
    wrong = failed(MORNING)
    assert look(MORNING) == ["sedia failing"]
    assert look(MORNING + HOUR) == []
    (alarm,) = Alarm.objects.all()
    assert (alarm.since, alarm.seen_last, alarm.cleared_at, alarm.run) == (
        MORNING,
        MORNING + HOUR,
        None,
        wrong,
    )
    run(MORNING + 2 * HOUR)
    look(MORNING + 2 * HOUR)
    (told,) = open_alarms()["sedia"]
    assert told.is_calm
    # calm is one and a half rhythms of a day
    run(MORNING + 26 * HOUR)
    look(MORNING + 37 * HOUR)
    alarm.refresh_from_db()
    assert (alarm.calm_since, alarm.cleared_at) == (MORNING + 2 * HOUR, None)
    look(MORNING + 38 * HOUR)
    alarm.refresh_from_db()
    assert alarm.cleared_at == MORNING + 38 * HOUR
    assert open_alarms() == {}
    assert told.happened == "EU Funding & Tenders Portal: not one page could be read: HTTP 500."
    assert told.next_step.startswith("It is asked again by itself every hour.")


def test_a_source_that_fails_every_other_day_has_one_alarm() -> None:
    opened = []
    for day in range(10):
        at = MORNING + day * DAY
        if day % 2:
            run(at)
        else:
            failed(at)
        for hour in (0, 8, 16):
            opened += look(at + hour * HOUR)
    assert opened == ["sedia failing"]


def test_two_troubles_of_one_source_are_two_alarms() -> None:
    run(MORNING - 60 * DAY)
    failed(MORNING)
    assert look(MORNING) == ["sedia failing", "sedia silent", "sedia late"]
    assert [alarm.label for alarm in open_alarms()["sedia"]] == [
        "Failing",
        "Silent",
        "Late",
    ]


def test_runs_over_stored_answers_do_not_speak_of_the_source() -> None:
    run(MORNING - DAY)
    run(MORNING, origin="/a/folder", state=RunState.FAILED, problem="nothing_came", error="x")
    assert look(MORNING) == []


def test_all_new_alarms_are_told_in_one_message_and_once() -> None:
    officer("ona")
    officer("pau", "ca")
    shrunk(MORNING)
    look(MORNING)
    shrunk(MORNING + timedelta(minutes=3), "cellar")
    look(MORNING + timedelta(minutes=3))
    # what opens within a few minutes is told together
    assert tell(MORNING + timedelta(minutes=5)) == 0
    assert tell(MORNING + timedelta(minutes=10)) == 2
    assert tell(MORNING + timedelta(minutes=15)) == 0
    ona, pau = Message.objects.order_by("to")
    assert ona.subject.startswith("2 sources need a look: EU Funding & Tenders Portal, ")
    assert ona.body.count("brought far fewer records than last time (9 / 600): nothing was changed.") == 2
    assert "https://a.example/sources/#sedia" in ona.body
    assert ona.unsubscribe in ona.body
    assert (ona.language, pau.language) == ("en", "ca")
    assert pau.subject != ona.subject or pau.body != ona.body


def test_a_stumble_is_nothing_to_write_about() -> None:
    officer()
    failed(MORNING)
    look(MORNING)
    assert tell(MORNING + timedelta(minutes=89)) == 0
    run(MORNING + HOUR)
    look(MORNING + HOUR)
    assert tell(MORNING + 2 * HOUR) == 0
    failed(MORNING + DAY)
    look(MORNING + DAY)
    assert tell(MORNING + DAY) == 1


def test_what_cleared_before_it_was_told_is_not_told() -> None:
    officer()
    failed(MORNING)
    look(MORNING)
    Alarm.objects.update(cleared_at=MORNING)
    assert tell(MORNING + 2 * HOUR) == 0


def test_all_is_well_again_is_told_once_when_the_last_alarm_is_over() -> None:
    officer()
    failed(MORNING)
    failed(MORNING, "cellar")
    look(MORNING)
    assert tell(MORNING + 2 * HOUR) == 1
    Alarm.objects.filter(source="sedia").update(cleared_at=MORNING + DAY)
    assert tell(MORNING + DAY) == 0
    Alarm.objects.filter(source="cellar").update(cleared_at=MORNING + 2 * DAY)
    assert tell(MORNING + 2 * DAY) == 1
    assert tell(MORNING + 3 * DAY) == 0
    newest = Message.objects.first()
    assert newest is not None
    assert newest.subject == "All sources are well again"
    assert "EU Funding & Tenders Portal" in newest.body


def test_a_missing_key_does_not_keep_all_from_being_well() -> None:
    officer()
    failed(MORNING)
    look(MORNING)
    Alarm.objects.create(
        source="cellar",
        problem=Trouble.KEY_MISSING,
        detail={"keys": ["api"]},
        since=MORNING,
        seen_last=MORNING,
    )
    assert tell(MORNING + 2 * HOUR) == 1
    Alarm.objects.filter(source="sedia").update(cleared_at=MORNING + DAY)
    assert tell(MORNING + DAY) == 1


def test_only_officers_with_an_address_who_want_it_are_written_to() -> None:
    officer("ona")
    officer("sample", is_sample=True)
    officer("nowhere", email="")
    officer("gone", is_active=False)
    officer("town", role=Role.TOWN)
    tired = officer("tired")
    account_actions.stop_mail(token=accounts.stop_token(user=tired, kind=actions.MAIL))
    account_actions.stop_mail(token=accounts.stop_token(user=tired, kind=actions.MAIL))
    failed(MORNING)
    look(MORNING)
    tell(MORNING + 2 * HOUR)
    assert [message.to for message in Message.objects.all()] == ["ona@office.example"]
    assert AuditEntry.objects.filter(verb="chose mail", actor=tired).count() == 1


def test_a_made_up_address_stops_nothing() -> None:
    with pytest.raises(signing.BadSignature):
        account_actions.stop_mail(token="WzEsICJ4Il0:made-up")


def strange_fields() -> Alarm:
    for days in (3, 2):
        run(MORNING - days * DAY)
    run(MORNING, unknown_fields={"novelty": 4})
    assert look(MORNING) == ["sedia new_fields"]
    return Alarm.objects.get()


def test_new_fields_stay_an_alarm_until_a_person_knows_of_them() -> None:
    alarm, by = strange_fields(), officer()
    run(MORNING + DAY, unknown_fields={"novelty": 4})
    assert look(MORNING + DAY) == []
    assert open_alarms()["sedia"][0].happened == (
        "EU Funding & Tenders Portal sends fields it did not send before: novelty."
    )
    actions.accept(alarm_id=alarm.pk, by=by, at=MORNING + DAY)
    assert look(MORNING + DAY + HOUR) == []
    assert open_alarms() == {}
    entry = AuditEntry.objects.get(verb="accepted alarm")
    assert (entry.actor, entry.object_id, entry.detail["fields"]) == (by, "sedia", ["novelty"])
    with pytest.raises(actions.NotOpenError):
        actions.accept(alarm_id=alarm.pk, by=by, at=MORNING + DAY)


def test_a_failing_source_cannot_be_called_the_usual() -> None:
    failed(MORNING)
    look(MORNING)
    with pytest.raises(actions.NotOpenError):
        actions.accept(alarm_id=Alarm.objects.get().pk, by=officer(), at=MORNING)


def test_a_key_that_arrives_clears_its_alarm_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    known = catalogue.connectors()
    needy = msgspec.structs.replace(known["sedia"].contract, needs=("api",))
    monkeypatch.setattr(
        catalogue, "connectors", lambda: {"sedia": msgspec.structs.replace(known["sedia"], contract=needy)}
    )
    assert look(MORNING) == ["sedia key_missing"]
    assert open_alarms()["sedia"][0].happened == (
        "EU Funding & Tenders Portal is waiting for a key (api), so it is not asked."
    )
    settings.SOURCE_KEYS = {"sedia": {"api": "secret"}}
    look(MORNING + HOUR)
    assert open_alarms() == {}


def test_samples_say_which_fields_are_known() -> None:
    assert queries.sampled_fields("sedia") == {"newField", "newOuterField"}
    assert queries.sampled_fields("nowhere") == frozenset()


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_three_sources_asks_as_often_as_at_one_while_all_is_well(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        run(MORNING - n * HOUR, ("sedia", "cellar")[n % 2])
    with django_assert_num_queries(5):
        queries.pasts(at=MORNING)
