"""Why, and why not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from antena.matching import actions
from antena.matching.enums import Answer
from antena.matching.queries import why
from antena.signals.enums import RuleKind, Status
from antena.signals.models import Signal


def test_why_not_names_the_rule_and_the_sentence_it_rests_on(towns, make_signal, now):
    sentence = "Only cities of more than 50 000 inhabitants may apply."
    signal = make_signal(rules=[(RuleKind.SIZE, sentence, {"min_inhabitants": 50_000})])
    actions.match_all(at=now)
    found = why(towns["Gisclareny"], signal, at=now, language="en")
    assert not found.eligible
    (failed,) = found.failed
    assert failed.sentence == "It asks for at least 50,000 inhabitants; your town has 27."
    assert failed.evidence is not None
    assert (failed.evidence.sentence, failed.evidence.language, failed.evidence.confidence) == (
        sentence,
        "en",
        0.9,
    )
    assert (found.match, found.next_step_key) == (None, "step.nothing")
    assert found.next_step == "Nothing to do: this one is not for your town."
    assert why(towns["Barcelona"], signal, at=now).eligible


def test_why(towns, make_signal, now):
    signal = make_signal(
        rules=[
            (RuleKind.WHO, "Municipalities can apply.", {"bodies": ["municipality"]}),
            (RuleKind.PARTNERS, "At least 2 partners.", {"min": 2}),
            (RuleKind.COUNTRIES, "From 2 countries.", {"min": 2}),
        ]
    )
    actions.match_all(at=now)
    actions.give_verdict(
        profile_id=towns["Berga"].pk, signal_id=signal.pk, by=None, at=now, answer=Answer.RELEVANT
    )
    found = why(towns["Berga"], signal, at=now, language="en")
    assert found.eligible
    assert found.match is not None
    assert found.match.score == found.score
    assert sum(reason.points for reason in found.reasons) == pytest.approx(100 * found.score, abs=0.01)
    by_gate = {gate.gate: gate for gate in found.gates}
    assert by_gate["body"].sentence == "A town hall can take part: the text names municipalities."
    assert by_gate["body"].evidence is not None
    assert [obstacle.sentence for obstacle in found.obstacles] == [
        "It needs at least 2 partners, yourselves included.",
        "The partners must come from at least 2 different countries.",
    ]
    assert found.verdict is not None
    assert found.verdict.answer == Answer.RELEVANT


def test_what_is_assumed_is_defended(towns, make_signal, now):
    signal = make_signal(themes=["connectivity"])
    found = why(towns["Gisclareny"], signal, at=now, language="en")
    assert found.assumptions == ("Without a fast network nobody can work, study or be cared for at home.",)
    actions.edit_profile(
        profile_id=towns["Gisclareny"].pk, by=None, at=now, needs="", themes={"connectivity": 1}, assets=[],
        goals=[], capacity="none",
    )  # fmt: skip
    towns["Gisclareny"].refresh_from_db()
    assert why(towns["Gisclareny"], signal, at=now).assumptions == ()


def test_a_signal_nobody_read_yet_can_be_explained_too(towns, make_signal, now):
    signal = make_signal(themes=[], read_hash="", status=Status.CLOSED, impact="none")
    found = why(towns["Barcelona"], signal, at=now, language="en")
    assert [gate.sentence for gate in found.failed] == ["It is closed."]


def test_the_active_language_is_spoken(towns, make_signal, now):
    signal = make_signal(days=200)
    with translation.override("fr"):
        found = why(towns["Berga"], signal, at=now)
    assert any("10 juin 2027" in gate.sentence for gate in found.gates)


def test_queries_do_not_depend_on_what_is_stored_beside(towns, make_signal, now):
    signal = make_signal()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            why(towns["Berga"], Signal.objects.get(pk=signal.pk), at=now)
        counts.append(len(queries))
        make_signal()
        make_signal()
    assert counts[0] == counts[1] <= 20
