"""Official numbers as one spelling each, and those a signal has or names.

Spellings come from EUR-Lex, the European Parliament, the Commission's portals and people's own hand. A
normaliser returns "" for what is no number of its kind: nothing is ever guessed into one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

MAX_VALUE: Final = 200
IS: Final = "is"


class Key(NamedTuple):
    """A number by scheme; ``relation`` "is" where it is the signal's own."""

    scheme: str
    value: str
    relation: str


_CELEX: Final = re.compile(r"[0-9CE]\d{4}[A-Z]{1,3}\d{1,7}(?:\(\d{2}\)|R\(\d{2}\)|-\d{8})?")
_COM: Final = re.compile(
    r"(?P<series>COM|JOIN|SWD|SEC)\s*[(/ ]\s*(?P<year>\d{4})\s*[)/ ]\s*(?P<number>\d{1,5})"
    r"(?:[/ ]?\s*FINAL(?:\s*/\s*\d)?)?"
)
# A preparatory CELEX number says the number of the document: 52026PC0123 is COM(2026) 123.
_PREPARATORY: Final = re.compile(r"5(?P<year>\d{4})(?P<type>PC|DC|JC|SC)(?P<number>\d{4})")
_SERIES: Final = {"PC": "COM", "DC": "COM", "JC": "JOIN", "SC": "SWD"}
_PROCEDURE: Final = re.compile(
    r"(?:(?P<before>[A-Z]{3})/)?(?P<year>(?:19|20)\d\d)\s*[-/_]\s*(?P<number>\d{1,4})(?P<part>[A-Z]?)"
    r"(?:\s*[(/_ -]\s*(?P<type>[A-Z]{3})\s*\)?)?"
)
_INITIATIVE: Final = re.compile(r"(?:INITIATIVES?[/-])?0*(?P<number>[1-9]\d{0,7})(?:\.0)?")
_TOPIC: Final = re.compile(r"(?=[^ ]*-20\d\d(?:-|$))[A-Z0-9][A-Z0-9+&.]*(?:[-_][A-Z0-9+&.]+)+")
_ELI: Final = re.compile(
    r"(?:https?://data\.europa\.eu/)?eli/(?P<path>[a-z_]+/\d{4}/\d{1,5}(?:\(\d{2}\))?)(?:/.*)?"
)
# What the portal of calls puts behind the identifier of a call of external action.
_PROSPECT: Final = "PROSPECTSEN"
_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id)")
_LANGUAGE: Final = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2})?/?")


def celex(text: str) -> str:
    """``32024L3019`` out of any writing of a CELEX number; "" for what is none."""
    plain = re.sub(r"\s", "", text).upper().removeprefix("CELEX:")
    return plain if _CELEX.fullmatch(plain) else ""


def com(text: str) -> str:
    """``COM(2026) 123`` out of any writing of a Commission document, its CELEX number among them."""
    plain = " ".join(text.upper().split())
    found = _COM.fullmatch(plain)
    if found:
        return f"{found['series']}({found['year']}) {int(found['number'])}"
    found = _PREPARATORY.fullmatch(celex(text))
    return f"{_SERIES[found['type']]}({found['year']}) {int(found['number'])}" if found else ""


def procedure(text: str) -> str:
    """``2023/0448`` out of any writing of an interinstitutional procedure.

    The type goes, for the Parliament's ids (2023-0448) lack it and no number is given twice.
    """
    found = _procedure(text)
    return f"{found['year']}/{int(found['number']):04}{found['part']}" if found else ""


def procedure_label(text: str) -> str:
    """``2023/0448(COD)`` as people write it, without the type where ``text`` does not say it; "" if none."""
    found = _procedure(text)
    if not found:
        return ""
    type_ = found["type"] or found["before"]
    return procedure(text) + (f"({type_})" if type_ else "")


def initiative(text: str) -> str:
    """``14858`` out of an initiative of Have your say, written as a number, a float or an address."""
    found = _INITIATIVE.fullmatch(text.strip().upper())
    return found["number"] if found else ""


def topic(text: str) -> str:
    """``LIFE-2026-SAP-ENV`` in capitals; "" for what does not look like a topic of a programme and year."""
    plain = text.strip().upper()
    return plain if _TOPIC.fullmatch(plain) else ""


def call(text: str) -> str:
    """The identifier of a call in capitals, without the mark its portal puts behind it."""
    plain = text.strip().upper().removesuffix(_PROSPECT)
    return plain if re.fullmatch(r"[A-Z0-9][A-Z0-9+&./_-]{3,}", plain) else ""


def eli(text: str) -> str:
    """``dir/2024/3019`` out of a European Legislation Identifier of the Union; "" for any other."""
    found = _ELI.fullmatch(text.strip())
    return found["path"] if found else ""


def url(text: str) -> str:
    """An address without scheme, ``www.``, tracking and fragment; "" for a front page or none."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])))
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    if not query and (len(parts.path) < 2 or _LANGUAGE.fullmatch(parts.path)):
        return ""
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


NORMALISERS: Final[dict[str, Callable[[str], str]]] = {
    "celex": celex,
    "com": com,
    "procedure": procedure,
    "initiative": initiative,
    "topic": topic,
    "call": call,
    "eli": eli,
    "url": url,
}
# The schemes whose numbers are recognised by their looks, the surest first.
_RECOGNISED: Final = ("celex", "com", "procedure", "eli")
# Which numbers name a thing of that kind, rather than something it speaks of. An address never does: one page
# may tell of several things.
OWN: Final[dict[str, tuple[str, ...]]] = {
    "act": ("celex", "eli"),
    "proposal": ("celex", "com"),
    "communication": ("celex", "com"),
    "opinion": ("celex",),
    "procedure": ("procedure",),
    "consultation": ("initiative",),
    "call": ("topic",),
}
# Official addresses that say a number: where, and which.
_ADDRESSES: Final = (
    ("celex", re.compile(r"(?i)https?://eur-lex\.europa\.eu/.*[?&]uri=CELEX[:=]([^&#]+)")),
    ("celex", re.compile(r"(?i)https?://publications\.europa\.eu/resource/celex/([^/?#]+)")),
    ("initiative", re.compile(r"(?i)https?://[^/]*europa\.eu/.*have-your-say/initiatives/(\d+)")),
    ("procedure", re.compile(r"(?i)https?://oeil\.[^/]*europa\.eu/.*[?&]reference=([^&#]+)")),
    ("topic", re.compile(r"(?i)https?://ec\.europa\.eu/.*/topic-details/([^/?#]+)")),
)


def keys_of(
    *,
    kind: str,
    external_id: str,
    url: str,
    references: Mapping[str, Any],
    details: Mapping[str, Any],
) -> list[Key]:
    """The numbers of a signal, its own first, each once; what is longer than `MAX_VALUE` is none."""
    found = [
        *_own(kind, external_id, references, details),
        *_of_address(kind, url),
        *_named(kind, references),
        *_of_call(kind, details),
    ]
    own = {(key.scheme, key.value) for key in found if key.relation == IS}
    others = [key for key in found if key.relation != IS and (key.scheme, key.value) not in own]
    kept = [*(Key(*pair, IS) for pair in dict.fromkeys(k[:2] for k in found if k.relation == IS)), *others]
    return [key for key in dict.fromkeys(kept) if key.value and len(key.value) <= MAX_VALUE]


def _own(
    kind: str, external_id: str, references: Mapping[str, Any], details: Mapping[str, Any]
) -> Iterator[Key]:
    """What the identifier itself says, and what the source says under the name of the scheme, if it is one.

    An initiative is a bare number: only its source's word, or its address, makes one of it.
    """
    for scheme in OWN.get(kind, ()):
        values = [] if scheme == "initiative" else [external_id]
        values += _single(references.get(scheme))
        if scheme == "eli":
            values += _single(details.get("eli"))
        if scheme == "com":
            values += _single(references.get("celex"))
        yield from (Key(scheme, NORMALISERS[scheme](value), IS) for value in values)
    if kind == "call" and external_id.upper().endswith(_PROSPECT):
        yield Key("call", call(external_id), IS)


def _of_address(kind: str, address: str) -> Iterator[Key]:
    for scheme, pattern in _ADDRESSES:
        match = pattern.match(address)
        value = NORMALISERS[scheme](unquote(match[1])) if match else ""
        if value:
            relation = IS if scheme in OWN.get(kind, ()) else "about"
            yield from _with_com(Key(scheme, value, relation), kind)
    yield Key("url", url(address), "at")


def _named(kind: str, references: Mapping[str, Any]) -> Iterator[Key]:
    """What the source says this is related to. A relation named as a scheme says which scheme."""
    own = OWN.get(kind, ())
    for relation, values in references.items():
        name = relation[:40]
        for value in _strings(values):
            if relation in own and len(_strings(values)) == 1:
                continue
            key = _recognised(relation, value)
            if key is not None:
                yield from _with_com(Key(*key, name), kind)


def _recognised(relation: str, value: str) -> tuple[str, str] | None:
    if relation in NORMALISERS:
        return relation, NORMALISERS[relation](value)
    found = ((scheme, NORMALISERS[scheme](value)) for scheme in _RECOGNISED)
    return next((pair for pair in found if pair[1]), None)


def _with_com(key: Key, kind: str) -> Iterator[Key]:
    """The key, and for the CELEX number of a Commission document the number of the document too."""
    yield key
    if key.scheme == "celex" and (key.relation != IS or "com" in OWN.get(kind, ())):
        yield Key("com", com(key.value), key.relation)


def _of_call(kind: str, details: Mapping[str, Any]) -> Iterator[Key]:
    if kind == "call":
        for value in _strings(details.get("call_identifier")):
            yield Key("call", call(value), "part_of")


def _procedure(text: str) -> "re.Match[str] | None":
    plain = text.strip().upper()
    for start in ("ELI/DL/PROC/", "PROCEDURE:"):
        plain = plain.rpartition(start)[2]
    return _PROCEDURE.fullmatch(plain)


def _single(value: Any) -> list[str]:
    """The string where there is one; several name what a signal speaks of, not what it is."""
    found = _strings(value)
    return list(found) if len(found) == 1 else []


def _strings(value: Any) -> Sequence[str]:
    """The strings of a JSON value that is one or a list of them."""
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [] if value is None else [str(value)]
