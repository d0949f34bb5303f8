"""XML of any size, element by element, from a source nobody has reason to trust.

A document type is refused before anything of it is read, and with it every trick with entities. Memory stays
at one element: what was yielded is forgotten.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat

import msgspec

_LARGEST: Final = 16 << 20
_DEEPEST: Final = 60


class MarkupError(ValueError):
    """This is not the XML it should be; the message says why."""


class Element(msgspec.Struct):
    """An element. Names of elements and attributes are ``namespace name``, or the bare name without one.

    ``text`` is its own text only, with that of its children left out.
    """

    name: str
    attributes: dict[str, str] = {}
    text: str = ""
    children: list["Element"] = []

    @property
    def local(self) -> str:
        """Its name without the namespace."""
        return self.name.rpartition(" ")[2]


def elements(chunks: Iterable[bytes], *, depth: int = 1) -> Iterator[Element]:
    """Yield every element that stands ``depth`` levels under the root, whole, as soon as it ends.

    Raises `MarkupError` where the document has a document type, is not well-formed or breaks off.
    """
    reader = _Reader(depth)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            while reader.ready:
                yield reader.ready.popleft()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise error if isinstance(error, MarkupError) else MarkupError(str(error)) from error
    yield from reader.ready


def _no_doctype(*_: object) -> None:
    raise MarkupError("it has a document type, which is refused")


class _Reader:
    def __init__(self, depth: int) -> None:
        self.ready: deque[Element] = deque()
        self._depth = depth
        self._level = 0
        self._open: list[Element] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._level >= self._depth:
            if self._level == self._depth:
                self._size = 0
            element = Element(name=name, attributes=attributes, children=[])
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)
            self._weigh(len(name) + sum(map(len, attributes.values())))
        self._level += 1
        if self._level > _DEEPEST:
            raise MarkupError(f"elements stand more than {_DEEPEST} deep")

    def end(self, _name: str) -> None:
        self._level -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.ready.append(element)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text
            self._weigh(len(text))

    def _weigh(self, size: int) -> None:
        self._size += size
        if self._size > _LARGEST:
            raise MarkupError(f"one element is larger than {_LARGEST} bytes")
