"""Official names of public bodies, judged by hand: is it a municipality, and which place.

The names are public data (participants of Horizon 2020, CORDIS, CC BY 4.0) and stay outside; beside the code
are only our verdicts by the bodies' numbers: "municipality" or "other", and the number of GeoNames of the
place, empty where we have no place of it, "?" where nobody can tell. A department of a city counts as the
city; a body with a legal personality of its own does not. "judged.csv" was at hand while the rules were made.
"judged_later.csv" was drawn with it and led to no rule, save that two of its names had been noticed before;
"judged_last.csv" was drawn and judged when the rules were done. All names of the file had been read once.
"""

import csv
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from antena.operations.evaluation.scores import NoDataError, Score, Scores
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


def evaluate(folder: Path) -> Mapping[str, list[Scores]]:
    """Scores by sample. ``folder`` holds the shared data sets. Raises `NoDataError`."""
    bodies = _bodies(folder / _FILE)
    atlas = DatabaseAtlas()
    return {
        title: _scores([_case(row, bodies, atlas) for row in _judged(name)])
        for name, title in _SAMPLES.items()
    }


def _scores(cases: Sequence[_Case]) -> list[Scores]:
    real = [case for case in cases if case.is_municipality]
    called = [case for case in cases if case.found.kind == "municipality"]
    known = [case for case in cases if case.geonames.isdigit()]
    linked = [case for case in cases if _is_linked(case) and case.geonames != "?"]
    guessed = [case for case in cases if case.baseline is not None and case.geonames != "?"]
    return [
        Scores(
            what="municipalities recognised",
            ours=_score(real, [case.found.kind == "municipality" for case in real]),
            baseline=_score(real, [case.baseline is not None for case in real]),
        ),
        Scores(
            what="called a municipality, and is one",
            ours=_score(called, [case.is_municipality for case in called]),
            baseline=_score(guessed, [case.is_municipality for case in guessed]),
        ),
        Scores(
            what="municipalities we have a place of: the right one comes first",
            ours=_score(known, [str(case.ours) == case.geonames for case in known]),
            baseline=_score(known, [str(case.baseline) == case.geonames for case in known]),
            goal=_GOAL,
        ),
        Scores(
            what="municipalities we have a place of: linked without a person",
            ours=_score(known, [_is_linked(case) and str(case.ours) == case.geonames for case in known]),
            baseline=_score(known, [str(case.baseline) == case.geonames for case in known]),
        ),
        Scores(
            what="links made without a person that are right",
            ours=_score(linked, [str(case.ours) == case.geonames for case in linked]),
            baseline=_score(guessed, [str(case.baseline) == case.geonames for case in guessed]),
        ),
    ]


def _score(cases: Sequence[_Case], right: Sequence[bool]) -> Score:
    return Score(sum(right), len(cases))


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


def _bodies(file: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return {row["orgId"]: row for row in csv.DictReader(lines)}
    except OSError as error:
        raise NoDataError(f"{file}: {error.strerror}") from error


def _judged(name: str) -> Sequence[Mapping[str, str]]:
    text = (resources.files("antena.records.linking") / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def _mended(text: str) -> str:
    """The file's accents, which somebody once read as those of an old Macintosh."""
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text
