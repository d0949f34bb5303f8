"""The language of a text is told, or not told at all."""

import csv
import gzip
from pathlib import Path

import pytest

from antena.lib.text import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Aquest ajut és per als municipis que volen millorar l'eficiència energètica.", "ca"),
        ("Esta ayuda es para los municipios que quieren mejorar la eficiencia energética.", "es"),
        ("This grant is for municipalities that want to improve energy efficiency.", "en"),
        ("Cette aide est destinée aux communes qui veulent améliorer l'efficacité énergétique.", "fr"),
        ("Questo aiuto è per i comuni che vogliono migliorare l'efficienza energetica.", ""),
        ("Diese Förderung ist für Gemeinden, die ihre Energieeffizienz verbessern wollen.", ""),
        ("Esta ajuda é para os municípios que querem melhorar a eficiência energética.", ""),
        ("Энергоэффективность муниципалитетов", ""),
        ("residus", ""),
        ("LIFE-2026-SAP", ""),
        ("", ""),
        ("2027", ""),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.real_data
def test_language_of_public_sentences(real_data: Path) -> None:
    with gzip.open(real_data / "flores200_devtest" / "flores200_devtest.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))[::4]
    for column, language, least in [
        ("cat", "ca", 0.93),
        ("spa", "es", 0.87),
        ("eng", "en", 0.97),
        ("fra", "fr", 0.96),
    ]:
        told = [language_of(row[column]) for row in rows]
        assert told.count(language) / len(told) >= least
        assert 1 - (told.count(language) + told.count("")) / len(told) < 0.01
    for column in ["por", "ita", "deu", "nld", "eus", "glg"]:
        assert sum(language_of(row[column]) == "" for row in rows) / len(rows) > 0.95
