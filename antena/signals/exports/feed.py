"""Exports as a feed: Atom (RFC 4287)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from antena.signals.exports.cells import writable
from antena.signals.exports.rows import About, ExportRow

_OPENING: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={}>\n'
)


def atom_chunks(rows: Iterable[ExportRow], about: About) -> Iterator[bytes]:
    """The feed, entry by entry, in the order of the search."""
    head = [
        _OPENING.format(_attribute(about.language)),
        _element("id", uuid5(NAMESPACE_URL, about.url).urn),
        _element("title", about.title),
        _element("subtitle", about.note) if about.note else "",
        _element("updated", _moment(about.at)),
        f"<author>{_element('name', about.publisher)}</author>\n",
        _link("alternate", about.url),
        _element("generator", "Antena"),
    ]
    yield "".join(head).encode()
    for row in rows:
        yield _entry(row).encode()
    yield b"</feed>\n"


def _entry(row: ExportRow) -> str:
    parts = [
        f"<entry xml:lang={_attribute(row.text_language)}>\n",
        _element("id", row.uid),
        _element("title", row.title or row.external_id),
        _element("published", _moment(row.first_seen)),
        _element("updated", _moment(row.updated_at)),
        _link("alternate", row.page_url),
        _link("related", row.official_url) if row.official_url else "",
        _element("summary", row.summary or row.title),
        _element("rights", row.attribution) if row.attribution else "",
        f"<category term={_attribute(row.kind)} label={_attribute(row.kind_label)}/>\n",
        *(f"<category term={_attribute(theme)}/>\n" for theme in row.themes),
        "</entry>\n",
    ]
    return "".join(parts)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(writable(text))}</{name}>\n"


def _link(relation: str, address: str) -> str:
    return f'<link rel="{relation}" href={_attribute(address)}/>\n'


def _attribute(text: str) -> str:
    return quoteattr(writable(text))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
