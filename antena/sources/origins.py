"""Where a run's pages come from: the source, a folder of stored answers, or the raw answers of past runs.

Each gives bundles: the pages that are read together.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from antena.sources import raw
from antena.sources.drafts import Problem
from antena.sources.models import Run
from antena.sources.pages import Connector, Page
from antena.sources.reading import grouped

Bundles = Iterator[Sequence[Page]]
_ENDINGS = (".json.gz", ".xml.gz", ".gz", ".json", ".xml")


class EmptyFolderError(Exception):
    """The folder of stored answers does not exist or holds none; the message names it."""


def bundled(
    pages: Iterable[Page], connector: Connector, *, keep: Callable[[Page], None] | None = None
) -> Bundles:
    """Put the pages together that are read together; each goes to ``keep`` the moment it comes."""
    kept = pages if keep is None else _kept(pages, keep)
    return (bundle for _, bundle in grouped(kept, connector.bundle))


def pages_in(folder: Path, connector: Connector) -> Iterator[Page]:
    """Read a folder: each file is a page, its name without ending the key. Raises `EmptyFolderError`."""
    files = {}
    if folder.is_dir():
        files = {key: path for path in folder.iterdir() if path.is_file() and (key := _key(path))}
    if not files:
        raise EmptyFolderError(str(folder))
    keys = sorted(files, key=lambda key: (connector.bundle(key), key))
    return (_page(key, files[key], of=len(keys)) for key in keys)


def kept_by(runs: Iterable[Run], connector: Connector) -> Bundles:
    """Read the raw answers of past runs again, run by run."""
    for run in runs:
        yield from bundled(raw.pages_of(run), connector)


def _kept(pages: Iterable[Page], keep: Callable[[Page], None]) -> Iterator[Page]:
    for page in pages:
        keep(page)
        yield page


def _key(path: Path) -> str:
    for ending in _ENDINGS:
        if path.name.endswith(ending):
            return path.name.removesuffix(ending)
    return ""


def _page(key: str, path: Path, *, of: int) -> Page:
    try:
        body = path.read_bytes()
        if path.suffix == ".gz":
            body = gzip.decompress(body)
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        return Page(key=key, url=path.as_uri(), failure=Problem.UNREADABLE, detail=str(error), of=of)
    return Page(key=key, url=path.resolve().as_uri(), body=body, of=of)
