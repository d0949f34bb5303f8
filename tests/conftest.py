"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.utils import translation

from antena.operations.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


# The same examples in every run, so that a failure is of the change at hand; HYPOTHESIS_PROFILE=wild looks
# for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.register_profile("wild")
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure() -> None:
    # What a start compiles; tests read the same sentences.
    compile_catalogues([ROOT / "antena" / "web" / "locale"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test starts in English: a page asked for in Catalan leaves its language on the thread behind."""
    with translation.override("en"):
        yield


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
