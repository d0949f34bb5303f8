"""Silence is seen by all; what is done about it is the office's, done by the worker and written down."""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from antena.accounts import queries as accounts
from antena.accounts.models import AuditEntry, User
from antena.notices import actions as notices
from antena.notices.enums import MessageState
from antena.notices.models import Message
from antena.sources import catalogue
from antena.sources.alarms import actions as alarms
from antena.sources.enums import AnswerState, RunState, Trouble
from antena.sources.models import Alarm, QuarantinedRecord, RawAnswer, Run
from antena.sources.queries import EARLIER
from antena.web.drawing.strip import HEIGHT, strip, width_of
from antena.web.tasks import links, tell_officers
from antena.web.templatetags.antena import time_left
from tests.web.conftest import World
from tests.web.test_pages import Page

Find = Callable[[str], User | None]
PARTS = ["nobody", "reader", "own", "watcher", "other", "officer"]


@pytest.fixture(autouse=True)
def three_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sources and one that waits for a key, whatever else the catalogue has."""
    known = catalogue.connectors()
    contract = msgspec.structs.replace(
        known["sedia"].contract, source="keyed", name="Keyed", needs=("api",), gives="projects"
    )
    keyed = msgspec.structs.replace(known["sedia"], contract=contract)
    few = {"cellar": known["cellar"], "sedia": known["sedia"], "keyed": keyed}
    monkeypatch.setattr(catalogue, "connectors", lambda: few)
    monkeypatch.setattr(catalogue, "connector", few.__getitem__)


def make_run(source: str = "sedia", hours: float = 1, **more: Any) -> Run:
    at = timezone.now() - timedelta(hours=hours)
    return Run.objects.create(
        **{
            "source": source,
            "state": RunState.DONE,
            "started_at": at,
            "finished_at": at,
            "new": 2,
            "rows": 9,
            **more,
        }
    )


def make_alarm(source: str = "sedia", problem: Trouble = Trouble.NEW_FIELDS, **more: Any) -> Alarm:
    at = timezone.now()
    details: dict[str, Any] = {Trouble.NEW_FIELDS: {"fields": ["<novelty>"]}}
    detail = details.get(problem, {"last": at.isoformat(), "hours": 24})
    return Alarm.objects.create(
        **{"source": source, "problem": problem, "detail": detail, "since": at, "seen_last": at, **more}
    )


@pytest.fixture
def officer(client: Client, people: Find) -> User:
    found = people("officer")
    assert found is not None
    client.force_login(found)
    return found


def enter(client: Client, people: Find, part: str) -> None:
    user = people(part)
    if user is not None:
        client.force_login(user)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    rows = ProcrastinateJob.objects.order_by("id").values_list("task_name", "args")
    return [(name.rpartition(".")[2], args) for name, args in rows]


@pytest.mark.parametrize("part", ["nobody", "officer"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_sources_as_for_one(
    client: Client, people: Find, world: World, part: str, count: int, django_assert_max_num_queries: Any
) -> None:
    enter(client, people, part)
    client.get("/en/sources/")
    for source in ("sedia", "cellar", "keyed")[:count]:
        run = make_run(source)
        make_alarm(source, run=run)
        make_alarm(source, Trouble.LATE)
    # health twice, alarms, days, what has no place, the pages that are followed, and who asks
    with django_assert_max_num_queries(10):
        html = client.get("/en/sources/").content.decode()
    page = Page(html)
    assert page.faults == []
    assert [one for one in page.fields if one.get("id") not in page.labelled] == []
    assert len(page.ids) == len(set(page.ids))
    said = {
        "nobody": "tells something it did not tell before. Nothing of it is lost.",
        "officer": "sends fields it did not send before: &lt;novelty&gt;.",
    }
    assert html.count(said[part]) == count


def test_the_worst_comes_first_and_a_missing_key_is_no_failure(client: Client, world: World) -> None:
    make_run("cellar")
    make_run("sedia", state=RunState.FAILED, problem="nothing_came", error="HTTP 500")
    html = client.get("/en/sources/").content.decode()
    places = [html.index(f'id="{source}"') for source in ("sedia", "cellar", "keyed")]
    assert places == sorted(places)
    assert "Waiting for a key" in html
    assert "It asks for a key we do not have yet. Until it is given, it is not asked." in html


def test_an_alarm_lifts_a_source_that_is_on_time(client: Client, world: World) -> None:
    make_run("cellar")
    make_run("sedia")
    make_alarm("sedia")
    html = client.get("/en/sources/").content.decode()
    assert html.index('id="sedia"') < html.index('id="cellar"')


def test_one_family_at_a_time(client: Client, world: World) -> None:
    html = client.get("/en/sources/?family=projects").content.decode()
    assert 'id="keyed"' in html
    assert 'id="sedia"' not in html
    assert (
        "There is no source of this family yet." in client.get("/en/sources/?family=facts").content.decode()
    )
    assert client.get("/en/sources/?family=unicorns").status_code == 400


def test_officers_see_what_to_do_and_others_what_happened(client: Client, world: World, people: Find) -> None:
    make_run()
    make_alarm()
    html = client.get("/en/sources/").content.decode()
    assert "tells something it did not tell before." in html
    assert "Nothing is lost: the raw answers are kept." not in html
    assert "This is how it is now" not in html
    enter(client, people, "officer")
    html = client.get("/en/sources/").content.decode()
    assert "Nothing is lost: the raw answers are kept." in html
    assert "This is how it is now" in html
    assert "No mail server is set up" in html


# Each with what only those who mend it understand.
TECHNICAL: dict[Trouble, dict[str, Any]] = {
    Trouble.FAILING: {"problem": "nothing_came", "error": "HTTP 599 novelty"},
    Trouble.REFUSED: {"problem": "shrunk", "error": "3 / 599 novelty"},
    Trouble.LOST_FIELDS: {"fields": ["novelty"]},
    Trouble.NEW_FIELDS: {"fields": ["novelty"]},
    Trouble.KEY_MISSING: {"keys": ["novelty"]},
}


@pytest.mark.parametrize("trouble", TECHNICAL)
def test_visitors_read_a_plain_sentence_and_the_office_the_detail(
    client: Client, world: World, people: Find, trouble: Trouble
) -> None:
    make_run()
    make_alarm(problem=trouble, detail=TECHNICAL[trouble])
    html = client.get("/en/sources/").content.decode()
    assert f"<strong>{trouble.label}.</strong> EU Funding &amp; Tenders Portal " in html
    assert "novelty" not in html
    enter(client, people, "officer")
    assert "novelty" in client.get("/en/sources/").content.decode()


def test_the_key_a_source_waits_for_is_named_to_the_office(
    client: Client, world: World, officer: User
) -> None:
    assert "It asks for a key we do not have yet: api." in client.get("/en/sources/").content.decode()


POSTS = [
    "sources/sedia/ask/",
    "sources/sedia/replay/",
    "alarms/{alarm}/accept/",
    "runs/{run}/stop/",
    "runs/{run}/resume/",
    "runs/{run}/accept/",
    "mail/choose/",
    "mail/{message}/again/",
]
GETS = [
    "sources/sedia/",
    "runs/{run}/",
    "runs/{run}/progress/",
    "runs/{run}/accept/",
    "runs/{run}/set-aside.csv",
    "mail/",
]


@pytest.mark.parametrize("part", PARTS)
def test_only_the_office_acts(client: Client, world: World, people: Find, part: str) -> None:
    enter(client, people, part)
    run, alarm = make_run(state=RunState.REFUSED, problem="shrunk", error="1 / 9"), make_alarm()
    notices.post(to="a@b.example", language="en", subject="s", body="b", key="k", at=timezone.now())
    names = {"run": run.pk, "alarm": alarm.pk, "message": Message.objects.get().pk}
    refused = {"nobody": 302, "officer": 0}.get(part, 403)
    for path in GETS:
        assert client.get(f"/en/desk/{path.format(**names)}").status_code == (refused or 200), path
    for path in POSTS:
        answer = client.post(f"/en/desk/{path.format(**names)}")
        assert answer.status_code == (refused or 302), path
        assert part == "officer" or "sign-in" in answer.get("Location", "sign-in")
    assert (jobs() != []) is (part == "officer")
    alarm.refresh_from_db()
    assert (alarm.accepted_at is not None) is (part == "officer")


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_is_not_asked_for_by_a_link(
    client: Client, world: World, officer: User, path: str
) -> None:
    names = {"run": make_run().pk, "alarm": make_alarm().pk, "message": 1}
    expected = 302 if path.startswith("runs/{run}/accept") else 405
    assert client.get(f"/en/desk/{path.format(**names)}").status_code == expected
    assert jobs() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_earlier_runs_of_a_source_are_listed_in_one_question(
    client: Client, world: World, officer: User, count: int, django_assert_max_num_queries: Any
) -> None:
    client.get("/en/desk/sources/sedia/")
    runs = [make_run(hours=hours, quarantined=7) for hours in range(1, count + 1)]
    other = make_run("cellar")
    # the session, the reader, what waits at the desk, the pages that are followed, the runs
    with django_assert_max_num_queries(5):
        html = client.get("/en/desk/sources/sedia/").content.decode()
    assert Page(html).faults == []
    places = [html.index(f'href="/en/desk/runs/{run.pk}/"') for run in runs]
    assert places == sorted(places)
    assert html.count('<td class="number figures">7</td>') == count
    assert f"/runs/{other.pk}/" not in html
    assert 'href="/en/desk/sources/sedia/">Earlier runs' in client.get("/en/sources/").content.decode()


def test_a_run_says_how_it_ended_and_how_long_it_took(client: Client, world: World, officer: User) -> None:
    begun = timezone.now() - timedelta(hours=3)
    make_run(started_at=begun, finished_at=begun + timedelta(minutes=12))
    # taken up again: the hours between two attempts are not its work
    again = begun + timedelta(hours=1)
    make_run(
        state=RunState.REFUSED,
        started_at=begun,
        attempt_at=again,
        finished_at=again + timedelta(seconds=45),
    )
    html = client.get("/en/desk/sources/sedia/").content.decode()
    assert "<td>Done</td>" in html
    assert "<td>Refused</td>" in html
    assert '<td class="number figures">12 min</td>' in html
    assert '<td class="number figures">45 sec</td>' in html
    make_run(state=RunState.RUNNING, finished_at=None)
    html = client.get("/en/desk/sources/sedia/").content.decode()
    assert '<td class="number figures">under way</td>' in html


def test_no_more_than_the_last_twenty_runs_are_listed(client: Client, world: World, officer: User) -> None:
    runs = [make_run(hours=hours) for hours in range(1, EARLIER + 2)]
    html = client.get("/en/desk/sources/sedia/").content.decode()
    assert html.count('<th scope="row" class="key">') == EARLIER == 20
    assert f'"/en/desk/runs/{runs[-1].pk}/"' not in html


def test_a_source_that_never_ran_says_what_to_do(client: Client, world: World, officer: User) -> None:
    assert "It has not run yet." in client.get("/en/desk/sources/sedia/").content.decode()
    assert client.get("/en/desk/sources/unicorn/").status_code == 404


def test_a_running_run_shows_how_far_it_is_and_stops(client: Client, world: World, officer: User) -> None:
    begun = timezone.now() - timedelta(minutes=10)
    run = make_run(
        state=RunState.RUNNING,
        started_at=begun,
        attempt_at=begun,
        pages={"ok": 9, "failed": 1},
        announced=50,
        rows=1200,
    )
    for number in range(10):
        RawAnswer.objects.create(run=run, key=f"p{number}", state=AnswerState.OK, fetched_at=timezone.now())
    html = client.get(f"/en/desk/runs/{run.pk}/progress/").content.decode()
    assert "10 of 50 pages" in html
    assert "1,200 records, about 40 minutes left" in html
    assert 'hx-trigger="every 3s"' in html
    page = client.get(f"/en/desk/runs/{run.pk}/")
    assert "HX-Refresh" not in page
    assert Page(page.content.decode()).faults == []
    client.post(f"/en/desk/runs/{run.pk}/stop/")
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert AuditEntry.objects.filter(actor=officer, verb="stopped", object_id=str(run.pk)).count() == 1
    # the part that renews itself has the whole page made again, once
    ended = client.get(f"/en/desk/runs/{run.pk}/progress/")
    assert ended["HX-Refresh"] == "true"
    assert "hx-trigger" not in ended.content.decode()
    assert (
        "The run has ended already."
        in client.post(f"/en/desk/runs/{run.pk}/stop/", follow=True).content.decode()
    )


def test_a_stopped_run_goes_on_and_a_done_one_does_not(client: Client, world: World, officer: User) -> None:
    stopped, done = make_run(state=RunState.STOPPED, finished_at=None), make_run("cellar")
    again = [
        client.post(f"/en/desk/runs/{stopped.pk}/resume/", follow=True).content.decode() for _ in range(2)
    ]
    assert "the worker asks it next" in again[0]
    assert "It is in the queue already." in again[1]
    refused = client.post(f"/en/desk/runs/{done.pk}/resume/", follow=True).content.decode()
    assert "There is nothing to go on with in this run." in refused
    assert jobs() == [("resume_run", {"run_id": stopped.pk, "accept_shrinkage": False})]
    assert AuditEntry.objects.filter(actor=officer, verb="asked for resume_run").count() == 1


def test_shrinkage_is_accepted_after_a_second_question(client: Client, world: World, officer: User) -> None:
    run = make_run(state=RunState.REFUSED, problem="shrunk", error="9 / 600")
    asked = client.get(f"/en/desk/runs/{run.pk}/accept/").content.decode()
    assert "brought far fewer records than last time (9 / 600)" in asked
    assert "everything else this source had listed is marked as gone" in asked
    assert jobs() == []
    client.post(f"/en/desk/runs/{run.pk}/accept/")
    assert jobs() == [("resume_run", {"run_id": run.pk, "accept_shrinkage": True})]
    done = make_run("cellar")
    answer = client.post(f"/en/desk/runs/{done.pk}/accept/", follow=True).content.decode()
    assert "Only a run that was refused can be accepted." in answer


@pytest.mark.parametrize(
    ("since", "is_queued"),
    [("2026-01-31", True), ("2026-02-31", False), ("soon", False), ("", False), ("2999-01-01", False)],
)
def test_kept_answers_are_read_again_from_a_day_on(
    client: Client, world: World, officer: User, since: str, is_queued: bool
) -> None:
    answer = client.post("/en/desk/sources/sedia/replay/", {"since": since}, follow=True).content.decode()
    expected = [("replay_source", {"source": "sedia", "since": since})] if is_queued else []
    assert jobs() == expected
    assert ("Give the day from which answers are read again" in answer) is not is_queued
    assert client.post("/en/desk/sources/nowhere/replay/", {"since": since}).status_code == 404


def test_a_source_without_its_key_is_not_asked(client: Client, world: World, officer: User) -> None:
    answer = client.post("/en/desk/sources/keyed/ask/", follow=True).content.decode()
    assert "It is waiting for a key (api)." in answer
    assert jobs() == []


def test_an_alarm_is_accepted_once(client: Client, world: World, officer: User) -> None:
    alarm = make_alarm()
    first, second = (
        client.post(f"/en/desk/alarms/{alarm.pk}/accept/", follow=True).content.decode() for _ in range(2)
    )
    assert "Noted: from now on this is how the source is." in first
    assert "This alarm is over already." in second


def kept(run: Run, body: bytes) -> RawAnswer:
    name = storages["raw"].save(f"tests/{run.pk}.gz", ContentFile(gzip.compress(body)))
    return RawAnswer.objects.create(
        run=run,
        key="page/0001\r\nX: y",
        state=AnswerState.OK,
        fetched_at=timezone.now(),
        file=name,
        size=len(body),
        sha256=sha256(body).hexdigest(),
    )


def test_an_answer_is_saved_and_never_shown(client: Client, world: World, officer: User) -> None:
    run = make_run()
    answer = kept(run, b"<script>alert(1)</script>")
    html = client.get(f"/en/desk/runs/{run.pk}/").content.decode()
    assert answer.sha256[:12] in html
    response = client.get(f"/en/desk/runs/{run.pk}/answers/{answer.pk}/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]  # it streams
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\r" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/en/desk/runs/{make_run('cellar').pk}/answers/{answer.pk}/").status_code == 404
    storages["raw"].delete(answer.file)
    gone = client.get(f"/en/desk/runs/{run.pk}/answers/{answer.pk}/")
    assert gone.status_code == 404
    assert "no longer kept" in gone.content.decode()


def test_an_answer_is_the_offices_alone(client: Client, world: World, people: Find) -> None:
    run = make_run()
    answer = kept(run, b"{}")
    enter(client, people, "own")
    assert client.get(f"/en/desk/runs/{run.pk}/answers/{answer.pk}/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_set_aside_as_csv(
    client: Client, world: World, officer: User, count: int, django_assert_max_num_queries: Any
) -> None:
    run = make_run()
    for number in range(count):
        QuarantinedRecord.objects.create(
            run=run,
            record=f"=X-{number}",
            field="startDate",
            problem="bad_date",
            detail="soon",
            record_kept=True,
        )
    with django_assert_max_num_queries(6):
        response = client.get(f"/en/desk/runs/{run.pk}/set-aside.csv")
        text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    header, *rows = csv.reader(io.StringIO(text))
    assert header == ["Record", "Field", "Problem", "Detail", "Excerpt", "Record kept", "Why"]
    assert len(rows) == count
    assert rows[0][:6] == ["'=X-0", "startDate", "bad_date", "soon", "", "yes"]
    assert rows[0][6].endswith("field startDate: this is not a plausible date: soon.")


def test_the_outbox_shows_what_waits_and_what_was_given_up(
    client: Client, world: World, officer: User
) -> None:
    for n in range(3):
        notices.post(
            to=f"p{n}@b.example", language="ca", subject=f"S{n}", body="b", key=str(n), at=timezone.now()
        )
    Message.objects.filter(key="2").update(state=MessageState.GIVEN_UP, error="<550>")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/en/desk/mail/")
    html = page.content.decode()
    assert len(queries) <= 6
    assert Page(html).faults == []
    assert "&lt;550&gt;" in html
    only = client.get("/en/desk/mail/?state=given_up").content.decode()
    assert ("S2" in only, "S1" in only) == (True, False)
    assert client.get("/en/desk/mail/?state=lost").status_code == 400
    message = Message.objects.get(key="2")
    assert (
        "tried again within a minute"
        in client.post(f"/en/desk/mail/{message.pk}/again/", follow=True).content.decode()
    )
    assert Message.objects.get(key="2").state == MessageState.QUEUED
    assert (
        "was not given up" in client.post(f"/en/desk/mail/{message.pk}/again/", follow=True).content.decode()
    )


def test_an_officer_chooses_whether_to_be_written_to(client: Client, world: World, officer: User) -> None:
    client.post("/en/desk/mail/choose/", {"wanted": "no"})
    officer.refresh_from_db()
    assert officer.unwanted_mail == [alarms.MAIL]
    client.post("/en/desk/mail/choose/", {"wanted": "yes"})
    officer.refresh_from_db()
    assert officer.unwanted_mail == []


def test_one_post_without_cookie_or_sign_in_stops_the_mail(world: World, people: Find) -> None:
    user = people("officer")
    assert user is not None
    address = links().stop(accounts.stop_token(user=user, kind=alarms.MAIL))
    assert address.startswith("http://localhost:8000/en/mail/stop/")
    path = address.removeprefix("http://localhost:8000")
    client = Client(enforce_csrf_checks=True)
    looked = client.get(path)
    user.refresh_from_db()
    assert (looked.status_code, user.unwanted_mail) == (200, [])
    assert Page(looked.content.decode()).faults == []
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    user.refresh_from_db()
    assert user.unwanted_mail == [alarms.MAIL]
    assert client.post("/en/mail/stop/made-up/").status_code == 404
    gone = signing.Signer(salt="accounts.stop-mail").sign_object([0, alarms.MAIL])
    assert client.post(f"/en/mail/stop/{gone}/").status_code == 404


def test_the_office_is_written_to_with_whole_addresses_in_its_language(world: World, people: Find) -> None:
    user = people("officer")
    assert user is not None
    User.objects.filter(pk=user.pk).update(email="office@association.example", language="fr")
    make_alarm(since=timezone.now() - timedelta(hours=1))
    tell_officers(timestamp=0)
    body = Message.objects.get().body
    assert "http://localhost:8000/fr/sources/#sedia" in body
    assert "http://localhost:8000/fr/mail/stop/" in body


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute left"),
        (60, "about 1 minute left"),
        (3600, "about 60 minutes left"),
        (7200, "about 2 hours left"),
    ],
)
def test_time_left_in_words(seconds: int, words: str) -> None:
    assert time_left(seconds) == words


def test_a_strip_has_a_mark_a_day_and_height_tells_what_colour_does() -> None:
    marks = strip(["", "done", "partial", "failed"])
    assert [mark.height for mark in marks] == [2, HEIGHT, 12, 7]
    assert [mark.state for mark in marks] == ["none", "done", "partial", "failed"]
    assert [mark.y + mark.height for mark in marks] == [HEIGHT] * 4
    assert width_of(marks) == marks[-1].x + 8
    assert width_of([]) == 1


def test_the_strip_shows_the_gravest_run_of_a_day(client: Client, world: World) -> None:
    today = timezone.now().replace(hour=0, minute=1)
    for minutes, state in ((0, RunState.DONE), (1, RunState.FAILED), (2, RunState.DONE)):
        at: datetime = today + timedelta(minutes=minutes)
        make_run(state=state, started_at=at, finished_at=at)
    html = client.get("/en/sources/").content.decode()
    assert "Days with a run among the last 30: Failed 1" in html
