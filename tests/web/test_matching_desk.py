"""The desk's pages of matching: priorities entered, previewed, withdrawn; verdicts and fairness shown."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from antena.lib.dates import day_of
from antena.matching.engine.fairness import DAYS
from antena.matching.enums import Answer
from antena.matching.models import Match, Priority, Verdict
from antena.matching.queries import fairness, quality
from antena.signals.models import Signal


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


@pytest.mark.parametrize("name", ["matching", "priorities", "fairness"])
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


@pytest.mark.parametrize("language", ["ca", "en"])
def test_the_days_are_written_as_a_browser_reads_them(officer, client, language):
    page = client.get(f"/{language}/desk/priorities/").content.decode()
    assert page.count(f'value="{day_of(timezone.now()).isoformat()}"') == 2


@pytest.mark.parametrize(
    "wrong", [{"body": ""}, {"about": ""}, {"ends_on": "2020-01-01"}, {"title_ca": ""}, {"factor": "9"}]
)
def test_what_is_wrong_is_said_and_nothing_is_stored(officer, client, wrong):
    answer = client.post(reverse("web:priorities"), entered(adopt="", **wrong))
    assert answer.status_code == 422
    assert answer.context["errors"]
    assert all(": " in sentence for _field, sentence in answer.context["errors"])
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
    assert [(one.label, one.verdicts, one.worth) for one in said.by_source] == [("tests", 3, 2)]
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
    today = day_of(now)
    Match.objects.update(since=now, score=0.99)
    # on the radar since today, and yet nothing new: it was published long ago
    Signal.objects.update(published_on=today - timedelta(days=DAYS + 1), opens_on=None)
    assert fairness.fairness(at=now).whole.served == 0
    Match.objects.update(since=now - timedelta(days=90))
    Signal.objects.update(published_on=today - timedelta(days=DAYS))
    found = fairness.fairness(at=now)
    # what is only to be inspired by was never judged: one call and one act of three signals
    assert (found.whole.served, found.whole.spread, found.gini) == (3, (0, 0, 3, 0, 0), 0.0)
    assert found.left_out == ()
    Match.objects.update(score=0.2)
    assert [town.name for town in fairness.fairness(at=now).left_out] == [
        "Aigües", "Banyoles", "l'Hospitalet",
    ]  # fmt: skip
    Match.objects.update(score=0.99)
    profile = world.profiles[0]
    for signal in world.signals:
        Verdict.objects.create(profile=profile, signal=signal, answer=Answer.NOT_FOR_US, at=now)
    assert fairness.fairness(at=now).whole.served == 2
    Verdict.objects.filter(signal=world.signals[2]).update(answer=Answer.RELEVANT)
    assert [town.useful for town in fairness.fairness(at=now).towns] == [1, 2, 2]


def test_counts_are_as_unequal_as_they_are():
    assert fairness.gini([2, 2, 2]) == fairness.gini([0, 0]) == 0
    assert fairness.gini([0, 0, 0, 4]) == pytest.approx(0.75)


def test_the_page_names_the_small_towns_left_out(officer, world, client):
    Signal.objects.update(published_on=date(2020, 1, 1), opens_on=None)
    page = client.get(reverse("web:fairness")).content.decode()
    assert all(town.slug in page for town in world.towns)
    assert page.count("<path") >= 3
    assert "style=" not in page


@pytest.mark.parametrize("name", ["matching", "priorities", "fairness"])
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
