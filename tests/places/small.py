"""A small world to test on: a few hundred places, four square towns, and what associations would write."""

import json
from pathlib import Path

from antena.lib.association import Association
from antena.places.geonames import City

# name, other names, latitude, longitude, country, inhabitants, first-level division
_PLACES = [
    ("Girona", "Gerona|Gérone|Жирона|ジローナ|Zhirona", 41.98311, 2.82493, "ES", 100266, "56"),
    ("Banyoles", "Bañolas|Banolas", 42.11667, 2.76667, "ES", 19615, "56"),
    ("L'Hospitalet de Llobregat", "l'Hospitalet|Оспиталет", 41.35967, 2.10028, "ES", 257038, "56"),
    ("Àger", "Ager", 42.0, 0.76667, "ES", 503, "56"),
    ("Calonge", "", 41.9, 2.9, "ES", 10637, "56"),
    ("Granada", "Girnata|Гранада", 37.18817, -3.60667, "ES", 233764, "51"),
    ("Barcelona", "Барселона|バルセロナ", 41.38879, 2.15899, "ES", 1686208, "56"),
    ("Barcelonne-du-Gers", "Barcalona", 43.70, -0.23, "FR", 1340, "76"),
    ("Roma", "Rome|Рим|羅馬", 41.89193, 12.51133, "IT", 2318895, "07"),
    ("London", "Londres|Лондон", 51.50853, -0.12574, "GB", 8961989, "ENG"),
    ("Oostende", "Ostend|Ostende", 51.21551, 2.927, "BE", 69011, "VLG"),
    ("Brugge", "Bruges|Брюгге", 51.20892, 3.22424, "BE", 116709, "VLG"),
    ("Brugge", "", 50.10, 5.10, "BE", 800, "WAL"),
    ("Pristina", "Приштина", 42.67272, 21.16688, "XK", 161751, ""),
    ("Nowhere", "", 0.0, 0.0, "FR", 0, "11"),
]


def cities() -> list[City]:
    """The places above, and 300 of invented names in France."""
    named = [
        City(
            number,
            name,
            latitude,
            longitude,
            country,
            people,
            admin1,
            [one for one in others.split("|") if one],
        )
        for number, (name, others, latitude, longitude, country, people, admin1) in enumerate(
            _PLACES, start=1
        )
    ]
    filling = [
        City(
            1000 + number,
            f"Villeneuve-{chr(97 + number % 26)}{number}",
            46 + number / 100,
            3.0,
            "FR",
            number,
            "84",
            [],
        )
        for number in range(300)
    ]
    return [*named, *filling]


# Four squares of a tenth of a degree in two rows, as a topology of shared arcs:
#   A B
#   C D    with the sea to the east of B and D.
_CORNERS = {
    "nw": (0, 2),
    "n": (1, 2),
    "ne": (2, 2),
    "w": (0, 1),
    "m": (1, 1),
    "e": (2, 1),
    "sw": (0, 0),
    "s": (1, 0),
    "se": (2, 0),
}
_ARCS = [
    ("nw", "n"),
    ("n", "ne"),
    ("w", "m"),
    ("m", "e"),
    ("sw", "s"),
    ("s", "se"),
    ("nw", "w"),
    ("w", "sw"),
    ("n", "m"),
    ("m", "s"),
    ("ne", "e"),
    ("e", "se"),
]
_SHAPES = {
    "17A": ("Girona", [0, 8, ~2, ~6]),
    "17B": ("Banyoles", [1, 10, ~3, ~8]),
    "08C": ("Hospitalet", [2, 9, ~4, ~7]),
    "08D": ("Calonge i Sant Antoni", [3, 11, ~5, ~9]),
}


def topology() -> bytes:
    """The squares in TopoJSON, quantised: 10 × 10 km about, around 42° N 2.8° E, so Girona lies in 17A."""
    arcs = []
    for start, end in _ARCS:
        (x, y), (to_x, to_y) = _CORNERS[start], _CORNERS[end]
        arcs.append([[x, y], [to_x - x, to_y - y]])
    geometries = [
        {"type": "Polygon", "id": code, "properties": {"name": name}, "arcs": [ring]}
        for code, (name, ring) in _SHAPES.items()
    ]
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.1, 0.1], "translate": [2.75, 41.85]},
            "objects": {"towns": {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": arcs,
        }
    ).encode()


def land() -> bytes:
    """Land whose only coast near the squares is the meridian of their eastern edge."""
    ring = [[2.95, 35.0], [2.95, 42.0], [2.95, 50.0], [-20.0, 50.0], [-20.0, 35.0], [2.95, 35.0]]
    return json.dumps(
        {
            "type": "Topology",
            "objects": {
                "land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}
            },
            "arcs": [ring],
        }
    ).encode()


REGIONS = """
[names]
file = "names.json"
code = ["province", "number"]
name = "name"
articles = ["La", "L'"]

[borders]
file = "towns.json"
object = "towns"
land = "land.json"
land_object = "land"

[[counties]]
code = "1"
name = "Gironès"
capitals = ["17A"]
mountain = true

[[counties]]
code = "2"
name = "Barcelonès"

[[provinces]]
code = "17"
name = "Girona"
capitals = ["17A"]

[[provinces]]
code = "08"
name = "Barcelona"
"""
NAMES = [
    {"province": "17", "number": "A", "name": "Girona"},
    {"province": "17", "number": "B", "name": "Bisbal Nova, La"},
    {"province": "08", "number": "C", "name": "Hospitalet de Llobregat, L'"},
    {"province": "08", "number": "D", "name": "Calonge i Sant Antoni"},
]
MEMBERS = """code,county,population,population_year
17A,1,101852,2024
17B,1,900,2024
08C,2,265444,2024
08D,2,12203,2024
"""


FLANDERS = """
geonames_admin1 = ["VLG"]

[[counties]]
code = "kust"
name = "Kust"
"""
FLEMISH_MEMBERS = """code,county,population,population_year,name,latitude,longitude
35013,kust,72000,2025,Oostende,,
31005,kust,119500,2025,Brugge,,
38014,kust,21900,2025,Koksijde,51.1167,2.6333
"""


def association(folder: Path, *, country: str, members: str, regions: str) -> Association:
    (folder / "members.csv").write_text(members)
    (folder / "regions.toml").write_text(regions)
    return Association(
        name="Invented",
        short_name="I",
        country=country,
        time_zone="Europe/Brussels",
        languages=("ca",),
        members=folder / "members.csv",
        regions=folder / "regions.toml",
        map_bounds=(0.0, 40.0, 4.0, 43.0),
    )
