"""The house's budgets: no file over 600 lines, no function over 80."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "antena"
FILES = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
LONGEST_FILE = 600
LONGEST_FUNCTION = 80


def test_no_file_has_outgrown_its_room() -> None:
    assert [str(path) for path in FILES if len(path.read_text().splitlines()) > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]
    assert long == []
