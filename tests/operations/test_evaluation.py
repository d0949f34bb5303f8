"""What an evaluation counts, keeps and shows, and that it says so where there is nothing to count on."""

import csv
from importlib import resources

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from antena.operations.datasets import NoDataError
from antena.operations.evaluation import register, results
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Figure, Goal, Result, Row, state
from antena.places.models import Country, Load, Place, PlaceName


def figure(value: float) -> Figure:
    return Figure(value=value, low=value - 0.1, high=value + 0.1, of=10)


def row(value: float, goal: Goal | None = None) -> Row:
    return Row(what="a | b", metric="share", ours=figure(value), baselines={"words": figure(0.4)}, goal=goal)


def test_a_goal_is_met_by_the_value():
    assert row(0.95, Goal(value=0.95)).is_met is True
    assert row(0.94, Goal(value=0.95)).is_met is False
    assert row(0.04, Goal(value=0.05, at_most=True)).is_met is True
    assert row(0.06, Goal(value=0.05, at_most=True)).is_met is False
    assert row(0.5).is_met is None


def test_a_goal_may_be_a_multiple_of_a_baseline():
    one = row(0.81, Goal(value=2, times="words"))
    assert (one.target, one.is_met, state(one)) == (0.8, True, "yes")
    with pytest.raises(KeyError):
        _ = row(0.81, Goal(value=2, times="nothing measured")).target


def test_a_result_is_kept_and_shown(tmp_path):
    result = Result(
        task="t",
        title="What",
        data="Data",
        split="Split",
        model="m",
        seconds=1.23,
        rows=(row(0.123456789, Goal(value=0.5)), row(0.9)),
    )
    file = results.keep(result, tmp_path)
    assert file.name == "t.json"
    assert results.kept(tmp_path)[0].rows[0].ours.value == 0.12346
    page = results.page(results.kept(tmp_path))
    assert "Goals met: 0 of 1." in page
    assert "| [t](#t) | a / b | share | 0.123 (0.023–0.223) | ≥ 0.5 | **NO** |" in page
    assert "| a / b | share | 10 | 0.900 (0.800–1.000) | words 0.400 |  |  |" in page


class Counting:
    name, dimensions = "counting", 384

    def __init__(self) -> None:
        self.texts: list[str] = []

    def passages(self, texts, languages):
        self.texts += texts
        return np.array([[len(text)] * 384 for text in texts], dtype=np.float32)

    def query(self, text, language):
        return self.passages([text], [language])[0] + 0.5


def test_vectors_are_made_once(tmp_path):
    embedder = Counting()
    bench = Bench(tmp_path, tmp_path / "cache", lambda: embedder)
    first = bench.embed(["aaa", "b", "aaa"], ["ca", "ca", "ca"])
    assert first[:, 0].tolist() == [3, 1, 3]
    assert sorted(embedder.texts) == ["aaa", "b"]
    again = Bench(tmp_path, tmp_path / "cache", lambda: embedder).embed(["b", "aaa"], ["ca", "ca"])
    assert again[:, 0].tolist() == [1, 3]
    assert len(embedder.texts) == 2
    # another language or another side is another vector
    assert bench.embed(["b"], ["es"])[0, 0] == 1
    assert bench.embed_queries(["b"], ["ca"])[0, 0] == 1.5
    assert len(embedder.texts) == 4
    assert bench.embed([], []).shape == (0, 384)


@pytest.mark.parametrize("name", ["judged.csv", "judged_later.csv", "judged_last.csv"])
def test_verdicts_are_verdicts(name):
    text = (resources.files("antena.records.linking") / name).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert {row["verdict"] for row in rows} == {"municipality", "other"}
    assert all(row["geonames_id"] == "" for row in rows if row["verdict"] == "other")
    assert all(row["geonames_id"] in ("", "?") or row["geonames_id"].isdigit() for row in rows)
    assert len({row["orgId"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", register.names())
def test_each_task_says_which_file_is_missing(db, tmp_path, name):
    task = register.task(name)
    assert task.name == name
    with pytest.raises(NoDataError, match=str(tmp_path)):
        task.run(Bench(tmp_path, tmp_path / "cache", Counting))


def test_the_command_says_what_it_cannot_do(db, tmp_path):
    with pytest.raises(CommandError, match=r"public_bodies_2017\.csv"):
        call_command("evaluate", "linking", "--data", str(tmp_path))
    with pytest.raises(CommandError, match="no such task: nothing"):
        call_command("evaluate", "nothing")
    with pytest.raises(CommandError, match="name a task"):
        call_command("evaluate")


@pytest.mark.real_data
def test_linking_is_scored_beside_its_baseline(db, real_data, capsys, tmp_path):
    # of all the cities judged only Barcelona is here: it is found, the others are missed by both
    Load.objects.create(name="world", version="evaluation", rows=1, loaded_at="2026-11-22T00:00Z")
    Country.objects.create(code="ES", iso3="ESP", continent="EU", in_eu=True)
    place = Place.objects.create(
        country_id="ES",
        name="Barcelona",
        sort_key="barcelona",
        latitude=41.4,
        longitude=2.2,
        geonames_id=3128760,
    )
    PlaceName.objects.create(place=place, text="barcelona", weight=1)
    bench = Bench(real_data, tmp_path, Counting)
    by_what = {one.what.partition(": ")[2]: one for one in register.task("linking").run(bench)[:5]}
    right = by_what["municipalities we have a place of: the right one comes first"]
    assert (round(right.ours.value * 56), right.ours.of) == (1, 56)
    assert right.baselines["the city by its exact name"] == right.ours
    linked = by_what["links made without a person that are right"].ours
    assert (linked.value, linked.of) == (1.0, 1)
    with pytest.raises(SystemExit):
        call_command("evaluate", "linking", "--data", str(real_data), "--strict")
    assert "0.018" in capsys.readouterr().out
