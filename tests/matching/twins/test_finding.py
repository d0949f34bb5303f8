"""Proposals: whom they leave out, how they add up, how far apart they are, what they say."""

import math
from dataclasses import replace

import numpy as np
import pytest

from antena.matching.sentences import Speaker
from antena.matching.twins import saying
from antena.matching.twins.explanations import EXPLANATIONS
from antena.matching.twins.features import FEATURES, Case, Setting
from antena.matching.twins.finding import Wish, diverse, explain, find, worth
from antena.matching.twins.graph import Graph
from antena.matching.twins.model import BOTH, NOTHING, OFFSETS, OWN, chance, knowledge_of, levels_of, shipped
from antena.matching.twins.sentences import TWINS
from antena.matching.twins.world import BANDS, Row, build
from tests.matching.twins.conftest import NATIONS

NAMES = [feature.name for feature in FEATURES]


def level(setting, name, town, other):
    case = Case(setting, town, np.array([other]))
    return int(levels_of(case)[0, NAMES.index(name)])


def test_every_feature_tells_the_public_what_it_is_and_stays_in_its_levels(setting):
    case = Case(setting, 0, np.arange(1, 7))
    for feature, levels in zip(FEATURES, levels_of(case).T, strict=True):
        assert feature.explanation
        assert levels.max() < feature.levels


def test_what_the_public_reads_is_what_the_feature_says_of_itself():
    said = {
        feature.name: "\n".join(" ".join(part.split()) for part in feature.explanation.split("\n\n"))
        for feature in FEATURES
    }
    assert said == EXPLANATIONS


def test_what_nobody_counted_is_not_compared(setting):
    assert level(setting, "size", 0, 2) == 0
    assert level(setting, "sizes", 0, 2) == 0
    assert level(setting, "size", 0, 3) == 1


def test_distance_grows_by_bands(setting):
    assert level(setting, "distance", 0, 1) == 1
    assert level(setting, "distance", 0, 5) > level(setting, "distance", 0, 3) > 1
    assert level(setting, "distance", 0, 6) > level(setting, "distance", 0, 5)


def test_neighbours_continents_and_the_union(setting):
    assert [level(setting, "continent", 0, other) for other in (1, 3, 6)] == [4, 3, 1]
    assert [level(setting, "funding", 0, other) for other in (1, 3, 6)] == [1, 2, 2]
    assert level(setting, "funding", 3, 6) == 1


def test_names_shared_in_full_and_by_a_rare_word(setting):
    assert level(setting, "name", 0, 5) == 4
    assert level(setting, "name", 1, 4) == 2
    assert level(setting, "name", 0, 6) == 1


def test_features_of_the_graph_say_nothing_without_one(world, setting):
    alone = Setting(world, Graph(world, np.empty((0, 2), dtype=np.int64)), setting.history)
    for name in ("regions", "around", "friends", "again"):
        assert level(alone, name, 0, 3) == 0
        assert level(setting, name, 0, 3) > 0


def test_what_is_known_of_countries(world, setting, graph):
    few = knowledge_of(setting, 0)
    assert few.tolist() == [NOTHING] * 3
    many = np.array([[a, b] for a in (0, 1, 2) for b in (3, 4, 5)] * 1)
    counts = np.zeros((3, 3))
    counts[0, 1] = counts[1, 0] = 9
    counts[1, 2] = counts[2, 1] = 500
    told = Setting(world, _Heavy(world, many, 25), type(setting.history)(setting.history.lift, counts))
    assert knowledge_of(told, 0).tolist() == [BOTH, OWN, OWN]


class _Heavy(Graph):
    """A graph whose every pair counts for several, to pass the threshold of few in a world of seven."""

    def __init__(self, world, pairs, times):
        super().__init__(world, pairs)
        self.countries = super().countries * times
        self.country_degree = super().country_degree * times


def test_contributions_add_up_to_the_score(setting, model):
    for found in find(setting, model, 0, Wish()):
        total = found.base + found.rest + sum(said.contribution for said in (*found.reasons, *found.against))
        assert found.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-5)
        assert all(said.contribution > 0 for said in found.reasons)
        assert all(said.contribution < 0 for said in found.against)


def test_log_odds_of_many_are_those_of_their_levels(setting, model):
    case = Case(setting, 0, np.arange(1, 7))
    knowledge = np.full(6, BOTH, dtype=np.uint8)
    expected = model.base[BOTH] + model.contributions(levels_of(case), knowledge).sum(axis=1)
    assert model.log_odds(case, knowledge) == pytest.approx(expected, abs=1e-5)
    assert chance(np.array([0.0], dtype=np.float32)).tolist() == [0.5]


def test_its_own_country_itself_and_the_excluded_are_left_out(setting, model):
    assert {one.place for one in find(setting, model, 0, Wish())} == {3, 4, 5, 6}
    assert {one.place for one in find(setting, model, 0, Wish(), excluded=[3, 6])} == {4, 5}
    assert {one.place for one in find(setting, model, 0, Wish(countries=frozenset({0})))} == {1, 2}
    assert {one.place for one in find(setting, model, 6, Wish(places=np.array([0, 1, 6])))} == {0, 1}


def test_population_is_from_and_to_and_leaves_out_the_uncounted(setting, model):
    assert {one.place for one in find(setting, model, 6, Wish(population=(0, 3_000)))} == {1, 4}
    assert find(setting, model, 0, Wish(population=(7, 8))) == ()
    assert find(setting, model, 0, Wish(most=0)) == ()


def test_the_open_come_first_where_fit_is_equal(setting, model):
    case = Case(setting, 1, np.array([3, 4]))
    knowledge = np.full(2, BOTH, dtype=np.uint8)
    openness = model.openness_of(setting, case.others, knowledge)
    assert openness[0] > openness[1]
    fit = model.log_odds(case, knowledge)
    assert worth(model, case, knowledge, fit) - fit == pytest.approx(openness / 2)


def test_what_fits_worse_than_chance_comes_last_anywhere_and_not_where_the_country_is_chosen(setting, model):
    """The city fits, the village is more open by far and fits worse than chance."""
    village = replace(model.openness, by_band=np.where(np.arange(len(BANDS)) == 3, 50, 0).astype(np.float32))
    fits = model.log_odds(Case(setting, 1, np.array([3, 4])), np.zeros(2, dtype=np.uint8))
    assert fits[0] > fits[1]
    between = replace(model, base=model.base - fits.mean(), openness=village)
    assert [one.place for one in find(setting, between, 1, Wish(most=1))] == [3]
    assert [one.place for one in find(setting, between, 1, Wish(most=1, countries=frozenset({1})))] == [4]


def test_openness_of_a_place_nobody_knows_is_what_it_lets_expect(setting, model):
    nothing = np.array([NOTHING], dtype=np.uint8)
    assert model.openness_of(setting, np.array([4]), nothing).tolist() == [0.5]
    known = model.openness_of(setting, np.array([4]), np.array([BOTH], dtype=np.uint8))
    assert known[0] == pytest.approx(math.log(1 / (math.exp(-0.5) + 1)))


def test_a_list_is_not_of_one_country_while_there_are_others():
    rows = [Row(number, f"a{number}", "BB", str(number), 45, 9, 5_000) for number in range(30)]
    rows += [Row(100 + number, f"c{number}", "CC", str(number), 35, 139, 5_000) for number in range(30)]
    rows.append(Row(1_000, "town", "AA", "1", 42, 2, 5_000))
    world = build(rows, NATIONS, {})
    setting = Setting(world, Graph(world, np.empty((0, 2), dtype=np.int64)), None)
    others = np.arange(60)
    value = np.where(others < 30, 5.0, 1.0).astype(np.float32)
    chosen = diverse(setting, others, value, Wish(most=8))
    assert (world.country[others[chosen]] == 1).sum() == 3 + 2  # three, and the two that nobody else filled
    one = diverse(setting, others, value, Wish(most=8, countries=frozenset({1, 2})))
    assert (world.country[others[one]] == 1).all()


def test_every_sentence_can_be_said(setting, model):
    says = Speaker("en", {}, {})
    for town in range(7):
        case = Case(setting, town, np.array([place for place in range(7) if place != town]))
        for found in explain(model, case, np.full(3, BOTH, dtype=np.uint8)):
            for said in (*found.reasons, *found.against, found.openness):
                assert said.key in TWINS
                values = {name: ["Alta"] if name in ("towns", "twins") else value
                          for name, value in said.values.items()}  # fmt: skip
                assert says.say("twin", said.key, values)


def test_a_sentence_names_the_town_near_that_is_its_twin(setting):
    case = Case(setting, 1, np.array([3, 4]))
    assert saying.say(case, 0, "around", 1.0).key == "twin.around.same"
    assert saying.say(case, 0, "around", 1.0).values == {"towns": [0]}
    near = saying.say(case, 1, "around", 1.0)
    assert (near.key, near.values) == ("twin.around.near", {"towns": [0], "twins": [3], "km": 14})


def test_the_shipped_weights_are_of_these_features():
    model = shipped()
    assert model.weights.shape == (3, OFFSETS[-1] + FEATURES[-1].levels)
    assert model.provenance is not None
    assert "CC BY" in " ".join(model.provenance.data)
