"""Features of what a signal is about: themes, the town's own words, SDGs, the town's assets."""

from collections.abc import Mapping
from typing import Any

from antena.matching.engine.facts import Signal, Town
from antena.matching.engine.features.kinds import Product, between, saturating
from antena.matching.engine.vocabulary import ASSETS

# How many shared things a sentence names.
NAMED = 3
# Centred cosines of twelve towns' few sentences with the long texts of 1,240 real calls and acts: the middle
# lies about 0, one in ten above 0.11, one in a hundred above 0.2, the closest near 0.3.
UNRELATED, CLOSE = 0.05, 0.28
# What an asset the signal does not speak of leaves: a mention is a plus, its lack says little.
UNMENTIONED = 0.3


def _say_themes(town: Town, signal: Signal, score: float) -> tuple[str, Mapping[str, Any]]:
    """It is about what your town cares about.

    Each theme of the signal counts by how surely the signal is about it and how much it matters to the town.
    The first theme shared counts most; each further one adds, and adds less. Until somebody of the town hall
    has confirmed its themes, they are assumed from what the town is, and the sentence says so.
    """
    shared = {
        code: score * town.themes[code] for code, score in signal.themes.items() if town.themes.get(code)
    }
    if not shared or score < 0.05:
        return "themes.none", {}
    named = sorted(shared, key=lambda code: (-shared[code], code))[:NAMED]
    return "themes.assumed" if town.themes_assumed else "themes.shared", {"themes": named}


def _say_need(_town: Town, _signal: Signal, score: float) -> tuple[str, Mapping[str, Any]]:
    """It is close to the needs your town wrote in its own words.

    The meaning of what the town wrote is compared with the meaning of the signal, whatever the languages of
    the two. A town that wrote nothing is not judged by this.
    """
    percent = round(100 * score)
    if score >= 0.6:
        return "need.close", {"percent": percent}
    return ("need.some" if score >= 0.25 else "need.far"), {"percent": percent}


def _say_goals(town: Town, signal: Signal, score: float) -> tuple[str, Mapping[str, Any]]:
    """It serves the Sustainable Development Goals your town chose.

    Each goal of the signal that the town chose counts by how surely the signal serves it. A town that chose
    none is not judged by this.
    """
    shared = sorted(
        (goal for goal in signal.goals if goal in town.goals), key=lambda goal: (-signal.goals[goal], goal)
    )
    return ("goals.shared", {"goals": shared[:NAMED]}) if shared and score > 0 else ("goals.none", {})


def _say_assets(town: Town, signal: Signal, _score: float) -> tuple[str, Mapping[str, Any]]:
    """It speaks of something your town has: a beach, a natural park, a market, a hospital.

    A town that named no asset is not judged by this, nor is a signal that speaks of none.
    """
    shared = sorted(town.assets & signal.subjects)
    return ("assets.shared", {"assets": shared[:NAMED]}) if shared else ("assets.none", {})


def _assets(town: Town) -> Mapping[str, float] | None:
    return dict.fromkeys(town.assets, 1.0) or None


def _named_assets(signal: Signal) -> Mapping[str, float] | None:
    return {code: 1.0 for code in signal.subjects if code in ASSETS} or None


THEMES = Product(
    "themes",
    town=lambda town: town.themes,
    signal=lambda signal: signal.themes,
    level=saturating(1.6),
    say=_say_themes,
    slope=0.65,
)
NEED = Product(
    "need",
    town=lambda town: town.needs,
    signal=lambda signal: signal.vector,
    level=between(UNRELATED, CLOSE),
    say=_say_need,
    slope=1 / (CLOSE - UNRELATED),
    base=-UNRELATED / (CLOSE - UNRELATED),
)
GOALS = Product(
    "goals",
    town=lambda town: dict.fromkeys(town.goals, 1.0) or None,
    signal=lambda signal: signal.goals,
    level=saturating(1.6),
    say=_say_goals,
    slope=0.65,
)
ASSETS_NAMED = Product(
    "assets",
    town=_assets,
    signal=_named_assets,
    level=between(-UNMENTIONED / (1 - UNMENTIONED), 1.0),
    say=_say_assets,
    slope=1 - UNMENTIONED,
    base=UNMENTIONED,
)
