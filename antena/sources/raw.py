"""Raw answers: kept, compressed and hashed, before anyone reads them."""

import gzip
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from antena.sources.drafts import Refusal
from antena.sources.enums import AnswerState
from antena.sources.models import RawAnswer, Run
from antena.sources.pages import Page
from antena.sources.reading import shown

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class RawAnswers:
    """The raw answers of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._rows = {row.key: row for row in run.answers.all()}

    def read(self, key: str) -> Page | None:
        """Return an answer this run already has, so that a resumed run asks only for what failed.

        None where it has none, or where the kept file is gone or is no longer what was kept.
        """
        row = self._rows.get(key)
        if row is None or row.state == AnswerState.FAILED:
            return None
        body = read_file(row)
        return None if body is None else Page(key=key, url=row.url, body=body)

    def keep(self, page: Page) -> None:
        """Store a page as it came; its state is settled once it has been read (`settle`)."""
        digest = sha256(page.body).hexdigest()
        row = self._rows.get(page.key)
        if row is None:
            row = self._rows[page.key] = RawAnswer(run=self.run, key=page.key[:200])
        if row.pk is None or row.sha256 != digest:
            if row.file:
                _storage().delete(row.file)
            row.file = (
                _storage().save(self._name(page.key), ContentFile(_zipped(page.body))) if page.body else ""
            )
        row.url, row.sha256, row.size = page.url, digest, len(page.body)
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

    def _name(self, key: str) -> str:
        started = self.run.started_at
        return f"{self.run.source}/{started:%Y/%m}/{self.run.pk}/{_UNSAFE.sub('_', key)[:120]}.gz"


def read_file(row: RawAnswer) -> bytes | None:
    """Return the bytes that were kept; None where the file is gone or is no longer what was kept."""
    if not row.file:
        return None
    try:
        with _storage().open(row.file) as file:
            body = gzip.decompress(file.read())
    except (OSError, EOFError, gzip.BadGzipFile):
        return None
    return body if sha256(body).hexdigest() == row.sha256 else None


def pages_of(run: Run) -> Iterator[Page]:
    """Yield the readable pages of a past run, in the order they came."""
    for row in run.answers.exclude(state=AnswerState.FAILED).order_by("id").iterator():
        body = read_file(row)
        if body is not None:
            yield Page(key=row.key, url=row.url, body=body)


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


def _zipped(body: bytes) -> bytes:
    # No time in the header: the same answer is the same file.
    return gzip.compress(body, compresslevel=3, mtime=0)


def _storage() -> Storage:
    return storages["raw"]
