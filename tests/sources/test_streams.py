"""Large files: cut into pieces without being held, whatever is wrong in them."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.sources import archives, documents, tables
from antena.sources.catalogue import connectors
from antena.sources.catalogue.kohesio import privacy
from antena.sources.pages import Page, UnreadableFileError, scrubbed_file
from tests.sources.players.cordis import ORGANISATION, PROJECT
from tests.sources.players.eurovoc import HEAD, described, link, text

LARGE = 30 << 20
# What a run may hold of a file of any size.
FLAT = 24 << 20


def growth(pieces: Iterator[Page]) -> tuple[int, int]:
    """Bytes this process grows by at most while the pieces come, and bytes of all of them."""
    process = psutil.Process()
    before = peak = process.memory_info().rss
    size = 0
    for piece in pieces:
        size += len(piece.body)
        peak = max(peak, process.memory_info().rss)
    return peak - before, size


def filled(lines: Iterator[str], head: str = "", tail: str = "") -> Iterator[bytes]:
    """Bytes of at least `LARGE`, each line as it comes."""
    size = 0
    yield head.encode()
    for line in lines:
        piece = line.encode()
        size += len(piece)
        yield piece
        if size > LARGE:
            break
    yield tail.encode()


def numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def cordis(path: Path) -> None:
    def lines() -> Iterator[str]:
        rest = ";".join(['"' + "x" * 300 + '"'] * (len(PROJECT.split(";")) - 4))
        for number in numbers():
            yield f'"{number}";"A";"SIGNED";"Title {number}";{rest}\n'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        with zipped.open("project.csv", "w") as member:
            for piece in filled(lines(), PROJECT + "\n"):
                member.write(piece)
        zipped.writestr("organization.csv", ORGANISATION + "\n")


def kohesio(path: Path) -> None:
    header = "Operation_Unique_Identifier,Operation_Name_English,Operation_Summary_English,CountryCode\n"
    body = "a summary, " * 400
    rows = (f'https://linkedopendata.eu/entity/Q{number},Title,"{body}",ES\n' for number in numbers())
    with path.open("wb") as file:
        file.writelines(filled(rows, header))


def keep(path: Path) -> None:
    words = "a description " * 300
    rows = (
        json.dumps({"id": number, "acronym": "A", "translations": {"en": {"name": words}}}) + ",\n"
        for number in numbers()
    )
    with path.open("wb") as file:
        file.writelines(filled(rows, '{"count": 9, "projects": [\n', '{"id": 0, "acronym": "Z"}]}'))


def eurovoc(path: Path) -> None:
    label = "a label " * 24
    names = "".join(text("prefLabel", label.strip(), language) for language in ("en", "es", "fr", "de", "it"))
    blocks = (described(str(number), "Concept", link("inScheme", "1") + names) for number in numbers())
    with path.open("wb") as file:
        file.writelines(filled(blocks, HEAD, "</rdf:RDF>"))


MAKERS = {"cordis": cordis, "kohesio": kohesio, "keep": keep, "eurovoc": eurovoc}


@pytest.mark.parametrize("source", MAKERS)
def test_splitting_a_large_file_stays_flat(source: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    MAKERS[source](path)
    connector = connectors()[source]
    assert connector.split is not None
    grown, size = growth(connector.split(Page(key="large", file=str(path)), connector.contract))
    # the records of the thesaurus are shorter than the markup that says them
    assert size > (0.9 if source != "eurovoc" else 0.5) * LARGE
    assert grown < FLAT


def test_cleaning_a_large_table_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "large"
    kohesio(path)
    size = path.stat().st_size
    before = psutil.Process().memory_info().rss
    clean = scrubbed_file(Page(key="ES", file=str(path)), privacy.scrubbed, tmp_path)
    assert psutil.Process().memory_info().rss - before < FLAT
    assert Path(clean.file).stat().st_size == size > LARGE


CELLS = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8), size=st.integers(1, 3))
def test_a_table_cut_into_pieces_is_the_same_table(rows: list[tuple[str, str]], size: int) -> None:
    written = "a;b\n" + "".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    lines = written.encode().splitlines(keepends=True)
    found = [
        (row.values.get("a"), row.values.get("b"))
        for piece in tables.pieces(lines, Page(key="k"), part="p", size=size)
        for row in tables.rows(piece.body, ";")
    ]
    assert found == rows
    assert tables.complete(lines, ";") == ""


def test_one_bad_quotation_mark_costs_its_own_line_only() -> None:
    lines = [b"a;b\n", b'1;"never closed\n', *(f"{number};x\n".encode() for number in range(2, 2000))]
    found = [
        row for piece in tables.pieces(lines, Page(key="k"), part="p") for row in tables.rows(piece.body, ";")
    ]
    broken = [row for row in found if row.broken]
    assert len(found) == 1999
    assert len(broken) == 1
    assert [row.values["a"] for row in found if not row.broken] == [str(number) for number in range(2, 2000)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", "no header"),
        (b"<html>sorry</html>", "no header"),
        (b'a;b\n1;2\n3;"cut', "cut short"),
        (b"a;b\n1;2\n3", "cut short"),
        (b"a;b\n1;2\n3;4", ""),
        (b"a;b\n", ""),
    ],
)
def test_whether_a_table_is_whole(table: bytes, said: str) -> None:
    found = tables.complete(table.splitlines(keepends=True), ";")
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        ("2073781,25", 2073781),
        ("299250.5", 299250),
        ("1.234.567,5", 1234568),
        ("1,234,567.5", 1234568),
        ("75 354 267", 75354267),
        ("1.234.567", 1234567),
        ("1000", 1000),
        ("0", None),
        ("", None),
        ("n/a", None),
        ("-5", -5),
    ],
)
def test_amounts_as_publishers_write_them(written: str, euros: int | None) -> None:
    assert tables.euros(written) == euros


@pytest.mark.parametrize("written", ["a lot", "1,2,3", "12.34.56", "EUR 5", "9" * 40, "1e9", "nan"])
def test_what_is_no_amount(written: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        tables.euros(written)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@settings(max_examples=20, deadline=None)
@given(values=st.lists(VALUES, max_size=5), wrapped=st.booleans(), indent=st.none() | st.just(1))
def test_items_of_a_document(values: list[object], wrapped: bool, indent: int | None) -> None:
    document: object = {"count": 1, "data": values, "next": None} if wrapped else values
    body = json.dumps(document, indent=indent).encode()
    assert list(documents.items(io.BytesIO(body), ["data"])) == values


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html>", b'"text"', b'{"error": "none", "status": 7}', b'{"data": [1, 2', b'{"data"'),
        *(b'{"data": [1]} more', b"[" * 100_000, b'{"data": {"a": 1}}', b'\xff\xfe{"data": []}'),
        b'{"data": [1,, 2}',
    ],
)
def test_what_is_no_document(body: bytes) -> None:
    assert documents.complete(io.BytesIO(body), ["data"])


def test_archives_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("csv/Project.CSV", "id\n")
    assert archives.missing(str(path), "project.csv") == ""
    assert archives.missing(str(path), "organization.csv") == "there is no organization.csv in the archive"
    path.write_bytes(path.read_bytes()[:-30])
    assert archives.missing(str(path), "project.csv")
    path.write_bytes(b"<html>")
    with pytest.raises(UnreadableFileError), archives.member(str(path), "project.csv"):
        pytest.fail("it was opened")
