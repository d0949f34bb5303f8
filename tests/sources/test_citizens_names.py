"""No name of a citizen who answered a consultation is kept: not raw, not in a draft, not in a refusal."""

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.storage import storages
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st
from pytest_django import Settings

from antena.sources import actions
from antena.sources.catalogue import FOLDER
from antena.sources.catalogue.haveyoursay import feedback, parser
from antena.sources.enums import RunState
from antena.sources.models import QuarantinedRecord, RawAnswer
from antena.sources.pages import Page
from antena.sources.queries import connector
from tests.sources.conftest import MORNING, MemoryImporter, with_few, with_options
from tests.sources.players.haveyoursay import PERSONS, ThePlayer
from tests.sources.playing import playing

SAMPLES = FOLDER / "haveyoursay" / "samples"
# The persons of the sample of answers, and what they wrote.
OF_SAMPLE = (
    *("Citizenname", "Citizensurname", "Clerkname", "Officesurname", "Memberfirst", "Membersurname"),
    *("Solofirst", "Solosurname", "Hidden Ltd", "like shade", "Plant more"),
)


def none_of(names: tuple[str, ...], text: str) -> None:
    assert [name for name in names if name.lower() in text.lower()] == []


def sampled() -> list[Page]:
    paths = sorted(SAMPLES.glob("*.json"), key=lambda path: path.stem)
    return [Page(key=path.stem, body=path.read_bytes()) for path in paths]


@pytest.mark.parametrize("spoilt", [b"", b"{"])
def test_no_name_of_a_sample_reaches_a_draft_a_refusal_or_an_excerpt(spoilt: bytes) -> None:
    pages = sampled()
    spoil = [
        msgspec.structs.replace(page, body=spoilt + page.body) if page.key.count(".") > 2 else page
        for page in pages
    ]
    parsed = parser.parse(spoil, connector("haveyoursay").contract)
    none_of(OF_SAMPLE, msgspec.json.encode(parsed).decode())
    assert bool(parsed.failures) == bool(spoilt)


def test_a_page_is_kept_without_names_and_scrubbing_it_again_changes_nothing() -> None:
    page = next(page for page in sampled() if page.key.count(".") > 2)
    once = parser.scrub(page.key, page.body)
    none_of(OF_SAMPLE, once.decode())
    assert b"Ajuntament de Vilainventada" in once
    assert parser.scrub(page.key, once) == once


@quick(max_examples=20, deadline=None)
@given(
    kind=st.sampled_from(["EU_CITIZEN", "NON_EU_CITIZEN", "OTHER", "", "A_NEW_KIND", "NGO", "COMPANY"]),
    names=st.tuples(st.sampled_from(["Ada", "Éric"]), st.sampled_from(["Prova", "De la Prova"])),
    order=st.booleans(),
)
def test_a_person_is_never_taken_for_an_organisation(kind: str, names: tuple[str, str], order: bool) -> None:
    first, last = names
    entry: dict[str, Any] = {"firstName": first, "surname": last, "userType": kind}
    entry["organization"] = f"{first} {last}" if order else f"{last.upper()}, {first}"
    body = json.dumps({"content": [entry], "last": True}).encode()
    kept = msgspec.json.decode(feedback.scrubbed_body(body), type=feedback.AnswerPage)
    assert (kept.content, kept.read) == ([], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("faults", [{}, {6: "truncated", 9: "html", 12: "wrong types"}])
def test_no_name_is_kept_by_a_live_run_whatever_goes_wrong(
    faults: dict[int, str],
    settings: Settings,
    naps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    player, importer = ThePlayer(), MemoryImporter()
    with_options(monkeypatch, **player.options)
    with_few(monkeypatch)
    with playing(player) as (stage, base):
        settings.SOURCE_ADDRESSES = {player.source: player.addresses(base)}
        stage.faults = dict(faults)
        run = actions.sync(source=player.source, importer=importer, at=MORNING)
    assert run.state == RunState.DONE
    assert any("feedback" in draft.details for draft in importer.records.values())
    _nowhere(importer, PERSONS)


@pytest.mark.django_db
def test_no_name_is_kept_of_a_folder_of_stored_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_few(monkeypatch)
    for page in sampled():
        (tmp_path / f"{page.key}.json").write_bytes(page.body)
    importer = MemoryImporter()
    actions.sync(source="haveyoursay", importer=importer, folder=tmp_path, at=MORNING)
    assert set(importer.records) == {"94858", "94859", "94860"}
    _nowhere(importer, OF_SAMPLE)


def _nowhere(importer: MemoryImporter, names: tuple[str, ...]) -> None:
    assert RawAnswer.objects.count() > 4
    for row in RawAnswer.objects.exclude(file=""):
        with storages["raw"].open(row.file) as file:
            none_of(names, gzip.decompress(file.read()).decode())
    for refusal in QuarantinedRecord.objects.all():
        none_of(names, f"{refusal.record} {refusal.detail} {refusal.excerpt}")
    none_of(names, msgspec.json.encode(list(importer.records.values())).decode())
