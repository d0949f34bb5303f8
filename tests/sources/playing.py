"""A local server that plays any source from invented records, and goes wrong on demand.

Each source brings a `Player` (tests/sources/players/<source>.py): what it has published, and what it answers
to a question, as strictly as the real one. The faults are the server's.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """One question that came in. ``path`` is unquoted; ``parts`` are the JSON parts of a multipart form."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    json: Any = None


@dataclass(frozen=True)
class Told:
    """What is answered."""

    body: bytes
    media: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def told(document: Any) -> Told:
    """An answer in JSON."""
    return Told(json.dumps(document).encode())


class Player(Protocol):
    """Plays one source. It begins with at least 40 records on at least three pages.

    ``options`` replace numbers of the contract, so that few records make several pages. ``source`` is the
    folder of the catalogue; ``keys`` are what SOURCE_KEYS would hold for it.
    """

    source: str
    options: dict[str, int]
    keys: dict[str, str]

    def addresses(self, base: str) -> dict[str, str]:
        """What SOURCE_ADDRESSES holds for this source, for a server at ``base`` ("http://127.0.0.1:1234")."""
        ...

    def told(self, asked: Asked) -> Told | None:
        """The answer of a healthy source; None where it has nothing there (404)."""
        ...

    def expected(self) -> set[str]:
        """The ``external_id`` of every record a whole run stores now."""
        ...

    def shrink(self) -> None:
        """Publish less than half of what there was: as a broken source would."""
        ...

    def renamed(self, body: bytes) -> bytes:
        """The same answer with a field every record needs (its id or title) under another name."""
        ...


class UnlikelyShapeError(Exception):
    """A player was asked something its real source would refuse."""


@dataclass
class Stage:
    """What the server does to answers: ``faults`` maps the number of a request, from 0, to what goes wrong.

    ``always`` goes wrong with every request from the number on. ``asked`` are the paths of all requests.
    """

    faults: dict[int, str] = field(default_factory=dict)
    always: tuple[int, str] | None = None
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    between: Callable[[int], None] = lambda number: None

    def fault(self, number: int) -> str:
        if self.always is not None and number >= self.always[0]:
            return self.always[1]
        return self.faults.get(number, "")

    def clear(self) -> None:
        self.faults, self.always = {}, None
        self.asked.clear()


FAULTS = ("429", "500", "503", "html", "truncated", "wrong types", "slow", "hung up")


@contextmanager
def playing(player: Player) -> Iterator[tuple[Stage, str]]:
    """A server on a free local port that plays ``player``; gives the stage and its address."""
    stage = Stage()
    handler = type("Handler", (_Handler,), {"player": player, "stage": stage, "lock": threading.Lock()})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stage, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def players() -> dict[str, Callable[[], Player]]:
    """The player of each source, by its name: the class ``ThePlayer`` of its module."""
    folder = Path(__file__).parent / "players"
    return {
        path.stem: import_module(f"tests.sources.players.{path.stem}").ThePlayer
        for path in sorted(folder.glob("[a-z]*.py"))
    }


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the game; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    player: Player
    stage: Stage
    lock: threading.Lock
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        with self.lock:
            number = len(self.stage.asked)
            self.stage.asked.append(self.path)
            self.stage.agents.add(self.headers.get("User-Agent", ""))
            self.stage.between(number)
            answer = self.player.told(self._asked(body)) or Told(b"not found", "text/plain", 404)
        how = self.stage.fault(number)
        if how == "hung up":
            self.close_connection = True
            return
        if how == "slow":
            time.sleep(0.6)
        self._send(_spoilt(answer, how, self.player))

    def _send(self, answer: Told) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": answer.media, "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer.body)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def _asked(self, body: bytes) -> Asked:
        address = urlsplit(self.path)
        media = self.headers.get("Content-Type", "")
        plain = "x-www-form-urlencoded" in media
        return Asked(
            method=self.command,
            path=unquote(address.path),
            params=dict(parse_qsl(address.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            form=dict(parse_qsl(body.decode(), keep_blank_values=True)) if plain else {},
            parts=_parts(media, body) if "multipart" in media else {},
            json=json.loads(body) if "json" in media and body else None,
        )


def _spoilt(answer: Told, how: str, player: Player) -> Told:
    if how in {"400", "429", "500", "503"}:
        headers = {"Retry-After": "7"} if how == "429" else {}
        return Told(b"<html><body>sorry</body></html>", "text/html", int(how), headers)
    if how == "html":
        return Told(b"<!doctype html><title>Maintenance</title><p>Back soon.</p>", "text/html")
    if how == "truncated":
        return Told(answer.body[: len(answer.body) // 2], answer.media)
    if how == "wrong types":
        return Told(b'{"error": "none", "status": 7}', "application/json")
    if how == "renamed":
        return Told(player.renamed(answer.body), answer.media, answer.status, answer.headers)
    return answer


def _parts(media: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + media.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart():
        return {}
    return {
        str(part.get_param("name", header="content-disposition")): json.loads(part.get_content())
        for part in message.iter_parts()
        if part.get_content_type() == "application/json"
    }
