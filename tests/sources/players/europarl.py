"""Plays the open data interface of the European Parliament, second version."""

from typing import Any

from tests.sources.playing import Asked, Told, UnlikelyShapeError, told

_STAGE = "http://publications.europa.eu/resource/authority/procedure-phase/RDG1"
_NOTHING = Told(b"", "text/plain", 204)


class ThePlayer:
    """48 procedures of three years, eight a page, details four at once; an older one that changed."""

    source = "europarl"
    options = {"page_size": 8, "batch": 4}
    keys: dict[str, str] = {}
    # How many procedures one question about details may name: fewer than two refuses lists of ids.
    joined = 4

    def __init__(self) -> None:
        years = {2026: 24, 2025: 16, 2024: 8}
        self.names = [f"{year}-{number:04}" for year, most in years.items() for number in range(1, most + 1)]
        self.changed = ["2019-0007", "2026-0001"]

    def addresses(self, base: str) -> dict[str, str]:
        return {"base": f"{base}/api/v2/"}

    def told(self, asked: Asked) -> Told | None:
        if asked.headers.get("accept") != "application/ld+json":
            raise UnlikelyShapeError("accept")
        path = asked.path.removeprefix("/api/v2/")
        if path == "procedures":
            return self._listed(asked.params)
        if path == "procedures/feed":
            return told({"data": [_row(name) for name in self.changed]})
        return self._detailed(path.removeprefix("procedures/").split(","))

    def expected(self) -> set[str]:
        return {*self.names, *self.changed}

    def shrink(self) -> None:
        self.names, self.changed = self.names[:12], self.changed[:1]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"process_id"', b'"procedure_id"')

    def _listed(self, params: dict[str, str]) -> Told:
        found = [name for name in self.names if name.startswith(params["year"])]
        if not found or params["process-type"] != "COD":
            return _NOTHING
        low, size = int(params["offset"]), int(params["limit"])
        rows = [_row(name) for name in found[low : low + size]]
        return told({"data": rows, "meta": {"total": len(found)}, "@context": []}) if rows else _NOTHING

    def _detailed(self, names: list[str]) -> Told | None:
        if len(names) > max(1, self.joined):
            return Told(b"Bad Request", "text/plain", 400)
        known = [name for name in names if name in self.expected()]
        return told({"data": [_row(name) | _detail(name) for name in known]}) if known else None


def _row(name: str) -> dict[str, Any]:
    return {
        "id": f"eli/dl/proc/{name}",
        "type": "Process",
        "process_id": name,
        "process_type": "def/ep-procedure-types/COD",
        "label": f"{name.replace('-', '/')}(COD)",
    }


def _detail(name: str) -> dict[str, Any]:
    referred = {
        "type": "Activity",
        "activity_date": "2026-02-05",
        "had_activity_type": "def/ep-activities/REFERRAL",
        "occured_at_stage": _STAGE,
    }
    lead = {
        "had_participant_organization": ["org/REGI"],
        "participation_role": "def/ep-roles/COMMITTEE_LEAD",
    }
    return {
        "process_title": {"en": f"Procedure {name}", "es": f"Procedimiento {name}"},
        "current_stage": _STAGE,
        "consists_of": [referred],
        "had_participation": [lead],
        "created_a_realization_of": [f"eli/dl/doc/COM-{name}"],
    }
