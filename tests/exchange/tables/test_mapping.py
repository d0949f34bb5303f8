"""Columns are recognised by their names in any language, and by names much like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.exchange.tables.mapping import fingerprint
from antena.exchange.targets import TARGETS, header, names_of

NAMES = names_of(TARGETS["university"].columns())


def test_the_headers_of_a_real_register() -> None:
    headers = [
        "proposal_number",
        "erasmus_code",
        "pic",
        "legal_name",
        "street",
        "post_cd",
        "city",
        "country_cd",
    ]
    assert NAMES.suggest(headers) == {
        "erasmus_code": "erasmus",
        "pic": "pic",
        "legal_name": "name",
        "street": "address",
        "post_cd": "postcode",
        "city": "city",
        "country_cd": "country",
    }


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("NOM", "name"),
        ("legalName", "name"),
        ("País *", "country"),
        ("Adreça electrònica", "email"),
        ("Correo electronico", "email"),
        ("Numéro de téléphone", None),
        ("Telefon", "phone"),
        ("Organisaton name", "name"),
        ("name (ca)", "name:ca"),
        ("Nom [es]", "name:es"),
        ("What is wrong", None),
        ("", None),
    ],
)
def test_a_header_and_its_column(written: str, column: str | None) -> None:
    assert NAMES.suggest([written]).get(written) == column


def test_no_column_is_suggested_twice() -> None:
    found = NAMES.suggest(["Name", "Legal name", "City", "Town"])
    assert found == {"Name": "name", "City": "city"}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("language", ["ca", "es", "en", "fr"])
def test_what_an_export_calls_a_column_is_understood(target: str, language: str) -> None:
    columns = TARGETS[target].columns()
    headers = [header(column.name, language) for column in columns]
    assert len(set(headers)) == len(headers)
    suggested = names_of(columns).suggest(headers)
    assert [suggested.get(one) for one in headers] == [column.name for column in columns]


def test_the_order_of_headers_is_not_remembered() -> None:
    assert fingerprint(["Name", "City"]) == fingerprint(["city ", "NAME"])
    assert fingerprint(["Name"]) != fingerprint(["Name", "City"])


@given(st.lists(st.text(max_size=30), max_size=8, unique=True))
def test_any_headers_get_an_answer(headers: list[str]) -> None:
    found = NAMES.suggest(headers)
    assert set(found) <= set(headers)
    assert len(set(found.values())) == len(found)
