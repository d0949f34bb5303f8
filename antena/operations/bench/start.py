"""First start, later starts, and stored answers from file to signal, each in a folder of its own."""

import re
import tempfile
import time
from pathlib import Path

from antena.operations.bench.apart import installation, run_in
from antena.operations.bench.figures import Figure, Options, at_least, at_most, figure


class FolderNeededError(Exception):
    """The bench reads stored answers and was not told where they are."""


def bench(_options: Options) -> list[Figure]:
    """Prepare an installation from nothing, then again when everything is there."""
    with tempfile.TemporaryDirectory(prefix="antena-bench-") as folder:
        first = _timed(folder, "up", "--prepare-only")
        later = _timed(folder, "up", "--prepare-only")
    return [
        figure("first start, packages installed", first, "s", goal=at_most(180, first, "s")),
        figure(
            "later start", later, "s", goal=at_most(10, later, "s"), baseline=first, against="first start"
        ),
    ]


def replay(options: Options) -> list[Figure]:
    """Stored answers of SEDIA and CELLAR: fetched from disk, kept, parsed, checked, imported; no reading."""
    if options.folder is None:
        raise FolderNeededError("antena bench replay --from DIR: the folder that holds sedia/ and cellar/")
    figures = []
    with tempfile.TemporaryDirectory(prefix="antena-bench-") as folder:
        installation(Path(folder))
        for source in ("sedia", "cellar"):
            for what in ("fresh", "the same again"):
                said = _run(folder, "sync", source, "--from", str(options.folder / source), "--no-reading")
                rate = _said_rate(said)
                figures.append(
                    figure(
                        f"{source}, {what}: records from file to signal",
                        rate,
                        "records/s",
                        goal=at_least(1_000, rate),
                    )
                )
    return figures


def _said_rate(said: str) -> float:
    """The records a second that `antena sync` says of itself, from the first page to the last row."""
    found = re.search(r"([\d.,\u00a0\u202f]+) records/s", said)
    if found is None:
        raise ValueError(f"antena sync told no rate: {said!r}")
    return float(re.sub(r"\D", "", found[1]))


def _timed(folder: str, *arguments: str) -> float:
    begun = time.perf_counter()
    _run(folder, *arguments)
    return time.perf_counter() - begun


def _run(folder: str, *arguments: str) -> str:
    return run_in(Path(folder), *arguments)
