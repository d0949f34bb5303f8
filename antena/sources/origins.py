"""Where a run's pages come from: the source, a folder of stored answers, or the raw answers of past runs.

Each gives bundles: the pages that are read together.
"""

import gzip
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from antena.sources import raw
from antena.sources.drafts import Problem
from antena.sources.models import Run
from antena.sources.pages import Connector, Page, scrubbed, scrubbed_file
from antena.sources.reading import grouped

Bundles = Iterator[Sequence[Page]]
_ENDINGS = tuple(
    f".{kind}{packed}" for kind in ("json", "xml", "csv", "zip", "xlsx", "ics") for packed in (".gz", "")
)


class EmptyFolderError(Exception):
    """The folder of stored answers does not exist or holds none; the message names it."""


def bundled(
    pages: Iterable[Page], connector: Connector, *, keep: Callable[[Page], None] | None = None
) -> Bundles:
    """Put the pages together that are read together; each goes to ``keep`` the moment it comes."""
    kept = pages if keep is None else _kept(pages, keep)
    return (bundle for _, bundle in grouped(kept, connector.bundle))


def pages_in(folder: Path, connector: Connector, scratch: Path) -> Iterator[Page]:
    """Read a folder: each file is a page, its name without ending the key. Raises `EmptyFolderError`.

    Where the connector splits files, they are not read here; packed ones are unpacked in ``scratch``.
    """
    files = {}
    if folder.is_dir():
        files = {key: path for path in folder.iterdir() if path.is_file() and (key := _key(path))}
    if not files:
        raise EmptyFolderError(str(folder))
    keys = sorted(files, key=lambda key: (connector.bundle(key), key))
    if connector.split is not None:
        return (
            scrubbed_file(_as_file(key, files[key], scratch, of=len(keys)), connector.scrub_lines, scratch)
            for key in keys
        )
    return (scrubbed(_page(key, files[key], of=len(keys)), connector.scrub) for key in keys)


def _as_file(key: str, path: Path, scratch: Path, *, of: int) -> Page:
    try:
        if path.suffix == ".gz":
            packed, path = path, scratch / key
            with gzip.open(packed) as zipped, path.open("wb") as plain:
                shutil.copyfileobj(zipped, plain, 1 << 20)
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        return Page(key=key, url=path.as_uri(), failure=Problem.UNREADABLE, detail=str(error), of=of)
    return Page(key=key, url=path.resolve().as_uri(), file=str(path), of=of)


def kept_by(runs: Iterable[Run], connector: Connector, scratch: Path) -> Bundles:
    """Read the raw answers of past runs again, run by run."""
    for run in runs:
        yield from bundled(raw.pages_of(run, scratch), connector)


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
