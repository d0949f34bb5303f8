"""The thesaurus out of its archive: labels of every language, micro-thesauri, and no tricks with entities."""

from pathlib import Path

import pytest

from antena.sources.catalogue import connectors
from antena.sources.catalogue.eurovoc import parser, skos
from antena.sources.drafts import ConceptDraft
from antena.sources.pages import Page, UnreadableFileError
from tests.sources.players.eurovoc import SKOS, archive, described, link, text, thesaurus

CONCEPT = described(
    "999001",
    "Concept",
    link("inScheme", "100240")
    + text("prefLabel", "sample &amp; water", "en")
    + text("prefLabel", "agua", "es"),
)
MORE = described("999001", "Concept", text("altLabel", "wet", "en") + link("broader", "999000"))
RETIRED = (
    '<skos:Concept xmlns:skos="http://www.w3.org/2004/02/skos/core#" '
    'rdf:about="http://eurovoc.europa.eu/c_9990aa02">'
    '<skos:prefLabel xml:lang="en-GB">gone</skos:prefLabel>'
    '<owl:deprecated xmlns:owl="http://www.w3.org/2002/07/owl#">true</owl:deprecated></skos:Concept>'
)
STATUS = described(
    "999003",
    "Concept",
    text("prefLabel", "gone too", "en")
    + '<status xmlns="http://publications.europa.eu/ontology/euvoc#" rdf:resource='
    '"http://publications.europa.eu/resource/authority/concept-status/DEPRECATED"/>',
)


def drafts_of(path: Path) -> dict[str, ConceptDraft]:
    contract = connectors()["eurovoc"].contract
    found: dict[str, ConceptDraft] = {}
    for piece in parser.split(Page(key="skos", file=str(path)), contract):
        parsed = parser.parse([piece], contract)
        assert (parsed.refusals, parsed.failures) == ([], [])
        found |= {draft.external_id: draft for draft in parsed.drafts if isinstance(draft, ConceptDraft)}
    return found


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_or_the_file_alone(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / "file"
    rdf = thesaurus([CONCEPT, MORE, RETIRED, STATUS])
    path.write_bytes(archive(rdf) if packed else rdf.encode())
    found = drafts_of(path)
    assert found.keys() == {"999001", "c_9990aa02", "999003"}
    assert found["999001"] == ConceptDraft(
        source="eurovoc",
        external_id="999001",
        labels={"en": "sample & water", "es": "agua"},
        alternatives={"en": ("wet",)},
        broader=("999000",),
        micro_thesauri=("5211",),
    )
    assert found["c_9990aa02"].labels == {"en-gb": "gone"}
    assert [found[name].deprecated for name in ("999001", "c_9990aa02", "999003")] == [False, True, True]


@pytest.mark.parametrize(
    "rdf",
    [
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa">]><r><b>&a;</b></r>',
        '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://example.org/r.dtd"><r/>',
        '<?xml version="1.0"?><r><b></r>',
        '<?xml version="1.0"?><r><b>',
        '<?xml version="1.0" encoding="nonsense"?><r/>',
        "<r>" + "<b>" * 100 + "</b>" * 100 + "</r>",
        "",
        "not XML",
    ],
    ids=["entity", "dtd", "not nested", "cut", "encoding", "deep", "empty", "text"],
)
def test_what_is_no_thesaurus_is_refused(rdf: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(rdf)
    with pytest.raises(UnreadableFileError):
        list(skos.records(str(path)))


def test_a_doctype_hidden_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r [<!ENTITY a "a">]><r/>'.encode("utf-16")
    )
    with pytest.raises(UnreadableFileError, match="document type"):
        list(skos.records(str(path)))


def test_namespaces_decide_what_a_concept_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(thesaurus([CONCEPT]).replace(SKOS, "http://example.org/else#"))
    assert list(skos.records(str(path))) == []
