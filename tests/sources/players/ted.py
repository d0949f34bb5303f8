"""Plays the search of TED, third version."""

import re
from datetime import date
from hashlib import sha256
from typing import Any

from antena.lib.text import normalise
from tests.sources.playing import Asked, Told, told

_FIELDS = {
    *("publication-number", "publication-date", "notice-type", "notice-title", "buyer-name", "buyer-country"),
    *("buyer-city", "buyer-identifier", "classification-cpv", "deadline-receipt-tender-date-lot"),
    *("total-value", "total-value-cur", "links"),
}


class ThePlayer:
    """48 notices of four days, five a page; every fourth has two buyers."""

    source = "ted"
    options = {"page_size": 5, "look_back_days": 3, "first_days": 3}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(900_001, 900_049))

    def addresses(self, base: str) -> dict[str, str]:
        return {"search": f"{base}/v3/notices/search"}

    def told(self, asked: Asked) -> Told | None:
        question = asked.json
        if asked.path != "/v3/notices/search" or asked.method != "POST":
            return None
        unknown = set(question["fields"]) - _FIELDS
        if unknown or not question["fields"] or question["limit"] > 250 or question["scope"] != "ALL":
            return Told(f"Valid fields: {sorted(_FIELDS)}".encode(), "text/plain", 400)
        day = re.search(r"publication-date = (\d{8}) SORT BY publication-number DESC$", question["query"])
        if day is None or "buyer-legal-type = la AND (buyer-country = ESP OR" not in question["query"]:
            return Told(b"Syntax error", "text/plain", 400)
        found = sorted(
            (number for number in self.numbers if f"{_day(number):%Y%m%d}" == day[1]), reverse=True
        )
        token = question.get("iterationNextToken", f"{day[1]}-0")
        at, _, start = token.partition("-")
        if at != day[1] or not start.isdigit():
            return Told(b"Token expired", "text/plain", 400)
        shown = found[int(start) : int(start) + question["limit"]]
        # The token does not end with the records.
        following = f"{at}-{int(start) + len(shown)}"
        answer = {"totalNoticeCount": len(found), "iterationNextToken": following, "timedOut": False}
        return told({"notices": [_notice(number) for number in shown]} | answer)

    def expected(self) -> set[str]:
        bought = {
            f"{number}-2026/{sha256(f'ES|{normalise(name)}'.encode()).hexdigest()[:20]}"
            for number in self.numbers
            for name in _buyers(number)
        }
        return {f"{number}-2026" for number in self.numbers} | bought

    def shrink(self) -> None:
        self.numbers = self.numbers[:8]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"publication-number"', b'"notice-number"')


def _day(number: int) -> date:
    return date(2026, 11, 19 + number % 4)


def _buyers(number: int) -> list[str]:
    names = [f"Ajuntament de Poble {number}", "Mancomunitat de Prova"]
    return names if number % 4 == 0 else names[:1]


def _notice(number: int) -> dict[str, Any]:
    return {
        "publication-number": f"{number}-2026",
        "publication-date": f"{_day(number)}+01:00",
        "notice-type": "cn-standard",
        "notice-title": {"eng": f"Spain – Services {number}", "spa": f"España – Servicios {number}"},
        "buyer-name": {"spa": _buyers(number)},
        "buyer-country": ["ESP"],
        "classification-cpv": ["72000000"],
        "deadline-receipt-tender-date-lot": ["2026-12-20+01:00"],
        "links": {"html": {"ENG": f"https://ted.europa.eu/en/notice/-/detail/{number}-2026"}},
    }
