"""What passes between a connector and the runner: requests, pages, and what a parser made of them.

A connector is plain Python in ``catalogue/<source>/``. Live, ``pages`` asks for one page after another; in a
replay the pages come from a folder or from the raw answers of earlier runs. Either way the pages that belong
together (same ``bundle``) go to the same ``parse``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

from antena.sources.contracts import Contract
from antena.sources.drafts import AnyDraft, Problem, Refusal


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One question to a source.

    ``key`` names the answer within the run and decides its bundle. ``parts`` are JSON parts of a multipart
    form, ``form`` an ordinary one. ``expects`` is the type the JSON answer must have; where it has not, the
    page is asked for again.

    ``may_be_empty``: an answer without a body says "nothing here", and is not asked for again.

    ``json`` is a JSON body. ``secrets`` are parameters that are sent and never written down. ``as_file``: the
    answer may be large, so it goes to disk and comes as `Page.file`. ``check`` says of an answer that is not
    JSON why it is none, "" where it is one: half a table, a page that says sorry. It is asked for again.
    """

    key: str
    url: str
    method: Literal["GET", "POST"] = "GET"
    params: Mapping[str, str] = {}
    parts: Mapping[str, Any] = {}
    form: Mapping[str, str] = {}
    json: Any = None
    secrets: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    expects: Any = None
    may_be_empty: bool = False
    as_file: bool = False
    check: "Callable[[Page], str] | None" = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, or the failure to get it: with ``failure`` set it is never taken for an empty one.

    ``file`` is the path of an answer too large to hold, ``body`` is then empty: the connector's ``split``
    makes small pages of it. ``of`` is how many pages the run will have as far as is known, 0 where it is not.
    """

    key: str
    url: str = ""
    body: bytes = b""
    file: str = ""
    status: int = 200
    failure: Problem | None = None
    detail: str = ""
    of: int = 0


class Parsed(msgspec.Struct, kw_only=True):
    """What a parser made of one bundle.

    ``rows`` counts the records in it: each becomes a draft or a refusal that is not ``record_kept``, so
    nothing is lost. ``totals``: how many records the publisher says a listing has, by the listing's name.
    ``unknown_fields``: field → number of records with it. ``failures``: the pages that did not come or could
    not be read, each named by its key as the ``record``.
    """

    drafts: list[AnyDraft] = msgspec.field(default_factory=list)
    refusals: list[Refusal] = msgspec.field(default_factory=list)
    rows: int = 0
    totals: dict[str, int] = msgspec.field(default_factory=dict)
    unknown_fields: dict[str, int] = msgspec.field(default_factory=dict)
    failures: list[Refusal] = msgspec.field(default_factory=list)

    @property
    def state(self) -> Literal["ok", "empty", "failed"]:
        """The three results reading can have: values of antena.sources.enums.AnswerState."""
        if self.rows:
            return "ok"
        return "failed" if self.failures else "empty"


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What a live run asks for: what is new ``since`` that day, as of ``at``, and titles in ``languages``."""

    since: date
    at: datetime
    languages: tuple[str, ...]


class Ask(Protocol):
    """Puts a request to a source, politely, trying again where it makes sense. Never raises for a failure."""

    def __call__(self, request: Request) -> Page: ...


# The key and the body of a page → the body without what must never be kept.
Scrub = Callable[[str, bytes], bytes]
# The lines of a file → those without what must never be kept.
ScrubLines = Callable[[Iterable[bytes]], Iterator[bytes]]


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A source's folder, loaded.

    ``pages`` (requests.py) yields the pages of a live run; ``bundle`` (parser.py) says which pages are read
    together; ``parse`` (parser.py) reads them. ``parse`` never raises: what it cannot read it refuses.
    ``split`` (parser.py, only where a source answers with files) makes small pages of a `Page` with a
    ``file``, lazily, each read by ``parse`` on its own; it may raise `UnreadableFileError`.
    ``scrub`` (parser.py, only where answers hold personal data) takes the key and the body of a page and
    gives the body to keep; what it cannot read it refuses with a ValueError or `msgspec.MsgspecError`.
    ``scrub_lines`` does the same for files, line by line.
    """

    contract: Contract
    pages: Callable[[Ask, Contract, Reach], Iterator[Page]]
    bundle: Callable[[str], str]
    parse: Callable[[Sequence[Page], Contract], Parsed]
    split: Callable[[Page, Contract], Iterator[Page]] | None = None
    scrub: Scrub | None = None
    scrub_lines: ScrubLines | None = None


def scrubbed(page: Page, scrub: Scrub | None) -> Page:
    """Return the page without what must never be kept; nothing of one in which that cannot be told."""
    if scrub is None or page.failure is not None:
        return page
    try:
        return msgspec.structs.replace(page, body=scrub(page.key, page.body))
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        return msgspec.structs.replace(page, body=b"", failure=Problem.UNREADABLE, detail=str(error))


def scrubbed_file(page: Page, scrub_lines: ScrubLines | None, scratch: Path) -> Page:
    """Return the page with a file, written in ``scratch``, without what must never be kept."""
    if scrub_lines is None or page.failure is not None or not page.file:
        return page
    path = Path(page.file)
    clean = scratch / f"{path.name}-scrubbed"
    with path.open("rb") as lines, clean.open("wb") as file:
        file.writelines(scrub_lines(lines))
    return msgspec.structs.replace(page, file=str(clean))


class UnreadableFileError(Exception):
    """A file of a source is not what it should be, or ends too early; the message says how."""
