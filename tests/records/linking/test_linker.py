"""Official names of Europe find their municipality, and only theirs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.records.linking import LINKED, PROPOSED, Wanted
from antena.records.linking.keys import key
from antena.records.linking.vocabulary import languages
from tests.records.linking.invented import LINKER


def find(name, country="", city="", **more):
    return LINKER.find(Wanted(name=name, country=country, city=city, **more))


@pytest.mark.parametrize(
    ("name", "country", "city", "place_id"),
    [
        ("AJUNTAMENT DE BARCELONA", "ES", "BARCELONA", 1),
        ("Excm. Ajuntament de Barcelona", "ES", "", 1),
        ("Ajuntament del Port de la Selva", "ES", "", 2),
        ("Ajuntament de Vilanova de Sau", "ES", "", 4),
        ("AYUNTAMIENTO DE DONOSTIA SAN SEBASTIAN", "ES", "SAN SEBASTIAN", 7),
        ("Donostiako Udala", "ES", "Donostia", 7),
        ("LANDESHAUPTSTADT MUENCHEN", "DE", "MUENCHEN", 10),
        ("STADT FRANKFURT AM MAIN DER MAGISTRAT", "DE", "FRANKFURT AM MAIN", 11),
        ("Magistrat der Stadt Wien", "AT", "Wien", 12),
        ("HELSINGIN KAUPUNKI", "FI", "HELSINKI", 20),
        ("Turun kaupunki", "FI", "Turku", 21),
        ("GOTEBORGS KOMMUN", "SE", "GOTEBORG", 22),
        ("KOBENHAVNS KOMMUNE", "DK", "VALBY", 23),
        ("URZAD MIEJSKI W GDANSKU", "PL", "GDANSK", 30),
        ("KATOWICE - MIASTO NA PRAWACH POWIATU", "PL", "KATOWICE", 31),
        ("Statutární město Brno", "CZ", "Brno", 32),
        ("PRIMARIA MUNICIPIULUI BISTRITA", "RO", "BISTRITA", 33),
        ("Szeged Megyei Jogú Város Önkormányzata", "HU", "Szeged", 36),
        ("OBSHTINA BURGAS", "BG", "BURGAS", 37),
        ("Община Бургас", "BG", "Бургас", 37),
        ("Klaipėdos miesto savivaldybės administracija", "LT", "Klaipėda", 38),
        ("RIGAS DOME", "LV", "RIGA", 39),
        ("Tartu Linnavalitsus", "EE", "Tartu", 40),
        ("GRAD ZAGREB", "HR", "ZAGREB", 41),
        ("OBCINA LJUTOMER", "SI", "LJUTOMER", 42),
        ("DIMOS ATHINAION", "EL", "ATHINA", 43),
        ("Δήμος Αθηναίων", "GR", "Αθήνα", 43),
        ("BORNOVA BELEDIYESI", "TR", "IZMIR BORNOVA", 44),
        ("CITY OF BRADFORD METROPOLITAN DISTRICT COUNCIL", "UK", "BRADFORD", 45),
        ("ROMA CAPITALE", "IT", "ROMA", 47),
        ("Comune di Roma", "IT", "Roma", 47),
        ("VILLE DE SAINT-DENIS", "FR", "SAINT DENIS CEDEX 9", 48),
        ("Mairie de St Denis", "FR", "", 48),
        ("CAMARA MUNICIPAL DO PORTO", "PT", "PORTO", 49),
        ("GEMEENTE DEN HAAG", "NL", "DEN HAAG", 50),
        ("STAD GENT", "BE", "GENT", 51),
        ("LEFKOSIA MUNICIPALITY", "CY", "LEFKOSIA", 52),
        ("Comhairle Cathrach Corcaigh", "IE", "Cork", 53),
        ("Kunsill Lokali Valletta", "MT", "Valletta", 54),
        ("Hlavné mesto Slovenskej republiky Bratislava", "SK", "Bratislava", 55),
        ("Львівська міська рада", "UA", "Львів", 56),
        ("Bashkia Tirana", "AL", "Tirana", 57),
        ("CITY OF NOVI SAD", "RS", "NOVI SAD", 58),
        ("Град Нови Сад", "RS", "", 58),
        ("Bergen kommune", "NO", "Bergen", 59),
        ("ADMINISTRATION COMMUNALE DE LA VILLE DE LAUSANNE", "CH", "LAUSANNE", 60),
    ],
)
def test_a_municipality_is_found(name, country, city, place_id):
    found = find(name, country, city)
    assert found.kind == "municipality"
    assert found.best is not None
    assert (found.best.place_id, found.best.confidence >= LINKED) == (place_id, True), found


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("AREA METROPOLITANA DE BARCELONA", "ES", "other_public"),
        ("Diputació de Barcelona", "ES", "other_public"),
        ("Institut Municipal d'Informàtica de Barcelona", "ES", "other_public"),
        ("Universitat de Barcelona", "ES", "other_public"),
        ("CAMARA OFICIAL DE COMERCIO DE MADRID", "ES", "other"),
        ("EMPRESA MUNICIPAL DE TRANSPORTES DE MADRID SA", "ES", "other"),
        ("BUNDESMINISTERIUM FÜR FAMILIEN UND JUGEND", "AT", "other_public"),
        ("INDUSTRIE- UND HANDELSKAMMER FRANKFURT AM MAIN", "DE", "other"),
        ("Stadt Frankfurt Verkehrs GmbH", "DE", "other"),
        ("NORTHAMPTONSHIRE COUNTY COUNCIL", "UK", "other_public"),
        ("City of Athens Reconstruction Agency", "GR", "other_public"),
        ("COMMUNAUTE URBAINE DE LYON", "FR", "other_public"),
        ("Citta Metropolitana di Roma", "IT", "other_public"),
        ("PERIFEREIA ATTIKIS", "EL", "other_public"),
        ("Azienda Ospedaliera di Roma", "IT", "other_public"),
        ("INSTITUT PLANOVANI A ROZVOJE HLAVNIHO MESTA PRAHY", "CZ", "other_public"),
        ("URZAD MORSKI W GDYNI", "PL", "other_public"),
        ("Acme Widgets", "ES", "unknown"),
        ("", "ES", "unknown"),
        ("***", "", "unknown"),
    ],
)
def test_who_is_no_municipality_has_no_place(name, country, kind):
    found = find(name, country, "Barcelona")
    assert (found.kind, found.best, found.others) == (kind, None, ())


def test_a_municipality_we_have_no_place_of():
    found = find("ISLE OF WIGHT COUNCIL", "UK", "NEWPORT")
    assert (found.kind, found.best) == ("municipality", None)
    assert find("ABERDEENSHIRE COUNCIL", "UK", "ABERDEEN").best is None


def test_a_small_member_is_not_lost_to_its_large_namesake():
    alone = find("Ajuntament de Torrent", "ES", "Torrent")
    assert alone.best is not None
    assert PROPOSED <= alone.best.confidence < LINKED
    assert "or_a_member" in alone.best.evidence
    by_postcode = find("Ajuntament de Torrent", "ES", "Torrent", postcode="17123")
    by_coordinates = find("Ajuntament de Torrent", "ES", latitude=41.96, longitude=3.12)
    by_region = find("Ajuntament de Torrent", "ES", "Torrent", nuts="ES512")
    for found in (by_postcode, by_coordinates, by_region):
        assert found.best is not None
        assert (found.best.place_id, found.best.confidence >= LINKED) == (5, True), found
    far = find("Ajuntament de Torrent", "ES", latitude=39.45, longitude=-0.46)
    assert far.best is not None
    assert (far.best.place_id, far.best.confidence >= LINKED) == (6, True)


def test_two_of_one_name_are_left_to_a_person():
    found = find("COMUNA MIHAI VITEAZU", "RO", "MIHAI VITEAZU")
    assert found.best is not None
    assert PROPOSED <= found.best.confidence < LINKED
    assert [other.place_id for other in found.others] == [35]


def test_a_distant_address_speaks_against():
    near, far = find("Comune di Roma", "IT"), find("Ajuntament de Barcelona", "ES", "Madrid")
    assert near.best is not None
    assert far.best is not None
    assert PROPOSED <= far.best.confidence < LINKED <= near.best.confidence
    assert any(one.startswith("city:far:") for one in far.best.evidence)


def test_the_bare_name_of_a_place_counts_only_with_its_address():
    assert find("BARCELONA", "ES").best is None
    found = find("BARCELONA", "ES", "08001 Barcelona")
    assert found.best is not None
    assert PROPOSED <= found.best.confidence < LINKED
    assert found.best.evidence[0] == "bare"


def test_without_a_country_the_name_or_the_region_says_which():
    assert find("Ajuntament de Barcelona", nuts="ES511").best is not None
    found = find("City of Bradford")
    assert found.best is not None
    assert found.best.place_id == 45
    assert find("City of Nowhere").best is None


def test_evidence_says_what_was_compared():
    found = find(
        "AJUNTAMENT DE BARCELONA", "ES", "BARCELONA", postcode="08002", latitude=41.38, longitude=2.17
    )
    assert found.best is not None
    assert found.best.evidence == (
        "generic:ajuntament de",
        "name:exact",
        "city:same",
        "distance:1",
        "postcode:same",
        "member",
        "alone",
    )


def test_every_language_file_is_in_the_form_names_are_compared_in():
    for code, language in languages().items():
        for part in ("before", "after", "public", "other", "forms", "particles"):
            for phrase in getattr(language, part):
                bare = phrase.replace("*", "")
                assert key(bare) == bare, f"{code} {part}: {phrase!r} is compared as {key(bare)!r}"


_WORDS = [
    "ajuntament",
    "de",
    "stadt",
    "city",
    "of",
    "council",
    "barcelona",
    "frankfurt",
    "gmbh",
    "-",
    "l'",
    "(",
    "1",
    "",
]


@settings(max_examples=20, deadline=None)
@given(
    name=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join)),
    country=st.sampled_from(["", "ES", "DE", "UK", "ZZ", "é"]),
    city=st.text(max_size=20),
)
def test_any_text_is_answered(name, country, city):
    found = find(name, country, city)
    assert (found.best is None) or (found.kind == "municipality" and 0 < found.best.confidence < 1)
    assert found == find(name, country, city)
