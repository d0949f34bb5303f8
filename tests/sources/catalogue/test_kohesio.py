"""Natural persons are never stored: whose names are those of organisations, what is taken out of a table."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.sources.catalogue import connectors
from antena.sources.catalogue.kohesio import parser
from antena.sources.catalogue.kohesio.organisations import is_organisation
from antena.sources.drafts import ParticipationDraft, ProjectDraft
from antena.sources.pages import Page, scrubbed_file

ORGANISATIONS = (
    "Ajuntament de la Mostra",
    "AJUNTAMENT DE SANT ESTEVE INVENTAT",
    "Consell Comarcal de la Mostra",
    "Diputació de Mostra",
    "Ayuntamiento de La Muestra",
    "Universidad de la Muestra",
    "Fundación Juana Inventada",
    "JUNTA DE MUESTRAS",
    "Muestras Inventadas, S.L.",
    "MUESTRAS INVENTADAS SL",
    "Muestras Inventadas S.A.U.",
    "Muestras Inventadas, SA",
    "Muestras S.A. (en liquidación)",
    "Commune de L'Échantillon",
    "Mairie de l'Échantillon",
    "Université d'Échantillon",
    "Chambre d'agriculture de l'Échantillon",
    "Échantillons réunis SARL",
    "Sampleton City Council",
    "City of Sampleton",
    "Samples Ltd.",
    "Comune di Campione",
    "Campioni S.r.l.",
    "Campioni S.p.A.",
    "Município da Amostra",
    "Câmara Municipal da Amostra",
    "Amostras, Lda.",
    "Gemeinde Musterdorf",
    "Muster GmbH",
    "Muster & Söhne GmbH & Co. KGaA",
    "Gemeente Voorbeeld",
    "Gmina Wzorcowa",
    "Przykład Sp. z o.o.",
    "Obec Vzorov",
    "Vzor s.r.o.",
    "Općina Primjer",
    "Primăria Exemplu",
    "Mintafalva Önkormányzata",
    "Община Пример",
    "Mönsterköping kommun",
    "Prøve A/S",
)
# Invented names, each near a word or a form of the lists.
PERSONS = (
    "Joana Mostra Inventada",
    "MOSTRA INVENTADA, JOANA",
    "Ana Sá",
    "ANA SA",
    "Maria Company Inventada",
    "Escolà Puig, Joana",
    "João Câmara",
    "Guillaume de l'Hôpital",
    "Δήμος Επινοημένος",
    "Wei Ou",
    "Maria Sia",
    "Margarida Sau",
    "Joana Mostra i Pere Prova CB",
    "Joana Mostra y otros, C.B.",
    "Comunidad de bienes Hermanos Inventados",
    "Mostra Inventada S.C.P.",
    "Azienda agricola Rossi Inventato",
    "Impresa individuale Rossi Inventato",
    "Agence Dupont Inventé",
    "Dupont Inventé Conseil",
    "Chambre d'hôtes Dupont Inventé",
    "Instituto de belleza Juana Inventada",
    "Kovács Minta e.v.",
    "Janez Vzorec s.p.",
    "Muster Inh. Max Erfunden",
    "Jan Zmyślony Usługi",
    "Ville Keksitty",
    "Mr John Invented",
    "John Invented, sole trader",
    "[left out]",
    "",
    "…",
)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_says_so_in_its_name(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize("name", PERSONS)
def test_whoever_may_be_a_person_is_none(name: str) -> None:
    assert not is_organisation(name)


# Names of many languages, none of them in the lists.
GIVEN = ("Maria", "Joan", "Ana", "José", "Jean", "Ville", "Jan", "Anna", "Dimos", "Kunta", "Mesto", "Grad")
FAMILY = (
    "Puig",
    "García",
    "Company",
    "Escolà",
    "Câmara",
    "Sá",
    "As",
    "Berg",
    "Spa",
    "Dome",
    "Kammer",
    "Linn",
)


@settings(max_examples=100)
@given(
    given=st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2),
    family=st.lists(st.sampled_from(FAMILY), min_size=1, max_size=3),
    upper=st.booleans(),
    comma=st.booleans(),
)
def test_no_combination_of_names_is_an_organisation(
    given: list[str], family: list[str], upper: bool, comma: bool
) -> None:
    name = f"{' '.join(family)}, {' '.join(given)}" if comma else " ".join([*given, *family])
    assert not is_organisation(name.upper() if upper else name)


TABLE = (
    "Operation_Unique_Identifier,Operation_Name_English,Beneficiary_Unique_Identifier,Beneficiary_Name,"
    "Beneficiary_Local_Identifier\n"
    "Q1,One,Q91,Joana Mostra Inventada,00000000T\n"
    'Q2,Two,Q92,"Ajuntament de la Mostra",P0000000A\n'
    "Q3,Three,Q93,,00000001R\n"
    "Q4,Four,,,\n"
    "Q5,Joana Mostra Inventada\n"
    'Q6,"A name\nof two lines",Q96,"Mostra, Pere",00000002W\n'
)


def page_of(path: Path, text: str = TABLE) -> Page:
    path.write_text(text, newline="")
    return Page(key="ES-2021", file=str(path))


def without_persons(page: Page) -> Page:
    return scrubbed_file(page, connectors()["kohesio"].scrub_lines, Path(page.file).parent)


def test_persons_are_taken_out_before_a_table_is_kept(tmp_path: Path) -> None:
    clean = without_persons(page_of(tmp_path / "table"))
    text = Path(clean.file).read_text()
    for kept_out in ("Joana", "Pere", "00000000T", "00000001R", "00000002W", "Q91", "Q93", "Q96"):
        assert kept_out not in text
    rows = list(csv.reader(text.splitlines()[:5]))
    assert rows[1:] == [
        ["Q1", "One", "", "[left out]", ""],
        ["Q2", "Two", "Q92", "Ajuntament de la Mostra", "P0000000A"],
        ["Q3", "Three", "", "", ""],
        ["Q4", "Four", "", "", ""],
    ]


def test_taking_them_out_twice_changes_nothing(tmp_path: Path) -> None:
    once = without_persons(page_of(tmp_path / "table"))
    text = Path(once.file).read_bytes()
    twice = without_persons(once)
    assert Path(twice.file).read_bytes() == text


def test_only_organisations_take_part_and_those_left_out_are_counted(tmp_path: Path) -> None:
    """The same whether the table was cleaned before or not."""
    contract = connectors()["kohesio"].contract
    for page in (
        page_of(tmp_path / "dirty"),
        without_persons(page_of(tmp_path / "table")),
    ):
        (piece,) = parser.split(page, contract)
        parsed = parser.parse([piece], contract)
        projects = {d.external_id: d for d in parsed.drafts if isinstance(d, ProjectDraft)}
        bodies = [d.body.name for d in parsed.drafts if isinstance(d, ParticipationDraft)]
        assert bodies == ["Ajuntament de la Mostra"]
        left_out = [name for name, project in projects.items() if project.details.get("beneficiary")]
        assert left_out == ["Q1", "Q6"]
        assert "Mostra Inventada" not in repr(parsed.refusals)
        assert (parsed.rows, len(parsed.drafts), len(parsed.refusals)) == (7, 6, 1)
