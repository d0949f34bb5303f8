"""The words the engine has for towns: sizes, territories, other traits, assets; each with its label."""

from antena.matching.engine.marks import _

# Size bands: the trait of every town with fewer inhabitants than this and no fewer than the band before.
BANDS: tuple[tuple[str, int], ...] = (
    ("village_under_500", 500),
    ("under_1000", 1_000),
    ("under_5000", 5_000),
    ("under_20000", 20_000),
    ("under_50000", 50_000),
    ("city", 250_000),
)
LARGEST = "metropolis"

SIZES: dict[str, str] = {
    "village_under_500": _("Village of fewer than 500 inhabitants"),
    "under_1000": _("Municipality of 500 to 999 inhabitants"),
    "under_5000": _("Municipality of 1,000 to 4,999 inhabitants"),
    "under_20000": _("Town of 5,000 to 19,999 inhabitants"),
    "under_50000": _("Town of 20,000 to 49,999 inhabitants"),
    "city": _("City of 50,000 to 249,999 inhabitants"),
    "metropolis": _("City of 250,000 inhabitants or more"),
}

# Kinds of territory: what a town is and what a text may name.
TERRITORIES: dict[str, str] = {
    "coastal": _("coast"),
    "mountain": _("mountain"),
    "rural": _("countryside"),
    "sparse": _("sparsely populated area"),
    "urban": _("city"),
    "mediterranean": _("Mediterranean"),
    "atlantic": _("Atlantic"),
    "baltic": _("Baltic"),
    "danube": _("Danube"),
    "black_sea": _("Black Sea"),
    "arctic": _("Arctic and North Sea"),
    "island": _("islands"),
    "outermost": _("outermost regions"),
}

# What else a town is; no text names these.
STANDINGS: dict[str, str] = {
    "province_capital": _("Capital of the province"),
    "county_capital": _("Capital of the county"),
    "county_centre": _("Most populated municipality of its county"),
    "dense": _("Densely built"),
    "beside_city": _("Next to a city"),
}

# Whom a text may speak of, among municipalities.
AUDIENCES: dict[str, str] = {
    "small_municipalities": _("small municipalities"),
    "cities": _("cities"),
}

ASSETS: dict[str, str] = {
    "natural_park": _("Natural park"),
    "forest": _("Forest"),
    "beach": _("Beach"),
    "port": _("Port"),
    "river_lake": _("River or lake"),
    "wetland": _("Wetland"),
    "ski": _("Ski resort"),
    "farmland": _("Farmland"),
    "wine": _("Vineyards and wine"),
    "livestock": _("Livestock"),
    "market": _("Market"),
    "heritage": _("Historic buildings or sites"),
    "museum": _("Museum"),
    "traditions": _("Festivals and living traditions"),
    "spa": _("Thermal waters"),
    "industrial_area": _("Industrial area"),
    "mine": _("Mine or quarry"),
    "university": _("University"),
    "research_centre": _("Research centre"),
    "hospital": _("Hospital"),
    "railway": _("Railway station"),
    "airport": _("Airport"),
    "power_plant": _("Power plant"),
    "social_housing": _("Social housing"),
}


def band(population: int) -> str:
    """The size trait of a town of ``population`` inhabitants."""
    return next((code for code, limit in BANDS if population < limit), LARGEST)
