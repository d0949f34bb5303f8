"""Plays the open data of keep.eu: the projects of a period, for whoever has the key."""

from typing import Any

from tests.sources.playing import Asked, Told, told


class ThePlayer:
    """12 projects in each of four periods, with two partners each."""

    source = "keep"
    options = {"rows": 5}
    keys = {"api": "an-invented-key"}

    def __init__(self) -> None:
        self.periods = {
            period: list(range(start, start + 12))
            for start, period in (
                (100, "2000-2006"),
                (200, "2007-2013"),
                (300, "2014-2020"),
                (400, "2021-2027"),
            )
        }

    def addresses(self, base: str) -> dict[str, str]:
        return {"open_data": f"{base}/api/open-data"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path != "/api/open-data":
            return None
        if asked.params.get("key") != self.keys["api"]:
            return Told(b'{"detail": "Authentication credentials were not provided."}', status=403)
        numbers = self.periods.get(asked.params.get("period", ""), [])
        return told({"count": len(numbers), "projects": [self.project(number) for number in numbers]})

    def project(self, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "acronym": f"P{number}",
            "translations": {"en": {"name": f"Invented project {number}"}},
            "start_date": "2024-01-01",
            "partnerships": [
                {
                    "type": kind,
                    "country": "ES",
                    "pic": str(9000 + order),
                    "partner": {"name": f"Invented {order}"},
                }
                for order, kind in enumerate(("lead", "partner"))
            ],
        }

    def expected(self) -> set[str]:
        # The digests of the names "Invented 0" and "Invented 1" in Spain.
        bodies = ("1db2225ddad34bba853ea3fa", "41b23c7d7c1e2bf9bfdf1610")
        every = {str(number) for numbers in self.periods.values() for number in numbers}
        return every | {f"{number}-{body}" for number in every for body in bodies}

    def shrink(self) -> None:
        self.periods = {period: numbers[:4] for period, numbers in self.periods.items()}

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"id"', b'"keep_number"')
