"""JSON documents of any size that hold one long list: its items one by one, the document never whole."""

import codecs
import json
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import IO, Any, Final

import msgspec

from antena.sources.pages import Page, UnreadableFileError

_CHUNK: Final = 1 << 18
# No record of a publisher is larger.
_LARGEST: Final = 16 << 20
_BLANKS: Final = re.compile(r"[\s,]*")
_NAME: Final = re.compile(r'\s*,?\s*("(?:[^"\\]|\\.)*")\s*:\s*')
_DECODER: Final = json.JSONDecoder()


def items(file: IO[bytes], lists: Collection[str]) -> Iterator[Any]:
    """Yield the items of the list the document is, or of the first of its fields named in ``lists``.

    Fields before that list are read over, those after it only have to be JSON. Raises `UnreadableFileError`
    where there is no such list, or the document breaks off.
    """
    reader = _Reader(file)
    reader.skip(_BLANKS)
    if reader.take("["):
        yield from _listed(reader)
    elif reader.take("{"):
        yield from _of_object(reader, lists)
    else:
        raise UnreadableFileError("it is no JSON list or object")
    reader.skip(_BLANKS)
    if reader.text:
        raise UnreadableFileError("something follows the end of the document")


def pieces(page: Page, records: Iterable[Any], size: int) -> Iterator[Page]:
    """Cut records into pieces of ``size``, at least one, which `reading.records_of` reads."""
    stream = iter(records)
    number, batch = 1, list(islice(stream, size))
    while batch or number == 1:
        body = msgspec.json.encode({"data": batch})
        yield Page(key=f"{page.key}.{number:04}", url=page.url, body=body, of=page.of)
        number, batch = number + 1, list(islice(stream, size))


def complete(file: IO[bytes], lists: Collection[str]) -> str:
    """Say why a document is none or breaks off, "" where it is whole. Reads it once, holding one item."""
    try:
        for _ in items(file, lists):
            pass
    except (UnreadableFileError, UnicodeError) as error:
        return str(error)
    return ""


def _of_object(reader: "_Reader", lists: Collection[str]) -> Iterator[Any]:
    found = False
    while not reader.take("}"):
        name = reader.name()
        if name in lists and not found and reader.take("["):
            found = True
            yield from _listed(reader)
        else:
            reader.value()
        reader.skip(_BLANKS)
    if not found:
        raise UnreadableFileError(f"there is no list called {' or '.join(lists)}")


def _listed(reader: "_Reader") -> Iterator[Any]:
    reader.skip(_BLANKS)
    while not reader.take("]"):
        yield reader.value()
        reader.skip(_BLANKS)


class _Reader:
    """Text of a document as it is needed: ``text`` is what was read and not yet taken."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._ended = False
        self.text = ""

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Leave out what ``pattern`` matches, and see to it that something follows unless all is read."""
        while True:
            match = pattern.match(self.text)
            self.text = self.text[match.end() :] if match else self.text
            if self.text or not self._more():
                return

    def take(self, sign: str) -> bool:
        """Take ``sign`` where it comes next."""
        if not self.text:
            self._more()
        if not self.text:
            raise UnreadableFileError("the document breaks off")
        if self.text[0] != sign:
            return False
        self.text = self.text[1:]
        return True

    def name(self) -> str:
        """Take the name of a field and its colon."""
        while (match := _NAME.match(self.text)) is None or match.end() == len(self.text):
            if not self._more():
                raise UnreadableFileError("a field has no name")
        self.text = self.text[match.end() :]
        try:
            return str(json.loads(match[1]))
        except ValueError as error:
            raise UnreadableFileError(str(error)) from error

    def value(self) -> Any:
        """Take a whole value, reading on until it is there."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text)
            except ValueError as error:
                self._more_or_refuse(str(error))
                continue
            except RecursionError as error:
                raise UnreadableFileError("it is too deep") from error
            # A number may go on in what was not read yet.
            if end == len(self.text) and self._more():
                continue
            self.text = self.text[end:]
            return value

    def _more_or_refuse(self, why: str) -> None:
        if len(self.text) > _LARGEST:
            raise UnreadableFileError(f"one value is larger than {_LARGEST} signs, or is none: {why}")
        if not self._more():
            raise UnreadableFileError(f"the document breaks off: {why}")

    def _more(self) -> bool:
        while not self._ended:
            chunk = self._file.read(_CHUNK)
            self._ended = not chunk
            text = self._decoder.decode(chunk, self._ended)
            if text:
                self.text += text
                return True
        return False
