"""What an evaluation counts, and that it says so where there is nothing to count on."""

import csv
from importlib import resources

import pytest
from django.core.management import CommandError, call_command

from antena.operations.evaluation.register import TASKS
from antena.operations.evaluation.scores import NoDataError, Score, Scores
from antena.places.models import Country, Load, Place, PlaceName


def test_wilsons_interval():
    # the example of Wilson's method for 9 of 10, to three places
    low, high = Score(9, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert Score(0, 0).interval == (0.0, 1.0)
    assert Score(10, 10).interval[1] == pytest.approx(1.0)
    assert Score(0, 0).share == 0.0


def test_a_goal_is_met_by_the_share():
    assert Scores(what="x", ours=Score(19, 20), goal=0.95).is_met is True
    assert Scores(what="x", ours=Score(18, 20), goal=0.95).is_met is False
    assert Scores(what="x", ours=Score(0, 20)).is_met is None


@pytest.mark.parametrize("name", ["judged.csv", "judged_later.csv", "judged_last.csv"])
def test_verdicts_are_verdicts(name):
    text = (resources.files("antena.records.linking") / name).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert {row["verdict"] for row in rows} == {"municipality", "other"}
    assert all(row["geonames_id"] == "" for row in rows if row["verdict"] == "other")
    assert all(row["geonames_id"] in ("", "?") or row["geonames_id"].isdigit() for row in rows)
    assert len({row["orgId"] for row in rows}) == len(rows)


def test_without_data_it_says_which_file(db, tmp_path):
    with pytest.raises(NoDataError, match=r"public_bodies_2017\.csv"):
        TASKS["linking"](tmp_path)
    with pytest.raises(CommandError, match=r"public_bodies_2017\.csv"):
        call_command("evaluate", "linking", "--data", str(tmp_path))


@pytest.mark.real_data
def test_linking_is_scored_beside_its_baseline(db, real_data, capsys):
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
    first, *_ = TASKS["linking"](real_data).values()
    by_what = {one.what: one for one in first}
    right = by_what["municipalities we have a place of: the right one comes first"]
    assert (right.ours.right, right.ours.of) == (1, 56)
    assert right.baseline == Score(1, 56)
    assert by_what["links made without a person that are right"].ours == Score(1, 1)
    with pytest.raises(SystemExit):
        call_command("evaluate", "linking", "--data", str(real_data), "--strict")
    assert "1 of 56 = 1.8%" in capsys.readouterr().out
