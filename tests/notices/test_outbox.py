"""Each message goes out once; one that does not is tried again, and seen."""

import threading
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st
from pytest_django import Settings

from antena.notices import actions, queries, rules
from antena.notices.enums import MessageState
from antena.notices.models import Message
from tests.notices.conftest import PostOffice

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def post(n: int = 1, **more: Any) -> bool:
    values = {
        "to": f"p{n}@town.example",
        "language": "ca",
        "subject": "Àrea nova",
        "body": "Bon dia.",
        **more,
    }
    return actions.post(**{"key": f"news {n}", "at": AT, **values})


@pytest.mark.django_db
def test_a_message_arrives_whole_and_once(office: PostOffice) -> None:
    assert post(html="<p>Bon dia.</p>", unsubscribe="https://antena.example/stop/abc/")
    assert actions.send_pending(at=AT) == 1
    assert actions.send_pending(at=AT + timedelta(days=30)) == 0
    (mail,) = office.postman.arrived
    assert str(make_header(decode_header(mail["Subject"]))) == "Àrea nova"
    assert (mail["To"], mail["From"]) == ("p1@town.example", "The office <office@association.example>")
    assert mail["Message-ID"] == rules.message_id("news 1", domain="association.example")
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("ca", "auto-generated")
    assert mail["List-Unsubscribe"] == "<https://antena.example/stop/abc/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = mail.get_payload()
    assert text.get_payload(decode=True).decode().strip() == "Bon dia."
    assert html.get_content_type() == "text/html"
    sent = Message.objects.get()
    assert (sent.state, sent.sent_at, sent.attempts) == (MessageState.SENT, AT, 1)


@pytest.mark.django_db
def test_the_same_key_is_posted_once_whatever_became_of_it(office: PostOffice) -> None:
    assert [post(), post(body="Another.")] == [True, False]
    actions.send_pending(at=AT)
    assert not post()
    assert actions.send_pending(at=AT) == 0
    assert len(office.postman.arrived) == 1


@pytest.mark.django_db
def test_a_subject_is_one_line_that_fits(office: PostOffice) -> None:
    post(subject="One\r\nBcc: all@town.example\n" + "x" * 400)
    assert actions.send_pending(at=AT) == 1
    assert Message.objects.get().subject.startswith("One Bcc: all@town.example x")
    assert len(Message.objects.get().subject) == 300
    assert office.postman.arrived[0]["Bcc"] is None


@pytest.mark.django_db
def test_a_server_that_is_down_leaves_everything_waiting(office: PostOffice) -> None:
    office.close()
    for n in range(3):
        post(n)
    assert actions.send_pending(at=AT) == 0
    first, *rest = Message.objects.order_by("id")
    assert (first.state, first.attempts, first.next_try_at) == (MessageState.FAILED, 1, AT + MINUTE)
    assert "refused" in first.error
    # one failure is enough to know: the others were not even tried
    assert [(one.state, one.attempts) for one in rest] == [(MessageState.QUEUED, 0)] * 2
    office.open()
    assert actions.send_pending(at=AT + MINUTE) == 3
    assert sorted(mail["To"] for mail in office.postman.arrived) == [f"p{n}@town.example" for n in range(3)]
    assert queries.counts()[MessageState.SENT] == 3
    assert Message.objects.exclude(error="").count() == 0


@pytest.mark.django_db
def test_a_server_that_stays_down_is_asked_for_five_days(office: PostOffice) -> None:
    office.close()
    post()
    at, tried = AT, 0
    while (message := Message.objects.get()).state != MessageState.GIVEN_UP:
        at = max(at, message.next_try_at)
        actions.send_pending(at=at)
        tried += 1
    assert tried == rules.ATTEMPTS
    assert timedelta(days=4.9) < at - AT < timedelta(days=5.1)
    office.open()
    actions.try_again(message_id=message.pk, at=at)
    with pytest.raises(actions.NotWaitingError):
        actions.try_again(message_id=message.pk, at=at)
    assert actions.send_pending(at=at) == 1


@pytest.mark.django_db
def test_a_refused_recipient_is_given_up_and_the_next_one_served(office: PostOffice) -> None:
    office.postman.refusals = {"p1@town.example": "550 no such user", "p2@town.example": "451 try later"}
    for n in (1, 2, 3):
        post(n)
    assert actions.send_pending(at=AT) == 1
    states = dict(Message.objects.values_list("to", "state"))
    assert states == {
        "p1@town.example": MessageState.GIVEN_UP,
        "p2@town.example": MessageState.FAILED,
        "p3@town.example": MessageState.SENT,
    }
    assert "no such user" in Message.objects.get(to="p1@town.example").error
    assert [mail["To"] for mail in office.postman.arrived] == ["p3@town.example"]


@pytest.mark.django_db
def test_a_mail_refused_for_good_is_given_up(office: PostOffice) -> None:
    office.postman.says = "554 no"
    post()
    assert actions.send_pending(at=AT) == 0
    assert Message.objects.get().state == MessageState.GIVEN_UP


@pytest.mark.django_db
def test_without_a_mail_server_messages_wait(settings: Settings) -> None:
    settings.EMAIL_IS_SET_UP = False
    post()
    assert actions.send_pending(at=AT) == 0
    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


@pytest.mark.django_db
def test_a_crash_after_the_server_said_yes_repeats_that_message_alone(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(1)
    post(2)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_settle", die)
        with pytest.raises(Killed):
            actions.send_pending(at=AT)
    # the one it held is not taken again at once, for somebody else may be at it
    assert actions.send_pending(at=AT) == 1
    assert actions.send_pending(at=AT + MINUTE) == 1
    names = [(mail["To"], mail["Message-ID"]) for mail in office.postman.arrived]
    assert [to for to, _ in names] == ["p1@town.example", "p2@town.example", "p1@town.example"]
    assert names[0][1] == names[2][1] != names[1][1]


@pytest.mark.django_db(transaction=True)
def test_two_senders_share_the_work(office: PostOffice) -> None:
    for n in range(20):
        post(n)

    def send() -> None:
        try:
            actions.send_pending(at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail["To"] for mail in office.postman.arrived) == sorted(
        f"p{n}@town.example" for n in range(20)
    )


@pytest.mark.django_db(transaction=True)
def test_a_message_of_what_did_not_happen_is_not_posted() -> None:
    with pytest.raises(Killed), transaction.atomic():
        post()
        raise Killed
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_old_addresses_are_forgotten() -> None:
    post(1)
    post(2)
    Message.objects.filter(to="p1@town.example").update(state=MessageState.SENT)
    assert actions.forget_old(at=AT + timedelta(days=90)) == 0
    assert actions.forget_old(at=AT + timedelta(days=91)) == 1
    assert Message.objects.get().to == "p2@town.example"


@quick(max_examples=20, deadline=None)
@given(st.integers(1, 200))
def test_later_attempts_never_come_sooner(attempts: int) -> None:
    assert MINUTE <= rules.delay(attempts) <= rules.delay(attempts + 1) <= timedelta(hours=4)


@quick(max_examples=20, deadline=None)
@given(st.text(), st.text())
def test_messages_are_told_apart_by_their_key(one: str, other: str) -> None:
    same = rules.message_id(one, domain="d") == rules.message_id(other, domain="d")
    assert same == (one == other)
