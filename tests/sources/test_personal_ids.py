"""Tax numbers of persons are blanked wherever they stand; nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.reading.eligibility import read_rules
from antena.sources.catalogue.bdns import parser
from antena.sources.catalogue.bdns.personal import without_ids
from antena.sources.pages import Page
from antena.sources.queries import connector

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Ayuda a 12345678Z.", "Ayuda a ***."),
        ("NIF: 12.345.678-Z", "NIF: ***"),
        ("NIE X1234567L, Y-1234567-X", "NIE ***, ***"),
        # the letter is not that of the number; a company; a code; an amount
        ("12345678A", "12345678A"),
        ("CIF B12345678", "CIF B12345678"),
        ("expediente 2026/12345678Z1", "expediente 2026/12345678Z1"),
        ("1.234.567 euros", "1.234.567 euros"),
    ],
)
def test_only_numbers_of_persons_are_blanked(text: str, blanked: str) -> None:
    assert without_ids(text) == blanked


@settings(max_examples=20, deadline=None)
@given(number=st.integers(0, 99_999_999), before=st.sampled_from(["", "a ", "(", "DNI: "]))
def test_every_number_with_its_letter_is_blanked(number: int, before: str) -> None:
    assert without_ids(f"{before}{number:08}{LETTERS[number % 23]}") == f"{before}***"


def test_no_number_is_kept_in_a_page_nor_reaches_a_draft() -> None:
    body = b'{"content":[{"numeroConvocatoria":"1","descripcion":"A 12345678Z"}],"totalElements":1}'
    assert b"12345678Z" not in parser.scrub("A.x.0000", body)
    parsed = parser.parse([Page(key="A.x.0000", body=body)], connector("bdns").contract)
    assert parsed.drafts[0].texts[0].title == "A ***"


def test_an_error_with_status_200_is_a_failed_page() -> None:
    page = Page(key="A.x.0000", body=b'{"codigo":"ERR","error":"no"}')
    parsed = parser.parse([page], connector("bdns").contract)
    assert (parsed.state, parsed.rows) == ("failed", 0)


def test_classes_of_beneficiaries_are_read_as_who_may_apply() -> None:
    rules = read_rules("Beneficiarios: personas jurídicas que no desarrollan actividad económica.", "es")
    assert [rule.kind for rule in rules] == ["who"]
