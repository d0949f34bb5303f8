"""Decisions that re-weight: adopted, seen in every match they touch, withdrawn without a trace."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from antena.accounts.models import AuditEntry
from antena.matching import actions
from antena.matching.enums import PriorityKind
from antena.matching.models import Match, Priority
from antena.matching.queries import priorities, radar, why


@pytest.fixture
def draft(vocabulary, now):
    def make(code="water-cycle", factor=2.0, **more):
        return actions.draft_priority(
            **{
                "kind": PriorityKind.THEME,
                "code": code,
                "factor": factor,
                "title": {"ca": "Primer l'aigua", "en": "Water first"},
                "body": "The Advisory Council",
                "adopted_on": now.date() - timedelta(days=2),
                "starts_on": now.date(),
                "ends_on": None,
                "at": now,
            }
            | more
        )

    return make


def stored():
    columns = ("profile", "signal", "bucket", "rank", "score", "reasons", "obstacles", "next_step", "since")
    return list(Match.objects.order_by("profile", "bucket", "rank", "signal").values_list(*columns))


@pytest.fixture
def signals(make_signal):
    return [
        make_signal("Fibre", themes={"connectivity": 0.9}),
        make_signal("Drains", themes={"water-cycle": 0.6}),
        make_signal("Buses", themes={"public-transport": 0.4}),
    ]


def titles(town, now):
    shown = radar(town, today=now.date())
    return [item.signal.texts.all()[0].title for bucket in shown.buckets for item in bucket.items]


def test_what_a_decision_raises_rises_and_says_so(towns, signals, draft, make_user, now):
    actions.match_all(at=now)
    before = {pk: (rank, score) for pk, rank, score in Match.objects.filter(
        profile=towns["Berga"]).values_list("signal", "rank", "score")}  # fmt: skip
    officer = make_user("officer")
    adopted = actions.adopt_priority(draft=draft("public-transport"), by=officer, at=now)
    actions.match_all(at=now)
    match = Match.objects.get(profile=towns["Berga"], signal=signals[2])
    assert match.rank < before[signals[2].pk][0]
    assert match.score == before[signals[2].pk][1]
    (item,) = [one for bucket in radar(towns["Berga"], today=now.date()).buckets for one in bucket.items
               if one.signal == signals[2]]  # fmt: skip
    said = "The Advisory Council made “Water first” a priority on 20 November 2026: this item rises."
    assert item.reasons[0] == said
    with translation.override("ca"):
        assert why(towns["Berga"], signals[2], at=now).reasons[-1].sentence.count("Primer l'aigua") == 1
    untouched = Match.objects.get(profile=towns["Berga"], signal=signals[0])
    assert "priority" not in {reason["feature"] for reason in untouched.reasons}
    row = AuditEntry.objects.get(object_kind="priority")
    assert (row.actor, row.verb, row.object_id) == (officer, "adopted priority", str(adopted.pk))


def test_withdrawn_everything_is_as_before(towns, signals, draft, make_user, now):
    actions.match_all(at=now)
    before = stored()
    adopted = actions.adopt_priority(draft=draft(), by=make_user("officer"), at=now)
    actions.match_all(at=now)
    assert stored() != before
    actions.withdraw_priority(priority_id=adopted.pk, by=None, at=now)
    actions.match_all(at=now)
    assert stored() == before
    assert AuditEntry.objects.filter(verb="withdrew priority").count() == 1
    with pytest.raises(actions.NotInForceError):
        actions.withdraw_priority(priority_id=adopted.pk, by=None, at=now)


def test_it_counts_from_its_first_day_to_its_last(towns, draft, now):
    day = now.date()
    actions.adopt_priority(draft=draft(starts_on=day, ends_on=day + timedelta(days=3)), by=None, at=now)
    counted = [bool(priorities.in_force(day + timedelta(days=n))) for n in (-1, 0, 3, 4)]
    assert counted == [False, True, True, False]


def test_a_field_stands_for_its_themes_and_a_programme_for_its_family(draft, vocabulary):
    from_field, from_programme = priorities.for_engine(
        [draft(), draft("LIFE 2027", kind=PriorityKind.PROGRAMME)]
    )
    assert from_field.codes == ("water-cycle",)
    assert from_programme.codes == ("life",)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"factor": 2.1}, "factor"),
        ({"factor": 1.0}, "factor"),
        ({"code": "unheard-of"}, "code"),
        ({"kind": PriorityKind.GOAL, "code": "18"}, "code"),
        ({"title": {"en": "Water first"}}, "title"),
        ({"body": " "}, "body"),
        ({"ends_on": None, "body": ""}, "body"),
    ],
)
def test_what_cannot_be_decided_is_said(draft, wrong, field):
    with pytest.raises(actions.BadPriorityError) as error:
        draft(**wrong)
    assert error.value.field == field


def test_the_effect_is_told_before_and_nothing_is_stored(towns, make_signal, draft, now):
    for number in range(30):
        make_signal(f"Fibre {number}", themes={"connectivity": 0.9}, programme=f"P{number}")
    wanted = make_signal("Buses", themes={"public-transport": 0.9}, days=20)
    actions.match_all(at=now)
    before = stored()
    effect = priorities.effect_of(draft("public-transport"), at=now)
    assert (effect.signals, effect.of) == (1, 3)
    assert effect.entering == effect.leaving
    assert {example.signal for example in effect.examples if example.enters} <= {wanted}
    assert stored() == before
    assert not Priority.objects.exists()
    actions.adopt_priority(draft=draft("public-transport"), by=None, at=now)
    actions.match_all(at=now)
    now_has = {(row[0], row[1]) for row in stored()}
    assert len(now_has - {(row[0], row[1]) for row in before}) == effect.entering


def test_one_query_tells_what_is_adopted(towns, signals, draft, now):
    def count():
        with CaptureQueriesContext(connection) as queries:
            priorities.signals(type(signals[0]).objects.all(), at=now, model="")
        return len(queries)

    none = count()
    actions.adopt_priority(draft=draft(), by=None, at=now)
    one = count()
    for code in ("connectivity", "public-transport"):
        actions.adopt_priority(draft=draft(code), by=None, at=now)
    assert count() == one == none + 1
