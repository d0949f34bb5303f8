"""Files are told by what is in them, read whole, or refused with a reason."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from antena.exchange.tables import table
from antena.exchange.tables.problems import Problem, TableError
from antena.exchange.tables.reading import read

ROWS = [["Nom", "País"], ["Alcalá", "España"], ["L'Hospitalet", "ES"]]


def as_csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        page = book.create_sheet()
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def problem_of(content: bytes) -> tuple[Problem, str]:
    with pytest.raises(TableError) as caught:
        read(content)
    return caught.value.problem, caught.value.detail


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_delimiter_in_any_encoding(delimiter: str, encoding: str) -> None:
    found = read(as_csv(ROWS, delimiter, encoding))
    assert found.headers == ("Nom", "País")
    assert [row.cells for row in found.rows] == [("Alcalá", "España"), ("L'Hospitalet", "ES")]
    assert [row.number for row in found.rows] == [2, 3]
    assert found.delimiter == delimiter


def test_titles_blank_lines_and_ragged_rows() -> None:
    content = b"List of consulates\n\n\nname,city\nOne\n,\nTwo,Vic,,\nThree,Vic,extra,more\n"
    found = read(content)
    assert (found.header_row, found.headers) == (4, ("name", "city"))
    assert [(row.number, row.cells, row.extra) for row in found.rows] == [
        (5, ("One", ""), 0),
        (7, ("Two", "Vic"), 0),
        (8, ("Three", "Vic"), 2),
    ]


def test_known_names_decide_which_line_holds_the_headers() -> None:
    content = b"a,b,c\nname,city,x\nOne,Vic,1\n"
    assert read(content).header_row == 1
    assert read(content, knows=lambda word: word in {"name", "city"}).header_row == 2


def test_headers_are_made_distinct() -> None:
    assert read(b"name,name,,name\n1,2,3,4\n", knows=lambda word: word == "name").headers == (
        "name",
        "name (2)",
        "[C]",
        "name (3)",
    )


def test_the_separator_excel_writes_is_taken_at_its_word() -> None:
    found = read(b"sep=;\r\nname;city, town\r\nOne;Vic\r\n")
    assert (found.delimiter, found.headers, found.rows[0].number) == (";", ("name", "city, town"), 3)


def test_quoted_cells_may_hold_anything() -> None:
    found = read(b'name,text\n"One, ""quoted""","two\nlines"\nTwo,x\n')
    assert [row.cells for row in found.rows] == [('One, "quoted"', "two\nlines"), ("Two", "x")]


def test_a_workbook_gives_what_a_person_would_write() -> None:
    rows: list[list[object]] = [
        ["name", "day", "hour", "sum", "share", "yes", "nothing"],
        ["One", date(2027, 4, 15), datetime(2027, 4, 15, 10, 30), 1200.0, 0.5, True, None],
    ]
    found = read(as_xlsx([], rows, [["other", "sheet"]]))
    assert (found.form, found.sheet, found.other_sheets) == ("xlsx", "Sheet1", ("Sheet", "Sheet2"))
    assert found.rows[0].cells == ("One", "2027-04-15", "2027-04-15 10:30", "1200", "0.5", "true", "")


def test_a_formula_without_its_result_is_marked_not_lost() -> None:
    found = read(as_xlsx([["name", "sum"], ["One", "=1+1"], ["Two", 3]]))
    assert [(row.cells, row.formulas) for row in found.rows] == [
        (("One", "=1+1"), (1,)),
        (("Two", "3"), ()),
    ]


def test_what_an_export_defused_is_read_as_it_was() -> None:
    found = read(b"name,phone\n'=cmd,'+34 930 000 000\n'quoted,x\n")
    assert [row.cells for row in found.rows] == [("=cmd", "+34 930 000 000"), ("'quoted", "x")]


def test_the_name_of_a_file_says_nothing() -> None:
    # a workbook called .csv and a CSV called .xlsx are read alike: only the content is looked at
    assert read(as_xlsx([["name", "city"], ["One", "Vic"]])).form == "xlsx"
    assert read(b"name,city\nOne,Vic\n").form == "csv"


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Problem.EMPTY),
        (b" \r\n\t ", Problem.EMPTY),
        (b"\n,,\n,,\n", Problem.EMPTY),
        (b"name,city\n", Problem.NO_ROWS),
        (b"1,2\n3,4\n", Problem.NO_HEADER),
        (b"<html><body>no</body></html>", Problem.NOT_A_TABLE),
        (b'<?xml version="1.0"?><a/>', Problem.NOT_A_TABLE),
        (b'{"a": 1}', Problem.NOT_A_TABLE),
        (b"%PDF-1.7\n", Problem.NOT_A_TABLE),
        (b"\x89PNG\r\n", Problem.NOT_A_TABLE),
        (b"\x1f\x8b\x08", Problem.NOT_A_TABLE),
        (b"name,city\nOne\x00,Vic\n", Problem.BINARY),
        (bytes(range(256)) * 4, Problem.BINARY),
        (b"name,city\n\x81\x8d,Vic\n", Problem.UNKNOWN_ENCODING),
        (b'name,city\n"One,Vic\nTwo,Vic\n', Problem.OPEN_QUOTE),
        (b"PK\x03\x04 not a zip", Problem.BROKEN_WORKBOOK),
        (packed(a=b"1"), Problem.NOT_A_TABLE),
        (packed(word__document_xml=b"<a/>"), Problem.NOT_A_TABLE),
        (packed(xl__workbook_xml=b"<a/>"), Problem.BROKEN_WORKBOOK),
        (packed(xl__workbook_xml=b"0" * (table.MAX_BYTES * 11)), Problem.TOO_LARGE),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, Problem.OLD_EXCEL),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            Problem.ENCRYPTED,
        ),
        (b"a" * (50 * 2**20), Problem.TOO_LARGE),
        (b"name\n" + b"x\n" * 200_000, Problem.TOO_MANY_ROWS),
        (b"name" + b",x" * 300 + b"\nOne\n", Problem.TOO_MANY_COLUMNS),
        (b"name,city\n" + b"y" * 200_000 + b",Vic\n", Problem.TOO_LONG),
    ],
    ids=range(26),
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, expected: Problem) -> None:
    assert problem_of(content)[0] == expected


def test_one_row_more_than_is_taken_is_refused_and_not_cut() -> None:
    rows = b"name,city\n" + b"One,Vic\n" * table.MAX_ROWS
    assert len(read(rows).rows) == table.MAX_ROWS
    assert problem_of(rows + b"One,Vic\n") == (Problem.TOO_MANY_ROWS, str(table.MAX_ROWS))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        found = read(content)
    except TableError as error:
        assert error.problem in Problem
    else:
        assert all(len(row.cells) == len(found.headers) for row in found.rows)


CELL = st.text(
    st.characters(exclude_categories=("C",), exclude_characters="\u2028\u2029\x85"), max_size=12
).map(lambda text: " ".join(text.split()).lstrip("'"))


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    content = as_csv([["name", "city", "land"], *rows], delimiter, encoding)
    found = read(content, knows=lambda word: word in {"name", "city", "land"})
    assert [list(row.cells) for row in found.rows] == rows
