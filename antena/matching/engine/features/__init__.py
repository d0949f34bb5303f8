"""Features: small pure functions that say how much, and why. Their docstrings are read by the public."""

from antena.matching.engine.features.effort import BODY, BURDEN, DEADLINE
from antena.matching.engine.features.experience import EXPERIENCE
from antena.matching.engine.features.kinds import Compared, Feature, Product, Tabular
from antena.matching.engine.features.meaning import ASSETS_NAMED, GOALS, NEED, THEMES
from antena.matching.engine.features.nature import AUDIENCE, IMPACT, RECENCY, STATUS, TERRITORY

FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        THEMES,
        NEED,
        GOALS,
        ASSETS_NAMED,
        IMPACT,
        BODY,
        DEADLINE,
        BURDEN,
        EXPERIENCE,
        TERRITORY,
        AUDIENCE,
        RECENCY,
        STATUS,
    )
}

__all__ = ["FEATURES", "Compared", "Feature", "Product", "Tabular"]
