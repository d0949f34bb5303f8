"""A year of what the Union publishes, from stored answers to signals; and a file too large to hold.

What is replayed is invented in the wire shape of the sources, because no stored year is at hand.
"""

import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psutil

from antena.operations.bench.apart import environment_of, installation, run_in
from antena.operations.bench.figures import Figure, Options, at_most, figure

ACTS: Final = 2_300
CONSULTATIONS: Final = 5_000
FILE_BYTES: Final = 130 * 2**20
_SET: Final = 100
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_WORDS: Final = [
    *(
        "municipality",
        "waste",
        "water",
        "energy",
        "housing",
        "school",
        "mobility",
        "grant",
        "youth",
        "climate",
    ),
    *("regulation", "council", "market", "transport", "health", "food", "data", "digital", "region", "fund"),
]


def bench(_options: Options) -> list[Figure]:
    """2,300 acts with titles in three languages and 5,000 consultations; a table of 130 MB."""
    with tempfile.TemporaryDirectory(prefix="antena-bench-") as name:
        folder = Path(name)
        # The embedded server runs as a user of its own and must be able to look in.
        folder.chmod(0o755)
        acts, consultations = folder / "acts", folder / "consultations"
        _write_acts(acts)
        _write_consultations(consultations)
        home = installation(folder / "var")
        run_in(home, "load-themes")
        begun = time.perf_counter()
        run_in(home, "sync", "cellar", "--from", str(acts), "--no-meaning")
        after_acts = time.perf_counter()
        run_in(home, "sync", "haveyoursay", "--from", str(consultations), "--no-meaning")
        ended = time.perf_counter()
        peak, seconds = _stream(home, folder / "archives")
    whole = ended - begun
    return [
        figure(
            f"{ACTS:,} acts and {CONSULTATIONS:,} consultations, stored and read, without embedding",
            whole,
            "s",
            goal=at_most(60, whole, "s"),
        ),
        figure("of that, the acts", after_acts - begun, "s", baseline=whole, against="both"),
        figure(
            "a table of 130 MB, from archive to records: most memory",
            peak,
            "MB",
            goal=at_most(400, peak, "MB"),
        ),
        figure("the same, time", seconds, "s"),
    ]


def _stream(home: Path, archives: Path) -> tuple[float, float]:
    """Most megabytes the importing process held, and seconds."""
    _write_archive(archives)
    command = [sys.executable, "-m", "config.cli", "sync", "cordis", "--from", str(archives), "--no-reading"]
    begun = time.perf_counter()
    process = psutil.Popen(command, env=environment_of(home), stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    return peak / 2**20, time.perf_counter() - begun


def _write_acts(folder: Path) -> None:
    chance = random.Random(1)  # noqa: S311  invented words, the same each time
    folder.mkdir()
    for start in range(0, ACTS, _SET):
        numbers = range(start + 1, min(start + _SET, ACTS) + 1)
        name = f"{start // _SET:03}"
        acts = [
            _terms(
                celex=_celex(n),
                date=f"2026-{1 + n % 10:02}-{1 + n % 28:02}",
                rtype=f"{_AUTHORITY}resource-type/REG",
            )
            for n in numbers
        ]
        titles = [
            _terms(celex=_celex(n), l=f"{_AUTHORITY}language/{code}", title=_sentence(chance, 25))
            for n in numbers
            for code in ("ENG", "SPA", "FRA")
        ]
        subjects = [
            _terms(
                celex=_celex(n), kind="eurovoc", value=f"http://eurovoc.europa.eu/{chance.randint(1, 7000)}"
            )
            for n in numbers
            for _ in range(8)
        ]
        for what, rows in (("acts", acts), ("titles", titles), ("subjects", subjects)):
            _write(folder / f"{what}.{name}.json.gz", {"results": {"bindings": rows}})


def _write_consultations(folder: Path) -> None:
    chance = random.Random(2)  # noqa: S311  the same
    folder.mkdir()
    for page, start in enumerate(range(1, CONSULTATIONS + 1, 100), 1):
        numbers = range(start, start + 100)
        content = [_initiative(n, chance) for n in numbers]
        listed = {"content": content, "totalElements": CONSULTATIONS, "totalPages": CONSULTATIONS // 100}
        _write(
            folder / f"initiatives.{page:04}.json.gz",
            {"initiativeResultDtoPage": {**listed, "number": page - 1}},
        )
        for n in numbers:
            detail = {
                "id": n,
                "shortTitle": f"Initiative {n}",
                "dossierSummary": f"<p>{_sentence(chance, 120)}</p>",
                "foreseenActType": "PROP_DIR",
                "publications": [],
            }
            _write(folder / f"initiatives.{page:04}.{n}.json.gz", detail)


def _initiative(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": float(number),
        "reference": f"Ares(2026){number}",
        "shortTitle": _sentence(chance, 9),
        "initiativeStatus": "ACTIVE",
        "foreseenActType": "PROP_DIR",
        "topics": [],
        "currentStatuses": [
            {
                "frontEndStage": "OPC_LAUNCHED",
                "receivingFeedbackStatus": "OPEN",
                "feedbackStartDate": "2026/11/01 00:00:00",
                "feedbackEndDate": "2027/02/20 23:59:59",
                "isCurrent": True,
            }
        ],
        "initiativeTranslations": [
            {"language": code, "field": "SHORT_TITLE", "value": _sentence(chance, 9)} for code in ("ES", "FR")
        ],
    }


def _write_archive(folder: Path) -> None:
    folder.mkdir()
    head = (
        "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;"
        "nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;"
        "netEcContribution;totalCost;endOfParticipation;active\n"
    )
    with zipfile.ZipFile(folder / "HORIZON.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("project.csv", "w") as table:
            table.write(
                b'"id";"acronym";"status";"title";"startDate";"endDate";"totalCost";"ecMaxContribution"\n'
            )
            table.write(
                b'"100000001";"ONE";"SIGNED";"An invented project";"2026-01-01";"2028-12-31";"100";"100"\n'
            )
        with archive.open("organization.csv", "w", force_zip64=True) as table:
            table.write(head.encode())
            size = 0
            for row in _rows():
                size += table.write(row)
                if size > FILE_BYTES:
                    break


def _rows() -> Iterator[bytes]:
    number = 0
    filler = "x" * 1_600
    while True:
        number += 1
        yield (
            f'"100000001";"ONE";"{900_000_000 + number}";"";"Invented body {number}";"IB{number}";"false";'
            f'"PUB";"{filler}";"08001";"Barcelona";"ES";"ES511";"41.38,2.17";"";"";"2026-01-01 00:00:00";'
            f'"{number}";"{number}";"participant";"1000,5";"1000,5";"2000";"false";"true"\n'
        ).encode()


def _celex(number: int) -> str:
    return f"32026R{number:04}"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


def _terms(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"type": "typed-literal", "value": value} for name, value in values.items()}


def _write(path: Path, document: Any) -> None:
    path.write_bytes(gzip.compress(json.dumps(document).encode(), compresslevel=1))
