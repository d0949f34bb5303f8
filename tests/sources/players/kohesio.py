"""Plays the bulk tables of Kohesio: one for each country and period."""

from tests.sources.playing import Asked, Told

HEADER = (
    "Operation_Unique_Identifier,Operation_Name_English,Operation_Name_Programme_Language,Country,CountryCode,"
    "Operation_Start_Date,Operation_End_Date,Total_Eligible_Expenditure_amount,Project_EU_Budget,"
    "Beneficiary_Unique_Identifier,Beneficiary_Name,Fund_Code,NUTS3_Code,Programming_Period"
)


class ThePlayer:
    """Three tables of twenty projects, in pieces of ten; every second beneficiary is a natural person."""

    source = "kohesio"
    options = {"rows": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = {
            "ES-2014": range(1, 21),
            "ES-2021": range(101, 121),
            "FR-2021": range(201, 221),
        }

    def addresses(self, base: str) -> dict[str, str]:
        return {name: f"{base}/api/data/object?id=data/{name}.csv" for name in self.numbers}

    def told(self, asked: Asked) -> Told | None:
        name = asked.params.get("id", "").removeprefix("data/").removesuffix(".csv")
        if asked.path != "/api/data/object" or name not in self.numbers:
            return None
        lines = [HEADER, *(self.row(number, name) for number in self.numbers[name])]
        return Told(("\ufeff" + "\r\n".join(lines) + "\r\n").encode(), "text/csv")

    def row(self, number: int, table: str) -> str:
        name = f"Inventada Persona {number}" if number % 2 else f'"Ajuntament Inventat, {number}"'
        return (
            f"https://linkedopendata.eu/entity/Q{number},Invented project {number},"
            f'"Projecte inventat, {number}",Spain,{table[:2]},01/02/2024,,1000.5,400.25,'
            f"https://linkedopendata.eu/entity/Q{9000 + number},{name},ERDF,ES511,2021-2027"
        )

    def expected(self) -> set[str]:
        every = [number for numbers in self.numbers.values() for number in numbers]
        return {f"Q{number}" for number in every} | {f"Q{n}-beneficiary" for n in every if n % 2 == 0}

    def shrink(self) -> None:
        self.numbers = {name: numbers[:8] for name, numbers in self.numbers.items()}

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b"Operation_Unique_Identifier", b"Operation_Id", 1)
