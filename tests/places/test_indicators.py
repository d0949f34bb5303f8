"""The files of indicators: read whole, and refused with file and key."""

from pathlib import Path

import pytest

from antena.places.indicators import Indicator, IndicatorError, indicators

GOOD = """
[invented.income]
unit = "€"
goals = [8, 1]
higher_is_better = true
names.ca = "Renda"
names.en = "Income"

["invented.waste"]
unit = "kg"
names = { en = "Waste" }
"""


def test_tables_are_indicators(tmp_path: Path) -> None:
    (tmp_path / "invented.toml").write_text(GOOD)
    assert indicators(tmp_path) == {
        "invented.income": Indicator(
            code="invented.income",
            unit="€",
            goals=(8, 1),
            higher_is_better=True,
            names={"ca": "Renda", "en": "Income"},
        ),
        "invented.waste": Indicator(code="invented.waste", unit="kg", names={"en": "Waste"}),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a.b", "bad.toml: Expected"),
        ("a = 1", "bad.toml: a: not a table"),
        ('[a.b]\nunit = "%"', "bad.toml: a.b: Object missing required field `names`"),
        ('[a.b]\nunit = 3\nnames.en = "A"', "bad.toml: a.b: Expected `str`, got `int` - at `$.unit`"),
        ('[a.b]\nunit = "%"\nnames.en = "A"\ngoals = [18]', "bad.toml: a.b: goals: [18]"),
        ('[a.b]\nunit = "%"\nnames.en = "A"\nred = 1', "bad.toml: a.b: Object contains unknown field `red`"),
        ('[a.b]\nunit = "%"\nnames.en = "A"\n["a.b"]\nunit = "%"', "bad.toml: a.b is there twice"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(IndicatorError) as refused:
        indicators(tmp_path)
    assert str(refused.value).startswith(said)


def test_the_installed_files_are_whole() -> None:
    for code, indicator in indicators().items():
        assert indicator.names.get("ca") and indicator.names.get("en"), code
