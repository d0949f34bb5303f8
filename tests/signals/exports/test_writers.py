"""What is written can be read back, runs nothing, and says what it leaves out."""

import csv
import io
import json
import string
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from antena.signals.exports.calendar import ics_chunks
from antena.signals.exports.data import json_chunks
from antena.signals.exports.feed import atom_chunks
from antena.signals.exports.rows import COLUMNS, About, Due, ExportRow
from antena.signals.exports.tables import csv_chunks, xlsx_chunks

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = About(
    title="ACM: aigua",
    note="",
    language="ca",
    url="https://antena.example/?q=aigua",
    publisher="ACM",
    at=AT,
)


def row(**changes: object) -> ExportRow:
    values: dict[str, object] = {
        "uid": "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "source": "sedia",
        "external_id": "LIFE-2027-WATER",
        "kind": "call",
        "kind_label": "Convocatòria",
        "status": "open",
        "status_label": "Oberta",
        "impact": "money",
        "impact_label": "Diners",
        "title": "Water for towns",
        "summary": "Grants, for wells; and pipes.",
        "text_language": "en",
        "programme": "LIFE",
        "themes": ("Aigua", "Clima"),
        "published_on": date(2026, 10, 1),
        "opens_on": None,
        "deadlines": (
            Due(uid="a@antena", at=datetime(2027, 1, 31, 22, 59, tzinfo=UTC), day_only=True),
            Due(
                uid="b@antena", at=datetime(2027, 6, 1, 15, tzinfo=UTC), day_only=False, label="second stage"
            ),
        ),
        "next_deadline": datetime(2027, 1, 31, 22, 59, tzinfo=UTC),
        "budget_total_eur": 5_000_000,
        "grant_min_eur": None,
        "grant_max_eur": 250_000,
        "page_url": "https://antena.example/ca/water/",
        "official_url": "https://ec.europa.eu/topic",
        "attribution": "© European Union",
        "licence": "CC BY 4.0",
        "first_seen": AT,
        "updated_at": AT,
        "version": 3,
    }
    return ExportRow(**values | changes)  # type: ignore[arg-type]  # by name


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def cells_of(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [tuple(cells) for cells in sheet.iter_rows(values_only=True)]


def test_a_table_has_a_header_and_a_line_for_each_signal() -> None:
    header, line = read_csv(b"".join(csv_chunks([row()], ABOUT)))
    assert len(header) == len(line) == len(COLUMNS)
    told = dict(zip((name for _header, name in COLUMNS), line, strict=True))
    assert told["title"] == "Water for towns"
    assert told["themes"] == "Aigua; Clima"
    assert told["deadlines"] == "2027-01-31; 2027-06-01T15:00+00:00 second stage"
    assert (told["budget_total_eur"], told["grant_min_eur"]) == ("5000000", "")


def test_a_note_is_the_last_line_and_only_there_when_needed() -> None:
    about = ABOUT.__class__(**{**{f: getattr(ABOUT, f) for f in ABOUT.__struct_fields__}, "note": "Only 1."})
    assert read_csv(b"".join(csv_chunks([row()], about)))[-1] == ["Only 1."]
    assert len(read_csv(b"".join(csv_chunks([], ABOUT)))) == 1
    assert json.loads(b"".join(json_chunks([row()], about)))["note"] == "Only 1."
    assert b"<subtitle>Only 1.</subtitle>" in b"".join(atom_chunks([], about))
    assert b"X-WR-CALDESC:Only 1." in b"".join(ics_chunks([], about))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_chunks([row()], about))))
    assert "Only 1." in [cell for (cell,) in book.worksheets[1].iter_rows(values_only=True)]


texts = st.text(max_size=30) | st.text(
    st.sampled_from("=+-@\t\r\n\"',;<>&\x00\x0b\ufffe" + string.ascii_letters)
)


@settings(max_examples=40)
@given(title=texts, summary=texts, programme=texts)
def test_no_cell_is_a_formula_and_nothing_is_refused(title: str, summary: str, programme: str) -> None:
    one = row(title=title, summary=summary, programme=programme, themes=(title,))
    (_header, line) = read_csv(b"".join(csv_chunks([one], ABOUT)))
    (_names, cells) = cells_of(b"".join(xlsx_chunks([one], ABOUT)))
    for cell in (*line, *cells):
        assert not (isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")))
    assert json.loads(b"".join(json_chunks([one], ABOUT)))["signals"][0]["title"] == title
    entry = ElementTree.fromstring(b"".join(atom_chunks([one], ABOUT))).find(f"{ATOM}entry")
    assert entry is not None
    calendar = Calendar.from_ical(b"".join(ics_chunks([one], ABOUT)))
    assert len(calendar.walk("VEVENT")) == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    told = read_csv(b"".join(csv_chunks([row(title=text)], ABOUT)))[1][0]
    assert told == f"'{text}"


def test_a_workbook_keeps_numbers_and_days_as_such() -> None:
    header, line = cells_of(b"".join(xlsx_chunks([row()], ABOUT)))
    told = dict(zip((name for _header, name in COLUMNS), line, strict=True))
    assert told["budget_total_eur"] == 5_000_000
    assert told["next_deadline"] == datetime(2027, 1, 31, 22, 59)
    assert told["opens_on"] is None
    assert len(header) == len(COLUMNS)


def test_a_feed_has_ids_moments_and_absolute_links() -> None:
    feed = ElementTree.fromstring(b"".join(atom_chunks([row(), row(uid="urn:uuid:2")], ABOUT)))
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            found = element.findall(f"{ATOM}{name}")
            assert len(found) == 1
            assert found[0].text
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T09:30:00Z"
    assert [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] == [row().uid, "urn:uuid:2"]
    links = [link.attrib["href"] for link in feed.iter(f"{ATOM}link")]
    assert all(link.startswith("https://") for link in links)
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None


def test_a_calendar_has_an_event_for_each_deadline_with_two_warnings() -> None:
    calendar = Calendar.from_ical(b"".join(ics_chunks([row()], ABOUT)))
    day, hour = calendar.walk("VEVENT")
    assert (day["UID"], hour["UID"]) == ("a@antena", "b@antena")
    assert day["DTSTART"].dt == date(2027, 1, 31)
    assert hour["DTSTART"].dt == datetime(2027, 6, 1, 15, tzinfo=UTC)
    assert hour["DTSTART"].to_ical() == b"20270601T150000Z"
    assert {int(event["SEQUENCE"]) for event in (day, hour)} == {2}
    assert day["DTSTAMP"].dt == AT
    assert [alarm["TRIGGER"].to_ical() for alarm in day.walk("VALARM")] == [b"-P14D", b"-P3D"]


def test_lines_of_a_calendar_are_folded_and_end_as_the_standard_says() -> None:
    data = b"".join(ics_chunks([row(title="É" * 200)], ABOUT))
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
