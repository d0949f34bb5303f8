"""The polite client against a small server in this process; no test waits for real time."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from antena.lib.http import FetchFailed, Pace, PoliteClient, user_agent

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass
class Script:
    """What the server answers, in turn (the last one for ever), and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    script: Script

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.script.asked.append((self.command, self.path, headers, self.rfile.read(length)))
        status, extra, body = (
            self.script.answers.pop(0) if len(self.script.answers) > 1 else self.script.answers[0]
        )
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        if "Content-Length" not in extra:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _serve

    def log_message(self, format: str, *args: Any) -> None: ...


Serve = Callable[..., Script]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[ThreadingHTTPServer] = []

    def start(*answers: tuple[int, dict[str, str], bytes]) -> Script:
        script = Script(list(answers))
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"script": script}))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        script.url = f"http://127.0.0.1:{server.server_port}"
        return script

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.at = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(time: Time) -> Iterator[PoliteClient]:
    with PoliteClient(
        contact="https://antena.example/contact",
        interval=0,
        largest=1000,
        pace=Pace(clock=time.clock, sleep=time.sleep),
        clock=time.clock,
        sleep=time.sleep,
        now=lambda: NOW,
    ) as polite:
        yield polite


def test_says_who_asks_and_hands_back_the_answer(serve: Serve, client: PoliteClient) -> None:
    script = serve((200, {"ETag": '"a"', "Content-Type": "text/plain"}, b"hello"))
    answer = client.get(f"{script.url}/x", params={"page": 2})
    assert (answer.status, answer.body, answer.url) == (200, b"hello", f"{script.url}/x?page=2")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.etag == '"a"'
    assert not answer.unchanged
    assert script.asked[0][2]["user-agent"] == user_agent("https://antena.example/contact")
    assert user_agent("mailto:x@y.org").endswith(" (+mailto:x@y.org)")
    assert user_agent("").startswith("Antena/")


def test_an_unchanged_answer_is_surfaced(serve: Serve, client: PoliteClient) -> None:
    script = serve((304, {"Last-Modified": "Sun, 22 Nov 2026 09:00:00 GMT", "Content-Length": "0"}, b""))
    answer = client.get(script.url, etag='"a"', last_modified="Sat, 21 Nov 2026 09:00:00 GMT")
    assert answer.unchanged
    assert answer.body == b""
    assert answer.last_modified == "Sun, 22 Nov 2026 09:00:00 GMT"
    sent = script.asked[0][2]
    assert sent["if-none-match"] == '"a"'
    assert sent["if-modified-since"] == "Sat, 21 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_stumbles_are_asked_again_with_growing_pauses(
    serve: Serve, client: PoliteClient, time: Time, status: int
) -> None:
    script = serve((status, {}, b""), (status, {}, b""), (status, {}, b""), (200, {}, b"ok"))
    assert client.get(script.url).body == b"ok"
    assert len(script.asked) == 4
    assert [int(pause) for pause in time.slept] in ([1, 2, 4], [1, 2, 5], [1, 3, 4], [1, 3, 5], [2, 3, 5])
    assert 1 <= time.slept[0] <= 2 <= time.slept[1] <= 3 < time.slept[2] <= 5


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("7", 7.0),
        (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0),
        (format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0.0),
        ("86400", 120.0),
    ],
)
def test_retry_after_is_honoured(
    serve: Serve, client: PoliteClient, time: Time, said: str, pause: float
) -> None:
    script = serve((429, {"Retry-After": said}, b""), (200, {}, b"ok"))
    assert client.get(script.url).body == b"ok"
    assert time.slept == [pause]


def test_a_retry_after_that_says_nothing_is_passed_over(
    serve: Serve, client: PoliteClient, time: Time
) -> None:
    script = serve((503, {"Retry-After": "soon"}, b""), (200, {}, b"ok"))
    assert client.get(script.url).body == b"ok"
    assert 1 <= time.slept[0] <= 2


def test_gives_up_with_the_status_and_the_number_of_attempts(serve: Serve, client: PoliteClient) -> None:
    script = serve((503, {}, b""))
    with pytest.raises(FetchFailed, match="answered 503 Service Unavailable") as caught:
        client.get(script.url)
    assert (caught.value.status, caught.value.attempts, caught.value.url) == (503, 5, script.url)
    assert len(script.asked) == 5


def test_a_refusal_is_not_asked_again(serve: Serve, client: PoliteClient, time: Time) -> None:
    script = serve((404, {}, b"no"))
    with pytest.raises(FetchFailed, match="answered 404 Not Found") as caught:
        client.get(script.url)
    assert (caught.value.status, caught.value.attempts) == (404, 1)
    assert time.slept == []


def test_a_refusal_after_a_stumble_counts_both(serve: Serve, client: PoliteClient) -> None:
    script = serve((500, {}, b""), (403, {}, b""))
    with pytest.raises(FetchFailed) as caught:
        client.get(script.url)
    assert (caught.value.status, caught.value.attempts) == (403, 2)


def test_a_broken_connection_is_asked_again(serve: Serve, client: PoliteClient) -> None:
    script = serve((0, {}, b""), (200, {}, b"ok"))
    assert client.get(script.url).body == b"ok"


def test_nobody_there(client: PoliteClient) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(FetchFailed, match="connection failed") as caught:
            client.get(url)
    assert (caught.value.status, caught.value.attempts) == (None, 5)


def test_a_server_that_says_nothing_times_out(time: Time) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pace = Pace(clock=time.clock, sleep=time.sleep)
        with (
            PoliteClient(timeout=0.05, attempts=2, interval=0, pace=pace, sleep=time.sleep) as client,
            pytest.raises(FetchFailed, match="timed out: ReadTimeout") as caught,
        ):
            client.get(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert caught.value.attempts == 2


def test_an_answer_cut_short_is_asked_again(serve: Serve, client: PoliteClient) -> None:
    script = serve((200, {"Content-Length": "100"}, b"half"), (200, {}, b"whole"))
    assert client.get(script.url).body == b"whole"


@pytest.mark.parametrize("packed", [False, True])
def test_too_large_an_answer_is_refused(serve: Serve, client: PoliteClient, packed: bool) -> None:
    body = b"x" * 1001
    headers = {"Content-Encoding": "gzip"} if packed else {}
    script = serve((200, headers, gzip.compress(body) if packed else body))
    with pytest.raises(FetchFailed, match="larger than 1000 bytes"):
        client.get(script.url)
    assert len(script.asked) == 1


def test_an_answer_that_drips_is_given_up(serve: Serve, time: Time) -> None:
    script = serve((200, {}, b"x"))
    ticks = iter(range(0, 10_000, 400))
    with (
        PoliteClient(
            interval=0,
            attempts=2,
            pace=Pace(clock=time.clock, sleep=time.sleep),
            clock=lambda: float(next(ticks)),
            sleep=time.sleep,
        ) as client,
        pytest.raises(FetchFailed, match="not read within 300 seconds"),
    ):
        client.get(script.url)


@pytest.mark.parametrize("url", ["ftp://example.org/x", "example.org", "http://host:port"])
def test_an_address_that_is_none_is_refused(client: PoliteClient, url: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        client.get(url)
    assert caught.value.attempts == 1


def test_redirects_are_followed_and_bounded(serve: Serve, client: PoliteClient) -> None:
    script = serve((302, {"Location": "/there"}, b""), (200, {}, b"ok"))
    assert client.get(f"{script.url}/here").url == f"{script.url}/there"
    script = serve((302, {"Location": "/round"}, b""))
    with pytest.raises(FetchFailed, match="redirects"):
        client.get(script.url)


def test_posts_forms_files_json_and_raw_bodies(serve: Serve, client: PoliteClient) -> None:
    script = serve((200, {}, b"ok"))
    client.post(script.url, data={"a": "1"})
    client.post(script.url, json={"a": 1})
    client.post(script.url, content=b"raw", headers={"Content-Type": "application/sparql-query"})
    client.post(script.url, files={"query": ("blob", b"{}", "application/json")}, params={"p": 1})
    form, as_json, raw, files = script.asked
    assert form[3] == b"a=1"
    assert json.loads(as_json[3]) == {"a": 1}
    assert (raw[2]["content-type"], raw[3]) == ("application/sparql-query", b"raw")
    assert files[1] == "/?p=1"
    assert b'name="query"; filename="blob"\r\nContent-Type: application/json\r\n\r\n{}' in files[3]


def test_each_host_has_its_pace(time: Time) -> None:
    pace = Pace(clock=time.clock, sleep=time.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host, 2.0)
    assert time.slept == [2.0, 2.0]
    time.sleep(10)
    pace.wait("a", 2.0)
    assert time.slept == [2.0, 2.0, 10]


def test_threads_share_the_pace() -> None:
    slots: list[float] = []
    pace = Pace(clock=lambda: 0.0, sleep=slots.append)
    threads = [threading.Thread(target=pace.wait, args=("a", 1.0)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slots) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def test_redirects_and_repeats_keep_the_pace_and_hosts_may_have_their_own(serve: Serve, time: Time) -> None:
    script = serve((302, {"Location": "/there"}, b""), (200, {}, b"ok"))
    with PoliteClient(
        interval=1,
        intervals={"127.0.0.1": 3},
        pace=Pace(clock=time.clock, sleep=time.sleep),
        sleep=time.sleep,
    ) as client:
        client.get(script.url)
    assert time.slept == [3.0]
