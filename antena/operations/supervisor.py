"""Keeps the programs of an installation running together: all start, all stop, none outlives its parent."""

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Program:
    """One process to keep running: a name for people, and its command."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0


class Supervisor:
    """Starts ``programs``, starts again those that die, stops all on Ctrl-C or SIGTERM.

    ``run_dir`` keeps the process numbers, so that what a killed supervisor left behind is ended at the next
    start. ``grace`` is how many seconds a program has to stop before it is killed.
    """

    def __init__(self, programs: Sequence[Program], *, run_dir: Path, grace: float = 10.0) -> None:
        self.programs = programs
        self.run_dir = run_dir
        self.grace = grace
        self.children: list[_Child] = []
        self.stopping = False

    def run(self, *, when_started: Callable[[], None]) -> None:
        """Return when told to stop and everything has stopped. ``when_started`` is called once, early."""
        self.run_dir.mkdir(parents=True, exist_ok=True)
        end_leftovers(self.run_dir, grace=self.grace)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            for program in self.programs:
                self.children.append(self._start(program))
            when_started()
            while not self.stopping:
                self._revive()
                time.sleep(0.2)
        finally:
            self._stop_all()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, program: Program) -> _Child:
        process = subprocess.Popen(  # noqa: S603  the commands are the house's own
            program.command,
            env={**os.environ, **program.environment},
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  no threads yet
        )
        remember = {"pid": process.pid, "born": psutil.Process(process.pid).create_time()}
        (self.run_dir / f"{program.name}.json").write_text(json.dumps(remember))
        return _Child(program, process, time.monotonic())

    def _revive(self) -> None:
        for index, child in enumerate(self.children):
            code = child.process.poll()
            if code is None:
                continue
            lived = time.monotonic() - child.started
            deaths = 1 if lived > LONGEST_PAUSE else child.deaths + 1
            pause = min(LONGEST_PAUSE, 2.0 ** (deaths - 1))
            logger.error("%s ended with %s; starting it again in %.0f s", child.program.name, code, pause)
            self._wait(pause)
            if self.stopping:
                return
            self.children[index] = self._start(child.program)
            self.children[index].deaths = deaths

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.1)

    def _stop_all(self) -> None:
        for child in self.children:
            child.process.terminate()
        until = time.monotonic() + self.grace
        for child in self.children:
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            (self.run_dir / f"{child.program.name}.json").unlink(missing_ok=True)


def end_leftovers(run_dir: Path, *, grace: float) -> None:
    """End the programs of a supervisor that was killed. A number reused by a stranger is left alone."""
    for file in run_dir.glob("*.json"):
        remembered = json.loads(file.read_text())
        try:
            process = psutil.Process(remembered["pid"])
            if abs(process.create_time() - remembered["born"]) < 1:
                process.terminate()
                process.wait(grace)
        except psutil.TimeoutExpired:
            process.kill()
        except psutil.NoSuchProcess:
            pass
        file.unlink(missing_ok=True)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
