"""Plays the download of EuroVoc: one archive with one RDF file."""

import io
import zipfile

from tests.sources.playing import Asked, Told

SKOS = "http://www.w3.org/2004/02/skos/core#"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
)


def described(address: str, kind: str, statements: str) -> str:
    """One block as the publisher writes it."""
    return (
        f'<rdf:Description rdf:about="http://eurovoc.europa.eu/{address}">\n'
        f'  <rdf:type rdf:resource="{SKOS}{kind}"/>\n{statements}</rdf:Description>\n'
    )


def text(name: str, value: str, language: str = "") -> str:
    marked = f' xml:lang="{language}"' if language else ""
    return f'  <{name} xmlns="{SKOS}"{marked}>{value}</{name}>\n'


def link(name: str, address: str) -> str:
    return f'  <{name} xmlns="{SKOS}" rdf:resource="http://eurovoc.europa.eu/{address}"/>\n'


def thesaurus(concepts: list[str]) -> str:
    """A whole file: the thesaurus, its domains, one micro-thesaurus at the end, and ``concepts``."""
    return (
        HEAD
        + described("100141", "ConceptScheme", text("prefLabel", "EuroVoc", "en"))
        + described(
            "100155", "Concept", link("inScheme", "domains") + text("prefLabel", "52 ENVIRONMENT", "en")
        )
        + "".join(concepts)
        + described("100240", "ConceptScheme", text("prefLabel", "5211 natural environment", "en"))
        + "</rdf:RDF>\n"
    )


def archive(rdf: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("eurovoc_in_skos_core_concepts.rdf", rdf)
    return packed.getvalue()


class ThePlayer:
    """45 concepts in one archive, in pieces of ten."""

    source = "eurovoc"
    options = {"rows": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(999001, 999046))

    def addresses(self, base: str) -> dict[str, str]:
        return {"skos": f"{base}/eurovoc.zip"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path != "/eurovoc.zip":
            return None
        return Told(archive(thesaurus([self.concept(number) for number in self.numbers])), "application/zip")

    def concept(self, number: int) -> str:
        return described(
            str(number),
            "Concept",
            link("inScheme", "100141")
            + link("inScheme", "100240")
            + (link("broader", str(number - 1)) if number > 999001 else "")
            + text("prefLabel", f"invented concept {number}", "en")
            + text("prefLabel", f"concepto inventado {number}", "es")
            + text("altLabel", f"number {number}", "en"),
        )

    def expected(self) -> set[str]:
        return {str(number) for number in self.numbers}

    def shrink(self) -> None:
        self.numbers = self.numbers[:15]

    def renamed(self, body: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(body)) as zipped:
            (name,) = zipped.namelist()
            return archive(zipped.read(name).decode().replace("prefLabel", "preferredLabel"))
