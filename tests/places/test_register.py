"""The register of members: what it says, and every way it may be wrong, with the file and the line."""

from pathlib import Path

import pytest

from antena.lib.association import Association
from antena.places import register
from antena.places.register import RegisterError
from tests.places.small import MEMBERS, REGIONS


def test_what_it_says(squares: Association, tmp_path: Path) -> None:
    book = register.read(squares, packages=tmp_path)
    assert [member.code for member in book.members] == ["17A", "17B", "08C", "08D"]
    assert book.names["17B"] == ["la Bisbal Nova", "Banyoles"]
    assert book.province_of("17A") == "17"
    assert book.province_of("99") == ""


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("17A,1,101852,2024", "17A,1,many,2024", "line 2.*population"),
        ("17B,1,900,2024", "17B,9,900,2024", "line 3: no county '9'"),
        ("17B,1,900,2024", "17A,1,900,2024", "line 3: 17A is there twice"),
        ("17B,1,900,2024", "17B,1", "line 3.*population"),
        ("17B,1,900,2024", "17Z,1,900,2024", "17Z has no name"),
        ("code,county", "kode,county", "line 2.*kode"),
    ],
)
def test_a_bad_line_is_named(
    squares: Association, tmp_path: Path, line: str, instead: str, says: str
) -> None:
    squares.members.write_text(MEMBERS.replace(line, instead))
    with pytest.raises(RegisterError, match=says):
        register.read(squares, packages=tmp_path)


@pytest.mark.parametrize(
    ("text", "instead", "says"),
    [
        ('name = "Gironès"', "", "name"),
        ("mountain = true", "mountain = 3", "mountain"),
        ("[names]", "[names", "regions.toml"),
        ('file = "towns.json"', 'file = "gone.json"', "gone.json"),
        ('code = ["province", "number"]', 'code = ["provincia"]', "names.json"),
    ],
)
def test_a_bad_key_is_named(squares: Association, tmp_path: Path, text: str, instead: str, says: str) -> None:
    squares.regions.write_text(REGIONS.replace(text, instead))
    with pytest.raises(RegisterError, match=says):
        register.read(squares, packages=tmp_path)


def test_an_empty_register_is_refused(squares: Association, tmp_path: Path) -> None:
    squares.members.write_text(MEMBERS.splitlines()[0])
    with pytest.raises(RegisterError, match="no member"):
        register.read(squares, packages=tmp_path)


def test_any_changed_byte_is_a_new_version(squares: Association, tmp_path: Path) -> None:
    before = register.version(squares, packages=tmp_path)
    assert register.version(squares, packages=tmp_path) == before
    squares.members.write_text(MEMBERS.replace("101852", "101853"))
    assert register.version(squares, packages=tmp_path) != before
