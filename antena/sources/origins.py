"""Where a run's pages come from: the source, a folder of stored answers, or the raw answers of past runs.

Each gives bundles: the pages that are read together.
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from antena.sources import raw
from antena.sources.drafts import Problem
from antena.sources.models import Run
from antena.sources.pages import Ask, Connector, Page, Reach
from antena.sources.reading import grouped

Bundles = Iterator[Sequence[Page]]
_ENDINGS = (".json.gz", ".xml.gz", ".gz", ".json", ".xml")


class EmptyFolderError(Exception):
    """The folder of stored answers does not exist or holds none; the message names it."""


def live(connector: Connector, ask: Ask, reach: Reach) -> Bundles:
    """Ask the source."""
    for _, pages in grouped(connector.pages(ask, connector.contract, reach), connector.bundle):
        yield pages


def stored_in(folder: Path, connector: Connector) -> Bundles:
    """Read a folder: each file is a page, its name without ending the key. Raises `EmptyFolderError`."""
    files = {}
    if folder.is_dir():
        files = {key: path for path in folder.iterdir() if path.is_file() and (key := _key(path))}
    if not files:
        raise EmptyFolderError(str(folder))
    keys = sorted(files, key=lambda key: (connector.bundle(key), key))
    pages = (_page(key, files[key], of=len(keys)) for key in keys)
    return (bundle for _, bundle in grouped(pages, connector.bundle))


def kept_by(runs: Iterable[Run], connector: Connector) -> Bundles:
    """Read the raw answers of past runs again, run by run."""
    for run in runs:
        for _, pages in grouped(raw.pages_of(run), connector.bundle):
            yield pages


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
