"""First start, later starts, and stored answers from file to signal, each in a folder of its own."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from antena.operations.bench.register import Figure, Options, at_least, at_most, figure


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
        _timed(folder, "migrate", "--verbosity", "0")
        idle = min(_timed(folder, "check") for _ in range(3))
        for source, records in (("sedia", 629), ("cellar", 956)):
            stored = str(options.folder / source)
            for what in ("fresh", "the same again"):
                took = _timed(folder, "sync", source, "--from", stored, "--no-reading") - idle
                rate = records / max(took, 0.001)
                figures.append(
                    figure(
                        f"{source}, {what}: records from file to signal",
                        rate,
                        "records/s",
                        goal=at_least(1_000, rate),
                    )
                )
    return figures


def _timed(folder: str, *arguments: str) -> float:
    Path(folder).chmod(0o755)
    environment = {**os.environ, "ANTENA_VAR_DIR": folder}
    environment.pop("DATABASE_URL", None)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "config.cli", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own command
    return time.perf_counter() - begun
