"""Concepts from a source to the vocabulary, through a whole run."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antena.records.importing.concepts import ConceptImporter
from antena.sources import actions
from antena.sources.drafts import ConceptDraft, FactDraft, PlaceRef
from antena.sources.enums import RunState
from antena.sources.importing import Counts, Importer, WrongDraftError
from antena.themes import queries
from antena.themes.models import ConceptLabel, EurovocConcept
from tests.sources.players.eurovoc import archive, described, link, text, thesaurus

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LANGUAGES = ("en", "es", "fr", "it", "pt", "de", "nl", "pl", "ro")


@pytest.fixture
def importer() -> ConceptImporter:
    made = ConceptImporter()
    # mypy holds it to the protocol here
    checked: Importer = made
    assert checked is made
    return made


def draft(number: int, label: str = "x") -> ConceptDraft:
    return ConceptDraft(
        source="eurovoc",
        external_id=str(number),
        labels={"en": f"{label} {number}"},
        micro_thesauri=("5211",),
        deprecated=number == 2,
    )


def test_drafts_are_stored_told_apart_and_marked_as_gone(importer: ConceptImporter) -> None:
    drafts = [draft(number) for number in range(1, 4)]
    assert importer.store(drafts, run_id=1, at=MORNING) == Counts(new=3)
    assert importer.store(drafts, run_id=2, at=MORNING) == Counts(same=3)
    assert importer.listed("eurovoc") == 3
    later = [draft(1), draft(2, "y")]
    assert importer.store(later, run_id=3, at=MORNING + DAY) == Counts(changed=1, same=1)
    assert importer.delist_unseen("eurovoc", since=MORNING + DAY) == 1
    assert importer.listed("eurovoc") == 2
    assert EurovocConcept.objects.get(pk="2").is_deprecated


def test_drafts_of_another_family_are_refused(importer: ConceptImporter) -> None:
    wrong = FactDraft(source="eurovoc", external_id="1", place=PlaceRef(country="ES", scheme="lau", code="1"))
    with pytest.raises(WrongDraftError):
        importer.store([wrong], run_id=1, at=MORNING)


@pytest.mark.real_data
def test_the_real_labels_in_nine_languages(
    real_data: Path, importer: ConceptImporter, tmp_path: Path
) -> None:
    """7,382 concepts have a name in Spanish, and readers see it."""
    path = real_data / "eurovoc_thesaurus" / "eurovoc_labels.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mt"]]
    (tmp_path / "skos.zip").write_bytes(archive(thesaurus([block(row) for row in rows])))
    run = actions.sync(source="eurovoc", importer=importer, folder=tmp_path, at=MORNING)
    assert (run.state, run.new, run.quarantined, run.incomplete) == (RunState.DONE, len(rows), 0, 0)
    named = sum(bool(row[language]) for row in rows for language in LANGUAGES)
    assert ConceptLabel.objects.filter(is_preferred=True).count() == named
    assert queries.concept_labels(["1000"], "es") == {"1000": "financiación"}
    assert queries.in_language(["racial conflict", "domestic trade"], "pl") == {
        "racial conflict": ("konflikt rasowy", "pl"),
        "domestic trade": ("handel wewnętrzny", "pl"),
    }
    again = actions.sync(source="eurovoc", importer=importer, folder=tmp_path, at=MORNING + DAY)
    assert (again.new, again.changed, again.same) == (0, 0, len(rows))


def block(row: dict[str, str]) -> str:
    names = [text("prefLabel", escaped(row[code]), code) for code in LANGUAGES if row[code]]
    others = [text("altLabel", escaped(other), "en") for other in row["alt_en"].split("|") if other]
    return described(row["id"], "Concept", "".join([link("inScheme", "100240"), *names, *others]))


def escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")
