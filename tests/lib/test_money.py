"""Amounts are written per language and read back from any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.money import Amount, euros, read_amounts

LANGUAGES = ["ca", "es", "en", "fr"]


@pytest.mark.parametrize(
    ("language", "written", "compact"),
    [
        ("ca", "5.000.000\u00a0€", "5\u00a0M€"),
        ("es", "5.000.000\u00a0€", "5\u00a0M€"),
        ("en", "€5,000,000", "€5M"),
        ("fr", "5\u202f000\u202f000\u00a0€", "5\u00a0M€"),
        ("ca-ES", "5.000.000\u00a0€", "5\u00a0M€"),
        ("xx-nonsense", "5.000.000\u00a0€", "5\u00a0M€"),
    ],
)
def test_euros(language: str, written: str, compact: str) -> None:
    assert euros(5_000_000, language) == written
    assert euros(5_000_000, language, compact=True) == compact


def test_compact_keeps_one_decimal_and_leaves_small_sums_whole() -> None:
    assert euros(1_249_999, "ca", compact=True) == "1,2\u00a0M€"
    assert euros(1_250_001, "en", compact=True) == "€1.3M"
    assert euros(999_999, "ca", compact=True) == "999.999\u00a0€"
    assert euros(-8_455, "en") == "-€8,455"


@pytest.mark.parametrize(
    ("text", "low", "high", "found"),
    [
        ("a grant of EUR 8 455 at most", 8455, 8455, "EUR 8 455"),
        ("up to €5 million per project", 5_000_000, 5_000_000, "€5 million"),
        ("5 000 000 EUR", 5_000_000, 5_000_000, "5 000 000 EUR"),
        ("5\u202f000\u202f000\u00a0€", 5_000_000, 5_000_000, "5\u202f000\u202f000\u00a0€"),
        ("of between EUR 1.5 and 3 million would", 1_500_000, 3_000_000, "EUR 1.5 and 3 million"),
        ("un ajut de 2,5 milions d'euros", 2_500_000, 2_500_000, "2,5 milions d'euros"),
        ("un ajut de 2,5 milions d’euros", 2_500_000, 2_500_000, "2,5 milions d’euros"),
        ("d'1,2 M€", 1_200_000, 1_200_000, "1,2 M€"),
        ("entre 500.000 i 750.000 euros", 500_000, 750_000, "500.000 i 750.000 euros"),
        ("entre 500.000 y 750.000 euros", 500_000, 750_000, "500.000 y 750.000 euros"),
        ("entre 1 et 2 millions d'euros", 1_000_000, 2_000_000, "1 et 2 millions d'euros"),
        ("de 100 a 200 mil euros", 100_000, 200_000, "100 a 200 mil euros"),
        ("1 millón de euros", 1_000_000, 1_000_000, "1 millón de euros"),
        ("€2-5 million", 2_000_000, 5_000_000, "€2-5 million"),
        ("€0.5–1.2 million", 500_000, 1_200_000, "€0.5–1.2 million"),
        ("EUR 300 000 to EUR 1 million", 300_000, 1_000_000, "EUR 300 000 to EUR 1 million"),
        ("0.500 million EUR", 500_000, 500_000, "0.500 million EUR"),
        ("1.500 milions d'euros", 1_500_000_000, 1_500_000_000, "1.500 milions d'euros"),
        ("€5m", 5_000_000, 5_000_000, "€5m"),
        ("12 MEUR", 12_000_000, 12_000_000, "12 MEUR"),
        ("M€ 4.5", 4_500_000, 4_500_000, "M€ 4.5"),
        ("EUR 3 bn", 3_000_000_000, 3_000_000_000, "EUR 3 bn"),
        ("1.234.567,89 €", 1_234_568, 1_234_568, "1.234.567,89 €"),
        ("€1,234.56", 1235, 1235, "€1,234.56"),
        ("CHF? no: 5'000'000 EUR", 5_000_000, 5_000_000, "5'000'000 EUR"),
        ("H2020 500 000 EUR", 500_000, 500_000, "500 000 EUR"),
        ("in 2027 500 000 EUR", 500_000, 500_000, "500 000 EUR"),
        ("EUR 5 million and 3 partners", 5_000_000, 5_000_000, "EUR 5 million"),
        ("EUR 500 000 to 3 partners", 500_000, 500_000, "EUR 500 000"),
    ],
)
def test_one_sum_is_read(text: str, low: int, high: int, found: str) -> None:
    start = text.index(found)
    assert read_amounts(text) == [Amount(low, high, start, start + len(found))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 metres",
        "5 europeus",
        "3 million",
        "Article 5",
        "12345678901234567890 EUR",
        "euros",
        "mil euros",
    ],
)
def test_what_is_no_sum_of_euros_is_left(text: str) -> None:
    assert read_amounts(text) == []


def test_several_sums_stay_apart() -> None:
    text = "EUR 5 million EUR 3 million; EUR 1 million and EUR 2 million. 60 000 EUR, 3 EUR."
    assert [found.low for found in read_amounts(text)] == [
        5_000_000,
        3_000_000,
        1_000_000,
        2_000_000,
        60_000,
        3,
    ]


@given(st.integers(0, 10**12), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read(amount: int, language: str) -> None:
    assert [(found.low, found.high) for found in read_amounts(f"x {euros(amount, language)} y")] == [
        (amount, amount)
    ]


@given(st.integers(10, 99_999), st.sampled_from(LANGUAGES))
def test_what_is_written_short_is_read_to_its_precision(tenths: int, language: str) -> None:
    amount = tenths * 100_000
    assert [found.low for found in read_amounts(euros(amount, language, compact=True))] == [amount]


@given(st.text("EUR€ 0123456789.,'mMkil-andto\u00a0", max_size=60))
def test_any_text_is_read_without_error_and_spans_hold(text: str) -> None:
    end = 0
    for found in read_amounts(text):
        assert end <= found.start < found.end <= len(text)
        assert 0 <= found.low <= found.high
        end = found.end
