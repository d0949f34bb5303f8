"""The configuration file says what an association is, and bad ones are refused with the key."""

from pathlib import Path

import pytest

from antena.lib import association

GOOD = """
name = "Vereniging van Kustgemeenten"
short_name = "VVK"
country = "BE"
time_zone = "Europe/Brussels"
languages = ["nl", "en"]
members = "leden.csv"
regions = "regios.toml"
map_bounds = [2.5, 50.6, 5.9, 51.6]
"""


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "antena.toml"
    file.write_text(GOOD)
    found = association.load(file)
    assert found.members == tmp_path / "leden.csv"
    assert found.language == "nl"
    assert found.programmes is None
    file.write_text(GOOD + 'programmes = "fondsen"\n')
    assert association.load(file).programmes == tmp_path / "fondsen"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('country = "BE"', "country"),
        ('languages = ["nl", "en"]', "languages"),
    ],
)
def test_a_missing_key_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "antena.toml"
    file.write_text(GOOD.replace(line, ""))
    with pytest.raises(association.ConfigurationError, match=says):
        association.load(file)


def test_no_language_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "antena.toml"
    file.write_text(GOOD.replace('["nl", "en"]', "[]"))
    with pytest.raises(association.ConfigurationError, match="at least one"):
        association.load(file)


def test_what_is_changed_of_a_source(tmp_path: Path) -> None:
    file = tmp_path / "antena.toml"
    file.write_text(f'{GOOD}\n[sources.wikidata]\nask = true\nscope = {{ class = "Q493522" }}\n')
    choice = association.load(file).sources["wikidata"]
    assert (choice.ask, choice.scope, choice.api) == (True, {"class": "Q493522"}, {})
    file.write_text(f"{GOOD}\n[sources.wikidata]\nasks = true\n")
    with pytest.raises(association.ConfigurationError, match="asks"):
        association.load(file)
