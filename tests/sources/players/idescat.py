"""Plays "The municipality in figures" of Idescat."""

from typing import Any

from tests.sources.playing import Asked, Told, told

# The name of each indicator, and how its value comes from the number of a municipality.
INDICATORS: dict[str, tuple[str, str, str]] = {
    "f321": ("Població", "2025", "{0}00"),
    "f7": ("RFDB per habitant (€)", "2023 (p)", "1{0:04}"),
    "f385": ("Índex socioeconòmic territorial", "2024 (p)", "{0}.5"),
    "f308": ("Atur registrat. Mitjanes anuals", "2025", "{0}"),
    "f271": ("Superfície (km²)", "2025", "{0}.25"),
    "f258": ("Altitud (m)", "2025", "{0}0"),
    "f328": ("Longitud (graus)", "2025", "1.{0:03}"),
    "f329": ("Latitud (graus)", "2025", "41.{0:03}"),
    "f262": ("Densitat (hab./km²)", "2025", "{0}.7"),
    "f318": ("Homes", "2025", "{0}"),
    "f320": ("Dones", "2025", "{0}"),
    "f187": ("Naixements. Total", "2024", "{0}"),
    "f183": ("Nacionalitat espanyola", "2025", "{0}"),
    "f221": ("Població ocupada", "2024", "{0}"),
    "f222": ("Població desocupada", "2024", "{0}"),
    "f223": ("Població activa", "2024", "{0}"),
    "f389": ("Educació superior (%)", "2024", "{0}.1"),
    "f191": ("Habitatges familiars", "2021", "{0}"),
    "f401": ("Habitatges de lloguer (%)", "2021", "_"),
    "f368": ("Recollida selectiva (%)", "2024", "{0}.9"),
    "f19": ("Turismes", "2024", "{0}"),
    "f381": ("Alumnes que estudien al mateix municipi (%)", "curs 2024/25", "{0}"),
    "f270": ("Biblioteques", "2024", "0"),
    "f293": ("Pavellons", "2024", "1"),
    "f294": ("Pistes poliesportives", "2024", "2"),
    "f301": ("Piscines cobertes", "2024", "_"),
}
SETS = ("population", "economy", "territory", "people", "work", "housing", "environment", "services")


class ThePlayer:
    """Forty municipalities in two counties: the register, and eight sets of indicators about all of them."""

    source = "idescat"
    options: dict[str, int] = {}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.codes = [f"08{number:03}{number % 10}" for number in range(1, 41)]

    def addresses(self, base: str) -> dict[str, str]:
        return {"nodes": f"{base}/emex/v1/nodes.json", "data": f"{base}/emex/v1/dades.json"}

    def told(self, asked: Asked) -> Told | None:
        if asked.method != "GET" or asked.params.get("tipus") != "mun" or asked.params.get("lang") != "ca":
            return Told(b"Bad request", "text/plain", 400)
        if asked.path == "/emex/v1/nodes.json":
            return told({"fitxes": {"v": self._register()}})
        if asked.path != "/emex/v1/dades.json":
            return None
        numbers = asked.params["i"].split(",")
        if not set(numbers) <= INDICATORS.keys():
            return Told(b"Bad request", "text/plain", 400)
        found = [self._indicator(number) for number in numbers]
        # A single element comes as an object.
        sheet = {
            "cols": {"col": [_node(code) for code in self.codes]},
            "indicadors": {"i": found[0] if len(found) == 1 else found},
        }
        return told({"fitxes": sheet})

    def expected(self) -> set[str]:
        return {f"{code}{part}" for code in self.codes for part in ("", *(f".{name}" for name in SETS))}

    def shrink(self) -> None:
        self.codes = self.codes[:12]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b'"id"', b'"codi"')

    def _register(self) -> dict[str, Any]:
        first, second = self.codes[: len(self.codes) // 2], self.codes[len(self.codes) // 2 :]
        counties = [
            {
                "scheme": "com",
                "id": f"{number:02}",
                "content": f"Comarca {number}",
                "v": [_node(code) for code in codes],
            }
            for number, codes in enumerate((first, second), 1)
        ]
        return {"scheme": "ca", "id": "", "content": "Catalunya", "v": counties}

    def _indicator(self, number: str) -> dict[str, Any]:
        name, when, value = INDICATORS[number]
        values = ",".join(value.format(int(code[2:5])) for code in self.codes)
        table = {"id": "t1", "content": "Taula inventada"}
        return {"id": number, "c": name, "r": when, "u": "u", "s": "Idescat", "t": table, "v": values}


def _node(code: str) -> dict[str, str]:
    return {"scheme": "mun", "id": code, "content": f"Vila {code}, la"}
