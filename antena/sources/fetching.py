"""Asking a source politely, and never twice for what a run already has."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec
from django.conf import settings

from antena.lib.http import Answer, FetchFailed, PoliteClient
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.models import FEED, RawAnswer
from antena.sources.pages import Connector, Page, Request, scrubbed, scrubbed_file
from antena.sources.raw import page_of


def client_for(contract: Contract) -> PoliteClient:
    """A client with the manners of a contract."""
    manners = contract.manners
    return PoliteClient(
        contact=settings.CONTACT_URL,
        interval=manners.interval_seconds,
        timeout=manners.timeout_seconds,
        attempts=manners.attempts,
        public_only=contract.source.startswith(FEED),
    )


class Kept(Protocol):
    """The answers a run has: `antena.sources.raw.RawAnswers`, or none."""

    scratch: Path

    def read(self, key: str) -> Page | None: ...

    def earlier(self, key: str) -> RawAnswer | None: ...

    def mark(self, key: str, *, etag: str, last_modified: str) -> None: ...


class NothingKept:
    """For a question asked only to look at the answer. ``scratch`` is a folder for files."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch

    def read(self, key: str) -> Page | None:
        """There is none."""

    def earlier(self, key: str) -> RawAnswer | None:
        """There is none."""

    def mark(self, key: str, *, etag: str, last_modified: str) -> None:
        """Nobody will ask."""


# After this many pages in a row that did not come, the rest is not asked for in this attempt.
PATIENCE = 3


class PoliteAsk:
    """Answers a connector's requests (`antena.sources.pages.Ask`): from what its run has, or the source.

    The client asks again where the server stumbles; here it is asked again where the answer is no answer: an
    HTML page or half a document in place of the JSON that was expected. A source that is down is left alone.
    """

    def __init__(self, client: PoliteClient, answers: Kept, connector: Connector) -> None:
        self._client = client
        self._answers = answers
        self._attempts = connector.contract.manners.attempts
        self._connector = connector
        self._failed_in_a_row = 0

    def __call__(self, request: Request) -> Page:
        kept = self._answers.read(request.key)
        if kept is not None and not _wrong(request, kept):
            return kept
        if self._failed_in_a_row >= PATIENCE:
            detail = f"not asked, for {PATIENCE} pages before it had failed"
            return _failed(request, Problem.NO_ANSWER, detail)
        page = self._ask(request)
        # A refusal of this very question (4xx) says nothing of the next one.
        down = page.failure is not None and not 400 <= page.status < 429
        self._failed_in_a_row = self._failed_in_a_row + 1 if down else 0
        return page

    def _ask(self, request: Request) -> Page:
        page = self._once(request)
        for _ in range(self._attempts - 1):
            if page.failure != Problem.UNREADABLE:
                break
            page = self._once(request)
        return page

    def _once(self, request: Request) -> Page:
        try:
            answer = self._fetch(request)
            if answer.unchanged:
                return self._as_before(request)
        except FetchFailed as error:
            problem = Problem.NO_ANSWER if error.status is None else Problem.HTTP_ERROR
            return _failed(request, problem, str(error), status=error.status or 0)
        self._answers.mark(request.key, etag=answer.etag, last_modified=answer.last_modified)
        page = Page(
            key=request.key,
            # what must not be written down is part of the address that was asked
            url=request.url if request.secrets else answer.url,
            body=answer.body,
            file=str(self._path(request)) if request.as_file else "",
            status=answer.status,
        )
        if not request.as_file:
            page = scrubbed(page, self._connector.scrub)
        wrong = "" if page.failure is not None else _wrong(request, page)
        if wrong:
            return msgspec.structs.replace(page, failure=Problem.UNREADABLE, detail=wrong)
        return scrubbed_file(page, self._connector.scrub_lines, self._answers.scratch)

    def _as_before(self, request: Request) -> Page:
        """Take what an earlier run kept, for the server says that it is still so."""
        row = self._answers.earlier(request.key)
        page = None if row is None else page_of(row, self._answers.scratch)
        if row is None or page is None:
            raise FetchFailed(request.url, "it says that nothing changed, and what we kept is gone")
        self._answers.mark(request.key, etag=row.etag, last_modified=row.last_modified)
        return page

    def _path(self, request: Request) -> Path:
        return self._answers.scratch / sha256(request.key.encode()).hexdigest()

    def _fetch(self, request: Request) -> Answer:
        params = {**request.params, **request.secrets} or None
        if request.method == "GET":
            before = self._answers.earlier(request.key)
            return self._client.get(
                request.url,
                params=params,
                headers=request.headers,
                etag=before.etag if before is not None else "",
                last_modified=before.last_modified if before is not None else "",
                to=self._path(request) if request.as_file else None,
            )
        files = {
            name: ("blob", msgspec.json.encode(part), "application/json")
            for name, part in request.parts.items()
        }
        return self._client.post(
            request.url,
            params=params,
            headers=request.headers,
            data=request.form or None,
            files=files or None,
            json=request.json,
        )


def _failed(request: Request, problem: Problem, detail: str, *, status: int = 0) -> Page:
    return Page(key=request.key, url=request.url, status=status, failure=problem, detail=detail)


def _wrong(request: Request, page: Page) -> str:
    """Say why an answer is not what was expected, "" where it is."""
    if request.check is not None and (said := request.check(page)):
        return said
    if request.expects is None or (request.may_be_empty and not page.body):
        return ""
    try:
        msgspec.json.decode(page.body, type=request.expects)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)
    return ""
