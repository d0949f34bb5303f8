"""Plays the bulk files of CORDIS: one archive for each framework programme."""

import io
import zipfile

from tests.sources.playing import Asked, Told

PROJECT = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;ecSignatureDate;"
    "frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;contentUpdateDate;rcn;grantDoi;keywords"
)
ORGANISATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;"
    "country;nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;"
    "netEcContribution;totalCost;endOfParticipation;active"
)


def table(header: str, records: list[dict[str, str]]) -> str:
    """A table as CORDIS writes it: semicolons, everything quoted."""
    names = header.split(";")
    lines = [";".join(f'"{name}"' for name in names)]
    for record in records:
        cells = (record.get(name, "").replace('"', '""') for name in names)
        lines.append(";".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


def archive(members: dict[str, str]) -> bytes:
    """A zip file of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in members.items():
            zipped.writestr(name, text)
    return packed.getvalue()


class ThePlayer:
    """25 projects of Horizon Europe and 20 of Horizon 2020, each with two participants, in pieces of ten."""

    source = "cordis"
    options = {"rows": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = {
            "HORIZON": list(range(999100001, 999100026)),
            "H2020": list(range(999800001, 999800021)),
        }

    def addresses(self, base: str) -> dict[str, str]:
        return {name: f"{base}/{name}.zip" for name in self.numbers}

    def told(self, asked: Asked) -> Told | None:
        name = asked.path.removeprefix("/").removesuffix(".zip")
        if name not in self.numbers:
            return None
        body = archive(
            {
                "project.csv": table(PROJECT, [self.project(number, name) for number in self.numbers[name]]),
                "organization.csv": table(
                    ORGANISATION,
                    [self.participant(number, order) for number in self.numbers[name] for order in (1, 2)],
                ),
                "euroSciVoc.csv": '"projectID";"euroSciVocCode"\n',
            }
        )
        return Told(body, "application/zip")

    def project(self, number: int, programme: str) -> dict[str, str]:
        return {
            "id": str(number),
            "acronym": f"P{number}",
            "status": "SIGNED",
            "title": f"Invented project {number}",
            "startDate": "2024-01-01",
            "endDate": "2026-12-31",
            "totalCost": "1000,5",
            "frameworkProgramme": programme,
            "objective": f'The "aim"; of project {number}\nin two lines.',
        }

    def participant(self, number: int, order: int) -> dict[str, str]:
        return {
            "projectID": str(number),
            "organisationID": str(900000000 + order),
            "name": f"Invented body {order}",
            "activityType": "PUB",
            "country": "EL",
            "geolocation": "40.5,22.25",
            "order": str(order),
            "role": "coordinator" if order == 1 else "participant",
            "ecContribution": "250,25",
        }

    def expected(self) -> set[str]:
        projects = {str(number) for numbers in self.numbers.values() for number in numbers}
        bodies = {f"{number}-{900000000 + order}-{order}" for number in projects for order in (1, 2)}
        return projects | bodies

    def shrink(self) -> None:
        self.numbers = {name: numbers[:8] for name, numbers in self.numbers.items()}

    def renamed(self, body: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(body)) as zipped:
            members = {name: zipped.read(name).decode() for name in zipped.namelist()}
        return archive(
            {
                name: text.replace('"id"', '"projectNumber"', 1).replace('"projectID"', '"projectNumber"', 1)
                for name, text in members.items()
            }
        )
