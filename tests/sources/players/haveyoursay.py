"""Plays the interface behind Have your say."""

from typing import Any

from tests.sources.playing import Asked, Told, UnlikelyShapeError, told

# The names of those who answered: none of them may be found anywhere after a run.
PERSONS = ("Citizenfirst", "Citizenlast", "Clerkfirst", "Clerklast")


class ThePlayer:
    """45 initiatives that move among 15 at rest, fifteen a page; every fifth was answered by twenty."""

    source = "haveyoursay"
    options = {"page_size": 15, "look_back_days": 60, "first_days": 60}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(95_001, 95_061))

    def addresses(self, base: str) -> dict[str, str]:
        return {
            "search": f"{base}/brpapi/searchInitiatives",
            "details": f"{base}/brpapi/groupInitiatives/",
            "feedback": f"{base}/api/allFeedback",
        }

    def told(self, asked: Asked) -> Told | None:
        if asked.path == "/brpapi/searchInitiatives":
            return self._listed(asked.params)
        if asked.path == "/api/allFeedback":
            return _answered(asked.params)
        if asked.path.startswith("/brpapi/groupInitiatives/"):
            number = int(asked.path.rpartition("/")[2])
            return told(_initiative(number)) if number in self.numbers else None
        return None

    def expected(self) -> set[str]:
        return {str(number) for number in self.numbers if _moves(number)}

    def shrink(self) -> None:
        self.numbers = self.numbers[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"shortTitle"', b'"title"')

    def _listed(self, params: dict[str, str]) -> Told:
        size, page = int(params["size"]), int(params["page"])
        if size > 100:
            raise UnlikelyShapeError("the server counts its pages wrong")
        rows = [_row(number) for number in self.numbers[page * size : (page + 1) * size]]
        total = len(self.numbers)
        answer = {"content": rows, "totalElements": total, "totalPages": -(-total // size), "number": page}
        return told({"initiativeResultDtoPage": answer | {"size": size}})


def _moves(number: int) -> bool:
    return number % 4 != 0


def _row(number: int) -> dict[str, Any]:
    period = {
        "frontEndStage": "OPC_LAUNCHED",
        "receivingFeedbackStatus": "OPEN" if _moves(number) else "CLOSED",
        "feedbackStartDate": "2026/11/01 00:00:00" if _moves(number) else "2019/11/01 00:00:00",
        "feedbackEndDate": "2027/01/20 23:59:59" if _moves(number) else "2019/12/01 23:59:59",
        "isCurrent": True,
    }
    translated = {"language": "ES", "field": "SHORT_TITLE", "value": f"Iniciativa {number}"}
    return {
        "id": float(number),
        "reference": f"Ares(2026){number}",
        "shortTitle": f"Initiative {number}",
        "initiativeStatus": "ACTIVE",
        "foreseenActType": "PROP_DIR",
        "topics": [{"code": "REGIO", "label": "Regional policy"}],
        "currentStatuses": [period],
        "initiativeTranslations": [translated],
    }


def _initiative(number: int) -> dict[str, Any]:
    publication = {
        "id": float(number * 10),
        "type": "CALL_FOR_EVIDENCE",
        "title": "Call for evidence",
        "publishedDate": "2026/06/01 00:00:00",
        "endDate": "2026/06/30 23:59:59",
        "receivingFeedbackStatus": "CLOSED",
        "totalFeedback": 20 if number % 5 == 0 else 0,
    }
    return {
        "id": number,
        "shortTitle": f"Initiative {number}",
        "dossierSummary": f"<p>What initiative {number} is about.</p>",
        "foreseenActType": "PROP_DIR",
        "publishedDate": "2026/06/01 00:00:00",
        "topics": [{"code": "REGIO", "label": "Regional policy"}],
        "publications": [publication],
    }


def _answered(params: dict[str, str]) -> Told:
    if params["sort"] != "dateFeedback,DESC":
        raise UnlikelyShapeError(params["sort"])
    size, page = int(params["size"]), int(params["page"])
    rows = [_answer(int(params["publicationId"]) * 100 + place) for place in range(20)]
    last = (page + 1) * size >= len(rows)
    return told(
        {"content": rows[page * size : (page + 1) * size], "last": last, "totalPages": -(-20 // size)}
    )


def _answer(number: int) -> dict[str, Any]:
    citizen = number % 3 == 0
    return {
        "id": number,
        "dateFeedback": f"2026/06/{1 + number % 28:02} 10:00:00",
        "feedback": f"{PERSONS[0]} {PERSONS[1]} says no",
        "language": "EN",
        "userType": "EU_CITIZEN" if citizen else "PUBLIC_AUTHORITY",
        "country": "ESP",
        "organization": None if citizen else f"Town {number}",
        "firstName": PERSONS[0] if citizen else PERSONS[2],
        "surname": PERSONS[1] if citizen else PERSONS[3],
        "publication": "WITHINFO",
    }
