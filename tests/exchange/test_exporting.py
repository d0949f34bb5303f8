"""What is taken has the form in which it is brought."""

import pytest
from django.utils import translation

from antena.accounts.models import User
from antena.exchange import queries
from antena.exchange.exporting import export, template, wrong_rows
from antena.exchange.tables.reading import read
from antena.exchange.targets import TARGETS
from antena.exchange.writing import UnknownFormatError
from antena.places.models import Place
from tests.exchange.conftest import csv_bytes
from tests.exchange.steps import carried, checked
from tests.exchange.test_imports import EVENT, ONE, TWO

CONSULATE = {
    "name": "=HYPERLINK(1)",
    "name (ca)": "Consolat de França",
    "country": "FR",
    "post": "Honorary post",
    "jurisdiction": "Catalunya",
    "city": "Barcelona",
    "phone": "+34 930 000 000",
    "email": "info@example.org",
    "themes": "Water; Climate, energy",
    "checked on": "1 d'octubre de 2026",
    "notes": "-1\nsecond line",
}
PRACTICE = {
    "title": "Water for all",
    "url": "https://example.org/water",
    "language": "es",
    "summary": "Resumen",
    "budget": "120.000 €",
    "results": "@10 % saved",
    "city": "Barcelona",
    "country": "ES",
    "starts": "2020-01-01",
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ca", "en", "fr"])
@pytest.mark.parametrize(
    ("target", "rows"),
    [("university", [ONE, TWO]), ("event", [EVENT]), ("consulate", [CONSULATE]), ("practice", [PRACTICE])],
)
def test_what_is_exported_comes_back_the_same(
    target: str, rows: list[dict[str, str]], form: str, language: str, officer: User, ground: list[Place]
) -> None:
    brought = carried(target, csv_bytes(rows), officer)
    assert queries.state_counts(brought) == {"new": len(rows)}
    content = b"".join(export(TARGETS[target], form, language=language))
    again = checked(target, content, officer, blanks_erase=True)
    assert [row.changes for row in again.rows.all()] == [[] for _ in rows]
    assert queries.state_counts(again) == {"same": len(rows)}
    # every column that was written was recognised
    assert len(again.mapping) == len(again.headers)


def test_nothing_in_an_export_runs(officer: User, ground: list[Place]) -> None:
    carried("consulate", csv_bytes([CONSULATE]), officer)
    content = b"".join(export(TARGETS["consulate"], "csv", language="en")).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in content
    assert "'+34 930 000 000" in content
    assert "\n=" not in content
    assert ",=" not in content


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("target", TARGETS)
def test_a_template_can_be_brought_as_it_is(
    target: str, form: str, officer: User, ground: list[Place]
) -> None:
    with translation.override("ca"):
        content = b"".join(template(TARGETS[target], form, language="en"))
    brought = checked(target, content, officer)
    assert [row.errors for row in brought.rows.all()] == [[]]
    assert queries.state_counts(brought) == {"new": 1}
    if form == "xlsx":
        assert brought.other_sheets == ["Explanations"]


def test_wrong_rows_corrected_come_in(officer: User, ground: list[Place]) -> None:
    brought = carried("university", csv_bytes([ONE, TWO | {"country": "Atlantis"}]), officer)
    content = b"".join(wrong_rows(brought, "csv", language="en"))
    table = read(content)
    assert table.headers == (*ONE, "What is wrong")
    assert [row.cells[0] for row in table.rows] == ["u-2"]
    corrected = content.replace(b"Atlantis", b"BE", 1)
    again = carried("university", corrected, officer)
    assert queries.state_counts(again) == {"new": 1}
    assert "What is wrong" not in again.mapping


def test_a_format_nobody_writes_is_refused(db: None) -> None:
    with pytest.raises(UnknownFormatError):
        export(TARGETS["event"], "pdf", language="en")
