"""Which two records are of one organisation, and when one is to be looked at again."""

from datetime import date

import pytest

from antena.actors.rules import are_one, is_to_check, keys_of
from antena.lib.mailboxes import looks_personal

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            {"identifiers": {"erasmus": "A1"}, "name": "X"},
            {"identifiers": {"erasmus": "A1"}, "name": "Y"},
            True,
        ),
        (
            {"identifiers": {"erasmus": "A1"}, "name": "X"},
            {"identifiers": {"erasmus": "A2"}, "name": "X"},
            False,
        ),
        # a number given twice by mistake does not join what a surer code tells apart
        (
            {"identifiers": {"erasmus": "A1", "pic": "9"}, "name": "X"},
            {"identifiers": {"erasmus": "A2", "pic": "9"}, "name": "X"},
            False,
        ),
        ({"name": "X", "city": "Vic"}, {"name": "x ", "city": "VIC"}, True),
        ({"name": "X", "city": "Vic"}, {"name": "X", "city": "Olot"}, False),
        ({"name": "X", "city": "Vic"}, {"name": "X"}, True),
        ({"name": "X", "country": "ES"}, {"name": "X", "country": "FR"}, False),
    ],
)
def test_what_is_one_organisation(one: dict[str, object], other: dict[str, object], expected: bool) -> None:
    assert are_one(keys_of("university", one), keys_of("university", other)) is expected


def test_half_a_year_is_too_long() -> None:
    assert is_to_check(None, today=TODAY)
    assert is_to_check(date(2026, 5, 1), today=TODAY)
    assert not is_to_check(date(2026, 6, 1), today=TODAY)


@pytest.mark.parametrize("address", ["anna.puig@example.org", "a.puig@example.org", "anna_puig@example.org"])
def test_a_person_s_mailbox(address: str) -> None:
    assert looks_personal(address)


@pytest.mark.parametrize(
    "address",
    ["info@example.org", "info.barcelona@example.org", "rel.int@example.org", "vila.nova@vila.example"],
)
def test_an_office_s_mailbox(address: str) -> None:
    assert not looks_personal(address)
