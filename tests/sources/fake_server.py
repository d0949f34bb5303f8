"""A local server that plays both sources from invented records, and goes wrong on demand.

It checks what it is asked as strictly as the real ones are said to: the search answers 500 to anything but
JSON parts of a multipart form, and both show only what their question asks for.
"""

import io
import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

AUTHORITY = "http://publications.europa.eu/resource/authority/"
# A page of the notification feed of a day on which nothing happened.
NO_NEWS = b'<feed xmlns="http://www.w3.org/2005/Atom"><page>1</page><moreEntries>false</moreEntries></feed>'
# The most records one question shows, as the real search has 10,000.
WINDOW = 10_000


@dataclass
class Fault:
    """What goes wrong with requests named like ``pattern``, ``times`` times (for ever where negative)."""

    pattern: str
    how: str
    times: int = 1


@dataclass
class World:
    """What the fake publishers have published, and what they were asked."""

    topics: list[dict[str, Any]] = field(default_factory=list)
    descriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    acts: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    # called before each answer: a test stops or kills a run from here
    between: Callable[[str], None] = lambda name: None
    window: int = WINDOW

    def fault_of(self, name: str) -> str:
        for fault in self.faults:
            if fault.times and re.search(fault.pattern, name):
                fault.times -= 1
                return fault.how
        return ""


def topic(number: int, *, kind: str = "1", described: bool = True, day: str = "2026-05-05") -> dict[str, Any]:
    """One invented record in the shape of the search interface."""
    identifier = f"CERV-2027-FAKE-{number:05}"
    metadata: dict[str, Any] = {
        "identifier": [identifier],
        "title": [f"Invented call {number}"],
        "type": [kind],
        "status": ["31094502"],
        "callIdentifier": [f"{10_000 + number}"],
        "callccm2Id": [f"{number}"],
        "frameworkProgramme": ["43251589"],
        "startDate": [f"{day}T00:00:00.000+0000"],
        "deadlineDate": ["2027-09-17T00:00:00.000+0000"],
        "es_SortDate": [f"{day}T00:00:00.000+0000"],
        "DATASOURCE": ["SEDIA"],
    }
    if described:
        metadata["descriptionByte"] = [f"<p>What call {number} is about.</p>"]
    return {"reference": f"{number}TOPICSen", "language": "en", "metadata": metadata}


def act(number: int, *, day: str = "2026-11-16") -> dict[str, Any]:
    """One invented act with its titles and subjects."""
    return {
        "celex": f"32026R{number:04}",
        "date": day,
        "rtype": "REG",
        "titles": {"ENG": f"Invented regulation {number}", "FRA": f"Règlement inventé {number}"},
        "eurovoc": ["2825", str(100 + number)],
    }


class FakeServer:
    """The server on a free local port; ``world`` is what it plays. Use it in a ``with`` statement."""

    def __init__(self) -> None:
        self.world = World()
        handler = type("Handler", (_Handler,), {"world": self.world})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "FakeServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def addresses(self) -> dict[str, dict[str, str]]:
        """What SOURCE_ADDRESSES is to be, so that the connectors ask here."""
        base = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {
            "sedia": {"search": f"{base}/search", "details": f"{base}/topicDetails/"},
            "cellar": {"sparql": f"{base}/sparql", "feed": f"{base}/feed"},
        }


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up, or was killed, is part of the game; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    world: World
    protocol_version = "HTTP/1.1"
    # Headers and body leave together, or the other side waits 40 ms for the second half.
    wbufsize = 65_536

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        if self.path.startswith("/feed"):
            self._say("feed", NO_NEWS, "application/atom+xml")
            return
        name = unquote(urlsplit(self.path).path.removeprefix("/topicDetails/").removesuffix(".json"))
        self._answer(f"topic {name}", self.world.descriptions.get(name))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.world.agents.add(self.headers["User-Agent"])
        if self.path.startswith("/search"):
            name, answer = self._search(body)
        else:
            name, answer = self._sparql(parse_qs(body.decode())["query"][0])
        self._answer(name, answer)

    def _search(self, body: bytes) -> tuple[str, Any]:
        params = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        parts = _parts(self.headers["Content-Type"], body)
        if not {"query", "languages", "sort"} <= parts.keys() or params.get("apiKey") != "SEDIA":
            return "search", None
        clauses = {name: value for clause in parts["query"]["bool"]["must"] for name, value in _flat(clause)}
        days = clauses.get("es_SortDate", {"gte": "0", "lt": "9"})
        found = [
            row
            for row in self.world.topics
            if row["metadata"]["type"][0] in clauses["type"]
            and row["metadata"]["status"][0] in clauses["status"]
            and days["gte"] <= row["metadata"]["es_SortDate"][0] < days["lt"]
        ]
        found.sort(key=lambda row: row["metadata"][parts["sort"]["field"]][0])
        number, size = int(params["pageNumber"]), int(params["pageSize"])
        shown = found[: self.world.window][(number - 1) * size : number * size]
        name = f"search type={clauses['type'][0]} page={number} of {len(found)}"
        return name, {"totalResults": len(found), "pageNumber": number, "results": shown}

    def _sparql(self, query: str) -> tuple[str, Any]:
        if "?rtype" in query:
            low, high = re.findall(r'"(\d{4}-\d\d-\d\d)"\^\^xsd:date', query)
            rows = [
                _terms(celex=act["celex"], date=act["date"], rtype=f"{AUTHORITY}resource-type/{act['rtype']}")
                for act in self.world.acts
                if low <= act["date"] < high
            ]
            limit = int(query.rpartition("LIMIT ")[2])
            return f"acts {low}", _bindings(rows[:limit])
        wanted = set(re.findall(r'"([^"]+)"\^\^xsd:string', query))
        acts = [act for act in self.world.acts if act["celex"] in wanted]
        name = f"{'titles' if '?title' in query else 'subjects'} of {len(wanted)}"
        if "?title" in query:
            languages = re.findall(r"language/([A-Z]{3})>", query)
            return name, _bindings(
                [
                    _terms(celex=act["celex"], l=f"{AUTHORITY}language/{code}", title=title)
                    for act in acts
                    for code, title in act["titles"].items()
                    if code in languages
                ]
            )
        return name, _bindings(
            [
                _terms(celex=act["celex"], kind="eurovoc", value=f"http://eurovoc.europa.eu/{concept}")
                for act in acts
                for concept in act["eurovoc"]
            ]
        )

    def _say(self, name: str, body: bytes, media: str) -> None:
        self.world.asked.append(name)
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, name: str, answer: Any) -> None:
        self.world.asked.append(name)
        self.world.between(name)
        how = self.world.fault_of(name)
        body = json.dumps(answer).encode()
        status, headers = 200, {"Content-Type": "application/json"}
        if how in {"400", "429", "500", "503"}:
            status, body = int(how), b"<html><body>sorry</body></html>"
            headers |= {"Retry-After": "7"} if how == "429" else {}
        elif answer is None:
            status, body = (404, b"not found") if name.startswith("topic") else (500, b"no such shape")
        elif how == "html":
            body, headers["Content-Type"] = b"<!doctype html><title>Maintenance</title>", "text/html"
        elif how == "truncated":
            body = body[: len(body) // 2]
        elif how == "wrong types":
            body = json.dumps({"results": "none", "totalResults": "many"}).encode()
        elif how == "empty":
            body = json.dumps({**answer, "results": []}).encode()
        elif how == "slow":
            time.sleep(1.0)
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)
        # Whoever waited too long is gone.
        try:
            self.wfile.flush()
        except OSError:
            self.close_connection = True
            self.wfile = io.BytesIO()


def _parts(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    if not message.is_multipart():
        return {}
    return {
        str(part.get_param("name", header="content-disposition")): json.loads(part.get_content())
        for part in message.iter_parts()
        if part.get_content_type() == "application/json"
    }


def _flat(clause: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for condition in clause.values():
        yield from condition.items()


def _terms(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"type": "typed-literal", "value": value} for name, value in values.items()}


def _bindings(rows: list[dict[str, dict[str, str]]]) -> dict[str, Any]:
    return {"head": {"vars": []}, "results": {"bindings": rows}}
