"""The languages acts are published in, and their names in the Publications Office's authority table.

There is no Catalan expression of any act.
"""

from typing import Final

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
CODES: Final = {
    "bg": "BUL",
    "cs": "CES",
    "da": "DAN",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "fi": "FIN",
    "fr": "FRA",
    "ga": "GLE",
    "hr": "HRV",
    "hu": "HUN",
    "it": "ITA",
    "lt": "LIT",
    "lv": "LAV",
    "mt": "MLT",
    "nl": "NLD",
    "pl": "POL",
    "pt": "POR",
    "ro": "RON",
    "sk": "SLK",
    "sl": "SLV",
    "sv": "SWE",
}
BY_NAME: Final = {name: code for code, name in CODES.items()}
