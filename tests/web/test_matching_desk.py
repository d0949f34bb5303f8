"""The desk's pages of matching: priorities entered, previewed, withdrawn; verdicts and fairness shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from antena.matching.enums import Answer
from antena.matching.models import Match, Priority, Verdict
from antena.matching.queries import fairness, quality


@pytest.fixture
def officer(world, people, client):
    user = people("officer")
    client.force_login(user)
    return user


def entered(**more):
    today = timezone.now().date().isoformat()
    titles = {"title_ca": "Primer l'aigua", "title_en": "Water first"}
    return {
        "about": "theme:water", "factor": "2", "body": "The Advisory Council", "adopted_on": today,
        "starts_on": today, "ends_on": "", **titles,
    } | more  # fmt: skip


@pytest.mark.parametrize("name", ["matching", "priorities"])
@pytest.mark.parametrize(("part", "status"), [("nobody", 302), ("own", 403), ("officer", 200)])
def test_the_pages_are_the_offices(world, people, client, name, part, status):
    if (user := people(part)) is not None:
        client.force_login(user)
    assert client.get(reverse(f"web:{name}")).status_code == status


def test_a_priority_is_looked_at_then_adopted_then_withdrawn(officer, client):
    address = reverse("web:priorities")
    looked = client.post(address, entered(look=""))
    assert looked.status_code == 200
    assert looked.context["effect"].of == 3
    assert not Priority.objects.exists()
    assert client.post(address, entered(adopt="")).status_code == 302
    priority = Priority.objects.get()
    assert (priority.code, priority.factor, priority.entered_by) == ("water", 2.0, officer)
    assert "Water first" in client.get(address).content.decode()
    assert client.post(reverse("web:priority-withdraw", args=[priority.pk])).status_code == 302
    priority.refresh_from_db()
    assert priority.withdrawn_at is not None
    assert client.post(reverse("web:priority-withdraw", args=[priority.pk + 1])).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"body": ""}, {"about": ""}, {"ends_on": "2020-01-01"}, {"title_ca": ""}, {"factor": "9"}]
)
def test_what_is_wrong_is_said_and_nothing_is_stored(officer, client, wrong):
    answer = client.post(reverse("web:priorities"), entered(adopt="", **wrong))
    assert answer.status_code == 422
    assert answer.context["errors"]
    assert not Priority.objects.exists()


def seen(share, **features):
    return {"algorithm": "radar-2", "score": 0.5, "bucket": "act", "share": share, "features": features}


def test_verdicts_are_set_against_what_was_expected(officer, world, client):
    now = timezone.now()
    for number, answer in enumerate((Answer.RELEVANT, Answer.DONE, Answer.NOT_FOR_US)):
        Verdict.objects.create(
            profile=world.profiles[number], signal=world.signals[0], answer=answer, at=now,
            seen=seen(0.55, themes=0.8),
        )  # fmt: skip
    said = quality.quality()
    (step,) = said.reliability
    assert (step.expected, step.found, step.verdicts) == (55, 67, 3)
    assert [(one.label, one.verdicts, one.worth) for one in said.by_feature] == [("themes", 3, 2)]
    page = client.get(reverse("web:matching")).content.decode()
    assert "<circle" in page
    assert "style=" not in page


def test_nothing_is_said_where_nothing_was(officer, client):
    page = client.get(reverse("web:matching")).content.decode()
    assert "No verdict was given yet" in page
    assert client.post(reverse("web:matching-decide"), {"propose": "1"}).status_code == 302
    assert client.post(reverse("web:matching-decide"), {"revert": "1"}).status_code == 302
    assert client.post(reverse("web:matching-decide"), {"activate": "7"}).status_code == 404


def test_a_town_is_served_by_what_came_lately(world):
    now = timezone.now()
    Match.objects.update(since=now, score=0.99)
    whole = sum(group.served for group in fairness.fairness(at=now).by_size)
    assert whole == 3
    Match.objects.update(since=now - fairness.WINDOW - timedelta(hours=1))
    assert sum(group.served for group in fairness.fairness(at=now).by_size) == 0
    profile = world.profiles[0]
    Match.objects.filter(profile=profile).update(since=now)
    for signal in world.signals:
        Verdict.objects.create(profile=profile, signal=signal, answer=Answer.NOT_FOR_US, at=now)
    assert sum(group.served for group in fairness.fairness(at=now).by_size) == 0
    Verdict.objects.filter(signal=world.signals[0]).update(answer=Answer.RELEVANT)
    assert sum(group.served for group in fairness.fairness(at=now).by_size) == 1


@pytest.mark.parametrize("name", ["matching", "priorities"])
def test_the_number_of_queries_does_not_grow(officer, world, client, name):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"web:{name}"))
        return len(queries)

    def add(number):
        now = timezone.now()
        Verdict.objects.create(
            profile=world.profiles[number], signal=world.signals[number], answer=Answer.DONE, at=now,
            seen=seen(0.1 + 0.3 * number),
        )  # fmt: skip
        Priority.objects.create(
            kind="theme", code="water", factor=2, title={"en": "Water"}, body="Council",
            adopted_on=now.date(), starts_on=now.date(), entered_at=now,
        )  # fmt: skip

    add(0)
    count()
    one = count()
    add(1)
    add(2)
    assert count() == one
