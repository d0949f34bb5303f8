"""Learning from verdicts: planted preferences are found, noise is not, and people decide."""

from datetime import timedelta

import numpy as np
import pytest

from antena.accounts.models import AuditEntry
from antena.matching import actions
from antena.matching.engine.algorithm import UnknownAlgorithmError, algorithm
from antena.matching.engine.learning import Verdicts, bend_of, curve_of, learn
from antena.matching.enums import Answer, VersionState
from antena.matching.models import Match, Verdict, WeightVersion
from antena.matching.queries import weights, why
from antena.matching.queries.verdicts import LEAST, given, missing

BASE = {"themes": 0.3, "impact": 0.2, "burden": 0.2, "recency": 0.1}


def simulated(preference, *, count=600, seed=3):
    random = np.random.default_rng(seed)
    features = random.random((count, len(BASE)))
    features[random.random(features.shape) < 0.2] = np.nan
    score = np.nan_to_num(features) @ preference / np.maximum(~np.isnan(features) @ np.abs(preference), 0.01)
    useful = random.random(count) < 1 / (1 + np.exp(-12 * (score - np.median(score))))
    return Verdicts(features, useful, np.arange(count) % 30)


def test_a_planted_preference_is_found():
    found, metrics = learn(simulated(np.array([0.1, 0.8, 0.05, 0.05])), BASE)
    assert metrics.is_better
    assert metrics.auc > metrics.auc_before
    assert found["impact"] > 1.3 * BASE["impact"]
    assert found["themes"] < 0.8 * BASE["themes"]
    assert all(0.5 * BASE[name] <= weight <= 2 * BASE[name] for name, weight in found.items())


@pytest.mark.parametrize("seed", range(6))
def test_noise_moves_nothing(seed):
    random = np.random.default_rng(seed)
    features = random.random((400, len(BASE)))
    _, metrics = learn(Verdicts(features, random.random(400) < 0.5, np.arange(400) % 25), BASE)
    assert not metrics.is_better


def test_those_who_agree_with_the_weights_change_none():
    _, metrics = learn(simulated(np.array(list(BASE.values()))), BASE)
    assert not metrics.is_better


def test_a_curve_never_falls_and_few_cases_say_little():
    random = np.random.default_rng(1)
    scores = random.random(200)
    curve = curve_of(scores, random.random(200) < scores)
    assert list(curve.shares) == sorted(curve.shares)
    assert abs(np.interp(0.9, curve.scores, curve.shares) - 0.9) < 0.15
    lone = curve_of(np.linspace(0, 1, 12), np.arange(12) >= 11)
    assert max(lone.shares) < 0.5


def test_a_bend_follows_verdicts_and_stays_without():
    shares = np.full(200, 0.3)
    bend = bend_of(shares, np.arange(200) % 10 < 6)
    odds = bend.slope * np.log(0.3 / 0.7) + bend.shift
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(0.6, abs=0.05)
    none = bend_of(np.array([]), np.array([], dtype=bool))
    assert (none.slope, none.shift) == (1.0, 0.0)


@pytest.fixture
def many_verdicts(make_place, vocabulary, make_signal, now):
    """Twelve towns that want what touches local government, whatever its themes."""
    for number in range(12):
        make_place(f"Poble {number}", 900 + 40 * number)
    actions.make_profiles(at=now)
    profiles = list(actions.profiles.Profile.objects.order_by("pk"))
    random = np.random.default_rng(5)
    signal = make_signal()
    signals = [signal, *(make_signal(f"More {n}") for n in range(9))]
    rows = []
    for profile in profiles:
        for one in signals:
            features = dict(zip(algorithm().weights, random.random(13).tolist(), strict=True))
            features = {name: features[name] for name in ("themes", "impact", "burden")}
            said = {"algorithm": "radar-2", "score": 0.5, "bucket": "act", "share": 0.3, "features": features}
            answer = Answer.RELEVANT if features["impact"] > 0.5 else Answer.NOT_FOR_US
            rows.append(Verdict(profile=profile, signal=one, answer=answer, at=now, seen=said))
    Verdict.objects.bulk_create(rows)
    return signal


def test_a_verdict_keeps_what_the_engine_said(towns, make_signal, now):
    signal = make_signal()
    actions.give_verdict(
        profile_id=towns["Berga"].pk, signal_id=signal.pk, by=None, at=now, answer=Answer.RELEVANT
    )
    said = Verdict.objects.get().seen
    explained = why(towns["Berga"], signal, at=now)
    assert (said["algorithm"], said["score"], said["bucket"]) == (
        explained.algorithm, explained.score, "act",
    )  # fmt: skip
    assert said["features"] == {reason.feature: reason.score for reason in explained.reasons}


def test_too_few_say_how_many_are_missing(towns, make_signal, now):
    actions.give_verdict(
        profile_id=towns["Berga"].pk, signal_id=make_signal().pk, by=None, at=now, answer=Answer.DONE
    )
    with pytest.raises(actions.TooFewVerdictsError) as error:
        actions.propose_weights(at=now)
    lacking = error.value.missing
    assert (lacking.verdicts, lacking.worth, lacking.not_worth, lacking.towns) == (LEAST - 1, 19, 20, 9)
    assert missing(given()) == lacking


def test_proposed_activated_and_taken_back(many_verdicts, make_user, now):
    officer = make_user("officer")
    actions.match_all(at=now)
    before = list(Match.objects.order_by("profile", "signal").values_list("profile", "signal", "score"))
    version = actions.propose_weights(at=now, by=officer)
    assert version.name == "radar-2+2026-11-22"
    assert version.weights["impact"] > version.weights["themes"]
    assert weights.algorithm_in_force().name == "radar-2"
    actions.activate_weights(version_id=version.pk, by=officer, at=now)
    actions.match_all(at=now)
    assert set(Match.objects.values_list("algorithm", flat=True)) == {version.name}
    profile = Match.objects.first().profile
    old = why(profile, many_verdicts, at=now, algorithm="radar-2")
    assert (profile.pk, many_verdicts.pk, old.score) in before
    assert why(profile, many_verdicts, at=now).score != old.score
    again = actions.propose_weights(at=now + timedelta(hours=1))
    assert again.name == "radar-2+2026-11-22.2"
    actions.revert_weights(by=officer, at=now)
    actions.match_all(at=now)
    assert (
        list(Match.objects.order_by("profile", "signal").values_list("profile", "signal", "score")) == before
    )
    version.refresh_from_db()
    assert (version.state, version.decided_by) == (VersionState.RETIRED, officer)
    assert why(profile, many_verdicts, at=now, algorithm=version.name).algorithm == version.name
    verbs = AuditEntry.objects.filter(object_kind="weights", object_id=version.name).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "proposed weights", "activated weights", "retired weights",
    ]  # fmt: skip
    with pytest.raises(actions.NotProposedError):
        actions.revert_weights(by=officer, at=now)


def test_an_unknown_name_is_an_error(towns, make_signal, now):
    with pytest.raises(UnknownAlgorithmError):
        why(towns["Berga"], make_signal(), at=now, algorithm="radar-99")
    assert not WeightVersion.objects.exists()
