"""Plays the interface of the Commission's Press Corner."""

import re
from datetime import date, datetime
from typing import Any

from tests.sources.playing import Asked, Told, UnlikelyShapeError, told


class ThePlayer:
    """45 press releases of five days, ten a page; a few do not exist in Spanish."""

    source = "presscorner"
    options = {"page_size": 10, "look_back_days": 5, "first_days": 5}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(101, 146))

    def addresses(self, base: str) -> dict[str, str]:
        return {"search": f"{base}/api/search", "documents": f"{base}/api/documents"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path == "/api/search":
            return self._searched(asked.params)
        if asked.path == "/api/documents":
            return self._document(asked.params["reference"], asked.params["language"])
        return None

    def expected(self) -> set[str]:
        return {f"IP/26/{number}" for number in self.numbers}

    def shrink(self) -> None:
        self.numbers = self.numbers[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"refCode"', b'"reference"')

    def _searched(self, params: dict[str, str]) -> Told:
        low, high = (_written(params[name]) for name in ("datefrom", "dateto"))
        if not {"IP", "QANDA"} <= set(params["documentTypeCodes"].split(",")):
            raise UnlikelyShapeError(params["documentTypeCodes"])
        found = [number for number in self.numbers if low <= _day(number) <= high]
        found.sort(key=lambda number: (_day(number), number), reverse=True)
        size, page = min(100, int(params["pagesize"])), int(params["pagenumber"])
        rows = [_row(number) for number in found[(page - 1) * size : page * size]]
        answer = {"totalNumber": len(found), "pageSize": size, "pageNumber": page}
        return told(answer | {"docuLanguageListResources": rows})

    def _document(self, reference: str, language: str) -> Told | None:
        match = re.fullmatch(r"IP/26/(\d+)", reference)
        if match is None or int(match[1]) not in self.numbers:
            return None
        number = int(match[1])
        if language == "es" and number % 10 == 5:
            return Told(b"")
        text = {"title": f"Release {number} ({language})", "htmlContent": f"<p>About {number}.</p>"}
        return told(
            {
                "refCd": reference,
                "eventDate": _day(number).isoformat(),
                "contactsResource": [{"firstName": "Invented", "lastName": "Person"}],
                "policiesResource": [{"code": "REGIO", "description": "Regional policy"}],
                "originalLanguage": "EN",
                "docuLanguageResource": text | {"subtitle": None, "language": language},
            }
        )


def _row(number: int) -> dict[str, Any]:
    return {
        "refCode": f"IP/26/{number}",
        "languageCode": "en",
        "docutype": {"code": "IP", "description": "Press release"},
        "title": f"Release {number}",
        "leadText": "What it is about",
        "eventDate": _day(number).isoformat(),
    }


def _day(number: int) -> date:
    return date(2026, 11, 18 + number % 5)


def _written(text: str) -> date:
    if not re.fullmatch(r"\d{8}", text):
        raise UnlikelyShapeError(f"not DDMMYYYY: {text}")
    return datetime.strptime(text, "%d%m%Y").date()
