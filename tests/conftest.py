"""What every test may ask for."""

import os
import shutil
from pathlib import Path

import pytest

from antena.operations.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def pytest_configure() -> None:
    # What a start compiles; tests read the same sentences.
    compile_catalogues([ROOT / "antena" / "web" / "locale"])


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The shared public data; a test that wants it skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real data is not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; a journey skips, and says so, where none is installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("ANTENA_JOURNEYS") == "required":
        pytest.fail("no Chromium is installed, and this run may not skip the browser journeys")
    if found is None:
        pytest.skip("no Chromium is installed: the browser journeys were not walked")
    return found
