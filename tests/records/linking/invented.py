"""An atlas of a few places, some of them real names with invented sizes."""

from collections.abc import Sequence

from antena.records.linking import CountryIndex, Linker, PlaceRow
from antena.records.linking.keys import key

# number, country, name, other names, inhabitants, latitude, longitude, code of a member
_ROWS = [
    (1, "ES", "Barcelona", "", 1_600_000, 41.39, 2.16, "08019"),
    (2, "ES", "el Port de la Selva", "", 1_000, 42.34, 3.20, "17140"),
    (3, "ES", "la Selva del Camp", "la Selva", 5_800, 41.21, 1.14, "43145"),
    (4, "ES", "Vilanova de Sau", "", 300, 41.95, 2.38, "08303"),
    (5, "ES", "Torrent", "", 170, 41.95, 3.13, "17197"),
    (6, "ES", "Torrent", "", 83_000, 39.44, -0.47, ""),
    (7, "ES", "Donostia / San Sebastián", "Donostia", 188_000, 43.32, -1.98, ""),
    (8, "ES", "Madrid", "", 3_200_000, 40.42, -3.70, ""),
    (10, "DE", "Munich", "München", 1_500_000, 48.14, 11.58, ""),
    (11, "DE", "Frankfurt am Main", "", 750_000, 50.11, 8.68, ""),
    (12, "AT", "Vienna", "Wien", 1_900_000, 48.21, 16.37, ""),
    (20, "FI", "Helsinki", "Helsingfors", 650_000, 60.17, 24.94, ""),
    (21, "FI", "Turku", "Åbo", 200_000, 60.45, 22.27, ""),
    (22, "SE", "Göteborg", "Gothenburg", 580_000, 57.71, 11.97, ""),
    (23, "DK", "Copenhagen", "København", 1_150_000, 55.68, 12.57, ""),
    (24, "DK", "Valby", "", 46_000, 55.67, 12.51, ""),
    (30, "PL", "Gdańsk", "", 460_000, 54.35, 18.65, ""),
    (31, "PL", "Katowice", "", 290_000, 50.26, 19.02, ""),
    (32, "CZ", "Brno", "", 370_000, 49.20, 16.61, ""),
    (33, "RO", "Bistriţa", "", 70_000, 47.13, 24.50, ""),
    (34, "RO", "Mihai Viteazu", "", 5_600, 46.53, 23.75, ""),
    (35, "RO", "Mihai Viteazu", "", 3_300, 44.63, 28.68, ""),
    (36, "HU", "Szeged", "", 160_000, 46.25, 20.15, ""),
    (37, "BG", "Burgas", "Бургас", 210_000, 42.51, 27.47, ""),
    (38, "LT", "Klaipėda", "", 170_000, 55.71, 21.12, ""),
    (39, "LV", "Riga", "Rīga", 740_000, 56.95, 24.11, ""),
    (40, "EE", "Tartu", "", 93_000, 58.38, 26.72, ""),
    (41, "HR", "Zagreb", "", 700_000, 45.81, 15.98, ""),
    (42, "SI", "Ljutomer", "", 3_500, 46.52, 16.19, ""),
    (43, "GR", "Athens", "Athina|Αθήνα", 660_000, 37.98, 23.73, ""),
    (44, "TR", "Bornova", "", 0, 38.48, 27.24, ""),
    (45, "GB", "Bradford", "", 360_000, 53.79, -1.75, ""),
    (46, "GB", "Aberdeen", "", 196_000, 57.14, -2.10, ""),
    (47, "IT", "Rome", "Roma", 2_300_000, 41.89, 12.51, ""),
    (48, "FR", "Saint-Denis", "", 111_000, 48.94, 2.36, ""),
    (49, "PT", "Porto", "", 240_000, 41.15, -8.61, ""),
    (50, "NL", "The Hague", "Den Haag", 530_000, 52.08, 4.30, ""),
    (51, "BE", "Gent", "Gand", 260_000, 51.05, 3.72, ""),
    (52, "CY", "Nicosia", "Lefkosía", 200_000, 35.17, 33.36, ""),
    (53, "IE", "Cork", "Corcaigh", 190_000, 51.90, -8.47, ""),
    (54, "MT", "Valletta", "", 6_000, 35.90, 14.51, ""),
    (55, "SK", "Bratislava", "", 420_000, 48.15, 17.11, ""),
    (56, "UA", "Lviv", "Львів", 720_000, 49.84, 24.02, ""),
    (57, "AL", "Tirana", "Tiranë", 418_000, 41.33, 19.82, ""),
    (58, "RS", "Novi Sad", "Нови Сад", 215_000, 45.25, 19.84, ""),
    (59, "NO", "Bergen", "", 290_000, 60.39, 5.32, ""),
    (60, "CH", "Lausanne", "", 139_000, 46.52, 6.63, ""),
]


class SmallAtlas:
    """Implements `antena.records.linking.Atlas`."""

    def country(self, code: str) -> CountryIndex:
        rows = [row for row in _ROWS if row[1] == code]
        places = [
            PlaceRow(
                place_id=number,
                name=key(name),
                latitude=latitude,
                longitude=longitude,
                population=people,
                is_municipality=bool(lau),
                is_member=bool(lau),
                lau=lau,
                nuts="ES51" if lau else "",
            )
            for number, _country, name, _others, people, latitude, longitude, lau in rows
        ]
        return CountryIndex(places, [(row[0], key(one)) for row in rows for one in row[3].split("|") if one])

    def countries_with(self, names: Sequence[str]) -> Sequence[str]:
        return sorted(
            {row[1] for row in _ROWS if self.country(row[1]).named(key(row[2])) and key(row[2]) in names}
        )


LINKER = Linker(SmallAtlas())
