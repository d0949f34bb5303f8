"""Plays the interface of the Spanish register of grants."""

from datetime import date, datetime
from typing import Any

from tests.sources.playing import Asked, Told, UnlikelyShapeError, told


class ThePlayer:
    """48 calls of three administrations, eight a page; every third has a title in Catalan too."""

    source = "bdns"
    options = {"page_size": 8, "look_back_days": 3, "first_days": 3}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(990_001, 990_049))

    def addresses(self, base: str) -> dict[str, str]:
        return {"search": f"{base}/api/convocatorias/busqueda", "details": f"{base}/api/convocatorias"}

    def told(self, asked: Asked) -> Told | None:
        if asked.params.get("vpd") != "GE":
            raise UnlikelyShapeError("vpd")
        if asked.path == "/api/convocatorias/busqueda":
            return self._searched(asked.params)
        if asked.path == "/api/convocatorias":
            number = int(asked.params["numConv"])
            return told(_call(number)) if number in self.numbers else None
        return None

    def expected(self) -> set[str]:
        return {str(number) for number in self.numbers}

    def shrink(self) -> None:
        self.numbers = self.numbers[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"numeroConvocatoria"', b'"numConvocatoria"')

    def _searched(self, params: dict[str, str]) -> Told:
        try:
            low, high = (datetime.strptime(params[name], "%d/%m/%Y").date() for name in _DATES)
        except ValueError:
            # Errors come with status 200.
            return told({"codigo": "ERR_PARAM", "error": "Formato de fecha incorrecto"})
        found = [
            number
            for number in self.numbers
            if low <= _day(number) <= high and _administration(number) == params["tipoAdministracion"]
        ]
        if params["order"] != "numeroConvocatoria" or params["direccion"] != "asc":
            raise UnlikelyShapeError(params["order"])
        size, page = min(1000, int(params["pageSize"])), int(params["page"])
        rows = [_row(number) for number in found[page * size : (page + 1) * size]]
        pages = -(-len(found) // size)
        answer = {"totalElements": len(found), "totalPages": pages, "last": page >= pages - 1, "number": page}
        return told({"content": rows} | answer)


_DATES = ("fechaDesde", "fechaHasta")


def _administration(number: int) -> str:
    return "CAL"[number % 3]


def _day(number: int) -> date:
    return date(2026, 11, 20 + number % 3)


def _title(number: int) -> dict[str, Any]:
    other = f"Subvencions per als ajuntaments de la comarca número {number}" if number % 3 == 0 else None
    return {"descripcion": f"Subvenciones para los ayuntamientos, {number}", "descripcionLeng": other}


def _row(number: int) -> dict[str, Any]:
    named = {"id": 1_000_000 + number, "numeroConvocatoria": str(number), "mrr": False}
    levels = {"nivel1": "AUTONOMICA", "nivel2": "CATALUÑA", "nivel3": None, "codigoInvente": None}
    return named | _title(number) | levels | {"fechaRecepcion": _day(number).isoformat()}


def _call(number: int) -> dict[str, Any]:
    return _title(number) | {
        "id": 1_000_000 + number,
        "codigoBDNS": str(number),
        "organo": {"nivel1": "CATALUÑA", "nivel2": "DEPARTAMENTO DE PRUEBA", "nivel3": None},
        "fechaRecepcion": f"{_day(number).isoformat()}T10:00:00+01:00",
        "presupuestoTotal": 1000 * (number % 100),
        "tiposBeneficiarios": [{"descripcion": "PERSONAS JURÍDICAS"}],
        "regiones": [{"descripcion": "ES511 - Barcelona"}],
        "fechaInicioSolicitud": "2026-11-25",
        "fechaFinSolicitud": "2026-12-20",
        "abierto": True,
    }
