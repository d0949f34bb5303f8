"""Plays the search interface of the Funding & Tenders Portal."""

from collections.abc import Iterator
from typing import Any

from tests.sources.fake_server import topic
from tests.sources.playing import Asked, Told, told


class ThePlayer:
    """45 grant topics on five pages of ten, and one call of each other type."""

    source = "sedia"
    options = {"page_size": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.topics = [topic(number) for number in range(1, 46)]
        self.topics += [topic(300, kind="2"), topic(301, kind="8")]

    def addresses(self, base: str) -> dict[str, str]:
        return {"search": f"{base}/search", "details": f"{base}/topicDetails/"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path != "/search":
            return None
        if not {"query", "languages", "sort"} <= asked.parts.keys() or asked.params.get("apiKey") != "SEDIA":
            return Told(b"<html>Internal Server Error</html>", "text/html", 500)
        clauses = dict(_conditions(asked.parts["query"]["bool"]["must"]))
        found = [
            row
            for row in self.topics
            if row["metadata"]["type"][0] in clauses["type"]
            and row["metadata"]["status"][0] in clauses["status"]
        ]
        found.sort(key=lambda row: str(row["metadata"][asked.parts["sort"]["field"]][0]))
        number, size = int(asked.params["pageNumber"]), min(100, int(asked.params["pageSize"]))
        shown = found[(number - 1) * size : number * size]
        return told({"totalResults": len(found), "pageNumber": number, "results": shown})

    def expected(self) -> set[str]:
        grants = {row["metadata"]["identifier"][0] for row in self.topics if row["metadata"]["type"] == ["1"]}
        return grants | {"10300PROSPECTSEN", "competitive-call-301"}

    def shrink(self) -> None:
        self.topics = [row for row in self.topics if row["metadata"]["type"] != ["1"]] + self.topics[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"identifier"', b'"topicIdentifier"')


def _conditions(clauses: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for clause in clauses:
        for condition in clause.values():
            yield from condition.items()
