"""A small invented world: two countries of one language, a third of another, three regions."""

import numpy as np
import pytest

from antena.matching.twins.features import FEATURES, History, Setting
from antena.matching.twins.graph import Graph
from antena.matching.twins.model import Model, Openness
from antena.matching.twins.world import BANDS, CAPITAL, Nation, Row, build

NATIONS = (
    Nation(code="AA", continent="EU", in_eu=True, languages=("fr-AA", "ca"), neighbours=frozenset({"BB"})),
    Nation(code="BB", continent="EU", in_eu=False, languages=("it-BB",), neighbours=frozenset({"AA"})),
    Nation(code="CC", continent="AS", in_eu=False, languages=("ja",)),
)
# id, name, country, region, latitude, longitude, population
ROWS = (
    Row(10, "alta", "AA", "1", 42.0, 2.0, 1_000_000),
    Row(11, "bella vilanova", "AA", "1", 42.1, 2.1, 3_000),
    Row(12, "cala", "AA", "2", 44.0, 3.0, 0),
    Row(20, "dora", "BB", "1", 45.0, 9.0, 900_000),
    Row(21, "vilanova", "BB", "1", 45.1, 9.1, 2_900),
    Row(22, "alta", "BB", "2", 41.0, 14.0, 40_000),
    Row(30, "ede", "CC", "1", 35.0, 139.0, 5_000_000),
)


@pytest.fixture
def world():
    return build(ROWS, NATIONS, {"AA": "alta", "CC": "ede"})


@pytest.fixture
def graph(world):
    """alta – dora, bella vilanova – dora, alta – alta of BB, told from both ends once."""
    return Graph(world, np.array([[0, 3], [3, 0], [1, 3], [0, 5]]))


@pytest.fixture
def setting(world, graph):
    size = len(NATIONS)
    lift = np.zeros((size, size), dtype=np.float32)
    lift[0, 1] = lift[1, 0] = 1.2
    counts = np.zeros((size, size))
    counts[0, 1] = counts[1, 0] = 3
    return Setting(world, graph, History(lift=lift, counts=counts))


@pytest.fixture
def model():
    """Weights that grow with the level of each feature, the same whatever is known."""
    parts = [np.linspace(0.0, 1.0, feature.levels) for feature in FEATURES]
    return Model(
        weights=np.stack([np.concatenate(parts)] * 3).astype(np.float32),
        base=np.full(3, -2.0, dtype=np.float32),
        openness=Openness(
            by_band=np.zeros(len(BANDS), dtype=np.float32),
            by_standing=np.zeros(CAPITAL + 1, dtype=np.float32),
            by_country=np.array([0.0, 0.5], dtype=np.float32),
            steadiness=1.0,
        ),
        countries=("AA", "BB"),
        lift=np.array([[0.0, 1.2], [1.2, 0.0]], dtype=np.float32),
        counts=np.array([[0.0, 3.0], [3.0, 0.0]], dtype=np.float32),
    )
