"""Raw answers: kept, compressed and hashed, before anyone reads them."""

import gzip
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.core.files.base import ContentFile
from django.core.files.base import File as StoredFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from antena.sources.drafts import Refusal
from antena.sources.enums import AnswerState
from antena.sources.models import RawAnswer, Run
from antena.sources.pages import Page
from antena.sources.reading import shown

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class RawAnswers:
    """The raw answers of one run. ``scratch`` is a folder for files while they are read."""

    def __init__(self, run: Run, scratch: Path) -> None:
        self.run = run
        self.scratch = scratch
        self._rows = {row.key: row for row in run.answers.all()}
        self._marks: dict[str, tuple[str, str]] = {}

    def read(self, key: str) -> Page | None:
        """Return an answer this run already has, so that a resumed run asks only for what failed.

        None where it has none, or where the kept file is gone or is no longer what was kept.
        """
        row = self._rows.get(key)
        if row is None or row.state == AnswerState.FAILED:
            return None
        return page_of(row, self.scratch)

    def earlier(self, key: str) -> RawAnswer | None:
        """Return the answer of an earlier run that can still be read and that the server marked."""
        rows = RawAnswer.objects.filter(run__source=self.run.source, key=key).exclude(run=self.run)
        known = rows.exclude(file="").exclude(state=AnswerState.FAILED).exclude(etag="", last_modified="")
        return known.order_by("-id").first()

    def mark(self, key: str, *, etag: str, last_modified: str) -> None:
        """Remember what the server said of the answer that will be kept under ``key``."""
        self._marks[key] = (etag[:200], last_modified[:80])

    def keep(self, page: Page) -> None:
        """Store a page as it came; its state is settled once it has been read (`settle`)."""
        digest, size = _digest(page)
        row = self._rows.get(page.key)
        if row is None:
            row = self._rows[page.key] = RawAnswer(run=self.run, key=page.key[:200])
        if row.pk is None or row.sha256 != digest:
            if row.file:
                _storage().delete(row.file)
            row.file = self._store(page) if size else ""
        row.url, row.sha256, row.size, row.as_file = page.url, digest, size, bool(page.file)
        row.etag, row.last_modified = self._marks.get(page.key, (row.etag, row.last_modified))
        row.fetched_at = timezone.now()
        row.state = AnswerState.OK if page.failure is None else AnswerState.FAILED
        row.problem, row.error = page.failure or "", shown(page.detail, 2000)
        row.save()

    def settle(self, key: str, state: AnswerState, failure: Refusal | None) -> None:
        """Say what reading the page made of it."""
        row = self._rows[key]
        problem, detail = ("", "") if failure is None else (str(failure.problem), shown(failure.detail, 2000))
        if (row.state, row.problem, row.error) != (state, problem, detail):
            row.state, row.problem, row.error = state, problem, detail
            row.save(update_fields=["state", "problem", "error"])

    def _store(self, page: Page) -> str:
        started = self.run.started_at
        name = f"{self.run.source}/{started:%Y/%m}/{self.run.pk}/{_UNSAFE.sub('_', page.key)[:120]}.gz"
        if not page.file:
            return _storage().save(name, ContentFile(_zipped(page.body)))
        with Path(page.file).open("rb") as plain, TemporaryFile() as packed:
            # No time in the header: the same answer is the same file.
            with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=3, mtime=0, filename="") as zipped:
                shutil.copyfileobj(plain, zipped, 1 << 20)
            packed.seek(0)
            return _storage().save(name, StoredFile(packed))


def page_of(row: RawAnswer, scratch: Path) -> Page | None:
    """Return a kept answer as the page it was; None where the file is gone or is no longer what was kept."""
    if not row.file:
        nothing = not row.size and not row.as_file and row.state != AnswerState.FAILED
        return Page(key=row.key, url=row.url) if nothing else None
    try:
        with _storage().open(row.file) as file:
            if row.as_file:
                path = scratch / f"kept-{row.pk}"
                return Page(key=row.key, url=row.url, file=str(path)) if _unpacked(file, path, row) else None
            body = gzip.decompress(file.read())
    except (OSError, EOFError, gzip.BadGzipFile):
        return None
    return Page(key=row.key, url=row.url, body=body) if sha256(body).hexdigest() == row.sha256 else None


class GoneError(Exception):
    """The file of an answer is no longer kept; the message names the answer."""


def opened(row: RawAnswer) -> IO[bytes]:
    """Open a kept answer to be read as it came. Raises `GoneError`."""
    if not row.file or not _storage().exists(row.file):
        raise GoneError(row.key)
    return cast(IO[bytes], gzip.open(_storage().open(row.file)))


def pages_of(run: Run, scratch: Path) -> Iterator[Page]:
    """Yield the readable pages of a past run, in the order they came."""
    for row in run.answers.exclude(state=AnswerState.FAILED).order_by("id").iterator():
        page = page_of(row, scratch)
        if page is not None:
            yield page


def forget(source: str, *, before: datetime, spare: Run | None) -> int:
    """Delete the files of answers fetched ``before``, except those of ``spare``; return how many.

    The rows stay: what was asked, when, its size and hash remain known.
    """
    rows = RawAnswer.objects.filter(run__source=source, fetched_at__lt=before).exclude(file="")
    forgotten = 0
    for row in (rows if spare is None else rows.exclude(run=spare)).iterator():
        _storage().delete(row.file)
        row.file = ""
        row.save(update_fields=["file"])
        forgotten += 1
    return forgotten


def _digest(page: Page) -> tuple[str, int]:
    if not page.file:
        return sha256(page.body).hexdigest(), len(page.body)
    path = Path(page.file)
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _unpacked(file: IO[Any], path: Path, row: RawAnswer) -> bool:
    with gzip.open(file) as zipped, path.open("wb") as plain:
        shutil.copyfileobj(zipped, plain, 1 << 20)
    with path.open("rb") as plain:
        return file_digest(plain, "sha256").hexdigest() == row.sha256


def _zipped(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=3, mtime=0)


def _storage() -> Storage:
    return storages["raw"]
