"""From RDF/XML to plain records of concepts, in two passes: the micro-thesauri first, then the concepts.

A concept says in which schemes it stands by their addresses only; a micro-thesaurus is the scheme whose
notation, or the beginning of whose label, has four digits. Domains and schemes are not concepts themselves.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from antena.sources import archives, markup
from antena.sources.catalogue.eurovoc.requests import MEMBER
from antena.sources.markup import Element, MarkupError
from antena.sources.pages import UnreadableFileError

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_LANGUAGE: Final = "http://www.w3.org/XML/1998/namespace lang"
_BASE: Final = "http://eurovoc.europa.eu/"
_DOMAINS: Final = f"{_BASE}domains"
_FOUR_DIGITS: Final = re.compile(r"\s*(\d{4})\b")
_STATUS: Final = re.compile(r"/concept-status/(?:DEPRECATED|RETIRED|OBSOLETE)$", re.IGNORECASE)
_CHUNK: Final = 1 << 16

# An address in RDF, and what is said of it: property → values with their languages.
Statements = dict[str, list[tuple[str, str]]]


def records(path: str) -> Iterator[dict[str, Any]]:
    """Yield each concept as a record of JSON: id, labels, alternatives, broader, schemes by their digits.

    ``path`` is an archive with an RDF file, or the RDF file itself. Raises `UnreadableFileError`.
    """
    try:
        digits = dict(_micro_thesauri(path))
        for address, said in _subjects(path):
            if _is(said, "Concept") and not _has(said, "inScheme", _DOMAINS):
                yield _record(address, said, digits)
    except MarkupError as error:
        raise UnreadableFileError(str(error)) from error


def _chunks(path: str) -> Iterator[bytes]:
    with Path(path).open("rb") as file:
        is_archive = file.read(2) == b"PK"
    if is_archive:
        with archives.member(path, MEMBER) as member:
            yield from _read(member)
    else:
        with Path(path).open("rb") as file:
            yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _subjects(path: str) -> Iterator[tuple[str, Statements]]:
    """Yield each address with what is said of it; blocks about one that follow each other are one."""
    waiting: tuple[str, Statements] | None = None
    for block in markup.elements(_chunks(path)):
        address = block.attributes.get(f"{_RDF} about", "")
        said = _statements(block)
        if waiting is not None and waiting[0] == address:
            for name, values in said.items():
                waiting[1].setdefault(name, []).extend(values)
            continue
        if waiting is not None:
            yield waiting
        waiting = (address, said)
    if waiting is not None:
        yield waiting


def _statements(block: Element) -> Statements:
    said: Statements = {}
    if block.name != f"{_RDF} Description":
        said["type"] = [(block.name.replace(" ", ""), "")]
    for child in block.children:
        value = child.attributes.get(f"{_RDF} resource") or child.text.strip()
        said.setdefault(child.local, []).append((value, child.attributes.get(_LANGUAGE, "")))
    return said


def _is(said: Statements, kind: str) -> bool:
    return _has(said, "type", f"{_SKOS}{kind}")


def _has(said: Statements, name: str, value: str) -> bool:
    return any(text == value for text, _ in said.get(name, ()))


def _micro_thesauri(path: str) -> Iterator[tuple[str, str]]:
    """Yield the address of each micro-thesaurus with its four digits."""
    for address, said in _subjects(path):
        if not _is(said, "ConceptScheme"):
            continue
        for text, _ in (*said.get("notation", ()), *said.get("prefLabel", ())):
            if match := _FOUR_DIGITS.match(text):
                yield address, match[1]
                break


def _record(address: str, said: Statements, digits: dict[str, str]) -> dict[str, Any]:
    schemes = [text for text, _ in (*said.get("inScheme", ()), *said.get("topConceptOf", ()))]
    deprecated = any(text.casefold() in {"true", "1"} for text, _ in said.get("deprecated", ()))
    retired = any(_STATUS.search(text) for text, _ in said.get("status", ()))
    return {
        "id": address.removeprefix(_BASE) if address.startswith(_BASE) else "",
        "address": address,
        "labels": _by_language(said.get("prefLabel", ())),
        "alternatives": _by_language(said.get("altLabel", ())),
        "broader": _ids(text for text, _ in said.get("broader", ())),
        "micro_thesauri": sorted({digits[scheme] for scheme in schemes if scheme in digits}),
        "deprecated": deprecated or retired,
    }


def _by_language(values: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for text, language in values:
        if text and language:
            found.setdefault(language.lower(), set()).add(" ".join(text.split()))
    return {language: sorted(found[language]) for language in sorted(found)}


def _ids(addresses: Iterable[str]) -> list[str]:
    return sorted({text.removeprefix(_BASE) for text in addresses if text.startswith(_BASE)})
