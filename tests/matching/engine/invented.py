"""Towns and signals for tests: by hand, and by hypothesis."""

import numpy as np
from hypothesis import strategies as st

from antena.matching.engine.facts import Rule, Signal, Town
from antena.matching.engine.vocabulary import ASSETS, AUDIENCES, SIZES, TERRITORIES

THEMES = ("water-cycle", "housing", "tourism", "connectivity", "youth")
VILLAGE = Town(
    id=1,
    country="ES",
    in_eu=True,
    population=320,
    traits=frozenset({"village_under_500", "rural", "mountain"}),
    themes={"connectivity": 0.8, "tourism": 0.6},
)
CITY = Town(
    id=2,
    country="ES",
    in_eu=True,
    population=1_600_000,
    traits=frozenset({"metropolis", "urban", "coastal"}),
    themes={"housing": 0.9, "tourism": 0.3},
    capacity="team",
)


def unit(*values):
    vector = np.zeros(8, dtype=np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def rule(kind, confidence=0.9, sentence="", **value):
    return Rule(kind=kind, value=value, confidence=confidence, sentence=sentence, language="en")


def call(number=10, **changes):
    said = {
        "id": number,
        "kind": "call",
        "status": "open",
        "impact": "money",
        "impact_confidence": 0.8,
        "days_left": 200,
        "days_old": 20,
        "themes": {"connectivity": 0.9},
    }
    return Signal(**{**said, **changes})


shares = st.floats(0, 1, width=32)
sizes = st.sampled_from(sorted(SIZES))
codes = st.sampled_from(sorted({*TERRITORIES, *AUDIENCES, *ASSETS}))
vectors = st.none() | st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8).filter(
    lambda values: np.linalg.norm(values) > 0.1
).map(lambda values: unit(*values))
bodies = st.lists(
    st.sampled_from(["municipality", "public_body", "university", "sme", "any_legal_entity"]), max_size=3
)
rules = st.one_of(
    st.builds(lambda found, sure: rule("who", sure, bodies=found), bodies, shares),
    st.builds(
        lambda found, sure: rule("where", sure, countries=found),
        st.lists(st.sampled_from(["ES", "FR", "NO"]), max_size=2),
        shares,
    ),
    st.builds(
        lambda group, sure: rule("where", sure, group=group),
        st.sampled_from(["eu", "eu_associated", "x"]),
        shares,
    ),
    st.builds(
        lambda low, high, sure: rule("size", sure, min_inhabitants=low, max_inhabitants=high),
        st.none() | st.integers(0, 100_000),
        st.none() | st.integers(0, 100_000),
        shares,
    ),
    st.builds(lambda least: rule("partners", min=least), st.integers(1, 12)),
    st.builds(lambda percent: rule("rate", percent=percent), st.integers(1, 100)),
)
towns = st.builds(
    Town,
    id=st.integers(1, 5),
    country=st.sampled_from(["ES", "NO"]),
    in_eu=st.booleans(),
    population=st.none() | st.integers(20, 2_000_000),
    traits=st.frozensets(st.sampled_from(["coastal", "mountain", "rural", "urban"])),
    assets=st.frozensets(st.sampled_from(sorted(ASSETS)), max_size=4),
    themes=st.dictionaries(st.sampled_from(THEMES), shares, max_size=5),
    goals=st.frozensets(st.integers(1, 17), max_size=4),
    capacity=st.sampled_from(["none", "shared", "part_time", "team"]),
    needs=vectors,
    experience=st.dictionaries(st.sampled_from(["life", "cerv", "horizon"]), st.integers(1, 9), max_size=2),
    near_experience=st.dictionaries(st.sampled_from(["life", "cerv"]), st.just("Olot"), max_size=2),
)
signals = st.builds(
    Signal,
    id=st.integers(1, 10_000),
    kind=st.sampled_from(["call", "act", "proposal", "practice", "consultation", "event"]),
    status=st.sampled_from(["open", "forthcoming", "closed", "in_force", "under_way", "unknown"]),
    programme=st.sampled_from(["", "LIFE", "CERV"]),
    family=st.sampled_from(["", "a", "b"]),
    impact=st.sampled_from(["duty", "money", "service", "opportunity", "none"]),
    impact_confidence=shares,
    days_left=st.none() | st.integers(-10, 900),
    days_old=st.none() | st.integers(0, 2_000),
    amount_eur=st.none() | st.integers(1_000, 50_000_000),
    themes=st.dictionaries(st.sampled_from(THEMES), shares, max_size=4),
    goals=st.dictionaries(st.integers(1, 17), shares, max_size=3),
    rules=st.lists(rules, max_size=4).map(tuple),
    subjects=st.frozensets(codes, max_size=4),
    title_subjects=st.frozensets(codes, max_size=1),
    listed=st.sampled_from([True, True, True, False]),
    set_aside=st.sampled_from([False, False, False, True]),
    vector=vectors,
)
