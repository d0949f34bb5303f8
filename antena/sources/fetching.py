"""Asking a source politely, and never twice for what a run already has."""

import msgspec
from django.conf import settings

from antena.lib.http import Answer, FetchFailed, PoliteClient
from antena.sources.contracts import Contract
from antena.sources.drafts import Problem
from antena.sources.pages import Page, Request
from antena.sources.raw import RawAnswers


def client_for(contract: Contract) -> PoliteClient:
    """A client with the manners of a contract."""
    manners = contract.manners
    return PoliteClient(
        contact=settings.CONTACT_URL,
        interval=manners.interval_seconds,
        timeout=manners.timeout_seconds,
        attempts=manners.attempts,
    )


class PoliteAsk:
    """Answers a connector's requests (`antena.sources.pages.Ask`): from what its run has, or the source.

    The client asks again where the server stumbles; here it is asked again where the answer is no answer: an
    HTML page or half a document in place of the JSON that was expected.
    """

    def __init__(self, client: PoliteClient, answers: RawAnswers, *, attempts: int) -> None:
        self._client = client
        self._answers = answers
        self._attempts = attempts

    def __call__(self, request: Request) -> Page:
        page = self._answers.read(request.key)
        if page is not None and not _wrong(request, page.body):
            return page
        wrong = ""
        for _ in range(self._attempts):
            try:
                answer = self._fetch(request)
            except FetchFailed as error:
                problem = Problem.NO_ANSWER if error.status is None else Problem.HTTP_ERROR
                return Page(
                    key=request.key,
                    url=request.url,
                    status=error.status or 0,
                    failure=problem,
                    detail=str(error),
                )
            page = Page(key=request.key, url=answer.url, body=answer.body, status=answer.status)
            wrong = _wrong(request, answer.body)
            if not wrong:
                return page
        assert page is not None
        return msgspec.structs.replace(page, failure=Problem.UNREADABLE, detail=wrong)

    def _fetch(self, request: Request) -> Answer:
        if request.method == "GET":
            return self._client.get(request.url, params=request.params, headers=request.headers)
        files = {
            name: ("blob", msgspec.json.encode(part), "application/json")
            for name, part in request.parts.items()
        }
        return self._client.post(
            request.url,
            params=request.params,
            headers=request.headers,
            data=request.form or None,
            files=files or None,
        )


def _wrong(request: Request, body: bytes) -> str:
    """Say why an answer is not of the type that was expected, "" where it is."""
    if request.expects is None:
        return ""
    try:
        msgspec.json.decode(body, type=request.expects)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)
    return ""
