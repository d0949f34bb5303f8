"""What a worker does on time for the health of sources and for the outbox, and that it knows of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import Settings

from antena.notices import actions as notices
from antena.notices.models import Message
from antena.notices.tasks import forget_old_messages, send_messages
from antena.sources.enums import RunState
from antena.sources.models import Alarm, Run
from antena.sources.tasks import look_for_silence

pytestmark = pytest.mark.django_db


def test_a_worker_knows_when() -> None:
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["antena.sources.tasks.look_for_silence"] == "7 * * * *"
    assert crons["antena.notices.tasks.send_messages"] == "* * * * *"
    assert crons["antena.notices.tasks.forget_old_messages"] == "25 3 * * *"
    assert crons["antena.web.tasks.tell_officers"] == "*/5 * * * *"
    assert crons["antena.signals.tasks.continue_what_was_cut_off"] == "* * * * *"


def test_the_hourly_look_opens_alarms_once() -> None:
    at = timezone.now()
    Run.objects.create(source="sedia", state=RunState.FAILED, started_at=at, finished_at=at)
    look_for_silence(timestamp=0)
    look_for_silence(timestamp=3600)
    assert list(Alarm.objects.filter(source="sedia").values_list("problem", flat=True)) == ["failing"]


def test_messages_are_sent_and_forgotten(settings: Settings, mailoutbox: list[object]) -> None:
    settings.EMAIL_IS_SET_UP = True
    old = timezone.now() - timedelta(days=91)
    notices.post(to="a@b.example", language="en", subject="s", body="b", key="k", at=old)
    send_messages(timestamp=0)
    send_messages(timestamp=60)
    assert len(mailoutbox) == 1
    forget_old_messages(timestamp=0)
    assert not Message.objects.exists()
