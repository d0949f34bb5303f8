"""Asking other people's servers politely: one pace per host, patience when they stumble, a name to reach.

The pace is held in this process: every `PoliteClient` shares it by default. Across workers the rate is
bounded because one job per source runs at a time; a host that several sources ask hears from each of them.
"""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
import msgspec
import tenacity

_STUMBLES: Final = frozenset({429, 500, 502, 503, 504})

# Seconds before asking again: 1, 2, 4… and up to one more, so that clients that failed together part.
_BACK_OFF: Final = tenacity.wait_exponential_jitter(initial=1, max=60, jitter=1)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered. ``headers`` have lower-case names, ``url`` is where redirects ended."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def unchanged(self) -> bool:
        """The server says that what we hold, by its ``etag`` or date, is still so; there is no body."""
        return self.status == httpx.codes.NOT_MODIFIED

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        return self.headers.get("last-modified", "")


class FetchFailed(Exception):  # noqa: N818 - it names what happened, as its readers' words do
    """No usable answer came. ``status`` is None where none came at all; ``attempts``: how often we asked."""

    def __init__(self, url: str, reason: str, *, status: int | None = None, attempts: int = 1) -> None:
        super().__init__(f"{url}: {reason} (asked {attempts}×)")
        self.url = url
        self.reason = reason
        self.status = status
        self.attempts = attempts


class _RefusedError(Exception):
    """An attempt failed in a way that asking again cannot mend."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class _StumbledError(Exception):
    """An attempt failed in a way worth another."""

    def __init__(self, reason: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class Pace:
    """When each host may next be asked. Threads that share it queue; each gets its own slot."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, interval: float) -> None:
        """Sleep until ``host`` may be asked, and take the slot: the next comes ``interval`` seconds later."""
        with self._lock:
            now = self._clock()
            slot = max(now, self._next.get(host, now))
            self._next[host] = slot + interval
        if slot > now:
            self._sleep(slot - now)


_SHARED_PACE: Final = Pace()


class PoliteClient:
    """A synchronous HTTP client that keeps to a pace per host and asks again when a server stumbles.

    ``contact`` is a web or mail address told to servers. ``interval`` is the least time between two requests
    to one host in seconds, ``intervals`` says another for some hosts; redirects keep to it too. ``timeout``
    bounds each wait for the network, ``deadline`` the reading of one answer, ``longest_wait`` what a
    ``Retry-After`` can ask of us (all seconds). ``largest`` is the most bytes an answer may have, unpacked;
    one that goes to disk may have ``largest_file`` and take ``file_deadline``. With ``public_only`` nothing
    is asked of this machine or the network around it, for addresses that people typed.

    Status 429, 500, 502, 503 and 504, time-outs and broken connections are asked again, at most ``attempts``
    times, with exponential, jittered pauses. `post` is repeated likewise: use it for questions that change
    nothing on the other side.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        interval: float = 1.0,
        intervals: Mapping[str, float] | None = None,
        timeout: float = 30.0,
        deadline: float = 300.0,
        attempts: int = 5,
        longest_wait: float = 120.0,
        largest: int = 64 * 1024 * 1024,
        largest_file: int = 8 * 1024**3,
        file_deadline: float = 4 * 3600.0,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        public_only: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._interval = interval
        self._intervals = dict(intervals or {})
        self._deadline = deadline
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._largest = largest
        self._largest_file = largest_file
        self._file_deadline = file_deadline
        self._pace = pace or _SHARED_PACE
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._public_only = public_only
        self._client = httpx.Client(
            headers={"User-Agent": user_agent(contact)},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            follow_redirects=True,
            max_redirects=5,
            event_hooks={"request": [self._keep_pace]},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
        to: Path | None = None,
    ) -> Answer:
        """Ask for ``url``. With ``etag`` or ``last_modified`` of an earlier answer it may come `unchanged`.

        With ``to`` the body goes to that file, a piece at a time, and the answer has none. Raises
        `FetchFailed`.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in conditions.items() if value} | dict(headers or {})
        return self._ask("GET", url, to=to, params=params, headers=sent)

    def post(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | str | None = None,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str | None, bytes, str]] | None = None,
        json: object = None,
    ) -> Answer:
        """Send a question: a raw body, form fields, multipart ``files`` (name, body, media type) or JSON.

        Raises `FetchFailed`.
        """
        return self._ask(
            "POST", url, params=params, headers=headers, content=content, data=data, files=files, json=json
        )

    def _ask(self, method: str, url: str, *, to: Path | None = None, **request: Any) -> Answer:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_StumbledError),
            stop=tenacity.stop_after_attempt(self._attempts),
            wait=self._pause,
            sleep=self._sleep,
        )
        try:
            return retrying(self._attempt, method, url, request, to)
        except tenacity.RetryError as error:
            stumbled = error.last_attempt.exception()
            status = stumbled.status if isinstance(stumbled, _StumbledError) else None
            raise FetchFailed(url, str(stumbled), status=status, attempts=self._attempts) from stumbled
        except _RefusedError as refused:
            asked = retrying.statistics.get("attempt_number", 1)
            raise FetchFailed(url, str(refused), status=refused.status, attempts=asked) from refused

    def _attempt(self, method: str, url: str, request: Mapping[str, Any], to: Path | None) -> Answer:
        try:
            with self._client.stream(method, url, **request) as response:
                self._check(response)
                return Answer(
                    status=response.status_code,
                    headers={name.lower(): value for name, value in response.headers.items()},
                    body=self._body(response) if to is None else self._save(response, to),
                    url=str(response.url),
                )
        except httpx.UnsupportedProtocol as error:
            raise _RefusedError(str(error)) from error
        except httpx.TimeoutException as error:
            raise _StumbledError(f"timed out: {type(error).__name__}") from error
        except httpx.TransportError as error:
            raise _StumbledError(f"the connection failed: {error or type(error).__name__}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _RefusedError(str(error) or type(error).__name__) from error

    def _keep_pace(self, request: httpx.Request) -> None:
        host = request.url.host
        if self._public_only and not is_public(host):
            raise _RefusedError(f"{host} is not an address of the public network")
        self._pace.wait(host, self._intervals.get(host, self._interval))

    def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        reason = f"answered {status} {response.reason_phrase}".strip()
        if status in _STUMBLES:
            raise _StumbledError(reason, status=status, retry_after=self._retry_after(response))
        if not (response.is_success or status == httpx.codes.NOT_MODIFIED):
            raise _RefusedError(reason, status=status)

    def _retry_after(self, response: httpx.Response) -> float | None:
        """Seconds the server asks us to wait, said as a number or as a date; None where it says nothing."""
        said = response.headers.get("retry-after", "").strip()
        try:
            seconds = float(said) if said.isdecimal() else self._seconds_until(parsedate_to_datetime(said))
        except ValueError:
            return None
        return min(max(seconds, 0.0), self._longest_wait)

    def _seconds_until(self, moment: datetime) -> float:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (aware - self._now()).total_seconds()

    def _body(self, response: httpx.Response) -> bytes:
        began = self._clock()
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._largest:
                raise _RefusedError(f"larger than {self._largest} bytes", status=response.status_code)
            if self._clock() - began > self._deadline:
                raise _StumbledError(f"not read within {self._deadline:g} seconds")
        return bytes(body)

    def _save(self, response: httpx.Response, to: Path) -> bytes:
        began = self._clock()
        written = 0
        with to.open("wb") as file:
            for chunk in response.iter_bytes(1 << 16):
                written += file.write(chunk)
                if written > self._largest_file:
                    raise _RefusedError(
                        f"larger than {self._largest_file} bytes", status=response.status_code
                    )
                if self._clock() - began > self._file_deadline:
                    raise _StumbledError(f"not read within {self._file_deadline:g} seconds")
        return b""

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, _StumbledError) else None
        return _BACK_OFF(state) if asked is None else asked


def is_public(host: str) -> bool:
    """Whether every address a host name leads to is of the public network; False where it leads nowhere."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ip_address(one.partition("%")[0]).is_global for one in found)


def user_agent(contact: str) -> str:
    """How we name ourselves to servers: "Antena/0.1.0 (+https://example.org/contact)"."""
    name = f"Antena/{version('antena')}"
    return f"{name} (+{contact})" if contact else name
