"""What towns with a trait usually need: assumed until somebody of the town says otherwise.

Chosen by hand, each with the sentence that defends it; every screen says that it is assumed. Theme codes are
those of `antena.themes`, weights are in [0, 1]. Where several traits suggest a theme, the strongest counts.
"""

from typing import NamedTuple

from antena.matching.engine.marks import _


class Assumption(NamedTuple):
    """A town with ``trait`` is assumed to care for ``theme`` this much, for the reason of ``sentence``."""

    trait: str
    theme: str
    weight: float
    sentence: str


_SMALLEST = (
    Assumption(
        "village_under_500",
        "depopulation-rural",
        1.0,
        _("A village of a few hundred people lives or dies by whether people can stay."),
    ),
    Assumption(
        "village_under_500",
        "connectivity",
        0.8,
        _("Without a fast network nobody can work, study or be cared for at home."),
    ),
    Assumption(
        "village_under_500",
        "ageing-care",
        0.75,
        _("In the smallest villages a large part of the neighbours are old."),
    ),
    Assumption(
        "village_under_500",
        "forests-wildfires",
        0.75,
        _("Small villages often have much forest, few hands to care for it, and fires near the houses."),
    ),
    Assumption(
        "village_under_500",
        "services-general-interest",
        0.7,
        _("The school, the doctor, the shop and the bus are far, or about to go."),
    ),
    Assumption(
        "village_under_500",
        "renewable-energy",
        0.7,
        _("A village can produce and share its own energy, and lower everybody's bill."),
    ),
    Assumption(
        "village_under_500",
        "tourism",
        0.6,
        _("Visitors who stay are one of the few sources of work in a small village."),
    ),
    Assumption(
        "village_under_500",
        "culture-heritage",
        0.6,
        _("Old buildings are many and the money to keep them is little."),
    ),
    Assumption("village_under_500", "rural-mobility", 0.6, _("Without a car one cannot leave, nor arrive.")),
    Assumption(
        "village_under_500",
        "housing",
        0.55,
        _("Houses stand empty, and those who would come find none to live in."),
    ),
    Assumption(
        "village_under_500",
        "europe-citizenship-twinning",
        0.55,
        _("Twinning is the European programme made for the smallest: little money, little paper."),
    ),
    Assumption(
        "village_under_500",
        "digital-administration",
        0.45,
        _("One secretary for several villages must do everything a city does."),
    ),
)

_SMALL = (
    Assumption(
        "under_1000", "depopulation-rural", 0.9, _("Places under a thousand inhabitants lose young people.")
    ),
    Assumption(
        "under_1000",
        "connectivity",
        0.7,
        _("The network decides whether people can work from a small municipality."),
    ),
    Assumption(
        "under_1000", "ageing-care", 0.7, _("Old people live far from day centres and home help is scarce.")
    ),
    Assumption(
        "under_1000", "renewable-energy", 0.7, _("Energy communities work well where people know each other.")
    ),
    Assumption("under_1000", "housing", 0.6, _("There is little to rent, and that sends the young away.")),
    Assumption("under_1000", "tourism", 0.55, _("Visitors bring work if there is something to show.")),
    Assumption(
        "under_1000", "culture-heritage", 0.55, _("Heritage is large against the budget that keeps it.")
    ),
    Assumption("under_1000", "rural-mobility", 0.55, _("Buses are few.")),
    Assumption(
        "under_1000", "services-general-interest", 0.6, _("Basic services are shared with the next town.")
    ),
    Assumption("under_1000", "europe-citizenship-twinning", 0.5, _("Twinning suits small town halls.")),
    Assumption(
        "under_5000",
        "energy-efficiency-buildings",
        0.6,
        _("Schools and halls are old and cost much to heat."),
    ),
    Assumption("under_5000", "renewable-energy", 0.65, _("Public roofs can feed the houses around them.")),
    Assumption("under_5000", "ageing-care", 0.6, _("Care for the old is the service most asked for.")),
    Assumption("under_5000", "local-commerce", 0.55, _("The shops of the main street close one by one.")),
    Assumption("under_5000", "water-cycle", 0.55, _("The pipes are old and lose water the town pays for.")),
    Assumption("under_5000", "digital-administration", 0.55, _("The law asks the same of it as of a city.")),
    Assumption("under_5000", "culture-heritage", 0.5, _("Culture gives small towns a name.")),
    Assumption("under_5000", "youth", 0.5, _("Young people leave to study and do not return.")),
    Assumption(
        "under_5000", "europe-citizenship-twinning", 0.5, _("Small towns twin more easily than they bid.")
    ),
    Assumption("under_5000", "housing", 0.5, _("Rents rise, too, in small towns.")),
)

_TOWNS = (
    Assumption(
        "under_20000", "energy-efficiency-buildings", 0.65, _("Public buildings are its largest energy bill.")
    ),
    Assumption(
        "under_20000", "local-commerce", 0.6, _("It is the market and the shops of the villages around it.")
    ),
    Assumption("under_20000", "active-mobility", 0.55, _("Most trips are short enough to walk or cycle.")),
    Assumption(
        "under_20000",
        "waste-circular-economy",
        0.55,
        _("Separate collection is a duty with targets to meet."),
    ),
    Assumption("under_20000", "youth", 0.55, _("It has a secondary school and few plans for after it.")),
    Assumption("under_20000", "housing", 0.6, _("People priced out of cities look for a home here.")),
    Assumption("under_20000", "industry-business-parks", 0.5, _("Its business park gives most of the work.")),
    Assumption("under_20000", "employment", 0.5, _("Work is close to home, or one leaves early to commute.")),
    Assumption("under_20000", "sport", 0.4, _("Clubs and sports grounds hold the town together.")),
    Assumption(
        "under_20000", "digital-administration", 0.5, _("People expect to do their papers from home.")
    ),
    Assumption("under_20000", "climate-adaptation", 0.5, _("Heat, drought and floods reach its streets.")),
    Assumption("under_50000", "mobility-planning", 0.6, _("It is large enough to need a mobility plan.")),
    Assumption(
        "under_50000",
        "urban-regeneration",
        0.65,
        _("Whole quarters of the sixties and seventies need repair."),
    ),
    Assumption("under_50000", "housing", 0.65, _("Affordable housing is the first worry of its people.")),
    Assumption("under_50000", "employment", 0.6, _("It runs its own employment services.")),
    Assumption(
        "under_50000", "migration-integration", 0.55, _("It has received many newcomers in few years.")
    ),
    Assumption(
        "under_50000", "waste-circular-economy", 0.55, _("Its contracts for waste are among its largest.")
    ),
    Assumption("under_50000", "climate-adaptation", 0.55, _("Its squares and schools need shade and water.")),
    Assumption(
        "under_50000", "digital-administration", 0.5, _("It has the size to offer its services online.")
    ),
    Assumption(
        "under_50000", "vocational-training", 0.5, _("Its companies look for trades its schools could teach.")
    ),
    Assumption(
        "under_50000", "culture-heritage", 0.45, _("It has a theatre, a museum and a cultural season.")
    ),
)

_CITIES = (
    Assumption(
        "city", "mobility-planning", 0.7, _("A city must run a low-emission zone and a mobility plan.")
    ),
    Assumption("city", "housing", 0.75, _("Housing is where a city loses its people.")),
    Assumption("city", "urban-regeneration", 0.7, _("Its quarters are unequal and need repair.")),
    Assumption(
        "city", "climate-mitigation", 0.65, _("Most emissions come from cities, and most plans to cut them.")
    ),
    Assumption("city", "climate-adaptation", 0.6, _("Heat islands make cities the first to suffer.")),
    Assumption("city", "poverty-inclusion", 0.6, _("Its social services see what others do not.")),
    Assumption("city", "migration-integration", 0.6, _("Newcomers arrive in cities first.")),
    Assumption("city", "smart-towns", 0.55, _("It has data on everything and uses little of it.")),
    Assumption("city", "employment", 0.55, _("It has its own agency for work and companies.")),
    Assumption("city", "air-noise", 0.5, _("Its air is measured and often fails.")),
    Assumption("metropolis", "climate-mitigation", 0.75, _("It has promised to be climate neutral.")),
    Assumption("metropolis", "housing", 0.8, _("Rents push its people out.")),
    Assumption("metropolis", "smart-towns", 0.7, _("It tries what other cities later adopt.")),
    Assumption(
        "metropolis", "artificial-intelligence-data", 0.6, _("It has the data, the people and the risk.")
    ),
    Assumption("metropolis", "mobility-planning", 0.7, _("Everybody crosses it every day.")),
    Assumption("metropolis", "urban-regeneration", 0.65, _("It rebuilds whole quarters at once.")),
    Assumption("metropolis", "air-noise", 0.6, _("Traffic makes its air the worst of the country.")),
    Assumption("metropolis", "migration-integration", 0.65, _("It is the door through which people arrive.")),
    Assumption("metropolis", "poverty-inclusion", 0.6, _("Wealth and need live in the same street.")),
    Assumption("metropolis", "research-innovation", 0.6, _("Universities and centres are its neighbours.")),
    Assumption("metropolis", "culture-heritage", 0.55, _("Its culture is known beyond its country.")),
    Assumption(
        "metropolis",
        "global-cooperation-peace",
        0.5,
        _("It speaks with the other large cities of the world."),
    ),
    Assumption("metropolis", "urban-logistics", 0.5, _("Deliveries fill its streets.")),
)

_TERRITORIES = (
    Assumption(
        "coastal", "coast-sea", 0.9, _("Its beaches and its sea are what it lives from and may lose.")
    ),
    Assumption("coastal", "tourism", 0.8, _("In summer it has many times its inhabitants.")),
    Assumption("coastal", "climate-adaptation", 0.75, _("The sea rises, storms take the sand.")),
    Assumption("coastal", "water-cycle", 0.7, _("Drought and visitors come in the same months.")),
    Assumption(
        "coastal", "fisheries-blue-economy", 0.6, _("Fishing ends unless something new comes of the sea.")
    ),
    Assumption("mountain", "forests-wildfires", 0.75, _("Forest covers most of a mountain municipality.")),
    Assumption("mountain", "tourism", 0.65, _("Snow and summer bring visitors; snow less every year.")),
    Assumption("mountain", "biodiversity-green-areas", 0.6, _("Much of its land is protected.")),
    Assumption("mountain", "climate-adaptation", 0.6, _("The mountain warms faster than the plain.")),
    Assumption(
        "mountain",
        "territorial-cooperation",
        0.55,
        _("The other side of the mountain is another country, with the same life."),
    ),
    Assumption("mountain", "rural-mobility", 0.55, _("Roads are long and winter closes them.")),
    Assumption("rural", "agriculture", 0.6, _("Fields and farms are most of its land and part of its work.")),
    Assumption("rural", "depopulation-rural", 0.6, _("The countryside loses people.")),
    Assumption("rural", "sustainable-food", 0.5, _("What it grows could be eaten nearby.")),
    Assumption("rural", "connectivity", 0.5, _("The network comes last to the countryside.")),
    Assumption(
        "sparse", "depopulation-rural", 0.95, _("Fewer than thirteen people to the square kilometre.")
    ),
    Assumption("sparse", "civil-protection", 0.5, _("Help is far when something happens.")),
    Assumption("dense", "biodiversity-green-areas", 0.5, _("Where everything is built, each tree counts.")),
    Assumption("dense", "air-noise", 0.45, _("Many people live beside much traffic.")),
    Assumption("beside_city", "public-transport", 0.6, _("Its people cross to the city every morning.")),
    Assumption("beside_city", "housing", 0.65, _("Those the city sends away look for a home next to it.")),
    Assumption("beside_city", "active-mobility", 0.45, _("The city is a bicycle ride away.")),
    Assumption(
        "county_centre", "services-general-interest", 0.5, _("The county comes here for its services.")
    ),
    Assumption("county_centre", "local-commerce", 0.6, _("The county comes here for its shopping.")),
    Assumption("county_centre", "vocational-training", 0.5, _("The county sends its young here to study.")),
    Assumption("county_capital", "services-general-interest", 0.5, _("The offices of the county are here.")),
    Assumption(
        "county_capital", "culture-heritage", 0.55, _("It keeps the museum and the archive of the county.")
    ),
    Assumption("province_capital", "regional-cohesion", 0.5, _("It speaks for its province.")),
    Assumption("province_capital", "universities", 0.5, _("It has a university, or part of one.")),
)

ASSUMPTIONS: tuple[Assumption, ...] = (*_SMALLEST, *_SMALL, *_TOWNS, *_CITIES, *_TERRITORIES)
