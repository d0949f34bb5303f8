"""Exports for programs: JSON."""

from collections.abc import Iterable, Iterator

import msgspec

from antena.signals.exports.rows import About, ExportRow


def json_chunks(rows: Iterable[ExportRow], about: About) -> Iterator[bytes]:
    """One object: what the export is, and ``signals``, written one by one. Dates are ISO 8601."""
    encoder = msgspec.json.Encoder()
    yield encoder.encode(about)[:-1] + b',"signals":['
    for number, row in enumerate(rows):
        yield (b",\n" if number else b"\n") + encoder.encode(row)
    yield b"\n]}\n"
