"""An export holds what the search found, in its order and in the reader's language."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from antena.signals import exports
from antena.signals.exports import FORMATS, UnknownFormatError, collecting, export
from antena.signals.models import Deadline, Signal
from antena.signals.search import SearchRequest

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BASE = "https://antena.example/"


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "reverse", lambda _name, args: f"/ca/senyal/{args[0]}/")


def made(name: str, request: SearchRequest, **options: str) -> bytes:
    return b"".join(export(name, request, language="ca", base_url=BASE, at=AT, **options).chunks)


def titles(request: SearchRequest) -> list[str]:
    return [signal["title"] for signal in json.loads(made("json", request))["signals"]]


def test_an_export_is_the_whole_search_in_its_order(publish: Callable[..., Signal]) -> None:
    for number in range(22):
        publish({"en": f"Water {number}"}, published_on=datetime(2026, 2, number + 1, tzinfo=UTC).date())
    publish({"en": "Bread"})
    newest_first = [f"Water {number}" for number in reversed(range(22))]
    assert titles(SearchRequest(kinds=("call",), page=2))[:22] == newest_first
    assert set(titles(SearchRequest(text="water"))) == set(newest_first)


def test_only_so_many_rows_and_it_says_so(
    publish: Callable[..., Signal], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        publish({"en": f"Water {number}"})
    monkeypatch.setattr(exports, "MAX_ROWS", 2)
    told = json.loads(made("json", SearchRequest()))
    assert len(told["signals"]) == 2
    assert "2" in told["note"]
    monkeypatch.setattr(exports, "MAX_ROWS", 3)
    assert json.loads(made("json", SearchRequest()))["note"] == ""


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_form_is_made_of_a_search_and_of_nothing(publish: Callable[..., Signal], name: str) -> None:
    assert made(name, SearchRequest())
    publish({"ca": "Aigua", "en": "Water"})
    exported = export(name, SearchRequest(text="aigua"), language="ca", base_url=BASE, at=AT)
    assert exported.filename == f"antena-2026-11-22.{name}"
    assert b"".join(exported.chunks)


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormatError, match="pdf"):
        export("pdf", SearchRequest(), language="ca", base_url=BASE, at=AT)


def test_the_number_of_queries_does_not_grow(publish: Callable[..., Signal]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            made("csv", SearchRequest())
        return len(captured)

    publish({"en": "Water"})
    few = queries()
    publish({"en": "Water"})
    publish({"en": "Water"})
    assert queries() == few


def test_an_event_keeps_its_identity_when_its_date_moves(publish: Callable[..., Signal]) -> None:
    signal = publish({"en": "Water"})

    def event() -> tuple[str, datetime, int]:
        (found,) = Calendar.from_ical(made("ics", SearchRequest())).walk("VEVENT")
        return str(found["UID"]), found["DTSTART"].dt, int(found["SEQUENCE"])

    Deadline.objects.create(signal=signal, at=AT, day_only=False)
    uid, at, sequence = event()
    signal.deadlines.all().delete()
    Deadline.objects.create(signal=signal, at=AT + timedelta(days=7), day_only=False)
    Signal.objects.update(version=2)
    assert event() == (uid, at + timedelta(days=7), sequence + 1)


def test_links_are_absolute_and_text_is_the_readers(publish: Callable[..., Signal]) -> None:
    signal = publish({"en": "Water", "ca": "Aigua"})
    (told,) = json.loads(made("json", SearchRequest(text="aigua")))["signals"]
    assert told["title"] == "Aigua"
    assert told["page_url"] == f"https://antena.example/ca/senyal/{signal.slug}/"
    header = next(csv.reader(io.StringIO(made("csv", SearchRequest()).decode("utf-8-sig"))))
    assert len(header) == len(set(header))
