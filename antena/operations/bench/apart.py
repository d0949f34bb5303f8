"""An installation apart, for benches that need one of their own: its folder, its database, its commands."""

import os
import subprocess
import sys
from pathlib import Path


def installation(folder: Path) -> Path:
    """Make an empty installation with its tables in ``folder``, and return it."""
    folder.mkdir(exist_ok=True)
    run_in(folder, "migrate", "--verbosity", "0")
    return folder


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a process that belongs to the installation in ``folder``."""
    # The embedded server runs as a user of its own and must be able to look in.
    folder.chmod(0o755)
    environment = {**os.environ, "ANTENA_VAR_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    return environment


def run_in(folder: Path, *arguments: str) -> str:
    """Run an ``antena`` command there and return what it printed. Raises `subprocess.CalledProcessError`."""
    command = [sys.executable, "-m", "config.cli", *arguments]
    done = subprocess.run(command, env=environment_of(folder), check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own command
    return done.stdout
