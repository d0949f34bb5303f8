"""A setting, a command or a source that is not documented fails here."""

import re
from pathlib import Path

from django.core.management import get_commands

from antena.operations.evaluation import register, results
from antena.sources import catalogue

ROOT = Path(__file__).resolve().parents[1]
OPERATOR = ROOT / "docs" / "operator"


def test_every_setting_is_documented() -> None:
    asked = re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text())
    text = (OPERATOR / "settings.md").read_text()
    assert sorted(name for name in set(asked) if f"`{name}`" not in text) == []


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app.startswith("antena.")}
    text = (OPERATOR / "commands.md").read_text()
    assert sorted(name for name in ours if f"antena {name.replace('_', '-')}" not in text) == []


def test_every_source_is_documented() -> None:
    pages = {path.stem: path.read_text() for path in (OPERATOR / "sources").glob("*.md")}
    assert sorted(pages) == sorted(catalogue.folders())
    assert [name for name, text in pages.items() if not text.startswith(f"# {name} — ")] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert [page for page in pages if f"({page})" not in listed] == []


def test_the_repository_holds_only_what_we_wrote() -> None:
    foreign = [
        path
        for pattern in ("*.min.js", "*.min.css", "*.geojson", "*.onnx", "*.bin")
        for path in (ROOT / "antena").rglob(pattern)
    ]
    assert foreign == []


def test_the_page_of_results_is_that_of_the_results_kept() -> None:
    kept = results.kept(ROOT / "docs" / "developer" / "evaluation")
    page = (ROOT / "docs" / "developer" / "evaluation.md").read_text()
    assert page == results.page(kept), "run: antena evaluate --page"
    assert sorted(one.task for one in kept) == sorted(register.names())
