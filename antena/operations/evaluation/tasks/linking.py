"""Official names of public bodies, judged by hand: is it a municipality, and which place.

The names are public data (participants of Horizon 2020, CORDIS, CC BY 4.0) and stay outside; beside the code
are only our verdicts by the bodies' numbers: "municipality" or "other", and the number of GeoNames of the
place, empty where we have no place of it, "?" where nobody can tell. A department of a city counts as the
city; a body with a legal personality of its own does not. "judged.csv" was at hand while the rules were made.
"judged_later.csv" was drawn with it and led to no rule, save that two of its names had been noticed before;
"judged_last.csv" was drawn and judged when the rules were done. All names of the file had been read once.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from antena.operations.datasets import csv_rows
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Goal, Row, Task
from antena.operations.evaluation.measures import share
from antena.places.models import Place
from antena.records.linking import LINKED, Found, Wanted
from antena.records.linking.keys import key
from antena.records.linking.vocabulary import country_code
from antena.records.queries import DatabaseAtlas, linker

_FILE: Final = Path("cordis_h2020_public_bodies") / "public_bodies_2017.csv"
_SAMPLES: Final = {
    "judged.csv": "at hand while made",
    "judged_later.csv": "held back",
    "judged_last.csv": "drawn when done",
}
_GOAL: Final = 0.95


class _Case(NamedTuple):
    """A body as judged, and its place (a GeoNames number): by us, and by the name of its city alone."""

    is_municipality: bool
    geonames: str
    found: Found
    ours: int | None
    baseline: int | None


def _run(bench: Bench) -> Sequence[Row]:
    bodies = {row["orgId"]: row for row in csv_rows(bench.data / _FILE)}
    atlas = DatabaseAtlas()
    return [
        row
        for name, title in _SAMPLES.items()
        for row in _rows(title, [_case(row, bodies, atlas) for row in _judged(name)])
    ]


def _rows(sample: str, cases: Sequence[_Case]) -> Iterator[Row]:
    real = [case for case in cases if case.is_municipality]
    called = [case for case in cases if case.found.kind == "municipality"]
    known = [case for case in cases if case.geonames.isdigit()]
    linked = [case for case in cases if _is_linked(case) and case.geonames != "?"]
    guessed = [case for case in cases if case.baseline is not None and case.geonames != "?"]

    def row(what: str, ours: Sequence[bool], baseline: Sequence[bool], goal: Goal | None = None) -> Row:
        return Row(
            what=f"{sample}: {what}",
            metric="share",
            ours=share(ours),
            baselines={"the city by its exact name": share(baseline)},
            goal=goal,
        )

    yield row(
        "municipalities recognised",
        [case.found.kind == "municipality" for case in real],
        [case.baseline is not None for case in real],
    )
    yield row(
        "called a municipality, and is one",
        [case.is_municipality for case in called],
        [case.is_municipality for case in guessed],
    )
    yield row(
        "municipalities we have a place of: the right one comes first",
        [str(case.ours) == case.geonames for case in known],
        [str(case.baseline) == case.geonames for case in known],
        Goal(value=_GOAL),
    )
    yield row(
        "municipalities we have a place of: linked without a person",
        [_is_linked(case) and str(case.ours) == case.geonames for case in known],
        [str(case.baseline) == case.geonames for case in known],
    )
    yield row(
        "links made without a person that are right",
        [str(case.ours) == case.geonames for case in linked],
        [str(case.baseline) == case.geonames for case in guessed],
    )


def _is_linked(case: _Case) -> bool:
    return case.found.best is not None and case.found.best.confidence >= LINKED


def _case(row: Mapping[str, str], bodies: Mapping[str, Mapping[str, str]], atlas: DatabaseAtlas) -> _Case:
    body = bodies[row["orgId"]]
    name, city = _mended(body["name"]), _mended(body["city"])
    found = linker().find(Wanted(name=name, country=body["country"], city=city))
    index = atlas.country(country_code(body["country"]))
    largest = max(
        (index.places[at] for at in index.named(key(city))), key=lambda one: one.population, default=None
    )
    return _Case(
        is_municipality=row["verdict"] == "municipality",
        geonames=row["geonames_id"],
        found=found,
        ours=_geonames(found.best.place_id) if found.best else None,
        baseline=_geonames(largest.place_id) if largest else None,
    )


def _geonames(place_id: int) -> int | None:
    return Place.objects.values_list("geonames_id", flat=True).get(pk=place_id)


def _judged(name: str) -> Sequence[Mapping[str, str]]:
    text = (resources.files("antena.records.linking") / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def _mended(text: str) -> str:
    """The file's accents, which somebody once read as those of an old Macintosh."""
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text


TASK = Task(
    name="linking",
    title="The official name of a public body → the municipality",
    data="Participants of Horizon 2020 (CORDIS, CC BY 4.0); the numbers of places are those of GeoNames",
    split="Three samples judged by hand in one pass by one reader; one was at hand while the rules were made",
    run=_run,
)
