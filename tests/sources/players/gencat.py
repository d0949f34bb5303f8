"""Plays the three listings of the Generalitat's open data portal (Socrata)."""

import re
from typing import Any

from tests.sources.playing import Asked, Told, told

DATASETS = {"6nei-4b44": "bodies", "9aju-tpwc": "municipalities", "wpyq-we8x": "seats"}
_EQUALS = re.compile(r"(\w+)='([^']*)'")
_NOT_IN = re.compile(r"(\w+) not in\((.*)\)")


class ThePlayer:
    """Forty-two municipalities in each of three listings, in pages of twenty."""

    source = "gencat"
    options = {"page_size": 20}
    keys = {"app_token": "secret"}

    def __init__(self) -> None:
        numbers = range(1, 43)
        self.rows: dict[str, list[dict[str, Any]]] = {
            "bodies": [*map(_body, numbers), {**_body(99), "nomtipus": "Comarques"}],
            "municipalities": [*map(_municipality, numbers), {"codi": "999998", "nom": "No consta"}],
            "seats": [*map(_seat, numbers)],
        }

    def addresses(self, base: str) -> dict[str, str]:
        return {listing: f"{base}/resource/{number}.json" for number, listing in DATASETS.items()}

    def told(self, asked: Asked) -> Told | None:
        number = asked.path.removeprefix("/resource/").removesuffix(".json")
        if number not in DATASETS or asked.headers.get("x-app-token") != "secret":
            return None
        rows = _where(self.rows[DATASETS[number]], asked.params.get("$where", ""))
        columns = asked.params.get("$select", "")
        if columns == "count(*)":
            return told([{"count": str(len(rows))}])
        if asked.params.get("$order") != ":id":
            return Told(b'{"message": "no order"}', status=400)
        start, size = int(asked.params["$offset"]), int(asked.params.get("$limit", "1000"))
        names = columns.split(",") if columns else sorted({name for row in rows for name in row})
        # A column that is empty is not there.
        return told(
            [{name: row[name] for name in names if name in row} for row in rows[start : start + size]]
        )

    def expected(self) -> set[str]:
        bodies = {row["codi_ens"] for row in _where(self.rows["bodies"], "nomtipus='Municipis'")}
        towns = {row["codi"] for row in self.rows["municipalities"] if row["codi"] < "99"}
        return bodies | towns | {f"seat.{row['codi_municipi_ine']}" for row in self.rows["seats"]}

    def shrink(self) -> None:
        self.rows = {listing: rows[:10] for listing, rows in self.rows.items()}

    def renamed(self, body: bytes) -> bytes:
        for name in (b'"codi_ens"', b'"codi"', b'"codi_municipi_ine"', b'"municipi"'):
            body = body.replace(name, b'"x_' + name[1:])
        return body


def _where(rows: list[dict[str, Any]], clause: str) -> list[dict[str, Any]]:
    if match := _EQUALS.fullmatch(clause):
        return [row for row in rows if row.get(match[1]) == match[2]]
    if match := _NOT_IN.fullmatch(clause):
        return [row for row in rows if f"'{row.get(match[1])}'" not in match[2].split(",")]
    return rows


def _body(number: int) -> dict[str, Any]:
    return {
        "codi_ens": f"08{number:03}30008",
        "nom_complert": f"Ajuntament de Vila {number}",
        "municipi": f"Vila {number}",
        "comarca": "Comarca inventada",
        "provincia": "Barcelona",
        "nomtipus": "Municipis",
        "cens": str(number * 100),
        "any_cens": "2025",
        "president": "Una Persona",
        "partitpol": "XXX",
        "web": {"url": f"https://www.vila{number}.cat"} if number % 2 else f"www.vila{number}.cat",
        "e_mail": f"ajuntament@vila{number}.cat",
        "latitud": f"41.{number:03}",
        "longitud": f"2.{number:03}",
    }


def _municipality(number: int) -> dict[str, Any]:
    return {
        "codi": f"08{number:03}3",
        "nom": f"Vila {number}",
        "codi_comarca": "13",
        "nom_comarca": "Comarca inventada",
        "latitud": f"41.{number:03}",
        "longitud": f"2.{number:03}",
    }


def _seat(number: int) -> dict[str, Any]:
    return {
        "codi_municipi_ine": f"08{number:03}",
        "municipi": f"Vila {number}",
        "comarca": "Comarca inventada",
        "prov_ncia": "Barcelona",
        "latitud": f"41.{number:03}1",
        "longitud": f"2.{number:03}1",
    }
