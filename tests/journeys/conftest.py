"""The product itself, started as its users start it, and a browser to walk through it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The first start of all: database, world, language model, sample, matches.
FIRST_START = 600.0
LATER_START = 120.0


@dataclass
class Installation:
    """One ``antena up`` in a folder of its own."""

    var: Path
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108  defined below
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, within: float) -> float:
        """Start it, wait until it answers, return the seconds that took."""
        begun = time.monotonic()
        environment = {**os.environ, "ANTENA_VAR_DIR": str(self.var), "ANTENA_API_RATE": "1000"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "config.cli", "up", "--port", str(self.port), "--web-workers", "1"]
        with (self.var / "up.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        while True:
            assert self.process.poll() is None, (self.var / "up.log").read_text()
            assert time.monotonic() - begun < within, (self.var / "up.log").read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/ca/", timeout=10):
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.2)

    def stop(self) -> int:
        """Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(90)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def installation(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    found = Installation(tmp_path_factory.mktemp("installation"))
    # The embedded server runs as its own user and must be able to reach its folder.
    for folder in (found.var, *found.var.parents[:2]):
        folder.chmod(0o755)
    found.start(within=FIRST_START)
    yield found
    if found.process is not None and found.process.poll() is None:
        assert found.stop() == 0


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A page that fails the test when the console complains, which is how a broken CSP shows."""
    context = browser.new_context(base_url=installation.address, locale="ca-ES")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    # An answer of 400 or 404 is reported as an error too; pages ask for those on purpose.
    assert [said for said in complaints if "Failed to load resource" not in said] == []


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds against WCAG 2.2 AA on the page as it stands: rule, help, and where."""
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger, not a script element: the policy forbids those, as it should.
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules})",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    )
    return [
        {"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]][:5]}
        for one in found["violations"]
    ]
