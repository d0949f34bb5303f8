"""Programs start together, come back when they die, and none outlives the supervisor, even a killed one."""

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil

CHILD = "import time, os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"


def start(tmp_path: Path) -> subprocess.Popen[bytes]:
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from antena.operations.supervisor import Program, Supervisor
        child = {CHILD!r}
        folder = Path({str(tmp_path)!r})
        command = [sys.executable, "-c", child]
        programs = [Program(name, [*command, str(folder / name)]) for name in ("one", "two")]
        Supervisor(programs, run_dir=folder / "run").run(when_started=lambda: None)
        """
    )
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < until, "it did not happen in fifteen seconds"
        time.sleep(0.05)


def test_ctrl_c_stops_everything(tmp_path: Path) -> None:
    supervisor = start(tmp_path)
    wait_for(lambda: bool(pids(tmp_path / "one")) and bool(pids(tmp_path / "two")))
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(15) == 0
    assert not [pid for name in ("one", "two") for pid in pids(tmp_path / name) if psutil.pid_exists(pid)]
    assert list((tmp_path / "run").iterdir()) == []


def test_a_dead_program_comes_back(tmp_path: Path) -> None:
    supervisor = start(tmp_path)
    wait_for(lambda: len(pids(tmp_path / "one")) == 1)
    psutil.Process(pids(tmp_path / "one")[0]).kill()
    wait_for(lambda: len(pids(tmp_path / "one")) == 2)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(15) == 0


def test_a_killed_supervisor_leaves_nothing_running_after_the_next_start(tmp_path: Path) -> None:
    first = start(tmp_path)
    wait_for(lambda: bool(pids(tmp_path / "one")) and bool(pids(tmp_path / "two")))
    left = pids(tmp_path / "one") + pids(tmp_path / "two")
    first.kill()
    first.wait()
    second = start(tmp_path)
    wait_for(lambda: len(pids(tmp_path / "two")) == 2)
    assert not [pid for pid in left if psutil.pid_exists(pid)]
    second.send_signal(signal.SIGTERM)
    assert second.wait(15) == 0
